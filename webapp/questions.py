"""Questions: each as a sentence with drop-downs, its answer, and the answer as data."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from rdflib import URIRef

from kg.answers import Answer
from kg.choices import choices as things_for
from kg.formats import rows_of, write
from kg.library import Question
from kg.namespaces import WRID, shorten
from kg.parameters import Parameter
from kg.tokens import Term
from webapp.asking import LANGUAGE, OFFERS, Asking, find, read
from webapp.facts import Facts
from webapp.languages import page_language
from webapp.negotiation import HTML, Offer, choose, split_suffix
from webapp.problems import answer_as_data
from webapp.services import named, services
from webapp.showing import Download, as_table, in_language, listed, strips
from webapp.things import text_in

questions = Blueprint("questions", __name__)


@dataclass(frozen=True)
class Choice:
    """A value that a parameter may take; *value* is what the address says."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """A parameter as a field of the form; without choices it is typed in."""

    name: str
    label: str
    note: str
    text: str
    has_default: bool
    choices: tuple[Choice, ...]


@questions.get("/questions")
def index() -> str:
    """Show the questions of the library."""
    return render_template("questions.html", questions=listed(services().library.values()))


@questions.get("/questions/<slug>")
def question(slug: str) -> ResponseReturnValue:
    """Show a question with its answer, or give the answer where data are asked for."""
    slug, offer = split_suffix(slug, OFFERS)
    if offer:
        answer_as_data()
    found = find(slug)
    offer = offer or wanted()
    asking = read(found)
    return page(asking) if offer is HTML else data(asking, offer)


def wanted() -> Offer:
    """Return what the reader would rather have, a page or data; one that takes neither is told."""
    offer = choose(request.headers.get("Accept", ""), (HTML, *OFFERS))
    names = ", ".join(offer.media_type for offer in (HTML, *OFFERS))
    return offer or abort(406, f"This question has no answer in that format. There is {names}.")


def page(asking: Asking) -> str:
    """Return a question as a sentence with its form, its answer and the query behind it."""
    found, answer = asking.question, rows_of(asking.answer())
    return render_template(
        "question.html",
        asked=in_language(found),
        reading=text_in(found.reading, page_language()),
        fields=fields(found, asking.bindings),
        chosen=asking.chosen,
        table=as_table(answer, hidden=asking.bindings),
        downloads=downloads(asking),
        sparql=asking.sparql,
        strips=strips(marked(answer)),
    )


def data(asking: Asking, offer: Offer) -> Response:
    """Return the answer as data; whoever holds this very answer already is told so."""
    parts = "\n".join((services().engine.build_id, offer.name, asking.sparql))
    tag = hashlib.sha256(parts.encode()).hexdigest()[:32]
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        layout = offer.suffix.removeprefix(".")
        text = write(asking.answer(), layout, asking.question.slug)
        response = Response(text, content_type=offer.content_type)
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def fields(found: Question, bindings: Mapping[str, Term]) -> list[Field]:
    """Return the parameters that can be chosen; language and a sole study need no choice."""
    sole = {LANGUAGE} | ({"study"} if len(services().studies) == 1 else set())
    return [field(param, bindings) for param in found.params if param.name not in sole]


def field(param: Parameter, bindings: Mapping[str, Term]) -> Field:
    """Return a parameter as a field of the form, filled with what is chosen."""
    value = bindings.get(param.name, "")
    text = shorten(value) if isinstance(value, URIRef) else str(value)
    return Field(
        name=param.name,
        label=named(services().names([param.kind])).label(param.kind).text,
        note=text_in(param.note, page_language()),
        text=text,
        has_default=param.default is not None,
        choices=() if param.is_literal else choices(param, text),
    )


def choices(param: Parameter, text: str) -> tuple[Choice, ...]:
    """Return the things a parameter may take, by name."""
    found = things_for(services().engine, param.kind)
    facts = Facts((choice.iri, *name) for choice in found for name in choice.names)
    links = named(facts).links(choice.iri for choice in found)
    values = [(shorten(link.iri), link.label.text) for link in links]
    return tuple(Choice(name, label, name == text) for name, label in values)


def marked(answer: Answer) -> list[str]:
    """Return the passages that an answer names, or that its statements are read in."""
    things = {term for row in answer.rows for term in row if isinstance(term, URIRef)}
    statements = [thing for thing in things if thing.startswith(WRID["statement/"])]
    read_in = [
        place
        for statement in statements
        for place in services().answer("pages", "places", statement=statement).column("passage")
    ]
    return [str(thing) for thing in [*things, *read_in] if WRID["passage/"] in str(thing)]


def downloads(asking: Asking) -> list[Download]:
    """Return the answer in each format, for the same choice."""
    return [
        Download(offer.suffix, offer.media_type, asking.address(offer.suffix)) for offer in OFFERS
    ]


@questions.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of any site read the answers, and caches know what decided on the format."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return response
