"""The endpoint `/sparql`: protocol, negotiation and pool put together for the web."""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from http import HTTPStatus
from itertools import accumulate
from typing import Protocol
from urllib.parse import quote

from flask import Blueprint, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from kg.engine import Dataset, Engine, Pool, Spooled
from kg.errors import (
    EndpointBusy,
    EngineBusy,
    EngineFailed,
    NoBuild,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    ServiceFailed,
    SpoolFailed,
    UnknownQuestion,
    WarmteregieError,
    WorkerDied,
)
from kg.sentences import sentence
from kg.settings import Settings
from kg.tokens import Token, is_iri, query_form, tokenize
from webapp.description import service_description
from webapp.editor import editor, example, trouble_with
from webapp.languages import asked_language, spoken
from webapp.negotiation import (
    GRAPHS,
    HTML,
    PROBLEM,
    ROWS,
    Offer,
    choose,
    named,
)
from webapp.problems import UNAVAILABLE, detail_of, gateway_status, status_title, told
from webapp.protocol import (
    METHODS,
    ProtocolError,
    ProtocolRequest,
    body_limit,
    parse_request,
    with_base,
    with_prefixes,
)
from webapp.replies import format_for, reply_of, shows_identifiers
from webapp.requests import noting

sparql = Blueprint("sparql", __name__)

_log = logging.getLogger(__name__)
_EVERY_METHOD = (*METHODS, "PUT", "PATCH", "DELETE")
_SHOWN = ("ETag", "Retry-After", "X-Request-Id", "X-Unknown-Graphs")
_IN_IRIS = ":/?#[]@!$&*+;=%~"
_LONGEST_LIST = 2_000
_NEVER_THE_SAME = ("NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE")


class Services(Protocol):
    """What the application holds for the endpoint."""

    @property
    def engine(self) -> Engine:
        """The engine in process, for the service description."""

    @property
    def pool(self) -> Pool:
        """The pool that runs visitors' queries."""

    @property
    def settings(self) -> Settings:
        """The settings of the site."""


def _services() -> Services:
    found: Services = current_app.extensions["warmteregie"]
    return found


@sparql.route("/sparql", methods=_EVERY_METHOD, provide_automatic_options=False)
def endpoint() -> Response:
    """Answer a request of the SPARQL Protocol; without a query describe the endpoint."""
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Allow": ", ".join(METHODS)})
    asked = parse_request(
        request.method,
        request.query_string,
        request.headers.get("Content-Type", ""),
        _body(),
        _services().pool.max_length,
    )
    g.asked = asked
    if asked.query is None or (request.method != "POST" and not asked.query.strip()):
        return _describe()
    return _answer(asked, asked.query)


