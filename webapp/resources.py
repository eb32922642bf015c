"""Resources: the pages about things, terms and graphs, and their data.

Names lead here (`identifiers`). The data of a thing are the same triples in every format.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from types import MappingProxyType

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from rdflib import DCTERMS, RDF, BNode, Graph, URIRef

from kg.namespaces import ALIGNMENT, GRAPH, PREFIXES, ROOT, WR, WRID
from kg.parameters import brief
from kg.tokens import write_term
from webapp.addresses import address, question_slug, term_iri, thing_iri
from webapp.beside import around
from webapp.bundles import (
    FEW,
    Bundle,
    by_predicate,
    cited_as,
    counts,
    first_place,
    in_order,
    strongest_first,
)
from webapp.citable import citable, cite_address, edition
from webapp.description import graph_sizes
from webapp.elsewhere import known_elsewhere
from webapp.examples import question_graph
from webapp.facts import Facts, Triple
from webapp.languages import page_language
from webapp.modules import module_graph
from webapp.negotiation import GRAPHS, HTML, Offer, choose, split_suffix
from webapp.presentation import Label, Link, Names, passage_id, study_key
from webapp.problems import problem
from webapp.reader import passage_page
from webapp.references import citations
from webapp.schema import described, sort_of
from webapp.services import named, services
from webapp.showing import as_table, downloads, strips
from webapp.signposting import sign_data, sign_page
from webapp.sparql import endpoint_address, send
from webapp.speakers import chosen, spoken_parts
from webapp.things import Extra, Module, Thing, extra, kinds_of, modules, rules_of, thing_page
from webapp.uses import uses
from webapp.words import graph_contents

resources = Blueprint("resources", __name__)

_WRITERS = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
"""What rdflib calls the formats that are offered."""

_SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?")
_DATA_SET = re.compile(r"data/[^/]+")
_CORE = ("description", "parts", "evidence", "known-elsewhere")
_SHOWN_ELSEWHERE = {"node": WR.contentOf, "reading": WR.ofStatement, "outside-fact": RDF.subject}
_TEMPLATES = {"statement", "passage", "speaker", "gap", "tension", "work", "term"}
_SAYS_MUCH = {"speaker", "work"}
"""Kinds of which the claims are about anything; who asks after the like asks after everything."""
_ALL_OF_IT = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {} {{ ?s ?p ?o }} }}"


@resources.get("/doc/<kind>/<path:slug>")
def thing(kind: str, slug: str) -> ResponseReturnValue:
    """Show one thing, or give its data where the address or the reader asks for data."""
    name, asked = split_suffix(slug, (*GRAPHS, HTML))
    if kind == "speaker" and (asked or wanted()) is HTML:
        return speaker(thing_iri(kind, name))
    iri, parts = known(thing_iri(kind, name))
    if (offer := asked or wanted()) is not HTML:
        sign_data(address(iri))
        return data(merged(parts), offer)
    target = shown_at(kind, iri, parts, asked.suffix if asked else "")
    return redirect(target, 303) if target else page(kind, iri, parts)


def speaker(iri: str) -> ResponseReturnValue:
    """Show a speaker with what is said; of one who says much, what is said in one section."""
    is_known(iri)
    found, asked = spoken_parts(iri), request.args.get("section", "")
    part = chosen(found, asked)
    if asked and not part:
        valid = [(one.number, one.link.label.text) for one in found]
        detail = _("This speaker says nothing in section “%(number)s”.", number=brief(asked))
        return problem(404, detail, valid=valid)
    said = {one: None for some in ([part] if part else found) for one in some.statements}
    described = services().graph("resource", "description", thing=iri)
    sections = {"parts": found if part else [], "part": part}
    return page("speaker", URIRef(iri), [described, services().claims(said).triples], sections)


@resources.get("/doc/def/<path:name>")
def term(name: str) -> ResponseReturnValue:
    """Show a term or a module of the ontology, or give its data; of an alignment all of it."""
    local, asked = split_suffix(name, (*GRAPHS, HTML))
    iri, parts = known(term_iri(local))
    if (offer := asked or wanted()) is HTML:
        return page("term", iri, parts)
    sign_data(address(iri))
    if iri in ALIGNMENT:
        return content(GRAPH[f"alignments/{iri.removeprefix(ALIGNMENT)}"], offer)
    return data(module_graph(local) or merged(parts), offer)


@resources.get("/doc/def/")
def ontology() -> ResponseReturnValue:
    """Show the terms of the ontology, module by module, or give all of it."""
    if (offer := wanted()) is not HTML:
        return whole_ontology(offer)
    return render_template(
        "ontology.html", modules=all_modules(), downloads=downloads(term_iri(""))
    )


@resources.get("/doc/def.<suffix>")
def ontology_data(suffix: str) -> ResponseReturnValue:
    """Give all of the ontology as data."""
    _local, offer = split_suffix(f"def.{suffix}", GRAPHS)
    return whole_ontology(offer) if offer else abort(404)


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
        title=title_of(iri), is_dataset=_DATA_SET.fullmatch(local),
    )  # fmt: skip


def title_of(iri: URIRef) -> str:
    """Return what a graph is called in the language of the page; empty where it is called nothing.

    Data sets of others are, and so are sets of links.
    """
    said = Facts(services().graph("resource", "description", thing=iri))
    titles = said.texts(iri, DCTERMS.title)
    return next((str(one) for one in titles if one.language == page_language()), "")


def known(iri: str) -> tuple[URIRef, list[Iterable[Triple]]]:
    """Return a thing and what is known of it, or answer that there is no such thing.

    A question of the library is known from its file, everything else from the graph: of what
    no study names, what a linked data set says.
    """
    is_known(iri)
    if question := services().library.get(question_slug(iri)):
        return URIRef(iri), [question_graph(question, endpoint_address())]
    description, elsewhere = (
        services().graph("resource", slug, thing=iri) for slug in ("description", "known-elsewhere")
    )
    parts: list[Iterable[Triple]] = [description, services().evidence(iri), elsewhere]
    if not description:
        parts.append(services().graph("resource", "linked", thing=iri))
    return URIRef(iri), parts


def is_known(iri: str) -> None:
    """Answer that there is no such thing, unless something is said of it."""
    if not _SLUG.fullmatch(iri.removeprefix(ROOT)):
        abort(404)
    said = f"ASK {{ GRAPH ?graph {{ {write_term(URIRef(iri))} ?property ?value }} }}"
    if question_slug(iri) not in services().library and not services().engine.ask(said):
        abort(404)


def known_graph(iri: URIRef) -> tuple[URIRef, int]:
    """Return a named graph and the number of its triples, or answer that there is no such graph."""
    _union, sizes = graph_sizes(services().engine, services().engine.build_id)
    return iri, int(dict(sizes).get(iri) or abort(404))


def content(iri: URIRef, offer: Offer) -> Response:
    """Return all that a named graph holds, once it is complete."""
    known_graph(iri)
    return kept(send(services().pool.run(_all_of(iri), offer.name), offer), offer)


def whole_ontology(offer: Offer) -> Response:
    """Return all modules as one ontology: its own header, no other and no import."""
    found = services().pool.run(services().query("pages", "ontology"), offer.name)
    return kept(send(found, offer), offer)


def _all_of(iri: URIRef) -> str:
    return _ALL_OF_IT.format(write_term(iri))


def wanted() -> Offer:
    """Return what the reader would rather have, a page or data; one that takes neither is told."""
    offer = choose(request.headers.get("Accept", ""), (HTML, *GRAPHS))
    return offer or abort(406)


def query_behind(iri: URIRef, names: Names) -> str:
    """Return the query that gives what a page tells of a thing, for strangers to run."""
    if any(
        str(one).startswith(GRAPH["data/"]) for one in names.facts.things(iri, DCTERMS.isPartOf)
    ):
        return services().query("resource", "linked", thing=iri)
    return services().evidence_query(iri)


def merged(parts: Iterable[Iterable[Triple]]) -> Graph:
    """Return the triples of all parts as one graph."""
    graph = Graph()
    for triple in chain(*parts):
        graph.add(triple)
    return graph


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


def shown_at(kind: str, iri: URIRef, parts: Iterable[Iterable[Triple]], suffix: str = "") -> str:
    """Return the address of the page that shows a thing which has none of its own.

    A question answers as data too, so its address keeps the *suffix* that asks for a page.
    """
    if kind in _SHOWN_ELSEWHERE:
        statement = Facts(chain(*parts)).thing(iri, _SHOWN_ELSEWHERE[kind])
        return address(statement) if statement else ""
    if kind == "study":
        return url_for("pages.study", key=passage_id(iri))
    if (slug := question_slug(iri)) in services().library:
        return url_for("questions.question", slug=slug + suffix)
    return address(iri) if kind == "section" else ""


def page(
    kind: str,
    iri: URIRef,
    parts: Iterable[Iterable[Triple]],
    more: Mapping[str, object] = MappingProxyType({}),
) -> str:
    """Return the page of a thing, in the look of its kind where that has one.

    *more* is what only the look of that kind shows.
    """
    remarked = services().graph("resource", "remarks", thing=iri)
    names = named(Facts(chain(*parts, remarked)))
    found = thing_page(names, iri, services().words)
    return render_template(
        f"resources/{kind if kind in _TEMPLATES else 'thing'}.html",
        thing=found,
        study=services().studies.get(study_key(iri), services().study),
        passage=passage_page(names, iri, services().words) if kind == "passage" else None,
        elsewhere=known_elsewhere(names, date.today()),
        extras=extras(iri),
        rules=rules(iri) if kind == "term" else (),
        downloads=downloads(iri),
        query=query_behind(iri, names),
        reader=services().reader(iri),
        strips=strips(found.marked),
        **claims(kind, found),
        **reuse(kind, names, iri, found),
        **more,
    )


def found_thing(iri: URIRef) -> Thing:
    """Return what is known of a thing, without what touches it from aside."""
    _iri, parts = known(iri)
    return thing_page(named(Facts(chain(*parts))), iri, services().words)


def claims(kind: str, found: Thing) -> dict[str, object]:
    """Return the claims on a page: the strongest, all under headings, and what is beside each."""
    several = len(found.about) > FEW
    return {
        "lead": strongest_first(found.about)[0] if several else None,
        "about": by_predicate(found.about, "about"),
        "beside": by_heading(kind, found),
        "around": around(found.marked),
        "counts": counts((*found.about, *found.elsewhere)),
    }


def by_heading(kind: str, found: Thing) -> tuple[Bundle, ...]:
    """Return the other claims under headings that suit the kind of thing."""
    if kind == "speaker":
        ordered = sorted(found.elsewhere, key=lambda one: services().position(first_place(one)))
        return in_order(ordered, lambda one: section_link(first_place(one)), "beside")
    if kind == "work":
        return in_order(
            sorted(found.elsewhere, key=lambda one: cited_as(one, found.iri).label.text),
            lambda one: cited_as(one, found.iri), "beside",
        )  # fmt: skip
    return by_predicate(found.elsewhere, "beside")


def section_link(passage: str) -> Link:
    """Return the section that a passage is in, as a place in the reader."""
    found = services().passage(passage)
    iri = WRID[f"section/{study_key(passage)}/{found.section}"] if found else URIRef("")
    return named(services().names([iri])).link(iri) if found else Link("", Label(""), "")


def reuse(kind: str, names: Names, iri: URIRef, found: Thing) -> dict[str, object]:
    """Return what others can do with a page: ask on, cite it, read it by machine."""
    said = [one.predicate.iri for one in (*found.about, *found.elsewhere)]
    asked = said if kind not in _SAYS_MUCH else []
    kinds, served = kinds_of(names.facts, iri), edition()
    sign_page(iri, sort_of(kinds[0] if kinds else None), downloads(iri))
    return {
        "uses": uses(services(), str(iri), asked),
        "citations": [
            (one, cite_address(iri, one.suffix))
            for one in citations(citable(found), served, page_language(), date.today())
        ],
        "described": described(names, iri, kinds[0] if kinds else None, served),
    }


def rules(iri: URIRef) -> tuple[Label, ...]:
    """Return the rules for what is of a class, in words."""
    return rules_of(named(services().facts("resource", "rules", thing=iri)))


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
