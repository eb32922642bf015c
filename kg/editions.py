"""Editions: what another text of a study changes, passage by passage, and what to read again.

Passages are known by their ids, which are given once: another edition moves and changes
passages, it renumbers none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import count

import tomlkit
from rapidfuzz.distance import Indel

from kg.curation import SectionFile
from kg.passages import Passage, aligned, words_of, write_passages
from kg.study import Study
from kg.writing import write_whole

LIKE = 0.6
"""From this likeness on, a passage is another one with some words changed."""

KINDS = ("changed", "moved", "gone", "new")

Pair = tuple[Passage, Passage]


@dataclass(frozen=True)
class Change:
    """A passage that one edition has otherwise than the other, or that one of them lacks.

    *kind* is one of `KINDS`; *likeness* goes from 0 to 1 and is None where the words of the
    old one are not at hand.
    """

    kind: str
    old: Passage | None
    new: Passage | None
    likeness: float | None = None


@dataclass(frozen=True)
class Comparison:
    """Two editions compared: the passages that are the same, and all others by kind."""

    same: tuple[Pair, ...]
    changes: tuple[Change, ...]

    @property
    def shifted(self) -> int:
        """How many of the same passages stand on other lines."""
        return sum(old.first_line != new.first_line for old, new in self.same)

    def of_kind(self, kind: str) -> int:
        """Return how many changes there are of a kind."""
        return sum(change.kind == kind for change in self.changes)


def compare(
    known: Sequence[Passage], words: Mapping[str, str], found: Sequence[Passage], text: str
) -> Comparison:
    """Return what the passages *found* in *text* are to the *known* ones.

    *words* are the old edition's own, by passage id. Where they are not at hand, a passage
    counts as changed when as many passages stand between the same neighbours.
    """
    pairs = aligned(known, found)
    same = [(old, new) for old, new in pairs if old.section == new.section]
    left = _Left([*known], [*found])
    left.take(same)
    changes = [Change("moved", *pair, 1.0) for pair in left.take([*pairs, *left.equal()])]
    alike = left.alike(words, text)
    changes += [Change("changed", *pair, alike[pair]) for pair in left.take(_best(alike))]
    placed = [pair for pair in _in_place(known, found) if pair[0].id not in words]
    changes += [Change("changed", *pair) for pair in left.take(placed)]
    changes += [Change("gone", old, None) for old in left.known]
    changes += [Change("new", None, new) for new in left.found]
    return Comparison(tuple(same), tuple(sorted(changes, key=lambda one: KINDS.index(one.kind))))


@dataclass
class _Left:
    """The passages of both editions that have no partner yet."""

    known: list[Passage]
    found: list[Passage]

    def take(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Return the first pair of each passage whose both ends are left, and leave them out."""
        taken = []
        for old, new in pairs:
            if old in self.known and new in self.found:
                self.known.remove(old)
                self.found.remove(new)
                taken.append((old, new))
        return taken

    def equal(self) -> Iterator[Pair]:
        """Yield the pairs with the same words."""
        yield from ((old, new) for old in self.known for new in self.found if _equal(old, new))

    def alike(self, words: Mapping[str, str], text: str) -> dict[Pair, float]:
        """Return the likeness of every pair that is alike, word by word."""
        olds = {old: words_of(words[old.id]) for old in self.known if old.id in words}
        news = {new: words_of(text[new.start : new.end]) for new in self.found}
        likeness = {
            (old, new): Indel.normalized_similarity(mine, theirs, score_cutoff=LIKE)
            for old, mine in olds.items()
            for new, theirs in news.items()
        }
        return {pair: found for pair, found in likeness.items() if found}


def _equal(old: Passage, new: Passage) -> bool:
    return old.digest == new.digest


def _best(alike: Mapping[Pair, float]) -> list[Pair]:
    """Return the pairs, the most alike first; among equals as the old edition has them."""
    return sorted(alike, key=lambda pair: (-alike[pair], pair[0].start, pair[1].start))


def _in_place(known: Sequence[Passage], found: Sequence[Passage]) -> Iterator[Pair]:
    """Yield the pairs between neighbours that are the same, where there are as many in both."""
    matcher = SequenceMatcher(
        None, [one.digest for one in known], [one.digest for one in found], autojunk=False
    )
    for tag, begin, end, first, last in matcher.get_opcodes():
        if tag == "replace" and end - begin == last - first:
            yield from zip(known[begin:end], found[first:last], strict=True)


def readings_in(sections: Mapping[str, SectionFile], passage: str) -> dict[str, list[str]]:
    """Return by file what was read in a passage, or with it: statements, gaps, silences."""
    found: dict[str, list[str]] = defaultdict(list)
    for file, section in sections.items():
        found[file] += [
            f"statement {one.id}"
            for one in section.statement
            if any(passage in reading.passages for reading in one.reading)
        ]
        found[file] += [f"gap {one.id}" for one in section.gap if passage in one.passages]
        found[file] += [
            f"silent {one.passage}"
            for one in section.silent
            if passage in (one.passage, one.repeats)
        ]
    return {file: entries for file, entries in found.items() if entries}


def with_known_ids(
    known: Iterable[Passage], found: Iterable[Passage], compared: Comparison
) -> list[Passage]:
    """Return the passages *found* under the ids they are known by; a new one gets a free number.

    The number of a passage that is gone is not given again.
    """
    pairs = [*compared.same, *((one.old, one.new) for one in compared.changes)]
    ids = {new.id: old.id for old, new in pairs if old and new}
    taken = {one.id for one in known}
    for new in (one.new for one in compared.changes if one.new and not one.old):
        names = (f"{new.section}-{number}" for number in count())
        ids[new.id] = next(name for name in names if name not in taken)
        taken.add(ids[new.id])
    return [replace(one, id=ids[one.id], under=ids.get(one.under, "")) for one in found]


def take_edition(study: Study, passages: Iterable[Passage], text: str) -> None:
    """Make *text* the edition that a study's passages are counted in; they keep their ids.

    Raises:
        NotWritten: there is no room or no right to write it.
    """
    table, about = study.folder / "passages.tsv", study.folder / "study.toml"
    document = tomlkit.parse(about.read_text(encoding="utf-8"))
    document["text"]["sha256"] = sha256(text.encode("utf-8")).hexdigest()
    document["text"]["lines"] = len(text.splitlines())
    write_whole(table, write_passages(passages).encode("utf-8"))
    write_whole(about, tomlkit.dumps(document).encode("utf-8"))
