"""Resources: the pages about things, terms and graphs, and their data.

Names lead here (`identifiers`). The data of a thing are the same triples in every format.
"""

import hashlib
import re
from datetime import date

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from rdflib import RDF, BNode, Graph, URIRef

from kg.namespaces import GRAPH, PREFIXES, ROOT, WR
from kg.tokens import write_term
from webapp.addresses import address, question_slug, term_iri, thing_iri
from webapp.description import graph_sizes
from webapp.elsewhere import known_elsewhere
from webapp.examples import question_graph
from webapp.facts import Facts
from webapp.languages import page_language
from webapp.negotiation import GRAPHS, HTML, Offer, choose, split_suffix
from webapp.presentation import passage_id, study_key
from webapp.reader import passage_page
from webapp.services import named, services
from webapp.showing import as_table, downloads, strips
from webapp.sparql import endpoint_address, send
from webapp.things import Extra, Module, extra, modules, thing_page
from webapp.words import graph_contents

resources = Blueprint("resources", __name__)

_WRITERS = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
"""What rdflib calls the formats that are offered."""

_SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?")
_CORE = ("description", "parts", "evidence", "known-elsewhere")
_SHOWN_ELSEWHERE = {"node": WR.contentOf, "reading": WR.ofStatement, "outside-fact": RDF.subject}
_TEMPLATES = {"statement", "passage", "speaker", "gap", "tension", "work", "term"}
_ALL_OF_IT = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {} {{ ?s ?p ?o }} }}"


@resources.get("/doc/<kind>/<path:slug>")
def thing(kind: str, slug: str) -> ResponseReturnValue:
    """Show one thing, or give its data where the address or the reader asks for data."""
    name, asked = split_suffix(slug, (*GRAPHS, HTML))
    iri, graph = known(thing_iri(kind, name))
    if (offer := asked or wanted()) is not HTML:
        return data(graph, offer)
    target = shown_at(kind, iri, Facts(graph), asked.suffix if asked else "")
    return redirect(target, 303) if target else page(kind, iri, graph)


@resources.get("/doc/def/<path:name>")
def term(name: str) -> ResponseReturnValue:
    """Show a term or a module of the ontology, or give its data."""
    local, asked = split_suffix(name, (*GRAPHS, HTML))
    iri, graph = known(term_iri(local))
    offer = asked or wanted()
    return page("term", iri, graph) if offer is HTML else data(graph, offer)


@resources.get("/doc/def/")
def ontology() -> ResponseReturnValue:
    """Show the terms of the ontology, module by module, or give all of it."""
    if (offer := wanted()) is not HTML:
        return content(GRAPH.ontology, offer)
    return render_template(
        "ontology.html", modules=all_modules(), downloads=downloads(term_iri(""))
    )


@resources.get("/doc/def.<suffix>")
def ontology_data(suffix: str) -> ResponseReturnValue:
    """Give all of the ontology as data."""
    _, offer = split_suffix(f"def.{suffix}", GRAPHS)
    return content(GRAPH.ontology, offer) if offer else abort(404)


@resources.get("/doc/graph/<path:name>")
def named_graph(name: str) -> ResponseReturnValue:
    """Show what a named graph is, or give what it holds."""
    local, asked = split_suffix(name, (*GRAPHS, HTML))
    iri, triples = known_graph(GRAPH[local])
    if (offer := asked or wanted()) is not HTML:
        return content(iri, offer)
    return render_template(
        "resources/graph.html", iri=iri, name=local, triples=triples, downloads=downloads(iri),
        query=_all_of(iri), holds=graph_contents().get(local.split("/")[0]),
    )  # fmt: skip


def known(iri: str) -> tuple[URIRef, Graph]:
    """Return a thing and what is known of it, or answer that there is no such thing.

    A question of the library is known from its file, everything else from the graph.
    """
    is_known(iri)
    if question := services().library.get(question_slug(iri)):
        return URIRef(iri), question_graph(question, endpoint_address())
    description, elsewhere = (
        services().graph("resource", slug, thing=iri) for slug in ("description", "known-elsewhere")
    )
    return URIRef(iri), description + services().evidence(iri) + elsewhere


def is_known(iri: str) -> None:
    """Answer that there is no such thing, unless something is said of it."""
    if not _SLUG.fullmatch(iri.removeprefix(ROOT)):
        abort(404)
    said = f"ASK {{ {write_term(URIRef(iri))} ?property ?value }}"
    if question_slug(iri) not in services().library and not services().engine.ask(said):
        abort(404)


def known_graph(iri: URIRef) -> tuple[URIRef, int]:
    """Return a named graph and the number of its triples, or answer that there is no such graph."""
    _, sizes = graph_sizes(services().engine, services().engine.build_id)
    return iri, int(dict(sizes).get(iri) or abort(404))


def content(iri: URIRef, offer: Offer) -> Response:
    """Return all that a named graph holds, once it is complete."""
    known_graph(iri)
    return kept(send(services().pool.run(_all_of(iri), offer.name), offer), offer)


def _all_of(iri: URIRef) -> str:
    return _ALL_OF_IT.format(write_term(iri))


def wanted() -> Offer:
    """Return what the reader would rather have, a page or data; one that takes neither is told."""
    offer = choose(request.headers.get("Accept", ""), (HTML, *GRAPHS))
    return offer or abort(406)


def data(graph: Graph, offer: Offer) -> Response:
    """Return a graph, with the parts of it that have no name, in one of our formats."""
    text = serialized(with_parts(graph), offer)
    return kept(Response(text, content_type=offer.content_type), offer)


def serialized(graph: Graph, offer: Offer) -> bytes:
    """Return a graph in one of our formats, with our prefixes."""
    for prefix, base in PREFIXES.items():
        graph.bind(prefix, base)
    return graph.serialize(format=_WRITERS[offer.name], encoding="utf-8")


def kept(response: Response, offer: Offer) -> Response:
    """Let a response be kept, and asked for again only once there is another build."""
    parts = f"{services().engine.build_id} {request.path} {offer.name}"
    response.set_etag(hashlib.sha256(parts.encode()).hexdigest()[:32], weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    response.make_conditional(request)
    return response


def with_parts(graph: Graph) -> Graph:
    """Return a graph with all that the build knows of its nodes without a name.

    A list or a restriction is part of what refers to it, and cannot be asked for by itself.
    """
    whole, parts = graph + Graph(), services().unnamed
    todo = {term for term in graph.objects() if isinstance(term, BNode)}
    while todo:
        node = todo.pop()
        for predicate in parts.properties(node):
            for value in parts.values(node, predicate):
                if (node, predicate, value) not in whole:
                    whole.add((node, predicate, value))
                    todo |= {value} if isinstance(value, BNode) else set()
    return whole


def shown_at(kind: str, iri: URIRef, facts: Facts, suffix: str = "") -> str:
    """Return the address of the page that shows a thing which has none of its own.

    A question answers as data too, so its address keeps the *suffix* that asks for a page.
    """
    if kind in _SHOWN_ELSEWHERE:
        statement = facts.thing(iri, _SHOWN_ELSEWHERE[kind])
        return address(statement) if statement else ""
    if kind == "study":
        return url_for("pages.study", key=passage_id(iri))
    if (slug := question_slug(iri)) in services().library:
        return url_for("questions.question", slug=slug + suffix)
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
        query=services().evidence_query(iri),
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


@resources.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of any site read what is here, and caches know what decided on the format."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return response
