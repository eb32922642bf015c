"""The editor: the page of `/sparql`, with a query, its answer or what is wrong with it."""

import re
from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import format_decimal

from kg.engine.limits import Limits
from kg.library import Question, find_question
from webapp.examples import runnable
from webapp.languages import page_language
from webapp.problems import status_title
from webapp.protocol import ProtocolRequest
from webapp.replies import PAGE_ROWS, Reply
from webapp.services import services
from webapp.showing import grouped, strips
from webapp.things import text_in

_WIDEST = 60
"""Characters of the line at fault that are shown on either side."""
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_STARTER = """\
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wr: <https://w3id.org/warmteregie/def/>
PREFIX wrid: <https://w3id.org/warmteregie/id/>

SELECT ?statement WHERE {
  ?statement a wr:Statement .
}
ORDER BY ?statement
LIMIT 10
"""


@dataclass(frozen=True)
class Lesson:
    """A short query to begin with: what it asks, what it teaches, and where it is answered."""

    question: str
    learnt: str
    href: str


@dataclass(frozen=True)
class Trouble:
    """What is wrong; *place* is the line at fault with a caret below, empty where none is."""

    status: int
    title: str
    detail: str
    hint: str
    place: str


def editor(
    asked: ProtocolRequest, *, reply: Reply | None = None, trouble: Trouble | None = None
) -> str:
    """Return the page with what was asked in its form, and what came of it."""
    query = asked.query or ("" if trouble else _STARTER)
    return render_template(
        "sparql.html",
        asked=asked,
        query=query,
        height=min(max(query.count("\n") + 2, 14), 30),
        reply=reply,
        trouble=trouble,
        limits=limits(services().pool.limits),
        lessons=lessons(),
        endpoints=services().settings.services,
        groups=grouped(one for one in services().library.values() if one.can_be_asked),
        strips=strips(reply.marked if reply else ()),
    )


def example(slug: str) -> str:
    """Return where an example is answered, with labels in the language of the page.

    Raises:
        UnknownQuestion: there is none of this slug.
    """
    found = find_question({**services().library, **services().shelves["examples"]}, slug)
    query = runnable(found, page_language())
    return url_for("sparql.endpoint", query=query, _anchor="answer")


def lessons() -> list[Lesson]:
    """Return the queries to begin with, the shortest first."""
    found = sorted(services().shelves["examples"].values(), key=lambda one: len(one.body))
    return [lesson(one) for one in found]


def lesson(found: Question) -> Lesson:
    """Return a query to begin with in the language of the page."""
    return Lesson(
        text_in(found.question, page_language()),
        text_in(found.reading, page_language()),
        url_for("sparql.endpoint", example=found.slug),
    )


def limits(found: Limits) -> dict[str, str]:
    """Return what a query may take, the numbers as the language of the page writes them."""
    numbers = {
        "seconds": found.seconds,
        "rows": found.rows,
        "megabytes": found.bytes / 1_000_000,
        "length": found.length,
        "shown": PAGE_ROWS,
    }
    return {name: str(format_decimal(number)) for name, number in numbers.items()}


def trouble_with(
    query: str, status: int, detail: str, hint: str, at: tuple[int, int] | None
) -> Trouble:
    """Return what is wrong with a query; *at* is the line and column of the fault, from 1."""
    place = line_at(query, *at) if at else ""
    return Trouble(status, status_title(status), detail, hint, place)


def line_at(query: str, line: int, column: int) -> str:
    """Return a line of a query with a caret below a column; of a long one the part around it."""
    lines = query.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    whole = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", "".join(lines[line - 1 : line]))
    begin = max(column - 1 - _WIDEST, 0)
    before, after = whole[begin : column - 1], whole[column - 1 : column - 1 + _WIDEST]
    ahead = "…" if begin else ""
    behind = "…" if len(whole) > column - 1 + _WIDEST else ""
    gap = re.sub(r"[^\t]", " ", ahead + before)
    return f"{ahead}{before}{after}{behind}\n{gap}^"