def _body() -> bytes:
    """Return the body, if it is not larger than any query can be, nor a larger one packed."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding != "identity":
        what = sentence("The body is compressed.")
        raise ProtocolError(415, what, sentence("Send it as it is, or use GET."))
    limit = body_limit(_services().pool.max_length)
    body = request.stream.read(limit + 1) if (request.content_length or 0) <= limit else None
    if body is None or len(body) > limit:
        what = sentence("The body has more than %(most)s bytes.", most=limit)
        raise ProtocolError(413, what, sentence("Send a shorter one."))
    return body


def _describe() -> Response:
    """Return the editor to a browser and the service description to an RDF client."""
    offer = choose(request.headers.get("Accept", ""), (*GRAPHS, HTML))
    if request.method == "POST" or offer is None:
        what = sentence("There is no query.")
        raise ProtocolError(400, what, sentence("Send one as the value of `query`."))
    if offer is HTML:
        if slug := request.args.get("example"):
            return _negotiated(Response(status=303, headers={"Location": example(slug)}))
        return _page(editor(ProtocolRequest(None)))
    engine, others = _services().engine, _services().settings.services
    tag = _tag(engine.build_id, ProtocolRequest(" ".join(others) or None), offer)
    if _has(tag):
        return _cached(Response(status=304), tag)
    graph = service_description(endpoint_address(), engine, federated=bool(others))
    text = graph.serialize(format={"jsonld": "json-ld", "rdfxml": "xml", "ntriples": "nt"}.get(
        offer.name, offer.name
    ))  # fmt: skip
    return _cached(Response(text, content_type=offer.content_type), tag)


def endpoint_address() -> str:
    """Return the address of the endpoint as it is seen from outside."""
    return f"{site_address()}/sparql"


def site_address() -> str:
    """Return the address of the site as it is seen from outside, without a slash at its end."""
    outside = _services().settings.base_url.rstrip("/")
    found = outside or request.root_url.rstrip("/")
    if not is_iri(found):
        what = sentence("The Host header is no host.")
        raise ProtocolError(400, what, sentence("Send the name of this site."))
    return found


def absolute(path: str) -> str:
    """Return an address of this site that `url_for` made as it is seen from outside."""
    return site_address() + path.removeprefix(request.script_root)


def _page(text: str) -> Response:
    return _negotiated(Response(text, content_type=HTML.content_type))


def _answer(asked: ProtocolRequest, query: str) -> Response:
    """Return the answer to a query in the format that is liked best."""
    tokens = tokenize(query)
    offer = _offer(asked, tokens)
    pool = _services().pool
    dataset = Dataset(asked.default_graphs, asked.named_graphs)
    tag = _tag(pool.build_id, asked, offer)
    fixed = not any(token.is_word(*_NEVER_THE_SAME) for token in tokens)
    if _has(tag):
        return _cached(Response(status=304), tag)
    if offer is HTML:
        return _answer_page(asked, query, tokens)
    answer = _run(query, tokens, offer, dataset)
    response = send(answer, offer)
    if not fixed:
        response.headers["Cache-Control"] = "no-store"
        return response
    # The build may have changed meanwhile; the tag is that of the build that answered.
    return _cached(response, _tag(answer.build_id, asked, offer))


def _run(query: str, tokens: list[Token], offer: Offer, dataset: Dataset) -> Spooled:
    """Return the answer to a query, its relative IRIs taken from the endpoint's address."""
    pool = _services().pool
    based = with_base(query, tokens, endpoint_address())
    try:
        return noting(pool, based, offer.name, dataset)
    except QuerySyntaxError:
        if based == query:
            raise
        return noting(pool, query, offer.name, dataset)  # fails too, at the places of what was sent


def _offer(asked: ProtocolRequest, tokens: list[Token]) -> Offer:
    """Return the representation to send; a format in the address overrides the header."""
    offers = GRAPHS if query_form(tokens) in ("CONSTRUCT", "DESCRIBE") else ROWS
    if asked.format:
        offer = named(asked.format, (*offers, HTML))
    else:
        offer = choose(request.headers.get("Accept", ""), (*offers, HTML))
    if offer is None:
        names = ", ".join(offer.media_type for offer in offers)
        what = sentence("This query has no answer in that format.")
        raise ProtocolError(406, what, sentence("There is %(names)s.", names=names))
    return offer


def send(answer: Spooled, offer: Offer) -> Response:
    """Return a complete answer as a response that removes its file once sent."""
    response = Response(answer, content_type=offer.content_type)
    response.headers["Content-Length"] = str(answer.size)
    if answer.unknown_graphs:
        response.headers["X-Unknown-Graphs"] = _listed(answer.unknown_graphs)
    return _negotiated(response)


def _listed(iris: Sequence[str]) -> str:
    """Return IRIs as the value of a header; of many, as many as a proxy lets through."""
    quoted = [f"<{quote(iri, safe=_IN_IRIS)}>" for iri in iris]
    ends = accumulate(map(len, quoted))
    shown = [iri for iri, end in zip(quoted, ends, strict=True) if end < _LONGEST_LIST]
    more = [f"and {len(iris) - len(shown)} more"] if len(shown) < len(iris) else []
    return ", ".join([*shown, *more])


def _answer_page(asked: ProtocolRequest, query: str, tokens: list[Token]) -> Response:
    """Return the editor's page with the answer in it, for a browser."""
    whole = replace(asked, query=with_prefixes(query, tokens))
    shows_identifiers(whole)
    g.asked = whole  # an error says its place in the query as the form then has it
    dataset = Dataset(asked.default_graphs, asked.named_graphs)
    offer = format_for(query_form(tokens))
    with _run(whole.query or "", tokenize(whole.query or ""), offer, dataset) as answer:
        return _page(editor(whole, reply=reply_of(whole, answer, endpoint_address())))


