"""The reconciliation service, by which OpenRefine and others match a table to our things.

Reconciliation Service API 0.2:
https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
JSONP, which services MAY support, is left out: CORS does what it was for.
"""

import json
from collections.abc import Callable, Mapping
from importlib.metadata import version as software
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kg.namespaces import WR, WRID
from kg.sentences import sentence
from webapp.matched import link_of, sorts_of, worded
from webapp.negotiation import JSON
from webapp.problems import answer_as_data
from webapp.protocol import FORM
from webapp.reconcile_queries import (
    BATCH,
    MAX_BYTES,
    ReconcileError,
    read_batch,
    read_extension,
    read_number,
    read_query,
)
from webapp.reconciliation import (
    candidates,
    default_types,
    explained,
    extension,
    property_iri,
    property_json,
    proposals,
    suggest_entities,
    suggest_properties,
    suggest_types,
    thing_of,
    type_iri,
)
from webapp.sparql import absolute, site_address

reconcile = Blueprint("reconcile", __name__, url_prefix="/reconcile")

PREVIEW = (420, 220)
"""Width and height, in pixels, of the frame that a preview is made for."""
FRAMED = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors *",
    )
)
"""The policy of a page that other sites show in a frame: it runs and sends nothing."""
_SUGGEST: Mapping[str, Callable[[str, int], dict[str, Any]]] = {
    "entity": suggest_entities,
    "type": suggest_types,
    "property": suggest_properties,
}


@reconcile.before_request
def as_data() -> None:
    """Tell what goes wrong as data, but to who looks at a preview."""
    if request.endpoint != "reconcile.preview":
        answer_as_data()


@reconcile.get("")
def described() -> Response:
    """Answer what the address asks; without a question describe the service."""
    return answered(request.args) or given(manifest())


@reconcile.post("")
def asked() -> Response:
    """Answer queries, or extend a table, sent as a form."""
    found = answered(posted())
    if found is None:
        way_out = sentence("Send a batch as the value of `queries`.")
        raise ReconcileError(400, sentence("Nothing is asked."), way_out)
    return found


def posted() -> Mapping[str, str]:
    """Return the fields of a form.

    Raises:
        ReconcileError: 411 how large it is, is not told; 413 it is too large; 415 it is no form.
    """
    if (
        request.mimetype != FORM
        or request.headers.get("Content-Encoding", "identity") != "identity"
    ):
        told = sentence("A body is to be %(type)s, and not compressed.", type=FORM)
        raise ReconcileError(415, told, sentence("Send a batch as the value of `queries`."))
    length = request.content_length
    if length is None:
        raise ReconcileError(411, sentence("The length of the form is not told."))
    if length > MAX_BYTES:
        told = sentence("The body has more than %(most)s bytes.", most=MAX_BYTES)
        raise ReconcileError(413, told, sentence("Send the batch in parts."))
    request.max_form_memory_size = MAX_BYTES
    return request.form


def answered(fields: Mapping[str, str]) -> Response | None:
    """Return what is asked by these fields; nothing where they ask nothing."""
    if "queries" in fields:
        batch = read_batch(fields["queries"])
        return given({key: candidates(query) for key, query in batch.items()})
    if "query" in fields:
        return given(candidates(read_query(fields["query"])))
    if "extend" in fields:
        return given(extension(read_extension(fields["extend"])))
    return None


@reconcile.get("/suggest/<any(entity, type, property):sort>")
def suggest(sort: str) -> Response:
    """Give things, types or properties whose names begin so."""
    skipped = read_number(request.args.get("cursor", ""), "cursor")
    return given(_SUGGEST[sort](request.args.get("prefix", ""), skipped))


@reconcile.get("/flyout/<any(entity, type, property):sort>")
def flyout(sort: str) -> Response:
    """Give a few words on a thing, type or property, as HTML within JSON."""
    name = request.args.get("id", "")
    title, about = worded_for(sort, name)
    return given({"id": name, "html": render_template("_flyout.html", title=title, about=about)})


