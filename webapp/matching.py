"""Links: a list or table that somebody pastes, matched to our things, as a table and as SSSOM.

What is sent is matched and forgotten: it is in no file and no log.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import BoundedSemaphore
from uuid import uuid4

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from rdflib import Literal, URIRef
from werkzeug.exceptions import RequestEntityTooLarge

from kg.answers import Answer
from kg.errors import AskedWrongly
from kg.formats import write
from kg.matching import LICENCE, Candidate, Proposal, Wanted, to_sssom
from kg.sentences import sentence
from kg.termlists import (
    MAX_BYTES,
    MAX_TERMS,
    ListTooLarge,
    Term,
    TermList,
    UnreadableList,
    decoded,
    read_terms,
    too_many_bytes,
)
from webapp.languages import page_language
from webapp.matched import Match, kinds_offered, match_of, matcher
from webapp.matched import why as why_of
from webapp.metadata import DATASET
from webapp.negotiation import CSV, HTML, TSV, XLSX, Offer
from webapp.problems import answer_as_data, problem, told
from webapp.reconciliation import type_id, type_iri
from webapp.refusals import Refused
from webapp.services import services
from webapp.sparql import site_address

matching = Blueprint("matching", __name__)

SHOWN = 3
"""Candidates that are given for a name."""
SECONDS = 20.0
"""Time that matching a list may take."""
PLACES = 1
"""Lists that a server process matches at once."""
FORMATS: Mapping[str, Offer] = {"page": HTML, "csv": CSV, "xlsx": XLSX, "sssom": TSV}

_free = BoundedSemaphore(PLACES)
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_PLAIN = ("text/plain", "text/csv", "text/tab-separated-values")
_ROOM = 8_000
"""Bytes that a form may have beside the list: with these it stays below what is kept in memory."""
_WAIT = 2.0
_COLUMNS = ("line", "yours", "code", "thing", "label", "kind", "score", "sure", "why")


class NotMatched(Refused):
    """A list that was not matched."""


@dataclass(frozen=True)
class Sent:
    """What was sent: a list, the kind of things in it, the columns to take, and the format."""

    content: bytes = b""
    kind: str = ""
    column: str = ""
    code: str = ""
    format: str = "page"

    @property
    def text(self) -> str:
        """The list as text, for the form to have it still; empty where it is none or too large."""
        if len(self.content) > MAX_BYTES:
            return ""
        try:
            return decoded(self.content)[0]
        except UnreadableList:
            return ""


@dataclass(frozen=True)
class Row:
    """What somebody has, and what it may mean."""

    term: Term
    candidates: tuple[Candidate, ...]

    @property
    def matches(self) -> list[Match]:
        """The candidates in the language of the page."""
        return [match_of(one) for one in self.candidates]

    @property
    def is_sure(self) -> bool:
        """Whether no reader is needed."""
        return any(one.sure for one in self.candidates)


@dataclass(frozen=True)
class Matched:
    """A list with what each of its names may mean."""

    taken: TermList
    rows: list[Row] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many names are sure, are for a reader, and found nothing."""
        sure = sum(row.is_sure for row in self.rows)
        found = sum(bool(row.candidates) for row in self.rows)
        return {"sure": sure, "open": found - sure, "none": len(self.rows) - found}


@matching.get("/links")
def page() -> str:
    """Show the form to match a list with, and how to do it from OpenRefine."""
    return shown(Sent(kind=request.args.get("kind", "")))


@matching.post("/links")
def match() -> ResponseReturnValue:
    """Match a list that was sent, and answer as a page, as a table or as SSSOM."""
    asked = Sent()
    try:
        asked = sent()
        return as_asked(asked, matched(asked))
    except (Refused, UnreadableList) as error:
        return refused(asked, error)


def sent() -> Sent:
    """Return what was sent, by the form or as the body itself.

    Raises:
        NotMatched: it is too large, of another type, or in a form of which no length is told.
    """
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise NotMatched(415, sentence("The body is compressed."), sentence("Send it as it is."))
    if request.mimetype in _PLAIN:
        return chosen(request.stream.read(MAX_BYTES + 1), request.args, "sssom")
    if request.mimetype not in _FORMS:
        these = sentence("These are: %(types)s.", types=", ".join(_PLAIN))
        raise NotMatched(415, sentence("That media type is not read here."), these)
    if request.content_length is None:
        raise NotMatched(
            411, sentence("The length of the form is not told."), sentence("Send it as it is.")
        )
    request.max_content_length = request.max_form_memory_size = 3 * MAX_BYTES + _ROOM
    try:
        upload, text = request.files.get("file"), request.form.get("text", "")
    except RequestEntityTooLarge:
        raise too_many_bytes() from None
    content = upload.read(MAX_BYTES + 1) if upload and upload.filename else text.encode()
    return chosen(content, request.form, "page")


