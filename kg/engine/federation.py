"""SERVICE: other endpoints are asked before the query runs, and their rows put in its place.

The engine would follow a SERVICE by itself, without a deadline of its own and for all that the
endpoint knows. Here it is asked over our own client, which follows no redirect and gives no
password away, and asked about what the rest of the query found. What then runs has no SERVICE
in it, so a worker may open nothing while it does.

https://www.w3.org/TR/sparql11-federated-query/
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import QuerySolutions
from rdflib import BNode, URIRef

from kg.answers import Answer
from kg.binding import outermost_group
from kg.engine.dataset import unescape
from kg.engine.terms import to_answer
from kg.errors import (
    AnswerTooLarge,
    BadParameterValue,
    EngineSlow,
    QueryFailed,
    ServiceFailed,
    ServiceSlow,
)
from kg.namespaces import ROOT
from kg.sentences import Sentence, after, sentence
from kg.settings import PREFIX
from kg.tokens import FORMS, Term, Token, closing, depths, tokenize, write_term

if TYPE_CHECKING:
    from kg.engine.endpoint import Endpoint

SETTING = f"{PREFIX}SERVICES"
SHARE = 0.7
"""Part of a query's time that other endpoints have together; the rest is for the query itself."""
LOT = 200
"""Rows that an endpoint is asked about at a time."""
MOST = 1_000
"""Rows that it is asked about at all; of more it is asked for everything."""

_ROWS = "application/sparql-results+json"
_CERTIFICATES = "REQUESTS_CA_BUNDLE"
# https://www.w3.org/TR/rdf11-concepts/#section-skolemization
_GENID = f"{ROOT}.well-known/genid/"
_LESS = sentence("Ask less of it: say more inside SERVICE, or put a LIMIT in a SELECT there.")
_LATER = sentence("Ask again later, or write SERVICE SILENT to go on without it.")

Hear = Callable[[str], Answer]
"""Returns the rows of a SELECT query over the graph here, and the dataset of the whole query."""


@dataclass(frozen=True)
class Call:
    """A SERVICE in a query: whom it asks, *group* with its braces, and where it stands.

    *before* is what it is joined with; None where that is not simply what stands before it.
    """

    endpoint: str
    silent: bool
    prologue: str
    group: str
    before: str | None
    start: int
    end: int

    def shared(self) -> list[str]:
        """Return the variables that it has in common with what it is joined with."""
        known = set(variables(self.before or ""))
        return [name for name in variables(self.group) if name in known]

    def known(self) -> str:
        """Return the query for what is known here of these, of one row too many where of more."""
        names = " ".join(f"?{name}" for name in self.shared())
        head = f"{self.prologue}SELECT DISTINCT {names}"
        return f"{head} WHERE {{{self.before}\n}} LIMIT {MOST + 1}"


@dataclass(frozen=True)
class Allowance:
    """Until when, on the clock of this process, and how many bytes and rows may come."""

    until: float
    bytes: int
    rows: int


def has_service(sparql: str) -> bool:
    """Tell whether a query asks another endpoint."""
    return any(token.is_word("SERVICE") for token in tokenize(sparql))


def without_service(sparql: str) -> str:
    """Return the query with a plain group for each SERVICE, everything in its place.

    It is SPARQL where the query is, and can be parsed without anybody being asked.
    """
    tokens = tokenize(sparql)
    for index, token in enumerate(tokens):
        if token.is_word("SERVICE") and (brace := _opening(tokens, index)):
            end = tokens[brace].start
            sparql = sparql[: token.start] + " " * (end - token.start) + sparql[end:]
    return sparql


def answered(sparql: str, hear: Hear, *, seconds: float, byte_limit: int, row_limit: int) -> str:
    """Return the query with what the endpoints answer in the place of each SERVICE.

    *seconds* is the whole time of the query. The query must be SPARQL, and the guard must have
    let its endpoints by. A node without a name gets one, as `_GENID` says. Where a SILENT one
    fails, the query goes on as if it said nothing.

    Raises:
        ServiceSlow: an endpoint gave no whole answer within its share of the time.
        ServiceFailed: it is not there, or gave something that is no answer.
        AnswerTooLarge: its answer passed a limit.
        QueryFailed: what it is to be asked about cannot be found here.
    """
    allowance = Allowance(time.monotonic() + SHARE * seconds, byte_limit, row_limit)
    while call := first_call(sparql):
        sparql = sparql[: call.start] + _reply(call, hear, allowance) + sparql[call.end :]
    return sparql


def first_call(sparql: str) -> Call | None:
    """Return the first SERVICE of a query, None where it has none (any more)."""
    tokens = tokenize(sparql)
    at = next((index for index, token in enumerate(tokens) if token.is_word("SERVICE")), None)
    if at is None:
        return None
    brace = _opening(tokens, at)
    end = tokens[closing(tokens, brace)].end
    form = next(token for token in tokens if token.is_word(*FORMS))
    return Call(
        unescape(tokens[brace - 1].text[1:-1]), tokens[at + 1].is_word("SILENT"),
        sparql[: form.start], sparql[tokens[brace].start : end], _before(sparql, tokens, at),
        tokens[at].start, end,
    )  # fmt: skip


def variables(sparql: str) -> list[str]:
    """Return the names of the variables in a piece of a query, each once."""
    found = (token.text[1:] for token in tokenize(sparql) if token.kind == "variable")
    return list(dict.fromkeys(found))


def _opening(tokens: Sequence[Token], service: int) -> int:
    """Return the index of the brace that opens the group of a SERVICE; 0 where none does."""
    silent = service + 1 < len(tokens) and tokens[service + 1].is_word("SILENT")
    brace = service + (3 if silent else 2)
    return brace if brace < len(tokens) and tokens[brace].text == "{" else 0


