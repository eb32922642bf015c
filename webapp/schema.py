"""What a page is about, for machines that read pages only: JSON-LD with terms of schema.org.

https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents
"""

import json
from collections.abc import Iterable

from markupsafe import Markup
from rdflib import DCTERMS, RDFS, SKOS, Literal, URIRef
from rdflib.term import Node

from kg.namespaces import WR, WRID, shorten
from webapp.metadata import DATASET, LICENCE
from webapp.presentation import NAMING, Names
from webapp.references import Edition

_WORKS = {WR.Statement: "Claim", WR.Passage: "CreativeWork", WR.CitedWork: "CreativeWork"}
_TEXTS = (SKOS.definition, RDFS.comment, SKOS.scopeNote, DCTERMS.description)
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def described(names: Names, iri: URIRef, kind: URIRef | None, edition: Edition) -> Markup:
    """Return a thing as JSON-LD, its texts in every language that they are there in.

    In a page no text may end the element that holds it, so what could is escaped.
    """
    sort = sort_of(kind)
    content: dict[str, object] = {
        "@context": "https://schema.org",
        "@id": iri,
        "@type": sort,
        "name": _first(names, iri, NAMING),
        "description": _first(names, iri, _TEXTS),
        "identifier": shorten(iri),
        "author": speakers(names, iri) if sort == "Claim" else [],
        "isPartOf" if sort == "Claim" else "subjectOf": {
            "@type": "Dataset",
            "@id": DATASET,
            "name": edition.title,
            "version": edition.version,
            "license": LICENCE,
        },
    }
    text = json.dumps({name: found for name, found in content.items() if found}, ensure_ascii=False)
    return Markup("".join(_ESCAPES.get(character, character) for character in text))


def sort_of(kind: URIRef | None) -> str:
    """Return what schema.org calls a thing of a kind; what has none of its own is a term."""
    return _WORKS.get(kind, "DefinedTerm") if kind else "DefinedTerm"


def speakers(names: Names, statement: URIRef) -> list[dict[str, object]]:
    """Return who says a statement, each once: whoever asks it or is silent on it does not."""
    facts, says = names.facts, (None, WRID["stance/says"])
    readings = facts.subjects(WR.ofStatement, statement)
    found = [
        speaker
        for reading in readings
        if facts.thing(reading, WR.stance) in says
        for speaker in facts.things(reading, WR.speaker)
    ]
    return [{"@id": one, "name": _first(names, one, NAMING)} for one in dict.fromkeys(found)]


def _first(names: Names, iri: URIRef, predicates: Iterable[Node]) -> list[dict[str, str]]:
    """Return the texts of the first property that has any, with their languages."""
    found = (names.facts.texts(iri, predicate) for predicate in predicates)
    return [_tagged(text) for text in next(filter(None, found), [])]


def _tagged(text: Literal) -> dict[str, str]:
    return {"@value": str(text)} | ({"@language": text.language} if text.language else {})