def chosen(content: bytes, fields: Mapping[str, str], format: str) -> Sent:  # noqa: A002
    """Return a list with what was chosen beside it.

    Raises:
        NotMatched: there is no such format.
    """
    wanted = fields.get("format", "") or format
    if wanted not in FORMATS:
        these = sentence("These are: %(types)s.", types=", ".join(FORMATS))
        raise NotMatched(400, sentence("There is no such format."), these)
    kind, column, code = (fields.get(name, "").strip() for name in ("kind", "column", "code"))
    return Sent(content, kind, column, code, wanted)


def matched(asked: Sent) -> Matched:
    """Return a list with what each of its names may mean.

    Raises:
        UnreadableList: it is no list.
        ReconcileError: there is no such kind.
        NotMatched: others are being matched, or it took too long.
    """
    taken = read_terms(asked.content, asked.column, asked.code)
    kinds = frozenset([type_iri(asked.kind)] if asked.kind else [])
    if not _free.acquire(timeout=_WAIT):
        raise NotMatched(
            503, sentence("Another list is being matched."), sentence("Send yours in a while.")
        )
    try:
        return Matched(taken, rows_of(taken.terms, kinds, time.monotonic() + SECONDS))
    finally:
        _free.release()


def rows_of(terms: Sequence[Term], kinds: frozenset[str], deadline: float) -> list[Row]:
    """Return what each name may mean; the same name is looked for once."""
    finder = matcher()
    found: dict[Wanted, tuple[Candidate, ...]] = {}
    for term in terms:
        wanted = Wanted(term.text, term.code, kinds)
        if wanted not in found:
            found[wanted] = worth_showing(finder.match(wanted, SHOWN))
        if time.monotonic() > deadline:
            late = sentence("Matching took more than %(seconds)s seconds.", seconds=SECONDS)
            raise NotMatched(503, late, sentence("Send the list in parts."))
    return [Row(one, found[Wanted(one.text, one.code, kinds)]) for one in terms]


def worth_showing(found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return the sure candidate alone; all of them where none is."""
    return tuple(one for one in found if one.sure) or found


def as_asked(asked: Sent, found: Matched) -> ResponseReturnValue:
    """Return what was matched in the format asked for."""
    if asked.format == "page":
        return shown(asked, found)
    if asked.format == "sssom":
        return given(sssom(found), TSV, "warmteregie.sssom.tsv")
    name = f"warmteregie.{asked.format}"
    return given(write(table(found), asked.format, "matches"), FORMATS[asked.format], name)


def sssom(found: Matched) -> str:
    """Return the candidates as SSSOM, to be reviewed."""
    head = {
        "mapping_set_id": f"urn:uuid:{uuid4()}",
        "mapping_set_title": "Proposed links to Warmteregie, to be reviewed",
        "license": LICENCE,
        "object_source": str(DATASET),
        "object_source_version": services().engine.build_id,
    }
    proposals = [
        Proposal(row.term.text or row.term.code, row.candidates, row.term.iri) for row in found.rows
    ]
    return to_sssom(proposals, datetime.now(UTC).date(), page_language(), head)


def table(found: Matched) -> Answer:
    """Return a row for each candidate, and for each name that nothing was found for."""
    return Answer(
        _COLUMNS,
        tuple(
            (Literal(row.term.line), Literal(row.term.text), Literal(row.term.code), *cells)
            for row in found.rows
            for cells in [cells_of(one) for one in row.candidates] or [(None,) * 6]
        ),
    )


def cells_of(found: Candidate) -> tuple[URIRef | Literal | None, ...]:
    """Return a candidate as cells of a table."""
    one = match_of(found)
    return (
        URIRef(found.iri),
        Literal(one.link.label.text),
        Literal(", ".join(one.sorts)),
        Literal(found.score),
        Literal(found.sure),
        Literal(why_of(found)),
    )


def given(content: str | bytes, offer: Offer, name: str) -> Response:
    """Return a file to be kept under a name."""
    response = Response(content, content_type=offer.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def refused(asked: Sent, error: AskedWrongly) -> Response:
    """Return why nothing was matched, on the page with its form or as problem details."""
    too_large = 413 if isinstance(error, ListTooLarge) else 400
    status = error.status if isinstance(error, Refused) else too_large
    if asked.format != "page" or request.mimetype not in _FORMS:
        answer_as_data()
        response = problem(status, error.message, error.hint)
    else:
        message, hint = told(error)
        page = shown(asked, trouble={"status": status, "message": message, "hint": hint})
        response = Response(page, status, content_type=HTML.content_type)
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def shown(
    asked: Sent, found: Matched | None = None, trouble: Mapping[str, object] | None = None
) -> str:
    """Return the page, with what was matched or why nothing was."""
    return render_template(
        "links.html",
        asked=asked,
        told=found,
        trouble=trouble,
        kinds=[(type_id(kind), name, number) for kind, name, number in kinds_offered()],
        limits={"kilobytes": MAX_BYTES // 1000, "rows": MAX_TERMS},
        service=site_address() + "/reconcile",
        site=site_address() + "/links",
    )


@matching.after_request
def keep_nothing(response: Response) -> Response:
    """Let no cache keep what was sent or what came of it; pages of any site may ask."""
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
