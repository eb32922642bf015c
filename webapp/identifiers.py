"""Identifiers: each answers with the address of a page or of data, whichever is asked for.

What has a name is not the text about it, so no name answers with the text itself.
https://www.w3.org/TR/cooluris/#r303gendocument
"""

import re
from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from rdflib import OWL, URIRef

from kg.namespaces import GRAPH
from kg.tokens import write_term
from webapp.addresses import term_iri, thing_iri
from webapp.negotiation import GRAPHS, HTML, split_suffix
from webapp.references import VERSION
from webapp.resources import is_known, known_graph, wanted
from webapp.services import services
from webapp.versions import never_was, ontology_versions, released_with
from webapp.versions import version as find_version

identifiers = Blueprint("identifiers", __name__)

_VERSION = re.compile(r"(?:module/[a-z-]+/)?\d[0-9A-Za-z.+-]*/?")
_DATASET = "warmteregie/"


@identifiers.get("/id/<kind>/<path:slug>")
def thing(kind: str, slug: str) -> ResponseReturnValue:
    """Lead from a thing, a shape or a question to what tells about it."""
    if kind == "dataset" and slug.startswith(_DATASET):
        return data_version(slug.removeprefix(_DATASET))
    local, suffix = asked(slug)
    is_known(thing_iri(kind, local))
    return redirect(url_for("resources.thing", kind=kind, slug=local + suffix, **cited()), 303)


@identifiers.get("/def/<path:name>")
def term(name: str) -> ResponseReturnValue:
    """Lead from a term or a module to what tells about it, from a version to the ontology."""
    if _VERSION.fullmatch(name):
        return version(name)
    local, suffix = asked(name)
    is_known(term_iri(local))
    return redirect(url_for("resources.term", name=local + suffix, **cited()), 303)


@identifiers.get("/def/")
@identifiers.get("/def.<suffix>")
def ontology(suffix: str = "") -> ResponseReturnValue:
    """Lead from the ontology to its terms, or to all of it as data."""
    local, chosen = asked(f"def.{suffix}" if suffix else "def")
    if local != "def":
        abort(404)
    if not chosen:
        return redirect(url_for("resources.ontology"), 303)
    return redirect(url_for("resources.ontology_data", suffix=chosen.removeprefix(".")), 303)


def version(name: str) -> ResponseReturnValue:
    """Lead from a version of the ontology, or of a module, to the ontology as it was released.

    One that was not released yet leads to the terms that are served, and one that never was is
    told with those there are.
    """
    local, suffix = asked(name)
    names = [URIRef(term_iri(local.rstrip("/") + end)) for end in ("/", "")]
    if found := released_with(names):
        return version_of_ontology(found.number, suffix)
    said = " ".join(f"{{ ?ontology <{OWL.versionIRI}> {write_term(one)} }} UNION" for one in names)
    if services().engine.ask(f"ASK {{ {said.removesuffix('UNION')} }}"):
        return ontology(suffix.removeprefix("."))
    return never_was(local.strip("/"), ontology_versions())


def version_of_ontology(number: str, suffix: str) -> ResponseReturnValue:
    """Lead to the ontology as it was in a version of the data."""
    if not suffix:
        return redirect(url_for("history.version", number=number), 303)
    return redirect(url_for("history.ontology_data", number=number, suffix=suffix[1:]), 303)


def data_version(name: str) -> ResponseReturnValue:
    """Lead from a version of the data set to what tells about it."""
    local, suffix = asked(name)
    return redirect(url_for("history.version", number=find_version(local).number + suffix), 303)


@identifiers.get("/graph/<path:name>")
def graph(name: str) -> ResponseReturnValue:
    """Lead from a named graph to what tells about it, or to what it holds."""
    local, suffix = asked(name)
    known_graph(GRAPH[local])
    return redirect(url_for("resources.named_graph", name=local + suffix), 303)


def asked(name: str) -> tuple[str, str]:
    """Return a name without its suffix, and the suffix of what is asked for, none for a page.

    A suffix in the address overrides the Accept header.
    """
    local, offer = split_suffix(name, (*GRAPHS, HTML))
    offer = offer or wanted()
    return local, "" if offer is HTML else offer.suffix


def cited() -> dict[str, Any]:
    """Return the version of the data that a name was cited from, to be passed on."""
    return {VERSION: request.args[VERSION]} if request.args.get(VERSION) else {}


@identifiers.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of any site follow a name, and caches know what decided where it led."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return response
