"""Linking to us: how the keeper of another data set does it, and whether theirs are right.

What is sent is read in a process of its own, judged, and forgotten: it is in no file and no log.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from rdflib import Literal
from werkzeug.exceptions import RequestEntityTooLarge

from kg.engine import MAX_BYTES, MAX_TRIPLES, Pasted
from kg.errors import (
    EndpointBusy,
    PastedRefused,
    PastedUnreadable,
    QueryFailed,
    WarmteregieError,
)
from webapp.citable import edition
from webapp.inlinks import judged
from webapp.linkexamples import SSSOM_EXAMPLE, TURTLE_EXAMPLE
from webapp.negotiation import HTML, JSON, JSONLD, NTRIPLES, PROBLEM, RDFXML, TSV, TURTLE, choose
from webapp.problems import status_title
from webapp.services import Services, named, services
from webapp.sparql import site_address
from webapp.verdicts import (
    GROUPS,
    Shown,
    group_titles,
    refusals,
    rule_texts,
    shown,
    ways_out,
    why_unreadable,
)

linking = Blueprint("linking", __name__)

MOST_SHOWN = 200
"""Links of one group that the page shows; as data all are there."""
FORMATS = {
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF/XML",
    "sssom": "SSSOM",
}
MEDIA_TYPES = {
    TURTLE.media_type: "turtle",
    NTRIPLES.media_type: "ntriples",
    JSONLD.media_type: "jsonld",
    RDFXML.media_type: "rdfxml",
    TSV.media_type: "sssom",
}
_SUFFIXES = {
    "ttl": "turtle", "nt": "ntriples", "jsonld": "jsonld", "json": "jsonld",
    "rdf": "rdfxml", "xml": "rdfxml", "owl": "rdfxml", "tsv": "sssom", "csv": "sssom",
}  # fmt: skip
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_ROOM = 8_000
"""Bytes that a form may have beside the file: with these it stays below what is kept in memory."""


class NotSent(WarmteregieError):
    """A request that has no file to judge in it; *status* is the one to answer with."""

    def __init__(self, status: int, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.status = status


@dataclass(frozen=True)
class Sent:
    """What was sent: its bytes and its form."""

    content: bytes
    form: str


@dataclass(frozen=True)
class Trouble:
    """Why nothing was judged: the status, what is wrong, what to do, and where it is wrong.

    *words* are the parser's own, in English.
    """

    status: int
    detail: str
    hint: str = ""
    words: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Report:
    """What came of a file: links by group, what the shapes say, how much was read or left out."""

    triples: int
    links: list[Shown]
    rules: list[tuple[str, str, str]]
    left_out: int

    @property
    def groups(self) -> list[tuple[str, str, list[Shown]]]:
        """The links by what they come to, the worst first."""
        titles = group_titles()
        found = ((name, [one for one in self.links if one.group == name]) for name in GROUPS)
        return [(name, titles[name], some) for name, some in found if some]


@linking.get("/link")
def page() -> str:
    """Show how to link to us, with a form to have links judged."""
    return render(None, None)


@linking.post("/link")
def check() -> ResponseReturnValue:
    """Judge the links of a file, on the page or as data."""
    try:
        asked = sent()
        found = services().pasted.read(asked.content, asked.form, site_address())
    except (NotSent, PastedRefused, PastedUnreadable, QueryFailed) as error:
        return refused(trouble(error))
    told = report(found)
    return render(told, None) if as_page() else as_json(content_of(told), 200)


@linking.get("/link/links.shapes.ttl")
def shapes() -> Response:
    """Give the shapes by which anybody can check links to us."""
    return given(services().pasted.shapes.read_bytes(), TURTLE.content_type)


@linking.get("/link/example.ttl")
def turtle_example() -> Response:
    """Give an example of links to us, as Turtle."""
    return given(TURTLE_EXAMPLE.encode(), TURTLE.content_type)


@linking.get("/link/example.sssom.tsv")
def sssom_example() -> Response:
    """Give an example of links to us, as a table of SSSOM."""
    return given(SSSOM_EXAMPLE.encode(), TSV.content_type)


def sent() -> Sent:
    """Return what was sent, by a form or as the body itself.

    Raises:
        NotSent: there is nothing, or nothing that can be read here.
        PastedRefused: it is too large.
    """
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise NotSent(415, _("The body is compressed."), _("Send it as it is."))
    if request.mimetype in _FORMS:
        return of_form()
    form = MEDIA_TYPES.get(request.mimetype)
    if form is None:
        raise NotSent(415, _("That media type is not read here."),
                      _("These are: %(types)s.", types=", ".join(MEDIA_TYPES)))  # fmt: skip
    return Sent(not_empty(body()), form)


def body() -> bytes:
    """Return the body, of which no more is read than a file may have."""
    if (request.content_length or 0) > MAX_BYTES:
        raise PastedRefused("too-large", f"{MAX_BYTES:,}")
    return request.stream.read(MAX_BYTES + 1)


def of_form() -> Sent:
    """Return the file or the text of a form; its format is as chosen, or as it looks.

    A form whose length is not told would be kept in a file while it is read.
    """
    if request.content_length is None:
        raise NotSent(411, _("The length of the form is not told."), _("Send it as it is."))
    request.max_content_length = request.max_form_memory_size = MAX_BYTES + _ROOM
    try:
        upload, text = request.files.get("file"), request.form.get("text", "")
    except RequestEntityTooLarge:
        raise PastedRefused("too-large", f"{MAX_BYTES:,}") from None
    content = upload.read(MAX_BYTES + 1) if upload and upload.filename else text.encode()
    chosen = request.form.get("format", "")
    if chosen and chosen not in FORMATS:
        raise NotSent(400, _("There is no such format."),
                      _("These are: %(types)s.", types=", ".join(FORMATS)))  # fmt: skip
    name = (upload.filename or "") if upload else ""
    return Sent(not_empty(content), chosen or looks_like(content, name))


def not_empty(content: bytes) -> bytes:
    """Return content that there is some of."""
    if not content.strip():
        raise NotSent(400, _("Nothing was sent."), _("Paste a file, or choose one."))
    return content


def looks_like(content: bytes, name: str = "") -> str:
    """Return the format of a file, by its name or else by how it begins."""
    if found := _SUFFIXES.get(name.rpartition(".")[2].lower()):
        return found
    start = content[:2_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[{", b"[\n")):
        return "jsonld"
    if start.startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE")):
        return "rdfxml"
    is_table = any(line.startswith((b"subject_id", b"#curie_map")) for line in start.splitlines())
    return "sssom" if is_table else "turtle"


def report(found: Pasted) -> Report:
    """Return what came of a file, in the language of the page."""
    links, facts = judged(found, site_address())
    rules = rule_texts(found.rules)
    return Report(found.triples, shown(links, named(facts)), rules, found.left_out)


def trouble(error: WarmteregieError) -> Trouble:
    """Return why a file was not judged, in the language of the page."""
    if isinstance(error, NotSent):
        return Trouble(error.status, error.message, error.hint)
    if isinstance(error, PastedRefused):
        status = 413 if error.kind in ("too-large", "too-many") else 400
        return Trouble(status, refusals()[error.kind](error), ways_out()[error.kind])
    if isinstance(error, PastedUnreadable):
        words = error.detail if error.kind == "syntax" else ""
        why, way_out = why_unreadable(error), ways_out()[error.kind]
        return Trouble(400, why, way_out, words, error.line, error.column)
    if isinstance(error, EndpointBusy):
        return Trouble(503, _("Too many files are being read."), _("Send yours again in a while."))
    return Trouble(503, _("Reading the file took more time or memory than it may."),
                   _("Send the links only, or a part of them."))  # fmt: skip


def refused(found: Trouble) -> Response:
    """Return why nothing was judged, on the page with its form or as problem details.

    https://www.rfc-editor.org/rfc/rfc9457
    """
    if as_page():
        response = Response(render(None, found), found.status, content_type=HTML.content_type)
    else:
        title = status_title(found.status)
        told = {"title": title, "status": found.status, "detail": found.detail, "hint": found.hint,
                "parser": found.words, "line": found.line, "column": found.column}  # fmt: skip
        kept = {name: value for name, value in told.items() if value}
        response = as_json(kept, found.status, PROBLEM.content_type)
    if found.status == 503:
        response.headers["Retry-After"] = "5"
    return response


def content_of(told: Report) -> Mapping[str, object]:
    """Return a report as data: every link with all that is to be said of it."""
    served = edition()
    return {
        "data": {"title": served.title, "version": served.version},
        "triples": told.triples,
        "leftOut": told.left_out,
        "counts": {name: sum(one.group == name for one in told.links) for name in GROUPS},
        "links": [link_content(one) for one in told.links],
        "shapes": [
            {"shape": shape, "says": says, "value": value} for shape, says, value in told.rules
        ],
    }


def link_content(one: Shown) -> Mapping[str, object]:
    """Return a link as data."""
    return {
        "verdict": one.group,
        "subject": one.subject or None,
        "relation": one.relation or None,
        "written": one.written,
        "means": {"iri": one.means.iri, "label": one.means.label.text},
        "remarks": [
            {
                "code": remark.code,
                "says": remark.text,
                "names": [{"iri": name.iri, "label": name.label.text} for name in remark.names],
            }
            for remark in one.remarks
        ],
    }


def render(told: Report | None, found: Trouble | None) -> str:
    """Return the page, with what came of a file or why nothing did."""
    return render_template(
        "link.html",
        report=told,
        trouble=found,
        most=MOST_SHOWN,
        formats=FORMATS,
        limits={"kilobytes": MAX_BYTES // 1000, "triples": MAX_TRIPLES},
        kinds=kinds(services(), services().engine.build_id),
        turtle=TURTLE_EXAMPLE,
        sssom=SSSOM_EXAMPLE,
        media_types=list(MEDIA_TYPES),
        site=site_address(),
    )


@lru_cache(maxsize=2)
def kinds(asked: Services, build_id: str) -> list[Mapping[str, object]]:
    """Return the kinds of names of one build, how many of each, and whether these are concepts."""
    return [
        {name: value.toPython() if isinstance(value, Literal) else value
         for name, value in row.items()}
        for row in asked.answer("pages", "kinds-to-link").records()
    ]  # fmt: skip


def as_page() -> bool:
    """Tell whether who sends a file would rather read a page than data."""
    accept = request.headers.get("Accept", "")
    liked = choose(accept, (HTML, JSON) if request.mimetype in _FORMS else (JSON, HTML))
    return liked is HTML


def as_json(content: Mapping[str, object], status: int, kind: str = JSON.content_type) -> Response:
    """Return data that pages of any site may read and nobody keeps."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return Response(text, status, content_type=kind)


def given(content: bytes, kind: str) -> Response:
    """Return a file that pages of any site may read."""
    return Response(content, content_type=kind)


@linking.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of any site read what is here; what was sent is kept nowhere."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    return response
