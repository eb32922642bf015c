"""Resources: identifiers, the pages about things and terms, and their data.

An identifier answers with the address of a page or of data, whichever is asked for.
https://www.w3.org/TR/cooluris/#r303gendocument
"""

import re
from datetime import date

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from rdflib import RDF, Graph, URIRef

from kg.namespaces import PREFIXES, WR
from webapp.addresses import address, term_iri, thing_iri
from webapp.elsewhere import known_elsewhere
from webapp.facts import Facts
from webapp.languages import page_language
from webapp.negotiation import GRAPHS, HTML, Offer, choose, split_suffix
from webapp.presentation import passage_id, study_key
from webapp.reader import passage_page
from webapp.services import named, services
from webapp.showing import as_table, downloads, strips
from webapp.things import Extra, Module, extra, modules, thing_page

resources = Blueprint("resources", __name__)

_WRITERS = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
"""What rdflib calls the formats that are offered."""

_SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?")
_CORE = ("description", "evidence", "known-elsewhere")
_SHOWN_ELSEWHERE = {"node": WR.contentOf, "reading": WR.ofStatement, "outside-fact": RDF.subject}
_TEMPLATES = {"statement", "passage", "speaker", "gap", "tension", "work", "term"}


@resources.get("/id/<kind>/<path:slug>")
def identify(kind: str, slug: str) -> ResponseReturnValue:
    """Answer an identifier with the address of its page, or of its data."""
    known(thing_iri(kind, slug))
    offer = wanted()
    suffix = "" if offer is HTML else offer.suffix
    return redirect(url_for("resources.thing", kind=kind, slug=slug + suffix), 303)


@resources.get("/doc/<kind>/<path:slug>")
def thing(kind: str, slug: str) -> ResponseReturnValue:
    """Show one thing, or give its data where the address or the reader asks for data."""
    name, asked = split_suffix(slug, GRAPHS)
    iri, graph = known(thing_iri(kind, name))
    if (offer := asked or wanted()) is not HTML:
        return data(graph, offer)
    target = shown_at(kind, iri, Facts(graph))
    return redirect(target, 303) if target else page(kind, iri, graph)


@resources.get("/def/<path:name>")
def term(name: str) -> ResponseReturnValue:
    """Show a term or a module of the ontology, or give its data."""
    local, asked = split_suffix(name, GRAPHS)
    iri, graph = known(term_iri(local))
    offer = asked or wanted()
    return page("term", iri, graph) if offer is HTML else data(graph, offer)


@resources.get("/def/")
def ontology() -> str:
    """Show the terms of the ontology, module by module."""
    return render_template("ontology.html", modules=all_modules())


def known(iri: str) -> tuple[URIRef, Graph]:
    """Return a thing and what the graph holds of it, or answer that there is no such thing."""
    if not _SLUG.fullmatch(iri.partition("warmteregie/")[2]):
        abort(404)
    description = services().graph("resource", "description", thing=iri)
    if (URIRef(iri), None, None) not in description:
        abort(404)
    evidence, elsewhere = (
        services().graph("resource", slug, thing=iri) for slug in ("evidence", "known-elsewhere")
    )
    return URIRef(iri), description + evidence + elsewhere


def wanted() -> Offer:
    """Return what the reader would rather have, a page or data; one that takes neither is told."""
    offer = choose(request.headers.get("Accept", ""), (HTML, *GRAPHS))
    return offer or abort(406)


def data(graph: Graph, offer: Offer) -> Response:
    """Return a graph in one of our formats."""
    for prefix, base in PREFIXES.items():
        graph.bind(prefix, base)
    text = graph.serialize(format=_WRITERS[offer.name], encoding="utf-8")
    answer = Response(text, content_type=offer.content_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.vary.add("Accept")
    return answer


def shown_at(kind: str, iri: URIRef, facts: Facts) -> str:
    """Return the address of the page that shows a thing which has none of its own."""
    if kind in _SHOWN_ELSEWHERE:
        statement = facts.thing(iri, _SHOWN_ELSEWHERE[kind])
        return address(statement) if statement else ""
    if kind == "study":
        return url_for("pages.study", key=passage_id(iri))
    return address(iri) if kind == "section" else ""


def page(kind: str, iri: URIRef, graph: Graph) -> str:
    """Return the page of a thing, in the look of its kind where that has one."""
    names = named(Facts(graph))
    found = thing_page(names, iri, services().words)
    return render_template(
        f"resources/{kind if kind in _TEMPLATES else 'thing'}.html",
        thing=found,
        study=services().studies.get(study_key(iri), services().study),
        passage=passage_page(names, iri, services().words) if kind == "passage" else None,
        elsewhere=known_elsewhere(names, date.today()),
        extras=extras(iri),
        downloads=downloads(iri),
        query=services().query("resource", "evidence", thing=iri),
        reader=services().reader(iri),
        strips=strips(found.marked),
    )


def extras(iri: URIRef) -> list[Extra]:
    """Return what the other queries of the shelf find on a thing; empty ones are left out.

    What is said comes before what follows or is not from the study.
    """
    shelf = services().shelves["resource"]
    found = {
        slug: services().answer("resource", slug, thing=iri)
        for slug, question in shelf.items()
        if slug not in _CORE and question.form == "SELECT"
    }
    shown = [
        extra(shelf[slug], as_table(answer, hidden=("thing",)), page_language())
        for slug, answer in found.items()
        if len(answer)
    ]
    return sorted(shown, key=lambda one: one.line is not None)


def all_modules() -> list[Module]:
    """Return the modules of the ontology with their terms."""
    answer = services().answer("pages", "terms")
    return modules(named(services().called(answer)), answer)
