"""Questions for programs: an OpenAPI document, SHACL examples, and a page to try them."""

import json

from flask import Blueprint, Response, abort, render_template, request

from kg.choices import valid_values
from kg.sentences import sentence
from webapp.asking import OFFERS, find
from webapp.examples import examples_graph
from webapp.fields import every_field
from webapp.languages import page_language
from webapp.negotiation import GRAPHS, JSON, choose
from webapp.openapi import document
from webapp.resources import serialized
from webapp.services import services
from webapp.showing import grouped, in_language
from webapp.sparql import endpoint_address, site_address
from webapp.words import groups

api = Blueprint("api", __name__)


@api.get("/openapi.json")
def openapi() -> Response:
    """Describe every question with its parameters, their valid values, formats and errors."""
    engine, language = services().engine, page_language()
    found = document(
        services().library.values(),
        lambda param: valid_values(engine, param, language),
        site_address(),
        language,
        groups(),
    )
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    return given(Response(text, content_type=JSON.content_type))


@api.get("/.well-known/sparql-examples")
def sparql_examples() -> Response:
    """Give the questions as executable queries, in the graph format that is liked best.

    https://github.com/sib-swiss/sparql-examples
    """
    offer = choose(request.headers.get("Accept", ""), GRAPHS)
    names = ", ".join(offer.media_type for offer in GRAPHS)
    if offer is None:
        what = sentence(
            "The examples are not there in that format. There is %(names)s.", names=names
        )
        abort(406, what)
    graph = examples_graph(
        (one for one in services().library.values() if one.can_be_asked), endpoint_address()
    )
    return given(Response(serialized(graph, offer), content_type=offer.content_type))


@api.get("/api")
def index() -> str:
    """Show how programs ask, and every question to try."""
    return render_template(
        "api.html", groups=grouped(services().library.values()), endpoint=endpoint_address()
    )


@api.get("/api/<slug>")
def operation(slug: str) -> str:
    """Show one question with a form that leads to its data."""
    found = find(slug)
    return render_template(
        "operation.html",
        asked=in_language(found),
        fields=every_field(found),
        offers=OFFERS,
        address=f"{site_address()}/questions/{slug}",
    )


def given(response: Response) -> Response:
    """Let pages of any site read a response, and who holds it already be told so."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.update(["Accept", "Accept-Language"])
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response