def _tag(build_id: str, asked: ProtocolRequest, offer: Offer) -> str:
    """Return the entity tag of an answer: the same build, question and format give the same.

    A weak one, since the order of rows is the engine's where a query does not fix it.
    """
    parts = [
        build_id, asked.query, asked.default_graphs, asked.named_graphs, offer.media_type,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _has(tag: str) -> bool:
    """Tell whether the client holds this very answer already."""
    held = request.if_none_match
    return request.method in ("GET", "HEAD") and not held.star_tag and held.contains_weak(tag)


def _cached(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return _negotiated(response)


def _negotiated(response: Response) -> Response:
    """Say what the representation was chosen by; a page has a language as well."""
    page = response.mimetype == HTML.media_type
    response.vary.update(["Accept", "Accept-Language"] if page else ["Accept"])
    return response


@sparql.after_request
def announce(response: Response) -> Response:
    """Say what a query may take, and that pages of any site may ask."""
    limits = {
        f"X-Limit-{name.title()}": f"{limit:.15g}"
        for name, limit in asdict(_services().pool.limits).items()
    }
    response.headers.update(limits)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
    response.headers["Access-Control-Expose-Headers"] = ", ".join([*_SHOWN, *limits])
    return response


@sparql.errorhandler(WarmteregieError)
def explain(error: WarmteregieError) -> Response:
    """Return what was wrong with a query and what to do."""
    status = _status(error)
    if isinstance(error, UNAVAILABLE):
        _log.error("%s: %s", request.path, error.message)
    place = None
    if isinstance(error, (QuerySyntaxError, QueryRefused)) and error.line:
        place = error.line, error.column
    response = _problem(status, *(told(error) if _speaks() else (error.message, error.hint)), place)
    if status == 405:
        response.headers["Allow"] = ", ".join(METHODS)
    if isinstance(error, (EndpointBusy, EngineBusy)):
        response.headers["Retry-After"] = "5"
    return response


@sparql.errorhandler(HTTPException)
def explain_status(error: HTTPException) -> Response:
    """Return a status that the web framework raised as a problem."""
    detail = spoken(detail_of(error)) if _speaks() else error.description or ""
    return _problem(error.code or 500, detail)


@sparql.errorhandler(Exception)
def explain_fault(error: Exception) -> Response:
    """Return a sentence for a fault of ours; the log has the traceback."""
    _log.error("fault at %s", request.path, exc_info=error)
    detail = sentence("Something went wrong on our side; the log has it.")
    return _problem(500, spoken(detail) if _speaks() else detail)


def _status(error: WarmteregieError) -> int:
    """Return the status that says whose turn it is: 4xx change the query, 503 wait or do so."""
    if isinstance(error, ProtocolError):
        return error.status
    if isinstance(error, UnknownQuestion):
        return 404
    if isinstance(error, (EngineFailed, ServiceFailed)):
        return gateway_status(error)
    if isinstance(error, (QueryTimeout, EndpointBusy, WorkerDied, NoBuild, SpoolFailed)):
        return 503
    return 400 if isinstance(error, QueryFailed) else 500


def _wants_page() -> bool:
    """Tell whether an error is read on a page, in its language."""
    offers = (PROBLEM, *ROWS, *GRAPHS, HTML)
    return choose(request.headers.get("Accept", ""), offers) is HTML


def _speaks() -> bool:
    """Tell whether errors are told in a language: to programs in English, unless they ask."""
    return _wants_page() or bool(asked_language())


def _problem(
    status: int, detail: str, hint: str = "", place: tuple[int, int] | None = None
) -> Response:
    """Return an error as a page for a browser and as problem details for the rest.

    *place* is its line and column in the query. https://www.rfc-editor.org/rfc/rfc9457
    """
    if _wants_page():
        asked = _asked()
        trouble = trouble_with(asked.query or "", status, detail, hint, place)
        response = _page(editor(asked, trouble=trouble))
        response.status_code = status
        return response
    title = status_title(status) if asked_language() else HTTPStatus(status).phrase
    content = {"title": title, "status": status, "detail": detail, "hint": hint}
    content |= dict(zip(("line", "column"), place or (), strict=False))
    text = json.dumps({name: value for name, value in content.items() if value}) + "\n"
    return _negotiated(Response(text, status, content_type=PROBLEM.content_type))


def _asked() -> ProtocolRequest:
    """Return what was asked, where it could be read, for the form to have it still."""
    found: ProtocolRequest | None = g.get("asked")
    return found or ProtocolRequest(request.args.get("query"))
