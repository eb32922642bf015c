"""Remarks: what a reader of a study has to mind, from gaps to our own readings, as lists."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rdflib import RDF, Literal, URIRef

from kg.answers import Answer
from kg.namespaces import WR
from kg.study import Study
from kg.tokens import Term
from webapp.facts import Facts, Triple
from webapp.languages import page_language
from webapp.presentation import (
    Label,
    Line,
    Link,
    Names,
    Statement,
    Words,
    link_of,
    passage_id,
    statements,
)
from webapp.services import Services, named, services

COLUMNS = ("thing", "kind", "gist", "speakers", "certainty", "locator")
"""What each list has as data."""

Rows = Iterator[tuple[Term | None, ...]]

_OF_A_READING = {
    "statement": WR.ofStatement, "passage": WR.readIn, "speaker": WR.speaker,
    "relayed": WR.relays, "stance": WR.stance, "certainty": WR.certainty, "hedge": WR.hedge,
    "mode": WR.mode,
}  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """What the text lacks: its kind, our sentence of it, what it concerns, and where it shows."""

    iri: str
    href: str
    kind: Label
    gist: Label
    concerns: Link
    places: tuple[Link, ...]


@dataclass(frozen=True)
class Tension:
    """What pulls against one another, and every side of it."""

    iri: str
    href: str
    kind: Label
    gist: Label
    sides: tuple[Statement, ...]


@dataclass(frozen=True)
class Remarks:
    """What a reader of a study has to mind, each list in the order of the text."""

    gaps: tuple[Gap, ...]
    open: tuple[Statement, ...]
    tensions: tuple[Tension, ...]
    denials: tuple[Statement, ...]
    ours: tuple[Statement, ...]

    @property
    def by_kind(self) -> list[tuple[Label, list[Gap]]]:
        """The gaps under their kinds, in alphabetical order."""
        kinds = sorted({gap.kind.text: gap.kind for gap in self.gaps}.items())
        return [(kind, [gap for gap in self.gaps if gap.kind == kind]) for _, kind in kinds]


def remarks_of(study: Study) -> Remarks:
    """Return what a reader of a study has to mind, in the language of the page."""
    names = named(_facts(services(), services().engine.build_id, study.iri))
    order = {one.id: number for number, one in enumerate(services().passages[study.key])}
    said = in_order(statements(names, no_words), order)
    return Remarks(
        gaps=gaps(names, order),
        open=tuple(one for one in said if one.line is Line.OPEN),
        tensions=tensions(names, {one.iri: one for one in said}),
        denials=tuple(one for one in said if one.denied),
        ours=tuple(one for one in said if any(read.interpreted for read in one.readings)),
    )


def no_words(_passage: str) -> Words:
    """Return no words of the study: these lists lead to them."""
    return Words()


@lru_cache(maxsize=4)
def _facts(asked: Services, build_id: str, study: URIRef) -> Facts:
    """Return the marked statements, gaps and tensions of a study in one build, all named."""
    marked = asked.answer("pages", "marked-statements", study=study)
    facts = Facts(_triples(marked)) + asked.facts("pages", "gaps-and-tensions", study=study)
    used = {
        value
        for _, predicate, value in facts.triples
        if predicate in _OF_A_READING.values() and predicate not in (WR.ofStatement, WR.readIn)
    }
    return facts + asked.names(one for one in used if isinstance(one, URIRef))


def _triples(marked: Answer) -> Iterator[Triple]:
    """Yield what the rows of marked statements say, as the graph has it."""
    for row in marked.records():
        yield row["statement"], RDF.type, WR.Statement
        yield row["statement"], WR.gist, row["gist"]
        yield row["statement"], WR.polarity, row["polarity"]
        yield row["passage"], WR.locator, row["locator"]
        for name, predicate in _OF_A_READING.items():
            if name in row:
                yield row["reading"], predicate, row[name]


def in_order(found: Sequence[Statement], order: Mapping[str, int]) -> list[Statement]:
    """Return statements in the order in which the text first makes them."""

    def first(one: Statement) -> int:
        places = [place.passage for read in one.readings for place in read.places]
        return min((order[passage] for passage in places if passage in order), default=len(order))

    return sorted(found, key=first)


def gaps(names: Names, order: Mapping[str, int]) -> tuple[Gap, ...]:
    """Return the gaps in the order in which they show."""

    def shown(gap: Gap) -> list[int]:
        return [order.get(passage_id(place.iri), len(order)) for place in gap.places]

    found = [
        Gap(
            iri=str(iri),
            href=names.address(str(iri)),
            kind=link_of(names, iri, WR.gapKind).label,
            gist=names.text(iri, WR.gist),
            concerns=link_of(names, iri, WR.concerns),
            places=tuple(map(names.place, names.facts.things(iri, WR.gapIn))),
        )
        for iri in names.facts.of_class(WR.Gap)
    ]
    return tuple(sorted(found, key=shown))


def tensions(names: Names, said: Mapping[str, Statement]) -> tuple[Tension, ...]:
    """Return the tensions, each with the statements it lies between."""
    return tuple(
        Tension(
            iri=str(iri),
            href=names.address(str(iri)),
            kind=link_of(names, iri, WR.tensionKind).label,
            gist=names.text(iri, WR.gist),
            sides=tuple(said[str(side)] for side in names.facts.things(iri, WR.between)),
        )
        for iri in names.facts.of_class(WR.Tension)
    )


def gap_rows(remarks: Remarks) -> Rows:
    """Yield a row a gap."""
    for gap in remarks.gaps:
        places = "; ".join(place.label.text for place in gap.places)
        yield _row(gap.iri, gap.kind.text, gap.gist, "", "", places)


def tension_rows(remarks: Remarks) -> Rows:
    """Yield a row a side of a tension; the tension itself stands before its sides."""
    for tension in remarks.tensions:
        yield _row(tension.iri, tension.kind.text, tension.gist, "", "", "")
        yield from statement_rows(tension.sides, tension.kind.text)


def statement_rows(found: Sequence[Statement], kind: str = "") -> Rows:
    """Yield a row a reading."""
    for one in found:
        for read in one.readings:
            speakers = "; ".join(speaker.label.text for speaker in read.speakers)
            places = "; ".join(place.locator.label.text for place in read.places)
            yield _row(one.iri, kind, one.gist, speakers, read.certainty.text, places)


def _row(iri: str, kind: str, gist: Label, *rest: str) -> tuple[Term | None, ...]:
    sentence = Literal(gist.text, lang=gist.foreign or page_language())
    return URIRef(iri), _text(kind), sentence, *map(_text, rest)


def _text(text: str) -> Literal | None:
    return Literal(text) if text else None


LISTS: Mapping[str, Callable[[Remarks], Rows]] = {
    "gaps": gap_rows,
    "open": lambda found: statement_rows(found.open),
    "tensions": tension_rows,
    "denials": lambda found: statement_rows(found.denials),
    "ours": lambda found: statement_rows(found.ours),
}
