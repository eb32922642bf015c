"""Passages: the smallest pieces of a study's text that are pointed at.

The segmenter is deterministic: one text gives one list of passages. What it yields is a
locator (section, lines, characters, derived page) and a digest of the words, never the words.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from pydantic import TypeAdapter

from kg.errors import TextDiffers

BULLET = "\uf0b7"
_HEADING = re.compile(r" ?(?P<number>\d+(?:\.\d+)*) (?P<title>[A-Z0-9].*?)\s*$")
_ANNEX = re.compile(r" ?Bijlage (?P<number>\d+): ")
_CAPTION = re.compile(r" ?Figuur \d+[,:]")
_FOOTNOTE = re.compile(r"(?P<number>\d+) \S")
_ITEM = re.compile(rf" ?(?:{BULLET}|\d{{1,2}}\.)\s")
_PRINTED_PAGE = re.compile(r"Pagina (?P<page>\d+) / \d+\s*$")
_SENTENCE_END = re.compile(r"[.?!][”’\"')\]]*(?=\s)")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\bet|\bal|\bz\.d|\betc|\bbijv)\.$")
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class Passage:
    """One passage: where it stands and the digest of its words.

    Lines count from 1 and include both ends; characters count from 0 and leave the last out.
    *under* is the id of the nearest heading above it, *ordinal* its number among the
    passages under that heading. *page* is derived from the layout, never printed.
    """

    id: str
    section: str
    kind: str
    under: str
    ordinal: int
    first_line: int
    last_line: int
    start: int
    end: int
    page: int
    words: int
    digest: str


_PASSAGES = TypeAdapter(list[Passage])


@dataclass(frozen=True)
class Heading:
    """A section as the document numbers it; the annex is numbered ``A1``."""

    number: str
    title: str


@dataclass(frozen=True)
class _Line:
    number: int
    start: int
    text: str
    kind: str
    page: int
    opens_page: bool


@dataclass
class _Block:
    kind: str
    lines: list[_Line]


def words_of(text: str) -> list[str]:
    """Return the words of *text* as they count for a digest.

    Case, punctuation, line breaks and layout glyphs do not count; a footnote digit glued to
    a word is a word of its own.
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def digest_of(words: Sequence[str]) -> str:
    """Return the SHA-256, in hexadecimal, of *words* joined by single spaces."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def segment(text: str, no_page_break: Iterable[int] = ()) -> list[Passage]:
    """Return the passages of a study's text, in order.

    Their spans cover every character that is not white space exactly once. *no_page_break*
    names lines that begin with a space without beginning a page.

    Raises:
        TextDiffers: the text has no heading or no printed page number to count from.
    """
    blocks = list(_blocks(_lines(text, frozenset(no_page_break))))
    if not blocks or blocks[0].kind != "heading":
        raise TextDiffers(
            "The text does not begin with a numbered heading.", "Give the whole text of the study."
        )
    return list(_number(text, blocks))


def headings(text: str, passages: Iterable[Passage]) -> list[Heading]:
    """Return the sections of the document, from its own headings, in order."""
    titles = (
        (found.section, " ".join(text[found.start : found.end].split()))
        for found in passages
        if found.kind == "heading"
    )
    return [
        Heading(number, re.sub(r"^(?:\d+(?:\.\d+)*|Bijlage \d+:) ", "", title))
        for number, title in titles
    ]


def _lines(text: str, no_page_break: frozenset[int]) -> list[_Line]:
    """Return every line with its kind (``blank`` included) and its derived page."""
    raw = text.splitlines(keepends=True)
    starts = [0]
    for line in raw:
        starts.append(starts[-1] + len(line))
    opens = _openings(raw, no_page_break)
    kinds = _kinds(raw, opens)
    return [
        _Line(number, starts[number - 1], line, kind, page, opening)
        for number, (line, kind, page, opening) in enumerate(
            zip(raw, kinds, _pages(raw, opens), opens, strict=True), 1
        )
    ]


def _openings(raw: Sequence[str], no_page_break: frozenset[int]) -> list[bool]:
    """Tell of each line whether a page begins with it: after a form feed, else by a lone space."""
    if _has_form_feed(raw):
        return [False, *(line.endswith("\f") for line in raw[:-1])]
    return [
        number not in no_page_break and bool(re.match(r" \S", line))
        for number, line in enumerate(raw, 1)
    ]


def _has_form_feed(raw: Iterable[str]) -> bool:
    return any(line.endswith("\f") for line in raw)


def _pages(raw: Sequence[str], opens: Sequence[bool]) -> list[int]:
    """Return the page of each line, counted from a printed page number, or else from page 1.

    Without a printed number only form feeds tell where pages begin.
    """
    counted, page = [], 0
    for opening in opens:
        page += opening
        counted.append(page)
    for line, page in zip(raw, counted, strict=True):
        if printed := _PRINTED_PAGE.match(line):
            return [number + int(printed["page"]) - page for number in counted]
    if _has_form_feed(raw):
        return [number + 1 for number in counted]
    raise TextDiffers(
        "No printed page number (Pagina n / m) in the text, and no form feed.",
        "Pages are counted by these; give the text with its page headers.",
    )


def _kinds(raw: Sequence[str], opens: Sequence[bool]) -> list[str]:
    """Return the kind of each line: blank, heading, sub-heading, item, caption, note, text."""
    kinds: list[str] = []
    section, note = "0", 0
    for index, line in enumerate(raw):
        fresh = index == 0 or kinds[-1] in ("blank", "heading") or opens[index]
        following = raw[index + 1] if index + 1 < len(raw) else ""
        if fresh and (found := _HEADING.match(line)) and _follows(section, found["number"]):
            section = found["number"]
            kinds.append("heading")
        elif (found := _FOOTNOTE.match(line)) and int(found["number"]) == note + 1:
            note += 1
            kinds.append("footnote")
        else:
            kinds.append(_kind(line, following, fresh))
    return kinds


def _kind(line: str, following: str, fresh: bool) -> str:
    """Return the kind of a line that is neither a numbered heading nor a footnote."""
    if not line.strip():
        return "blank"
    if _PRINTED_PAGE.match(line) or _PRINTED_PAGE.match(following):
        return "page-header"
    if _ANNEX.match(line):
        return "heading"
    if _CAPTION.match(line):
        return "caption"
    if _ITEM.match(line):
        return "list-item"
    return "sub-heading" if fresh and _is_sub_heading(line, following) else "text"


def _follows(section: str, number: str) -> bool:
    """Tell whether *number* is the next number after *section* in a numbered document."""
    parts = [int(part) for part in section.split(".")]
    after = [[*parts[: depth + 1]] for depth in range(len(parts))]
    for candidate in after:
        candidate[-1] += 1
    return [int(part) for part in number.split(".")] in [*after, [*parts, 1]]


def _is_sub_heading(line: str, following: str) -> bool:
    """Tell whether a line that stands free is a heading without a number."""
    title = line.strip()
    return (
        title[0].isupper()
        and title[-1] not in ".:;,?!’”)"
        and len(title.split()) <= 6
        and not following[:1].islower()
    )


def _blocks(lines: Iterable[_Line]) -> Iterator[_Block]:
    """Yield runs of lines that belong together, across blank lines and page breaks."""
    block: _Block | None = None
    after_blank = False
    for line in lines:
        if line.kind == "blank":
            after_blank = True
            continue
        if block is not None and _continues(block, line, after_blank):
            block.lines.append(line)
        else:
            if block is not None:
                yield block
            block = _Block("sentence" if line.kind == "text" else line.kind, [line])
        after_blank = False
    if block is not None:
        yield block


def _continues(block: _Block, line: _Line, after_blank: bool) -> bool:
    """Tell whether *line* goes on with *block*: its sentence, its item, its footnote."""
    if line.kind == "page-header":
        return block.kind == "page-header"
    if line.kind != "text" or block.kind in ("heading", "sub-heading", "page-header"):
        return False
    if not (after_blank or line.opens_page):
        return True
    ended = block.lines[-1].text.rstrip()[-1] in ".?!:”’"
    return not ended and line.text.lstrip()[0].islower()


def _number(text: str, blocks: Iterable[_Block]) -> Iterator[Passage]:
    """Yield the passages of the blocks, numbered by section; a section's heading is 0."""
    section, count, under, ordinal = "", 0, "", 0
    for block in blocks:
        for kind, start, end in _split(text, block):
            if kind == "heading":
                section, count = _section_number(text[start:end]), 0
            passage_id = f"{section}-{count}"
            if kind in ("heading", "sub-heading"):
                under, ordinal = passage_id, 0
            elif kind != "page-header":
                ordinal += 1
            lines = [line for line in block.lines if line.start < end]
            first = next(i for i in reversed(lines) if i.start <= start)
            words = words_of(text[start:end])
            yield Passage(
                passage_id, section, kind, "" if under == passage_id else under, ordinal,
                first.number, lines[-1].number, start, end, first.page,
                len(words), digest_of(words),
            )  # fmt: skip
            count += 1


