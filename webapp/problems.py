"""Problems: every error as a page for a browser, as problem details for anything else."""

import json
import logging
import re
from collections.abc import Sequence

from flask import Flask, Response, g, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, default_exceptions

from kg.errors import (
    AnswerTooLarge,
    BadParameterValue,
    BuildDamaged,
    EndpointBusy,
    EngineBusy,
    EngineFailed,
    EngineSlow,
    NoBuild,
    NoEndpoint,
    NoIndex,
    NotLoaded,
    QueryTimeout,
    ServiceFailed,
    ServiceSlow,
    SpoolFailed,
    UnknownFormat,
    UnknownQuestion,
    WarmteregieError,
    WorkerDied,
    WrongUse,
)
from kg.parameters import no_value, one_of
from kg.sentences import Sentence
from webapp.languages import LANGUAGES, asked_language, asks_for_another, spoken
from webapp.negotiation import GRAPHS, HTML, JSON, PROBLEM, ROWS, choose
from webapp.refusals import Refused

_log = logging.getLogger(__name__)

UNAVAILABLE = (NoBuild, EngineFailed)
"""Errors that no visitor can cause; their own words are for who runs the site."""

_IN_NO_LANGUAGE = ("sparql", "health", None)
"""Blueprints whose data have no language; the last one are the files of the pages."""
_WORD = re.compile(r"[^\W\d_]{3,}")
MOST_SOUGHT = 60
"""Characters of an address that nothing has that are offered as words to search for."""


def explain_errors(app: Flask) -> None:
    """Let the application answer every error with a sentence, never with a traceback."""
    app.register_error_handler(WarmteregieError, explain)
    app.register_error_handler(HTTPException, explain_status)
    app.register_error_handler(Exception, explain_fault)


def explain(error: WarmteregieError) -> Response:
    """Return what went wrong and what to do, for an error of ours."""
    status = _status_of(error)
    if status == 500:
        return explain_fault(error)
    valid = error.valid if isinstance(error, BadParameterValue) else ()
    if isinstance(error, UNAVAILABLE):
        _log.error("%s: %s", request.path, error.message)
        return problem(status, *told(error))
    return problem(status, error.message, error.hint, valid=valid)


def told(error: WarmteregieError) -> tuple[str, str]:
    """Return what went wrong and what to do, in the language of the page."""
    if isinstance(error, UNAVAILABLE):
        return unavailable(error)
    return spoken(error.message), spoken(error.hint)


def unavailable(error: WarmteregieError) -> tuple[str, str]:
    """Return what to say of an error that no visitor can cause."""
    later = _("Load this page again in a while.")
    build = _("Run warmteregie build, then load this page again.")
    loading = _("The engine that holds the graph is being loaded, or was not loaded yet.")
    damaged = _("The graph cannot be read at the moment: its files are damaged.")
    lost = _("This build cannot be searched: its index is missing or damaged.")
    says: tuple[tuple[type[WarmteregieError], tuple[str, str]], ...] = (
        (NoIndex, (lost, _("Run warmteregie build again; all other pages work."))),
        (BuildDamaged, (damaged, build)),
        (NotLoaded, (loading, later)),
        (NoBuild, (_("There is nothing to show yet: the graph has not been built."), build)),
    )
    failed = _("The engine that holds the graph does not answer."), later
    return next((found for kind, found in says if isinstance(error, kind)), failed)


def gateway_status(error: EngineFailed | ServiceFailed) -> int:
    """Return the status for who answers elsewhere and fails: busy, too slow, or anything else."""
    if isinstance(error, EngineBusy):
        return 503
    return 504 if isinstance(error, (EngineSlow, ServiceSlow)) else 502


def _status_of(error: WarmteregieError) -> int:
    if isinstance(error, (EngineFailed, ServiceFailed)):
        return gateway_status(error)
    if isinstance(error, Refused):
        return error.status
    busy = (QueryTimeout, AnswerTooLarge, EndpointBusy, SpoolFailed, WorkerDied)
    later = (NoBuild, NoEndpoint, *busy)
    missing = ((UnknownQuestion, 404), (UnknownFormat, 404))
    kinds = (*missing, (WrongUse, 400), *((kind, 503) for kind in later))
    return next((status for kind, status in kinds if isinstance(error, kind)), 500)


