"""Replies: what the engine answered to a visitor's query, as the page shows it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from rdflib import Graph, URIRef

from kg.answers import Answer, from_json
from kg.engine import Spooled
from kg.exercised import named_in
from kg.formats import rows_of
from kg.namespaces import GRAPH, PREFIXES, ROOT, WRID, shorten
from kg.sentences import sentence
from webapp.addresses import address
from webapp.bounds import MAX_ADDRESS
from webapp.negotiation import (
    CSV,
    JSON,
    JSONLD,
    NTRIPLES,
    RDFXML,
    RESULTS_JSON,
    TSV,
    TURTLE,
    XML,
    Offer,
)
from webapp.protocol import ProtocolError, ProtocolRequest
from webapp.services import services
from webapp.showing import Download, as_table, in_formats
from webapp.snippets import Snippet, query_snippets
from webapp.tables import Table, table_of_terms

PAGE_ROWS = 500
"""Rows or triples of an answer that the page shows; downloads have them all."""
NAMES, IDENTIFIERS = "names", "identifiers"

_LONGEST = MAX_ADDRESS - 2_000
"""Bytes of an address that is offered as a link, so that a host's name still fits before it."""
_OFFERS: Mapping[str, tuple[Offer, ...]] = {
    "rows": (CSV, TSV, JSON, XML),
    "boolean": (JSON, XML),
    "graph": (TURTLE, JSONLD, NTRIPLES, RDFXML),
}
_CODED = {"rows": "csv", "boolean": "json", "graph": "ttl"}


@dataclass(frozen=True)
class View:
    """A way to show what is in an answer: its name, its address, and whether it is this page."""

    name: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class Reply:
    """What the engine answered, as the page shows it, and how to have it elsewhere.

    *kind* is ``rows``, ``boolean`` or ``graph``; *total* counts all rows or triples, of which
    *shown* are in *table* or *turtle*. *missing* are the graphs asked of that are not there,
    and names in the query that the graph does not have where the answer is empty. A query too
    long for an address has none, and no views and downloads either.
    """

    kind: str
    total: int
    shown: int
    truth: bool
    table: Table | None
    turtle: str
    missing: tuple[str, ...]
    marked: tuple[str, ...]
    address: str
    views: tuple[View, ...]
    downloads: tuple[Download, ...]
    snippets: tuple[Snippet, ...]


def format_for(form: str) -> Offer:
    """Return the format in which the page has the answer of a query of this form."""
    return NTRIPLES if form in ("CONSTRUCT", "DESCRIBE") else RESULTS_JSON


def reply_of(asked: ProtocolRequest, spooled: Spooled, endpoint: str) -> Reply:
    """Return an answer as the page shows it; *endpoint* is where programs ask.

    Raises:
        ProtocolError: it is to be shown in a way that there is not.
    """
    identifiers = shows_identifiers(asked)
    found = first_of(spooled)
    rows = Answer((), ()) if isinstance(found, bool) else rows_of(found)
    written = turtle(found) if identifiers and isinstance(found, Graph) else ""
    shown = table_of_terms(rows, address) if identifiers else as_table(rows)
    return Reply(
        kind=spooled.kind,
        total=spooled.rows,
        shown=len(rows),
        truth=found is True,
        table=shown if len(rows) and not written else None,
        turtle=written,
        missing=(*spooled.unknown_graphs, *(() if spooled.rows else missing(asked))),
        marked=tuple(marked(rows)),
        address=way_to(asked),
        views=views(asked),
        downloads=downloads(asked, spooled.kind),
        snippets=tuple(query_snippets(endpoint, asked.query or "", _CODED[spooled.kind])),
    )


def first_of(spooled: Spooled) -> Answer | Graph | bool:
    """Return the first `PAGE_ROWS` rows or triples of an answer, or the truth of an ASK."""
    text = spooled.read().decode("utf-8")
    if spooled.kind == "graph":
        lines = islice(text.splitlines(keepends=True), PAGE_ROWS)
        return Graph().parse(data="".join(lines), format="nt")
    if spooled.kind == "boolean":
        return bool(json.loads(text)["boolean"])
    table = from_json(text)
    return Answer(table.variables, table.rows[:PAGE_ROWS])


def turtle(graph: Graph) -> str:
    """Return a graph as Turtle with our prefixes, of which it declares those it uses."""
    for prefix, base in PREFIXES.items():
        graph.bind(prefix, base)
    return graph.serialize(format="turtle").strip() + "\n"


def shows_identifiers(asked: ProtocolRequest) -> bool:
    """Tell whether identifiers are to be shown, and not names.

    Raises:
        ProtocolError: something else is asked for.
    """
    if asked.show not in ("", NAMES, IDENTIFIERS):
        what = sentence('There is no way "%(name)s" to show an answer.', name=asked.show[:40])
        hint = sentence("There are %(one)s and %(other)s.", one=NAMES, other=IDENTIFIERS)
        raise ProtocolError(400, what, hint)
    return asked.show == IDENTIFIERS


def missing(asked: ProtocolRequest) -> tuple[str, ...]:
    """Return the names of ours in a query that the graph says nothing with, each once."""
    names = dict.fromkeys(iri for iri in named_in(asked.query or "") if iri.startswith(ROOT))
    ours = [iri for iri in names if not iri.startswith(str(GRAPH))]
    return tuple(
        shorten(iri) for iri in ours if not len(services().answer("pages", "known", thing=iri))
    )


def marked(answer: Answer) -> list[str]:
    """Return the passages in an answer, each once."""
    terms = (term for row in answer.rows for term in row if isinstance(term, URIRef))
    return [str(term) for term in dict.fromkeys(terms) if term.startswith(WRID["passage/"])]


def way_to(asked: ProtocolRequest, **more: str) -> str:
    """Return the address that asks the same, and *more*; empty where it would be too long."""
    graphs = {
        "default-graph-uri": list(asked.default_graphs),
        "named-graph-uri": list(asked.named_graphs),
    }
    values: dict[str, Any] = {"query": asked.query, **graphs, "show": asked.show or None}
    found = url_for("sparql.endpoint", **{**values, **more})
    return found if len(found) <= _LONGEST else ""


def views(asked: ProtocolRequest) -> tuple[View, ...]:
    """Return the ways to show an answer: things by name, or terms as they are written."""
    identifiers = shows_identifiers(asked)
    ways = ((NAMES, _("by name"), not identifiers), (IDENTIFIERS, _("by identifier"), identifiers))
    found = (View(name, way_to(asked, show=show), chosen) for show, name, chosen in ways)
    return tuple(one for one in found if one.href)


def downloads(asked: ProtocolRequest, kind: str) -> tuple[Download, ...]:
    """Return the whole answer in each format that its kind has."""
    found = in_formats(_OFFERS[kind], lambda offer: way_to(asked, format=offer.media_type))
    return tuple(one for one in found if one.href)