def _section_number(heading: str) -> str:
    if annex := _ANNEX.match(heading):
        return f"A{annex['number']}"
    return heading.split()[0]


def _split(text: str, block: _Block) -> list[tuple[str, int, int]]:
    """Return kind, start and end of each passage in a block; only running text is split."""
    start = block.lines[0].start
    last = block.lines[-1]
    body = text[start : last.start + len(last.text)]
    if block.kind not in ("sentence", "list-item"):
        spans = [(start + len(body) - len(body.lstrip()), start + len(body.rstrip()))]
    else:
        spans = [(start + first, start + end) for first, end in _sentences(body)]
    quoted = _quotation_from(body)
    return [
        ("quotation" if quoted is not None and end - start > quoted else block.kind, first, end)
        for first, end in spans
    ]


def _sentences(body: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences in running text, white space at the ends left out."""
    mark = _ITEM.match(body)
    cuts = [0]
    for found in _SENTENCE_END.finditer(body, mark.end() if mark else 0):
        if _ends_sentence(body, found):
            cuts.append(found.end())
    spans = zip(cuts, [*cuts[1:], len(body)], strict=True)
    trimmed = [
        (begin + len(body[begin:end]) - len(body[begin:end].lstrip()), end) for begin, end in spans
    ]
    return [(begin, begin + len(body[begin:end].rstrip())) for begin, end in trimmed if begin < end]


def _ends_sentence(body: str, found: re.Match[str]) -> bool:
    """Tell whether a full stop ends a sentence: what follows begins one, it is no abbreviation."""
    if _ABBREVIATION.search(body, 0, found.start() + 1):
        return False
    after = body[found.end() :].lstrip()
    if not after:
        return False
    gap = body[found.end() : len(body) - len(after)]
    # A line that ends in a full stop ends a sentence even where the next begins in lower case.
    return after[0].isupper() or after[0] in "‘“" or (after[0].islower() and "\n" in gap)


def _quotation_from(body: str) -> int | None:
    """Return where a quotation that runs to the end of *body* opens, or None."""
    stripped = body.rstrip()
    for opening, closing in ("“”", "‘’"):
        if stripped.endswith(closing) and (begin := stripped.rfind(opening)) >= 0:
            return begin
    return None


def write_passages(passages: Iterable[Passage]) -> str:
    """Return the passages as tab-separated text with a header line; it holds no words."""
    names = [field.name for field in fields(Passage)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(passage, name) for name in names] for passage in passages)
    return out.getvalue()


def read_passages(table: str) -> list[Passage]:
    """Return the passages of a table that `write_passages` made.

    Raises:
        ValueError: a row is not a passage.
    """
    rows = list(csv.DictReader(io.StringIO(table), delimiter="\t"))
    return _PASSAGES.validate_python(rows)


def aligned(known: Sequence[Passage], found: Sequence[Passage]) -> list[tuple[Passage, Passage]]:
    """Return the pairs of passages that have the same words in the same order."""
    matcher = SequenceMatcher(
        None, [one.digest for one in known], [one.digest for one in found], autojunk=False
    )
    return [
        (known[block.a + step], found[block.b + step])
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]


def differing(known: Sequence[Passage], found: Sequence[Passage]) -> list[str]:
    """Return the ids of known passages whose words are not at their place in *found*."""
    there = {old.id for old, _ in aligned(known, found)}
    return [passage.id for passage in known if passage.id not in there]


def find_passages(known: Sequence[Passage], text: str) -> Mapping[str, tuple[int, int]]:
    """Return where the passages stand in any text of the document, by their digests.

    The result maps passage ids to character spans of *text*; a passage that is not found is
    left out. Where the same words stand more than once, the first place after the passage
    before it is taken.
    """
    spans = _occurrences(_tokens(text), known)
    places: dict[str, tuple[int, int]] = {}
    cursor = 0
    for passage in known:
        if candidates := spans.get(passage.digest):
            after = [span for span in candidates if span[0] >= cursor]
            places[passage.id] = (after or candidates)[0]
            cursor = places[passage.id][1]
    return places


def _occurrences(
    tokens: Sequence[tuple[str, int, int]], known: Sequence[Passage]
) -> dict[str, list[tuple[int, int]]]:
    """Return every span of the text whose words have the digest of a known passage."""
    by_length: dict[int, set[str]] = {}
    for passage in known:
        by_length.setdefault(passage.words, set()).add(passage.digest)
    return {
        digest: spans
        for length, digests in by_length.items()
        for digest, spans in _windows(tokens, length, digests).items()
    }


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the words of *text* with the span each has in it."""
    found = []
    for match in re.finditer(r"\S+", text):
        for piece in _WORD.finditer(match[0]):
            for word in words_of(piece[0]):
                begin = match.start() + piece.start()
                found.append((word, begin, begin + len(piece[0])))
    return found


def _windows(
    tokens: Sequence[tuple[str, int, int]], length: int, digests: set[str]
) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of every run of *length* words whose digest is wanted, in order."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for first in range(len(tokens) - length + 1):
        run = tokens[first : first + length]
        digest = digest_of([word for word, _, _ in run])
        if digest in digests:
            spans.setdefault(digest, []).append((run[0][1], run[-1][2]))
    return spans
