"""Elsewhere: what is known of a thing from other sources than the studies, apart from them."""

from dataclasses import dataclass
from datetime import date

from rdflib import DCTERMS, RDF, SKOS, URIRef

from kg.namespaces import WR
from webapp.presentation import Label, Link, Names, Value, link_of, object_of


@dataclass(frozen=True)
class Source:
    """Where a fact was taken from; *dated* is a day, a month or a year as ISO 8601 writes it."""

    title: Label
    href: str
    publisher: str
    dated: str


@dataclass(frozen=True)
class Fact:
    """A fact from elsewhere in words; *overdue* when it was to be checked again before today."""

    iri: str
    gist: Label
    subject: Link
    predicate: Link
    object: Value
    note: Label
    sources: tuple[Source, ...]
    looked_up: str
    check_by: str
    overdue: bool


def known_elsewhere(names: Names, today: date) -> tuple[Fact, ...]:
    """Return every fact from elsewhere in words, in the order of their numbers."""
    return tuple(_fact(names, iri, today) for iri in names.facts.of_class(WR.OutsideFact))


def _fact(names: Names, iri: URIRef, today: date) -> Fact:
    check_by = names.facts.text(iri, WR.checkBy)
    return Fact(
        iri=str(iri),
        gist=names.text(iri, WR.gist),
        subject=link_of(names, iri, RDF.subject),
        predicate=link_of(names, iri, RDF.predicate),
        object=object_of(names, iri),
        note=names.text(iri, SKOS.editorialNote),
        sources=tuple(_source(names, one) for one in names.facts.things(iri, DCTERMS.source)),
        looked_up=names.facts.text(iri, WR.lookedUpOn),
        check_by=check_by,
        overdue=bool(check_by) and date.fromisoformat(check_by) < today,
    )


def _source(names: Names, iri: URIRef) -> Source:
    facts = names.facts
    return Source(
        title=names.label(iri),
        href=names.address(facts.text(iri, WR.webAddress)),
        publisher=facts.text(iri, WR.publishedBy),
        dated=facts.text(iri, WR.sourceDate),
    )
