"""How far the sections of a study are curated: every passage accounted for, or which are not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.curation import accounted_for
from kg.errors import Fault
from kg.sources import CuratedStudy, told_by_study


@dataclass(frozen=True)
class Coverage:
    """How far one section is curated, and how many of its passages are accounted for."""

    status: str
    passages: int
    accounted: int


def coverage(studies: Iterable[CuratedStudy]) -> dict[str, Coverage]:
    """Return, by study key and section number, how far each section is accounted for."""
    return {
        f"{one.study.key} {section.number}": Coverage(
            section.status,
            sum(passage.section == section.number for passage in one.passages),
            len(_accounted(one, section.number)),
        )
        for one in studies
        for section in one.study.section
    }


def _accounted(one: CuratedStudy, number: str) -> set[str]:
    counted = accounted_for(one.sections)
    return {p.id for p in one.passages if p.section == number and counted[p.id]}


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
