"""Coverage: what is known of each passage of a study, as a box in a row, and counted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from flask import url_for
from rdflib import Literal, URIRef

from kg.answers import Answer
from kg.study import Section, Study
from kg.tokens import Term
from webapp.languages import page_language
from webapp.presentation import passage_id
from webapp.reader import SectionPage, State, state_of
from webapp.services import Services, services
from webapp.showing import spoken
from webapp.words import designation

COUNTED = ("statements", "speakers", "gaps", "tensions")
Record = Mapping[str, Term]

_FEWEST = 40
"""Passages that the longest row has room for at least, or the boxes of a short study are slabs."""
_HEIGHTS = {State.READ: 9, State.ALONG: 4, State.SILENT: 1, State.GAP: 9, State.OPEN: 9}
_FLOOR = 12


@dataclass(frozen=True)
class Box:
    """One passage in the picture: as high as what is known of it, marked where a gap lies."""

    passage: str
    place: int
    state: State
    has_gap: bool
    name: str = ""

    @property
    def height(self) -> int:
        """The height of the box, of the twelve that the row has."""
        return _HEIGHTS[self.state]

    @property
    def top(self) -> int:
        """Where the box begins when it stands on the floor of the row."""
        return _FLOOR - self.height


@dataclass(frozen=True)
class Part:
    """A section as a way to go: what it is called, and where it is."""

    name: str
    title: str
    href: str


@dataclass(frozen=True)
class Coverage(Part):
    """How far a section, or the whole study, is read: its boxes, and what was read in it.

    *width* is the length of the row as a share of the longest.
    """

    boxes: tuple[Box, ...] = ()
    is_chapter: bool = False
    width: str = "100%"
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def passages(self) -> int:
        """The passages there are."""
        return len(self.boxes)

    @property
    def tally(self) -> list[tuple[State, int]]:
        """How many passages are in each state, those states only that occur."""
        found = Counter(box.state for box in self.boxes)
        return [(state, found[state]) for state in State if found[state]]

    @property
    def unread(self) -> int:
        """The passages of which nothing is known yet."""
        return sum(box.state is State.OPEN for box in self.boxes)

    @property
    def accounted(self) -> int:
        """The passages of which it is known what they say, or why nothing."""
        return self.passages - self.unread


def coverage(found: Study) -> list[Coverage]:
    """Return how far each section of a study is read, in the study's order."""
    build = services().engine.build_id
    rows = _records(services(), build, "passages", found.iri)
    read = _records(services(), build, "quality", found.iri)
    counts = {str(row["section"]): row for row in read}
    longest = max(Counter(row["section"] for row in rows).values(), default=0)
    return [
        covered(found, one, rows, counts.get(str(found.name("section", one.number)), {}), longest)
        for one in found.section
    ]


def covered(
    study: Study, section: Section, rows: Iterable[Record], counts: Record, longest: int
) -> Coverage:
    """Return how far one section is read; without rows it has no passages."""
    iri = str(study.name("section", section.number))
    drawn = boxes(known(row) for row in rows if str(row["section"]) == iri)
    own = part(study, section)
    return Coverage(
        own.name,
        own.title,
        own.href,
        drawn,
        "." not in section.number,
        share(len(drawn), longest),
        {name: int(str(counts.get(name, 0))) for name in COUNTED},
    )


def known(row: Record) -> tuple[str, State, bool, str]:
    """Return the id of a passage, what is known of it, and whether a gap lies in it."""
    read, along, silent, gap = (
        int(str(row[name])) > 0 for name in ("readings", "readAlong", "silences", "gaps")
    )
    return passage_id(str(row["passage"])), state_of(read, gap, silent, along), gap, ""


def boxes(found: Iterable[tuple[str, State, bool, str]]) -> tuple[Box, ...]:
    """Return a box for each passage: its id, its state, whether it has a gap, its name."""
    return tuple(
        Box(passage, place, state, gap, name)
        for place, (passage, state, gap, name) in enumerate(found)
    )


def in_boxes(page: SectionPage) -> Coverage:
    """Return how far the section of a page is read, its boxes named."""
    found = ((one.id, one.state, bool(one.gaps), one.locator.text) for one in page.passages)
    drawn = boxes(found)
    return Coverage("", page.title.text, "", drawn, width=share(len(drawn), len(drawn)))


def share(passages: int, longest: int) -> str:
    """Return the length of a row of passages as a share of the longest."""
    return f"{100 * passages / max(longest, _FEWEST):.2f}%"


def total(found: Iterable[Coverage]) -> Coverage:
    """Return how far all sections together are read."""
    return Coverage("", "", "", tuple(box for one in found for box in one.boxes))


def as_rows(found: Study) -> Answer:
    """Return how far each section of a study is read as a list, in the study's order."""
    columns = ("section", "sectionLabel", "passages", "accounted", *COUNTED)
    rows = zip(found.section, coverage(found), strict=True)
    return Answer(columns, tuple(_row(found, *one) for one in rows))


def _row(study: Study, section: Section, read: Coverage) -> tuple[Term, ...]:
    numbers = (read.passages, read.accounted, *(read.counts[name] for name in COUNTED))
    name = Literal(f"{read.name} {read.title}", lang=page_language())
    return study.name("section", section.number), name, *map(Literal, numbers)


def around(found: Study, number: str) -> tuple[Part | None, Part | None]:
    """Return the sections before and after one, in the study's order; None at either end."""
    listed: list[Section | None] = [None, *found.section, None]
    at = next(place for place, one in enumerate(listed) if one and one.number == number)
    before, after = (part(found, one) if one else None for one in (listed[at - 1], listed[at + 1]))
    return before, after


def parts(found: Study, number: str) -> list[Part]:
    """Return the sections that stand under a chapter or section."""
    return [part(found, one) for one in found.section if one.number.startswith(f"{number}.")]


def part(found: Study, section: Section) -> Part:
    """Return a section as the way to it."""
    href = url_for("pages.section", key=found.key, number=section.number)
    return Part(designation(section.number), spoken(section.title), href)


@lru_cache(maxsize=32)
def _records(asked: Services, build_id: str, slug: str, study: URIRef) -> Sequence[Record]:
    """Return the rows of a query on a study in one build; study and quality ask for the same."""
    return list(asked.answer("pages", slug, study=study).records())
