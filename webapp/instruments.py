"""Instruments: by level and by the chapters that name or explain them, and those none explains."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.study import Study
from webapp.crossing import Cells, cross
from webapp.facets import facets_of
from webapp.services import Services

ROWS, COLUMNS = "instrument", "chapter"
"""The facets that instruments and chapters are values of."""


@dataclass(frozen=True)
class Instruments:
    """The instruments of a study with the claims that mention each, by chapter.

    *levels* has the instruments of each level in the order of the levels, last of all those
    without; *explaining* the claims that say more of an instrument than that it is there.
    """

    chapters: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]
    cells: Cells
    explaining: Mapping[str, frozenset[str]]

    def chapters_of(self, instrument: str) -> list[str]:
        """Return the chapters that mention an instrument, in their order."""
        return [chapter for chapter in self.chapters if (instrument, chapter) in self.cells]

    def is_explained(self, instrument: str, chapter: str = "") -> bool:
        """Tell whether a chapter explains an instrument, or any does where none is given."""
        found = self.explaining.get(instrument, frozenset())
        return bool(
            found & self.cells.get((instrument, chapter), frozenset()) if chapter else found
        )

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The instruments that are named and nowhere explained, by level."""
        every = dict.fromkeys(one for some in self.levels.values() for one in some)
        return tuple(one for one in every if not self.is_explained(one))

    def level_of(self, instrument: str) -> list[str]:
        """Return the levels that an instrument is put at; none where it is put at no level."""
        return [level for level, some in self.levels.items() if level and instrument in some]


def instruments_of(services: Services, study: Study) -> Instruments:
    """Return the instruments of a study in the build that serves."""
    return _instruments(services, study.key, services.engine.build_id)


@lru_cache(maxsize=4)
def _instruments(services: Services, key: str, build_id: str) -> Instruments:
    facets, study = facets_of(services), services.studies[key]
    chapters = {str(study.name("section", one.number)) for one in study.section}
    crossed = cross(facets[ROWS], facets[COLUMNS], facets[COLUMNS].any_of(chapters))
    rows = services.answer("pages", "explained", study=study.iri).records()
    explaining: dict[str, set[str]] = {}
    for row in rows:
        explaining.setdefault(str(row["instrument"]), set()).add(str(row["statement"]))
    return Instruments(
        tuple(one for one in crossed.columns if one in chapters),
        by_level(facets["level"].items, sorted(crossed.rows)),
        crossed.cells,
        {one: frozenset(found) for one, found in explaining.items()},
    )


def by_level(
    levels: Mapping[str, frozenset[str]], instruments: list[str]
) -> dict[str, tuple[str, ...]]:
    """Return the instruments of each level, and under the empty name those that have none."""
    placed: dict[str, tuple[str, ...]] = {
        level: tuple(one for one in instruments if one in items) for level, items in levels.items()
    }
    somewhere = {one for some in placed.values() for one in some}
    placed[""] = tuple(one for one in instruments if one not in somewhere)
    return {level: some for level, some in placed.items() if some}
