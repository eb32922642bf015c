"""What pool and worker, and web worker and broker, say to each other: one JSON object a line."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kg.engine.dataset import Dataset
from kg.errors import (
    AnswerTooLarge,
    BuildDamaged,
    EndpointBusy,
    EngineBusy,
    EngineFailed,
    EngineSlow,
    NoBuild,
    NotLoaded,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    ServiceFailed,
    ServiceSlow,
    SpoolFailed,
    WarmteregieError,
    WorkerDied,
)
from kg.sentences import from_data, to_data

SOCKET = "socket"
"""Name of the broker's socket in its folder."""
ROW_FORMATS = ("json", "xml", "csv", "tsv")
GRAPH_FORMATS = ("turtle", "ntriples", "rdfxml", "jsonld")

_ERRORS: Mapping[str, type[WarmteregieError]] = {
    kind.__name__: kind
    for kind in (
        AnswerTooLarge, BuildDamaged, EndpointBusy, EngineBusy, EngineFailed, EngineSlow, NoBuild,
        NotLoaded, QueryFailed, QueryRefused, QueryTimeout, ServiceFailed, ServiceSlow,
        SpoolFailed, WorkerDied,
    )
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One query of a visitor: what, in which format, over which graphs, from which address."""

    sparql: str
    format: str
    dataset: Dataset
    client: str = ""


@dataclass(frozen=True)
class Request:
    """One query for a worker: what to ask, and where and within which limits to write it.

    *seconds* is for a worker whose pool has gone: it then ends by itself. *services* are the
    endpoints that it may ask; without any it follows no SERVICE.
    """

    sparql: str
    format: str
    path: str
    dataset: Dataset
    row_limit: int
    byte_limit: int
    seconds: float
    services: tuple[str, ...] = ()


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


@dataclass(frozen=True)
class Load:
    """How many queries run now, and how many wait."""

    running: int
    waiting: int


def write_asked(asked: Asked | None) -> str:
    """Return what is asked of the broker as one line; None asks for its load."""
    return json.dumps(asked and asdict(asked)) + "\n"


def read_asked(line: str) -> Asked | None:
    """Return what `write_asked` wrote."""
    found = json.loads(line)
    return Asked(**{**found, "dataset": _dataset(found)}) if found else None


def write_load(load: Load) -> str:
    """Return the load as one line."""
    return json.dumps(asdict(load)) + "\n"


def read_load(line: str) -> Load:
    """Return the load that `write_load` wrote."""
    return Load(**json.loads(line))


def _dataset(found: Mapping[str, Any]) -> Dataset:
    return Dataset(*(tuple(found["dataset"][part]) for part in ("default", "named")))


def write_request(request: Request) -> str:
    """Return the request as one line."""
    return json.dumps(asdict(request)) + "\n"


def read_request(line: str) -> Request:
    """Return the request that `write_request` wrote."""
    found = json.loads(line)
    services = tuple(found["services"])
    return Request(**{**found, "dataset": _dataset(found), "services": services})


def write_reply(reply: Reply | WarmteregieError) -> str:
    """Return an answer, or why there is none, as one line."""
    if isinstance(reply, Reply):
        return json.dumps({"reply": asdict(reply)}) + "\n"
    found: dict[str, Any] = {"message": to_data(reply.message), "hint": to_data(reply.hint)}
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
    message, hint = from_data(found["message"]), from_data(found["hint"])
    if found["error"] == QuerySyntaxError.__name__:
        raise QuerySyntaxError(message, found["line"], found["column"], hint)
    raise _ERRORS.get(found["error"], QueryFailed)(message, hint)