def worded_for(sort: str, name: str) -> tuple[str, str]:
    """Return the name of a thing, type or property and what it means.

    Raises:
        ReconcileError: 400 there is no such type or property.
    """
    if sort == "entity":
        thing = thing_of(name) or abort(404)
        return worded(thing.label).text, worded(thing.about).text
    told = explained(type_iri(name)) if sort == "type" else property_json(property_iri(name))
    return told["name"], told.get("description", "")


@reconcile.get("/preview")
def preview() -> ResponseReturnValue:
    """Show a thing in a frame on another site."""
    thing = thing_of(request.args.get("id", "")) or abort(404)
    page = render_template(
        "preview.html",
        thing=link_of(thing),
        sorts=[name for _kind, name in sorts_of(thing)],
        about=worded(thing.about),
    )
    return page, {"Content-Security-Policy": FRAMED}


@reconcile.get("/properties")
def properties() -> Response:
    """Give the properties that things of a type have, to extend a table with."""
    limit = read_number(request.args.get("limit", ""), "limit")
    return given(proposals(request.args.get("type", ""), limit))


def manifest() -> dict[str, Any]:
    """Return what the service is and does."""
    return {
        "versions": ["0.2"],
        "name": _("Warmteregie: steering heat networks"),
        "identifierSpace": str(WRID),
        "schemaSpace": str(WR),
        "documentation": absolute(url_for("matching.page", _anchor="openrefine")),
        "serviceVersion": software("warmteregie"),
        "logo": absolute(url_for("static", filename="icon.svg")),
        "defaultTypes": default_types(),
        "batchSize": BATCH,
        "view": {"url": f"{site_address()}/id/{{{{id}}}}"},
        "preview": {
            "url": absolute(with_id("reconcile.preview", "{{id}}")),
            "width": PREVIEW[0],
            "height": PREVIEW[1],
        },
        "suggest": {sort: suggest_metadata(sort) for sort in _SUGGEST},
        "extend": {
            "propose_properties": {
                "service_url": site_address(),
                "service_path": path("reconcile.properties"),
            },
            "property_settings": settings(),
        },
    }


def suggest_metadata(sort: str) -> dict[str, str]:
    """Return where things, types or properties are suggested."""
    return {
        "service_url": site_address(),
        "service_path": path("reconcile.suggest", sort=sort),
        "flyout_service_path": within(with_id("reconcile.flyout", "${id}", sort=sort)),
    }


def settings() -> list[dict[str, Any]]:
    """Return what can be set of a column that a table is extended with."""
    return [
        {
            "name": "limit",
            "label": _("At most"),
            "type": "number",
            "default": 0,
            "help_text": _("How many values a row gets; 0 for all of them."),
        },
        {
            "name": "language",
            "label": _("Language"),
            "type": "select",
            "default": "",
            "help_text": _("The language of texts."),
            "choices": [
                {"value": "", "name": _("as the service is asked")},
                {"value": "nl", "name": "Nederlands"},
                {"value": "en", "name": "English"},
                {"value": "all", "name": _("every language")},
            ],
        },
    ]


def path(endpoint: str, **more: Any) -> str:
    """Return the address of a part of the service within the site as it is seen from outside."""
    return within(url_for(endpoint, **more))


def within(address: str) -> str:
    """Return an address without the path that the site itself stands under."""
    return address.removeprefix(request.script_root)


def with_id(endpoint: str, mark: str, **more: Any) -> str:
    """Return an address with a mark in the place of an identifier, written as clients seek it."""
    return url_for(endpoint, **more, id="-id-").replace(quote("-id-"), mark)


def given(content: Mapping[str, Any]) -> Response:
    """Return an answer as JSON."""
    text = json.dumps(content, ensure_ascii=False) + "\n"
    return Response(text, content_type=JSON.content_type)


@reconcile.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of any site ask: https://fetch.spec.whatwg.org/#http-cors-protocol."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type"
    response.headers["X-Robots-Tag"] = "noindex"
    response.vary.add("Accept-Language")
    return response
