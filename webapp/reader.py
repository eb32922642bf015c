"""The reader: one section of a study, passage by passage, with what was read in each."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rdflib import SKOS, URIRef

from kg.namespaces import WR
from webapp.presentation import (
    Label,
    Link,
    Names,
    Reading,
    Remark,
    Statement,
    Words,
    passage_id,
    remarks,
    statements,
)

_BARE = re.compile(r"[‘’'\"]|\s*\(.*")
"""What a speaker's label has beside the name: quotation marks, and where we tell it apart."""
_PROPER = re.compile(r"(?:(?:de|het|een|gemeente) )*([A-Z]\w+)")


class State(StrEnum):
    """What is known of a passage: read, silent for a reason, a gap, read along, or nothing yet."""

    READ = "read"
    ALONG = "along"
    SILENT = "silent"
    GAP = "gap"
    OPEN = "open"


@dataclass(frozen=True)
class Found:
    """A statement with one of its readings in a passage, and the tensions it is a side of.

    *beside* are the ids of the passages that this reading is read together with.
    """

    statement: Statement
    reading: Reading
    tensions: tuple[Remark, ...]
    beside: str

    @property
    def extras(self) -> tuple[str, ...]:
        """The sorts of what is to be told of the claim besides, none where that is all."""
        reading = self.reading
        sorts = {
            "note": reading.note, "beside": reading.beside,
            "cited": reading.citations, "tension": self.tensions,
        }  # fmt: skip
        return tuple(sort for sort, found in sorts.items() if found)


@dataclass(frozen=True)
class Voice:
    """Who speaks and whose word they pass on, with what is read of them in a row."""

    speakers: tuple[Link, ...]
    relays: tuple[Link, ...]
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Piece:
    """A piece of the study's words; *rests* tells what rests on it: a hedge, or who speaks."""

    text: str
    rests: str = ""


@dataclass(frozen=True)
class Passage:
    """A passage as the reader shows it; *left_out* are the claims in it that are not shown."""

    iri: str
    id: str
    href: str
    locator: Label
    kind: Label
    code: str
    lines: tuple[int, int]
    words: Words
    pieces: tuple[Piece, ...]
    state: State
    silent: Label
    repeats: Link | None
    found: tuple[Found, ...]
    along: tuple[Statement, ...]
    gaps: tuple[Remark, ...]
    left_out: int = 0

    @property
    def voices(self) -> tuple[Voice, ...]:
        """What was read in the passage, by who says it, in order."""
        by_voice = groupby(self.found, key=lambda one: voice_of(one.reading))
        return tuple(Voice(*voice, tuple(found)) for voice, found in by_voice)


@dataclass(frozen=True)
class SectionPage:
    """A section as the reader shows it."""

    iri: str
    title: Label
    passages: tuple[Passage, ...]
    tensions: tuple[Remark, ...]
    has_words: bool

    @property
    def count(self) -> int:
        """The claims read in the section, each counted once."""
        return len({found.statement.iri for one in self.passages for found in one.found})

    @property
    def subheadings(self) -> tuple[Passage, ...]:
        """The headings within the section."""
        return tuple(one for one in self.passages if one.code == "sub-heading")


@dataclass(frozen=True)
class Read:
    """All that was read in a section: its statements, its gaps, and what pulls against what."""

    statements: Sequence[Statement]
    gaps: Sequence[Remark]
    tensions: Sequence[Remark]


def section_page(names: Names, iri: URIRef, words: Callable[[str], Words]) -> SectionPage:
    """Return a section with its passages in the study's order."""
    facts = names.facts
    read = all_read(names, words)
    order = sorted(
        facts.subjects(WR.inSection, iri), key=lambda found: facts.number(found, WR.position)
    )
    passages = tuple(passage(names, found, read, words) for found in order)
    return SectionPage(
        iri=str(iri),
        title=names.text(iri, SKOS.prefLabel),
        passages=passages,
        tensions=tuple(read.tensions),
        has_words=any(one.words.own for one in passages),
    )


def passage_page(names: Names, iri: URIRef, words: Callable[[str], Words]) -> Passage:
    """Return one passage for a page of its own."""
    return passage(names, iri, all_read(names, words), words)


def all_read(names: Names, words: Callable[[str], Words]) -> Read:
    """Return all that the facts hold of what was read."""
    return Read(
        statements(names, words),
        remarks(names, WR.Gap, WR.gapKind, WR.gapIn),
        remarks(names, WR.Tension, WR.tensionKind, WR.between),
    )


