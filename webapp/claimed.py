"""Claimed: what a study says of things and what is known of them from elsewhere, as rows."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _
from rdflib import Literal, URIRef

from kg.answers import Answer
from kg.tokens import Term
from webapp.elsewhere import Fact, Source
from webapp.languages import page_language
from webapp.presentation import Label, Link, Reading, Statement
from webapp.reporting import firmness, speakers

Row = tuple[Term | None, ...]

_SAID = ("speakers", "certainty", "locator")
_COLUMNS = ("thing", "gist", *_SAID, "source", "checkBy")


def claimed(name: str, rows: Iterable[Row]) -> Answer:
    """Return rows of `claimed_of` as a list; *name* is what its first column is called."""
    return Answer((name, f"{name}Label", *_COLUMNS), tuple(rows))


def evidence_of(said: Iterable[Statement]) -> Answer:
    """Return what statements rest on as a list: a row a reading, by the statement's name."""
    rows = (
        (URIRef(one.iri), _text(one.gist), *_said(one, reading))
        for one in said
        for reading in one.readings
    )
    return Answer(("statement", "statementLabel", *_SAID), tuple(rows))


def claimed_of(link: Link, said: Iterable[Statement], known: Iterable[Fact]) -> Iterator[Row]:
    """Yield a row for each reading of what is said of a thing, then one for each fact."""
    own = URIRef(link.iri), _text(link.label)
    for one in said:
        for reading in one.readings:
            yield *own, URIRef(one.iri), _text(one.gist), *_said(one, reading), None, None
    for fact in known:
        sources = Literal("; ".join(map(_source, fact.sources)))
        outside = Literal(_("not from the study"))
        rest = None, outside, None, sources, Literal(fact.check_by)
        yield *own, URIRef(fact.iri), _text(fact.gist), *rest


def _said(one: Statement, reading: Reading) -> Row:
    """Return who says it, how firmly and whether it is denied, and where."""
    how = [firmness(reading), *([_("denied: not")] if one.denied else [])]
    places = "; ".join(place.locator.label.text for place in reading.places)
    return Literal(speakers(reading)), Literal(", ".join(how)), Literal(places)


def _source(one: Source) -> str:
    parts = (one.title.text, one.publisher, one.dated, one.href)
    return ", ".join(part for part in parts if part)


def _text(label: Label) -> Literal:
    return Literal(label.text, lang=label.foreign or page_language())
