"""The longitudinal profile: a strip of the study's lines with its sections and a page's ticks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.passages import Passage


@dataclass(frozen=True)
class Stretch:
    """A section on the strip; *left* and *width* are percentages of the strip."""

    name: str
    number: str
    title: str
    href: str
    is_read: bool
    left: str
    width: str
    is_chapter: bool
    is_here: bool
    ticks: int


@dataclass(frozen=True)
class Tick:
    """A line with evidence: its place as a percentage, and the passages that begin there."""

    place: str
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """The strip of one study, its ticks in order."""

    lines: int
    stretches: tuple[Stretch, ...]
    ticks: tuple[Tick, ...]
    title: str = ""
    href: str = ""


@dataclass(frozen=True)
class Shown:
    """What a strip says of a section: its names, how far it is curated, where it is read."""

    name: str
    title: str
    status: str
    href: str


def draw_profile(
    passages: Sequence[Passage],
    lines: int,
    sections: Mapping[str, Shown],
    marked: Iterable[str] = (),
    here: str = "",
) -> Profile:
    """Return the strip of a study of so many *lines*, with a tick for each marked passage.

    *marked* are passage ids; *here* is the number of the section that the page is about.
    """
    starts = first_lines(passages)
    ends = [*list(starts.values())[1:], lines + 1]
    chosen = set(marked)
    ticks = [passage for passage in passages if passage.id in chosen]
    return Profile(
        lines,
        tuple(
            Stretch(
                name=sections[number].name,
                number=number,
                title=sections[number].title,
                href=sections[number].href,
                is_read=sections[number].status != "open",
                left=_percent(first - 1, lines),
                width=_percent(end - first, lines),
                is_chapter=number.isdigit(),
                is_here=number == here,
                ticks=sum(passage.section == number for passage in ticks),
            )
            for (number, first), end in zip(starts.items(), ends, strict=True)
            if number in sections
        ),
        tuple(ticks_at(ticks, lines)),
    )


def ticks_at(passages: Iterable[Passage], lines: int) -> Iterator[Tick]:
    """Yield a tick for each line at which one of the passages begins, from first to last."""
    in_order = sorted(passages, key=lambda passage: passage.first_line)
    for line, found in groupby(in_order, key=lambda passage: passage.first_line):
        yield Tick(_percent(line - 1, lines), tuple(passage.id for passage in found))


def first_lines(passages: Iterable[Passage]) -> dict[str, int]:
    """Return the line at which each section begins, in order."""
    starts: dict[str, int] = {}
    for passage in passages:
        starts.setdefault(passage.section, passage.first_line)
    return starts


def neighbours(passages: Sequence[Passage]) -> dict[str, tuple[str, str]]:
    """Return for each passage the ids of the ones before and after it, empty at the ends.

    Page headers stand between sentences without belonging to them and are passed over.
    """
    ids = [found.id for found in passages if found.kind != "page-header"]
    around = zip(["", *ids], ids, [*ids[1:], ""], strict=False)
    return {own: (before, after) for before, own, after in around}


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%"
