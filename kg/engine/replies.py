"""What an endpoint sends back, read as the store reads it: rows, yes or no, triples."""

import io
import json
from typing import cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from kg.engine.endpoint import Endpoint, Reply
from kg.engine.interface import Found
from kg.errors import AnswerTooLarge, EngineFailed
from kg.sentences import sentence
from kg.tokens import query_form, tokenize

EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"

_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
# The variable by which Virtuoso answers an ASK: one row means yes, none no.
_TRUTH = "__ASK_RETVAL"


def accepted(sparql: str) -> str:
    """Return the media type to ask for as the answer to a query."""
    return _TRIPLES if _gives_triples(sparql) else _ROWS


def read_reply(endpoint: Endpoint, reply: Reply, sparql: str) -> Found:
    """Return what the reply to a query holds, all of it.

    Raises:
        EngineFailed: it is something else.
        AnswerTooLarge: the endpoint cut it.
    """
    try:
        return _triples(reply) if _gives_triples(sparql) else _rows(reply)
    except (SyntaxError, ValueError) as error:
        raise EngineFailed(
            sentence(
                "The engine at %(url)s answers with something that is no answer (%(kind)s): "
                "%(why)s.",
                url=endpoint.url,
                kind=reply.media_type or sentence("of no kind"),
                why=str(error),
            ),
            f"Check {endpoint.named}: is it the address that takes queries?",
        ) from error.with_traceback(None)  # its frames hold rows, which are bound to this thread


def _gives_triples(sparql: str) -> bool:
    return query_form(tokenize(sparql)) in ("CONSTRUCT", "DESCRIBE")


def _rows(reply: Reply) -> QuerySolutions | QueryBoolean:
    """Return rows, or yes or no, all of them."""
    names, count = _shape(reply)
    if names == [_TRUTH]:
        return _boolean(count > 0)
    if reply.most_rows and count >= reply.most_rows:
        what = sentence("The engine gives %(most)s rows at the most.", most=reply.most_rows)
        raise AnswerTooLarge(what, sentence("Add a LIMIT."))
    return parse_query_results(reply.body, QueryResultsFormat.JSON)


def _shape(reply: Reply) -> tuple[list[str], int]:
    """Return the variables and how many rows; neither of yes or no."""
    found = parse_query_results(reply.body, QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return [], 0
    names = [variable.value for variable in found.variables]
    return names, sum(1 for _ in found)  # read to the end: what is broken off shows only there


def _boolean(truth: bool) -> QueryBoolean:
    text = json.dumps({"head": {}, "boolean": truth})
    return cast(QueryBoolean, parse_query_results(text, QueryResultsFormat.JSON))


def _triples(reply: Reply) -> Found:
    """Return triples, each once."""
    store = Store()
    if reply.body.strip():
        store.extend(parse(io.BytesIO(reply.body), RdfFormat.N_TRIPLES))
    return store.query(EVERYTHING)
