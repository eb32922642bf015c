"""The frame of a new study: every file that a curator goes on with, made from its text.

It holds the headings of the document and nothing else of its words.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tomlkit import item

from kg.errors import TextDiffers, WrongUse
from kg.namespaces import WR, WRID
from kg.notes import FILE, HEADER
from kg.passages import Heading, Passage, headings, segment, write_passages
from kg.study import is_key
from kg.writing import write_folder

_HINTS = (
    "Give the text from its first numbered heading to its end, each heading on a line of its own"
    ' after an empty line, with a form feed or a line "Pagina 3 / 24" where a page begins.'
)


@dataclass(frozen=True)
class Frame:
    """A study that was framed: where it lies, how many passages it has, and its sections."""

    folder: Path
    passages: int
    sections: tuple[str, ...]


def new_study(
    studies: Path, key: str, text: str, *, title_nl: str = "", title_en: str = ""
) -> Frame:
    """Write the frame of a study into a new folder below *studies*, whole or not at all.

    Raises:
        WrongUse: the key is badly formed or taken, or no section can be found in the text.
        NotWritten: there is no room or no right to write it; nothing of it is left.
    """
    check_key(studies, key)
    passages = _passages(text)
    found = headings(text, passages)
    titles = title_nl or f"Studie {key}", title_en or f"Study {key}"
    files = {
        "study.toml": _study_toml(key, titles, text, found),
        "passages.tsv": write_passages(passages),
        "speakers.ttl": _speakers(key),
        FILE: f"{HEADER}\n",
        "REVIEW.md": _REVIEW,
    } | {f"{one.number}.toml": _section_toml(one) for one in found}
    write_folder(studies / key, {name: text.encode("utf-8") for name, text in files.items()})
    return Frame(studies / key, len(passages), tuple(one.number for one in found))


def check_key(studies: Path, key: str) -> None:
    """Check that a new study can be known by *key*.

    Raises:
        WrongUse: it is badly formed, or the key of another study.
    """
    if not is_key(key):
        raise WrongUse(
            f'"{key}" cannot be the key of a study.',
            "A key is lower-case words and numbers with hyphens, a letter first:"
            " waterhoven-koudenet-2031.",
        )
    if (studies / key).exists():
        raise WrongUse(
            f"There is a study {key} already: {studies / key}.",
            f"Take another key; what a new edition changes is told by: study compare {key} FILE",
        )


def _passages(text: str) -> Sequence[Passage]:
    try:
        passages = segment(text)
    except TextDiffers as error:
        raise WrongUse(f"The text cannot be cut into passages: {error.message}", _HINTS) from None
    begun = Counter(one.section for one in passages if one.kind == "heading")
    if twice := [number for number, times in begun.items() if times > 1]:
        raise WrongUse(f"Sections that begin twice: {', '.join(twice)}.", _HINTS)
    return passages


def _study_toml(key: str, titles: tuple[str, str], text: str, sections: Sequence[Heading]) -> str:
    """Return what is known of the study, with what is to be filled in."""
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return _STUDY.format(
        key=key,
        title_nl=_quoted(titles[0]),
        title_en=_quoted(titles[1]),
        sha256=digest,
        lines=len(text.splitlines()),
        sections="".join(map(_section_entry, sections)),
    )


def _section_entry(heading: Heading) -> str:
    kind, number = ("Annex", heading.number[1:]) if heading.number[0] == "A" else ("Section", "")
    english = f"{kind} {number or heading.number}"
    return _SECTION.format(
        number=heading.number, title_nl=_quoted(heading.title), title_en=_quoted(english)
    )


def _section_toml(heading: Heading) -> str:
    return f"# Section {heading.number}.\n\nsection = {_quoted(heading.number)}\n"


def _speakers(key: str) -> str:
    return _AUTHORS.format(
        wr=WR,
        authors=WRID[f"speaker/{key}/authors"],
        study=WRID[f"study/{key}"],
        kind=WRID["speaker-kind/authors"],
    )


def _quoted(text: str) -> str:
    return item(text).as_string()


_STUDY = """\
# Fill in what is still to be filled in, in both languages; nothing of it is the study's own words
# but the titles.
key = "{key}"
# When the research was done, if the study says so:
# researched_from = "2021-09"
# researched_until = "2022-11"

[title]
nl = {title_nl}
en = {title_en}

[description]
nl = "Nog te omschrijven."
en = "Still to be described."

# The programme it was made in, if any:
# [programme]
# nl = ""
# en = ""

# The edition that the passages were made from. The text itself is not ours and not here.
[text]
sha256 = "{sha256}"
lines = {lines}
{sections}"""

_SECTION = """
[[section]]
number = "{number}"
title.nl = {title_nl}
title.en = {title_en} # to translate
status = "open"
"""

_AUTHORS = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wr: <{wr}> .

<{authors}> a wr:Speaker ;
    skos:prefLabel "de auteurs"@nl , "the authors"@en ;
    wr:inStudy <{study}> ;
    wr:speakerKind <{kind}> .
"""

_REVIEW = """\
# Second readings

A second reader holds every curated passage against the text, both ways, and has written no line.
What is found is kept here by kind; the numbers are statements.
"""
