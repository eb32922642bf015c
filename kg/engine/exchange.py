"""What the pool and a worker say to each other: one JSON object a line, over pipes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kg.engine.dataset import Dataset
from kg.errors import (
    AnswerTooLarge,
    BuildDamaged,
    EngineBusy,
    EngineFailed,
    EngineSlow,
    NoBuild,
    NotLoaded,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    SpoolFailed,
    WarmteregieError,
)

ROW_FORMATS = ("json", "xml", "csv", "tsv")
GRAPH_FORMATS = ("turtle", "ntriples", "rdfxml", "jsonld")

_ERRORS: Mapping[str, type[WarmteregieError]] = {
    kind.__name__: kind
    for kind in (
        AnswerTooLarge,
        BuildDamaged,
        EngineBusy,
        EngineFailed,
        EngineSlow,
        NoBuild,
        NotLoaded,
        QueryFailed,
        QueryRefused,
        SpoolFailed,
    )
}


@dataclass(frozen=True)
class Request:
    """One query for a worker: what to ask, and where and within which limits to write it.

    *seconds* is for a worker whose pool has gone: it then ends by itself.
    """

    sparql: str
    format: str
    path: str
    dataset: Dataset
    row_limit: int
    byte_limit: int
    seconds: float


@dataclass(frozen=True)
class Reply:
    """What a worker wrote: rows, yes or no, or a graph; its rows (or triples) and bytes.

    *build_id* is the build that an engine elsewhere holds; empty for the worker's own.
    """

    kind: str
    rows: int
    bytes: int
    unknown_graphs: tuple[str, ...]
    build_id: str = ""


def write_request(request: Request) -> str:
    """Return the request as one line."""
    return json.dumps(asdict(request)) + "\n"


def read_request(line: str) -> Request:
    """Return the request that `write_request` wrote."""
    found = json.loads(line)
    dataset = Dataset(*(tuple(found["dataset"][part]) for part in ("default", "named")))
    return Request(**{**found, "dataset": dataset})


def write_reply(reply: Reply | WarmteregieError) -> str:
    """Return an answer, or why there is none, as one line."""
    if isinstance(reply, Reply):
        return json.dumps({"reply": asdict(reply)}) + "\n"
    found: dict[str, Any] = {"message": reply.message, "hint": reply.hint}
    if isinstance(reply, QuerySyntaxError):
        found |= {"line": reply.line, "column": reply.column}
    return json.dumps({"error": type(reply).__name__, **found}) + "\n"


def read_reply(line: str) -> Reply:
    """Return the answer that `write_reply` wrote.

    Raises:
        WarmteregieError: the worker gave no answer; its own error.
    """
    found = json.loads(line)
    if "reply" in found:
        reply = found["reply"]
        return Reply(**{**reply, "unknown_graphs": tuple(reply["unknown_graphs"])})
    if found["error"] == QuerySyntaxError.__name__:
        raise QuerySyntaxError(found["message"], found["line"], found["column"], found["hint"])
    raise _ERRORS.get(found["error"], QueryFailed)(found["message"], found["hint"])
