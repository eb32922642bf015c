"""How far the sections of a study are curated, and how much was read in each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.curation import Reading, accounted_for
from kg.errors import Fault
from kg.sources import CuratedStudy, told_by_study

COUNTED = ("statements", "readings", "speakers", "citations", "gaps", "tensions")
"""What is counted by section, beside passages and those accounted for."""


@dataclass(frozen=True)
class Coverage:
    """How far one section is curated, how many of its passages are accounted for, and the rest.

    *counts* is by the names in `COUNTED`. A statement counts in every section in which it is
    read in a sentence of its own; a gap in every section where it shows; a tension in every
    section where a side of it is read. So a column may add up to more than there are.
    """

    status: str
    passages: int
    accounted: int
    counts: Mapping[str, int]


def coverage(studies: Iterable[CuratedStudy]) -> dict[str, Coverage]:
    """Return, by study key and section number, how far each section is curated."""
    return {
        f"{one.study.key} {number}": found
        for one in studies
        for number, found in _coverage(one).items()
    }


def _coverage(one: CuratedStudy) -> dict[str, Coverage]:
    counted, told = accounted_for(one.sections), counted_by_section(one)
    found = {}
    for section in one.study.section:
        passages = [passage.id for passage in one.passages if passage.section == section.number]
        accounted = sum(counted[passage] > 0 for passage in passages)
        counts = {name: len(told[section.number, name]) for name in COUNTED}
        found[section.number] = Coverage(section.status, len(passages), accounted, counts)
    return found


def counted_by_section(one: CuratedStudy) -> Mapping[tuple[str, str], set[object]]:
    """Return by section number and name of `COUNTED` what there is, each once."""
    found: dict[tuple[str, str], set[object]] = defaultdict(set)
    for section, name, what in _told(one):
        found[section, name].add(what)
    return found


def _told(one: CuratedStudy) -> Iterator[tuple[str, str, object]]:
    """Yield section, name of `COUNTED` and what is counted; the same may come more than once."""
    place = {passage.id: passage.section for passage in one.passages}
    read_in: dict[str, set[str]] = defaultdict(set)
    for statement in (statement for file in one.sections for statement in file.statement):
        for number, reading in enumerate(statement.reading):
            section = place[reading.passages[0]]
            read_in[statement.id].add(section)
            yield section, "statements", statement.id
            yield from _read((statement.id, number), reading, section)
    for gap in (gap for file in one.sections for gap in file.gap):
        yield from ((place[passage], "gaps", gap.id) for passage in gap.passages)
    for tension in (tension for file in one.sections for tension in file.tension):
        sections = set().union(*(read_in[side] for side in tension.between))
        yield from ((section, "tensions", tension.id) for section in sections)


def _read(
    name: tuple[str, int], reading: Reading, section: str
) -> Iterator[tuple[str, str, object]]:
    """Yield what is counted of one reading."""
    yield section, "readings", name
    yield from ((section, "speakers", speaker) for speaker in reading.speakers)
    yield from ((section, "citations", (*name, at)) for at in range(len(reading.citations)))


def unreviewed(studies: Iterable[CuratedStudy]) -> Iterator[Fault]:
    """Yield a fault for every section that is not yet reviewed as a whole."""
    for one in studies:
        for section in one.study.section:
            if section.status != "reviewed":
                yield Fault(
                    "study.toml", f"section {section.number}",
                    f"is {section.status}, not reviewed.",
                    "Have it read both ways, record the finds in REVIEW.md, then say so.",
                )  # fmt: skip


def coverage_faults(studies: Iterable[CuratedStudy]) -> list[Fault]:
    """Return a fault for every passage of a curated section that nothing accounts for."""
    return told_by_study({one.study.key: _unaccounted(one) for one in studies})


def _unaccounted(one: CuratedStudy) -> Iterator[Fault]:
    closed = {section.number for section in one.study.section if section.status != "open"}
    counted = accounted_for(one.sections)
    for passage in one.passages:
        if passage.section in closed and not counted[passage.id]:
            yield Fault(
                f"{passage.section}.toml", f"passage {passage.id}",
                f"has no reading and no reason for silence (lines {passage.first_line}"
                f"-{passage.last_line}).",
                "Add a reading, a [[gap]], or a [[silent]] with its reason.",
            )  # fmt: skip
