"""Questions: each as a sentence with drop-downs, its answer, and the answer as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from rdflib import URIRef

from kg.answers import Answer, to_csv, to_json, to_tsv
from kg.library import Question, bind, bindings_for, find_question
from kg.namespaces import WRID, shorten
from kg.parameters import Parameter
from webapp.facts import Facts
from webapp.languages import page_language
from webapp.negotiation import CSV, JSON, TSV
from webapp.services import named, services
from webapp.showing import Download, as_table, in_language, listed, strips
from webapp.things import text_in

questions = Blueprint("questions", __name__)

_FORMATS = (CSV, TSV, JSON)
_WRITERS: Mapping[str, Callable[[Answer], str]] = {"csv": to_csv, "tsv": to_tsv, "json": to_json}
_LANGUAGE = "lang"


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


@questions.get("/questions/<slug>.<any(csv, tsv, json):suffix>")
def data(slug: str, suffix: str) -> Response:
    """Give the answer to a question as data."""
    found = find_question(services().library, slug)
    offer = next(offer for offer in _FORMATS if offer.name == suffix)
    text = _WRITERS[suffix](services().engine.select(bound(found)))
    allowed = {"Access-Control-Allow-Origin": "*"}
    return Response(text, content_type=offer.content_type, headers=allowed)


@questions.get("/questions/<slug>")
def question(slug: str) -> str:
    """Show a question as a sentence with its form, its answer and the query behind it."""
    found = find_question(services().library, slug)
    answer = services().engine.select(bound(found))
    return render_template(
        "question.html",
        asked=in_language(found),
        reading=text_in(found.reading, page_language()),
        fields=fields(found),
        chosen=chosen(found),
        table=as_table(answer, hidden=bindings_for(found, given(found))),
        downloads=downloads(found),
        sparql=bound(found),
        strips=strips(marked(answer)),
    )


def given(found: Question) -> dict[str, str]:
    """Return what the address gives for parameters; labels are in the language of the page."""
    texts = {name: text for name, text in request.args.items() if name != _LANGUAGE}
    takes_language = any(param.name == _LANGUAGE for param in found.params)
    return texts | ({_LANGUAGE: page_language()} if takes_language else {})


def chosen(found: Question) -> dict[str, str]:
    """Return what the address chooses, the language left out."""
    return {name: text for name, text in given(found).items() if text and name != _LANGUAGE}


def bound(found: Question) -> str:
    """Return the query with what the address gives bound in it, ready to be run anywhere."""
    return bind(found.body, bindings_for(found, given(found)))


def fields(found: Question) -> list[Field]:
    """Return the parameters that can be chosen; language and a sole study need no choice."""
    sole = {_LANGUAGE} | ({"study"} if len(services().studies) == 1 else set())
    return [field(param, given(found)) for param in found.params if param.name not in sole]


def field(param: Parameter, given: Mapping[str, str]) -> Field:
    """Return a parameter as a field of the form, filled with what was given."""
    default = shorten(param.default) if isinstance(param.default, URIRef) else param.default or ""
    text = given.get(param.name, "") or str(default)
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
    answer = services().answer("pages", "values", **{"class": param.kind})
    facts = Facts((row["thing"], row["naming"], row["name"]) for row in answer.records())
    links = named(facts).links({row["thing"] for row in answer.records()})
    found = [(shorten(link.iri), link.label.text) for link in links]
    return tuple(Choice(name, label, name == text) for name, label in found)


def marked(answer: Answer) -> list[str]:
    """Return the passages that an answer names, or that its statements are read in."""
    things = {term for row in answer.rows for term in row if isinstance(term, URIRef)}
    statements = [thing for thing in things if thing.startswith(WRID["statement/"])]
    read = [
        place
        for statement in statements
        for place in services().answer("pages", "places", statement=statement).column("passage")
    ]
    return [str(thing) for thing in [*things, *read] if WRID["passage/"] in str(thing)]


def downloads(found: Question) -> list[Download]:
    """Return the answer in each format, for the same choice."""
    query = "?" + urlencode(chosen(found) | {_LANGUAGE: page_language()})
    return [
        Download(
            offer.suffix,
            offer.media_type,
            url_for("questions.question", slug=found.slug).partition("?")[0] + offer.suffix + query,
        )
        for offer in _FORMATS
    ]