def passage(names: Names, iri: URIRef, read: Read, words: Callable[[str], Words]) -> Passage:
    """Return one passage with what was read in it, and the gaps that lie there."""
    facts, own = names.facts, str(iri)
    found = tuple(found_in(read, own))
    along = tuple(one for one in read.statements if reads_along(one, own))
    lacking = tuple(gap for gap in read.gaps if own in [link.iri for link in gap.links])
    silent, kind = facts.thing(iri, WR.silentBecause), facts.thing(iri, WR.passageKind)
    repeats = facts.thing(iri, WR.repeats)
    return Passage(
        iri=own,
        id=passage_id(own),
        href=names.address(own),
        locator=names.text(iri, WR.locator),
        kind=names.label(kind) if kind else Label(""),
        code=str(kind or "").rpartition("/")[2],
        lines=(facts.number(iri, WR.firstLine), facts.number(iri, WR.lastLine)),
        words=words(own),
        pieces=pieces(words(own).own, rests_on(names, iri)),
        state=state_of(bool(found), bool(lacking), bool(silent), bool(along)),
        silent=names.label(silent) if silent else Label(""),
        repeats=names.link(repeats) if repeats else None,
        found=found,
        along=along,
        gaps=lacking,
    )


def found_in(read: Read, passage: str) -> Iterable[Found]:
    """Yield each statement with each of its readings that lies in a passage."""
    for statement in read.statements:
        for reading in statement.readings:
            if passage in [place.iri for place in reading.places]:
                beside = " ".join(passage_id(place.iri) for place in reading.beside)
                yield Found(statement, reading, tensions_of(read, statement.iri), beside)


def tensions_of(read: Read, statement: str) -> tuple[Remark, ...]:
    """Return the tensions that a statement is a side of.

    Which of the others it pulls against is not known: of three, two may stand together.
    """
    return tuple(one for one in read.tensions if statement in [link.iri for link in one.links])


def voice_of(reading: Reading) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Return who speaks, and whose word is passed on."""
    return reading.speakers, reading.relays


def reads_along(statement: Statement, passage: str) -> bool:
    """Tell whether a passage carries the level, speaker or hedge of a statement read elsewhere."""
    return any(passage in [link.iri for link in one.beside] for one in statement.readings)


def state_of(read: bool, gap: bool, silent: bool, along: bool) -> State:
    """Return what is known of a passage, the weightiest first."""
    known = ((read, State.READ), (gap, State.GAP), (silent, State.SILENT), (along, State.ALONG))
    return next((state for holds, state in known if holds), State.OPEN)


def rests_on(names: Names, iri: URIRef) -> dict[str, str]:
    """Return the words that readings in a passage or along with it rest on, and what as.

    They are sought in the study's language, whatever that of the page is.
    """
    facts = names.facts
    readings = [*facts.subjects(WR.readIn, iri), *facts.subjects(WR.readWith, iri)]
    return {
        word.casefold(): rests
        for rests, tie in (("speaker", WR.speaker), ("hedge", WR.hedge))
        for reading in readings
        for thing in facts.things(reading, tie)
        for label in facts.texts(thing, SKOS.prefLabel)
        if label.language == "nl"
        for word in spellings(str(label))
    }


def spellings(label: str) -> set[str]:
    """Return what a text may have for a label: the bare name, and the proper name in it.

    >>> sorted(spellings("gemeente Rotterdam (interview)"))
    ['Rotterdam', 'gemeente Rotterdam']
    """
    bare = _BARE.sub("", label).strip()
    proper = _PROPER.match(bare)
    return {bare, proper[1]} if proper else {bare}


def pieces(text: str, rests: dict[str, str]) -> tuple[Piece, ...]:
    """Return a text in pieces, apart those that are written as one of the words is.

    Put together again they are the text, letter by letter.

    >>> [piece.text for piece in pieces("Dat lijkt zo.", {"lijkt": "hedge"})]
    ['Dat ', 'lijkt', ' zo.']
    """
    if not rests:
        return (Piece(text),) if text else ()
    longest_first = sorted(map(re.escape, rests), key=len, reverse=True)
    split = re.split(rf"(?<!\w)({'|'.join(longest_first)})(?!\w)", text, flags=re.IGNORECASE)
    return tuple(Piece(one, rests.get(one.casefold(), "")) for one in split if one)