def explain_status(error: HTTPException) -> Response | HTTPException:
    """Return a status of the web as a sentence with a way on."""
    status = error.code or 500
    if error.response is not None or status < 400:
        return error
    answer = problem(status, detail_of(error))
    if allowed := getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(allowed)
    return answer


def detail_of(error: HTTPException) -> str:
    """Return what a status of the web means here: our own words for it, else what we know of it."""
    details = {
        404: _("There is nothing at this address."),
        405: _("This address does not take that kind of request."),
        406: _("What is at this address is not there in that format."),
    }
    if isinstance(error.description, Sentence):
        return error.description
    return str(details.get(error.code or 500) or _("A request like this is not answered here."))


def explain_fault(error: Exception) -> Response:
    """Return a sentence for a fault of ours; the log has the traceback."""
    _log.error("fault at %s", request.path, exc_info=error)
    detail = _("Something went wrong on our side; it has been written to the log.")
    return problem(500, detail, _("Try again; if it stays, tell us what you did."))


def problem(
    status: int,
    detail: str,
    hint: str = "",
    *,
    valid: Sequence[tuple[str, str]] = (),
    ways: Sequence[tuple[str, str]] = (),
) -> Response:
    """Return an error in the representation asked for.

    A sentence of the library is said in the language of the page, and to a program in English
    unless its address names a language. *valid* are values that can be given instead, with
    their labels in the language of the page; *ways* are links of a page that lead on, words
    and address, before those that every such page has.
    https://www.rfc-editor.org/rfc/rfc9457
    """
    page, content = wants_page(), {"title": status_title(status), "status": status}
    if page or asked_language():
        detail, hint = spoken(detail), spoken(hint)
    content |= {"detail": detail, "hint": hint}
    if page:
        text = render_template(
            "error.html",
            valid=valid,
            ways=ways,
            sought=sought(request.path) if status == 404 and not ways else "",
            **content,
        )
        return Response(text, status, mimetype="text/html")
    content["valid"] = [{"value": value, "label": label or value} for value, label in valid]
    text = json.dumps({name: found for name, found in content.items() if found}, ensure_ascii=False)
    return Response(text + "\n", status, mimetype="application/problem+json")


def sought(path: str) -> str:
    """Return the words that the last part of an address is made of, to search for them."""
    last = path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return " ".join(_WORD.findall(last))[:MOST_SOUGHT]


def refuse_unknown_language(response: Response) -> Response:
    """Answer (400) that data are not there in a language that we do not speak.

    A page comes in another one and says so; what is in no language is given as it is.
    """
    page = response.mimetype == HTML.media_type or response.status_code != 200
    if page or request.blueprint in _IN_NO_LANGUAGE or not asks_for_another():
        return response
    response.close()
    answer_as_data()
    what = no_value(request.args["lang"], "lang")
    refused = problem(400, what, one_of(LANGUAGES), valid=list(LANGUAGES.items()))
    if "Access-Control-Allow-Origin" in response.headers:
        refused.headers["Access-Control-Allow-Origin"] = "*"
    return refused


def answer_as_data() -> None:
    """Let what goes wrong with this request be told as data: its address asks for data."""
    g.as_data = True


def wants_page() -> bool:
    """Tell whether the one who asks would rather read a page than data."""
    if g.get("as_data"):
        return False
    data = (PROBLEM, JSON, *GRAPHS, *ROWS)
    return choose(request.headers.get("Accept", ""), (HTML, *data)) is HTML


def status_title(status: int) -> str:
    """Return what a status means, in the language of the page."""
    names = {
        400: _("This cannot be answered as asked"),
        404: _("Not found"),
        405: _("Not allowed here"),
        406: _("Not available in that format"),
        500: _("A fault on our side"),
        502: _("Not available now"),
        503: _("Not available now"),
        504: _("Not available now"),
    }
    known = default_exceptions.get(status)
    return names.get(status) or (known().name if known else _("Something went wrong"))
