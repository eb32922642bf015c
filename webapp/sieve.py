"""The sieve: of a section only the claims, gaps or silent passages that the address asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from webapp.presentation import Line, Link, passage_id
from webapp.reader import Found, Passage, SectionPage


class Kind(StrEnum):
    """What can be asked for; a claim may be of several kinds."""

    STATED = "stated"
    HEDGED = "hedged"
    OPEN = "open"
    DENIED = "denied"
    NOT_SAID = "not-said"
    OURS = "our-reading"
    CITED = "cited"
    TENSION = "tension"
    GAPS = "gaps"
    SILENT = "silent"


@dataclass(frozen=True)
class Sieve:
    """What the address asks for: a kind or all, and a speaker's local name or none."""

    kind: Kind | None = None
    speaker: str = ""

    @classmethod
    def of(cls, kind: str, speaker: str) -> "Sieve":
        """Return what an address asks for in words that are known."""
        return cls(Kind(kind) if kind else None, speaker)

    @property
    def lets_all(self) -> bool:
        """Whether nothing is left out."""
        return self.kind is None and not self.speaker

    def passes(self, found: Found) -> bool:
        """Tell whether a claim is asked for."""
        told = _OF_CLAIMS.get(self.kind) if self.kind else None
        voices = (*found.reading.speakers, *found.reading.relays)
        heard = not self.speaker or self.speaker in [passage_id(one.iri) for one in voices]
        return heard and (told is None or told(found))


_OF_CLAIMS: Mapping[Kind, Callable[[Found], bool]] = {
    Kind.STATED: lambda found: (
        found.reading.line is Line.STATED and found.reading.says and not found.statement.denied
    ),
    Kind.HEDGED: lambda found: found.reading.line is Line.HEDGED,
    Kind.OPEN: lambda found: found.reading.line is Line.OPEN,
    Kind.DENIED: lambda found: found.statement.denied,
    Kind.NOT_SAID: lambda found: not found.reading.says,
    Kind.OURS: lambda found: found.reading.interpreted,
    Kind.CITED: lambda found: bool(found.reading.citations),
    Kind.TENSION: lambda found: bool(found.tensions),
}
_OF_PASSAGES: Mapping[Kind, Callable[[Passage], bool]] = {
    Kind.GAPS: lambda passage: bool(passage.gaps),
    Kind.SILENT: lambda passage: bool(passage.silent),
}


def sift(page: SectionPage, sieve: Sieve) -> SectionPage:
    """Return the section with those passages only that have what is asked for.

    What a passage has besides is left out and counted in it; asked for gaps or silence alone,
    a passage stays whole.
    """
    kept = (sifted(passage, sieve) for passage in page.passages)
    return replace(page, passages=tuple(one for one in kept if one))


def sifted(passage: Passage, sieve: Sieve) -> Passage | None:
    """Return a passage with the claims that are asked for; None where it has nothing of it."""
    if sieve.lets_all:
        return passage
    found = tuple(one for one in passage.found if sieve.passes(one))
    if sieve.kind and sieve.kind in _OF_PASSAGES:
        right = _OF_PASSAGES[sieve.kind](passage) and (found or not sieve.speaker)
        return passage if right else None
    left_out = len(passage.found) - len(found)
    return replace(passage, found=found, left_out=left_out) if found else None


@dataclass(frozen=True)
class Choice:
    """A kind as a link: how many claims or passages of it there are, and whether it is shown."""

    kind: Kind | None
    number: int
    chosen: bool


def choices(page: SectionPage, sieve: Sieve) -> list[Choice]:
    """Return all claims of the speaker asked for, then the kinds that are among them or asked."""
    found = [
        Choice(kind, number(sift(page, replace(sieve, kind=kind)), kind), kind == sieve.kind)
        for kind in (None, *Kind)
    ]
    return [one for one in found if one.number or one.chosen or one.kind is None]


def number(page: SectionPage, kind: Kind | None) -> int:
    """Return how many claims a section has, or passages where the kind is one of passages."""
    return len(page.passages) if kind in _OF_PASSAGES else page.count


def speakers(page: SectionPage) -> list[tuple[str, Link]]:
    """Return who speaks in a section or is passed on, with the local name, sorted by label."""
    heard = {
        voice.iri: voice
        for passage in page.passages
        for found in passage.found
        for voice in (*found.reading.speakers, *found.reading.relays)
    }
    by_label = sorted(heard.values(), key=lambda link: link.label.text.casefold())
    return [(passage_id(link.iri), link) for link in by_label]