def _before(sparql: str, tokens: Sequence[Token], service: int) -> str | None:
    """Return what a SERVICE of the outermost group, or alone in an OPTIONAL, is joined with.

    A filter is of the whole group wherever it stands, so before a filter nothing is certain.
    """
    group = outermost_group(tokens)
    optional = tokens[service - 1].text == "{" and tokens[service - 2].is_word("OPTIONAL")
    end = service - 2 if optional else service
    if group is None or not group < end < closing(tokens, group):
        return None
    levels = [depth for depth, _ in depths(tokens)]
    inside = range(group + 1, end)
    filtered = any(levels[one] == 1 and tokens[one].is_word("FILTER") for one in inside)
    return None if filtered or levels[end] != 1 else sparql[tokens[group].end : tokens[end].start]


def _reply(call: Call, hear: Hear, allowance: Allowance) -> str:
    """Return the rows that an endpoint answers, as a group in its place."""
    try:
        return f"{{ {values(_joined(call, list(_answers(call, hear, allowance))))} }}"
    except ServiceFailed:
        if call.silent:
            return "{ }"
        raise


def _answers(call: Call, hear: Hear, allowance: Allowance) -> Iterator[Answer]:
    """Yield what an endpoint answers, about lots of what is known here or else at once."""
    from kg.engine.endpoint import Endpoint  # the HTTP client is slow to import

    trusted = {_CERTIFICATES: os.environ.get(_CERTIFICATES, "")}
    endpoint = Endpoint(call.endpoint, trusted, named=SETTING)
    left = allowance.rows
    for known in _lots(call, hear):
        about = values(known) if known else ""
        sparql = f"{call.prologue}SELECT * WHERE {{\n{about}\n{call.group}\n}}"
        found = _ask(endpoint, sparql, allowance)
        left -= len(found)
        if left < 0:
            what = sentence("%(endpoint)s gives too many rows.", endpoint=call.endpoint)
            raise AnswerTooLarge(what, _LESS)
        yield found


def _lots(call: Call, hear: Hear) -> Iterator[Answer | None]:
    """Yield what is known here of the variables that both have, in lots; None is everything.

    Nothing is yielded where nothing is known: then nothing can be joined either. A variable
    that is unbound somewhere, or means a node that only we know, says nothing of what to ask.
    """
    found = hear(call.known()) if call.shared() else Answer((), ())
    columns = [name for name in found.variables if all(map(_can_be_asked, found.column(name)))]
    if not columns or len(found) > MOST:
        yield None
        return
    rows = iter(dict.fromkeys(zip(*map(found.column, columns), strict=True)))
    while lot := tuple(islice(rows, LOT)):
        yield Answer(tuple(columns), lot)


def _can_be_asked(term: Term | None) -> bool:
    return term is not None and not isinstance(term, BNode)


def _ask(endpoint: "Endpoint", sparql: str, allowance: Allowance) -> Answer:
    """Return the rows that an endpoint answers to one query."""
    from kg.engine.replies import read_reply

    left = allowance.until - time.monotonic()
    try:
        reply = endpoint.query([("query", sparql)], _ROWS, seconds=left, byte_limit=allowance.bytes)
        found = read_reply(endpoint, reply, sparql)
        if not isinstance(found, QuerySolutions):
            raise QueryFailed(sentence("It says yes or no where rows are asked for."))
        answer = to_answer(found)
        values(answer)  # what no query can hold shows here
    except (QueryFailed, BadParameterValue) as error:
        raise _failed(endpoint.url, error) from error.with_traceback(None)
    return answer


def _failed(url: str, error: QueryFailed | BadParameterValue) -> QueryFailed:
    """Return what to say of an endpoint that gave no answer."""
    # Of what it refuses it says why; the hints of its other faults are for who runs it.
    why, words = error.message, error.hint
    if type(error) is QueryFailed and isinstance(why, Sentence) and isinstance(words, Sentence):
        why = after(why, words)
    what = sentence(
        "The endpoint %(url)s, asked by SERVICE, gave no answer that can be used: %(why)s",
        url=url, why=why,
    )  # fmt: skip
    if isinstance(error, AnswerTooLarge):
        return AnswerTooLarge(what, _LESS)
    return (ServiceSlow if isinstance(error, EngineSlow) else ServiceFailed)(what, _LATER)


def _joined(call: Call, answers: Sequence[Answer]) -> Answer:
    """Return several answers as one, of the variables that the group has."""
    inside = variables(call.group)
    given = {name for one in answers for name in one.variables}
    names = tuple(name for name in inside if name in given or not answers)
    return Answer(names, tuple(
        tuple(_named(record.get(name), f"{call.start}-{number}") for name in names)
        for number, one in enumerate(answers)
        for record in one.records()
    ))  # fmt: skip


def _named(term: Term | None, answer: str) -> Term | None:
    """Return a term, a node without a name by one that says in which answer it was."""
    return URIRef(f"{_GENID}{answer}-{quote(term, safe='')}") if isinstance(term, BNode) else term


def values(answer: Answer) -> str:
    """Return rows as a VALUES block; a node without a name has no place in one and is left out.

    Raises:
        BadParameterValue: a term has characters that no query can hold.
    """
    names = " ".join(f"?{name}" for name in answer.variables)
    rows = "\n".join(f"({' '.join(map(_written, row))})" for row in answer.rows)
    return f"VALUES ({names}) {{\n{rows}\n}}"


def _written(term: Term | None) -> str:
    return "UNDEF" if term is None or isinstance(term, BNode) else write_term(term)
