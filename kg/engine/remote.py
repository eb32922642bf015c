"""An engine at a URL: any SPARQL 1.1 endpoint that `warmteregie load` brought a build to."""

import re
import time
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

from kg.engine.dataset import Dataset, dataset_of, unescape
from kg.engine.endpoint import Endpoint
from kg.engine.failures import explain, padded
from kg.engine.interface import Engine, Found, Heard
from kg.engine.replies import EVERYTHING, accepted, read_reply
from kg.engine.store import current_build
from kg.errors import (
    EngineSlow,
    NoBuild,
    NotLoaded,
    QueryFailed,
    QueryRefused,
    WarmteregieError,
)
from kg.namespaces import GRAPH
from kg.sentences import sentence
from kg.tokens import tokenize

UNION = str(GRAPH.union)
LOADED = str(GRAPH.loaded)
NONE = str(GRAPH.none)
"""A graph that is never there. Engines read a dataset without one as: all graphs."""

_LOADED = f"""SELECT ?build ?graph {{
  <{UNION}> <http://purl.org/dc/terms/identifier> ?build .
  OPTIONAL {{ <{UNION}> <http://purl.org/dc/terms/hasPart> ?graph }}
}}"""
_EMPTY = Store()
_TRUSTED_SECONDS = 2.0
# Functions of Virtuoso's SQL, which a query can reach under these names.
_EXTENSION = re.compile("<(?:bif|sql):", re.IGNORECASE)


class Held(NamedTuple):
    """What an engine holds: the name of the build, and its named graphs."""

    build_id: str
    graphs: tuple[str, ...]


class RemoteEngine(Engine):
    """Answers queries over the build that was loaded into the engine at a URL.

    Each query has a deadline. What is not SPARQL is told by our own parser, so that every
    engine has the same messages and none is asked for what only it understands.
    """

    def __init__(
        self, endpoint: Endpoint, builds: Path, seconds: float = 10.0, byte_limit: int = 50_000_000
    ) -> None:
        self._endpoint = endpoint
        self._builds = builds
        self._seconds = seconds
        self._byte_limit = byte_limit
        self._lock = Lock()
        self._held: tuple[float, Held | WarmteregieError] | None = None

    @property
    def build(self) -> Path:
        """The folder of the build on this machine, which has the search index.

        Raises:
            NoBuild: there is none.
        """
        return current_build(self._builds)

    @property
    def build_id(self) -> str:
        """The name of the build that the engine holds.

        Raises:
            NoBuild: it holds none, or one is being loaded.
            EngineFailed: it cannot be asked.
        """
        return self.held().build_id

    def held(self) -> Held:
        """Return what the engine holds, as it was some two seconds ago at the most.

        Raises:
            NoBuild: it holds no build, or one is being loaded.
            EngineFailed: it cannot be asked.
        """
        return self._what_it_holds(_Allowance(self._until(), self._byte_limit))

    def some_of(self, graph: str, limit: int) -> list[Triple]:
        """Return up to *limit* triples of a graph, whether or not a build is there.

        Raises:
            EngineFailed: the engine gives no answer.
        """
        sparql = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }} LIMIT {limit}"
        allowance = _Allowance(time.monotonic() + 60, 8 * self._byte_limit)
        found = self._ask_engine(sparql, Dataset((graph,)), allowance)
        return list(found) if isinstance(found, QueryTriples) else []

    def query(self, sparql: str) -> Found:
        """Return what a query gives.

        Raises:
            QueryFailed: it is not SPARQL, or gives no answer.
            NoBuild: the engine holds no build.
            EngineFailed: the engine gives no answer.
        """
        allowance = _Allowance(self._until(), self._byte_limit)
        return self._hear(sparql, Dataset(), allowance).found

    def hear(self, sparql: str, dataset: Dataset, *, seconds: float, byte_limit: int) -> Heard:
        """Return what a query gives over *dataset*, or else over the one it describes.

        Several default graphs are fetched and merged here, because engines give a triple
        that stands in two of them twice.

        Raises:
            As `query`.
        """
        return self._hear(sparql, dataset, _Allowance(time.monotonic() + seconds, byte_limit))

    def _until(self) -> float:
        return time.monotonic() + self._seconds

    def _hear(self, sparql: str, dataset: Dataset, allowance: "_Allowance") -> Heard:
        refuse_what_is_not_sparql(sparql)
        asked = dataset or dataset_of(tokenize(sparql))
        held = self._what_it_holds(allowance)
        graphs = dict.fromkeys([*asked.default, *asked.named])
        if len(set(asked.default)) > 1:
            found = self._merged(sparql, asked, allowance)
        else:
            asked = asked or Dataset((UNION,), held.graphs)
            found = self._ask_engine(sparql, asked, allowance)
        return Heard(found, held.build_id, tuple(one for one in graphs if one not in held.graphs))

    def _what_it_holds(self, allowance: "_Allowance") -> Held:
        """Return what the engine holds, or why it cannot be asked, as some two seconds ago."""
        if not self._lock.acquire(timeout=max(allowance.until - time.monotonic(), 0)):
            raise EngineSlow(f"The engine at {self._endpoint.url} is slow.", "Ask again later.")
        try:
            if self._held is None or time.monotonic() - self._held[0] > _TRUSTED_SECONDS:
                found = self._ask_what_it_holds(allowance)
                self._held = time.monotonic(), found
            known = self._held[1]
        finally:
            self._lock.release()
        if isinstance(known, Held):
            return known
        raise copy(known)

    def _ask_what_it_holds(self, allowance: "_Allowance") -> Held | WarmteregieError:
        try:
            found = self._ask_engine(_LOADED, Dataset((LOADED,)), allowance)
        except (QueryFailed, NoBuild) as error:
            # Kept without its traceback, whose frames hold the engine and half-read rows, which
            # another thread may not let go of.
            return copy(error)
        rows = [tuple(row) for row in found] if isinstance(found, QuerySolutions) else []
        if not rows:
            return NotLoaded(
                f"The engine at {self._endpoint.url} holds no build, or one is being loaded.",
                "Run `warmteregie load`.",
            )
        graphs = sorted(graph.value for _, graph in rows if isinstance(graph, NamedNode))
        return Held(rows[0][0].value, tuple(graphs))

    def _ask_engine(self, sparql: str, dataset: Dataset, allowance: "_Allowance") -> Found:
        """Send a query and read what comes back."""
        form = [
            ("query", sparql),
            *(("default-graph-uri", iri) for iri in dataset.default or (NONE,)),
            *(("named-graph-uri", iri) for iri in dataset.named or (NONE,)),
        ]
        reply = self._endpoint.query(
            form, accepted(sparql),
            seconds=allowance.until - time.monotonic(), byte_limit=allowance.byte_limit,
        )  # fmt: skip
        return read_reply(self._endpoint, reply, sparql)

    def _merged(self, sparql: str, dataset: Dataset, allowance: "_Allowance") -> Found:
        """Return the answer over several default graphs, fetched and merged here."""
        store = Store()
        for iri, into in _places(dataset):
            found = self._ask_engine(EVERYTHING, Dataset((iri,)), allowance)
            if isinstance(found, QueryTriples):
                store.extend(Quad(one.subject, one.predicate, one.object, into) for one in found)
        named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in dataset.named]
        return store.query(padded(sparql), default_graph=[DefaultGraph()], named_graphs=named)


class _Allowance(NamedTuple):
    """Until when an answer may take, on the clock of this process, and how many bytes."""

    until: float
    byte_limit: int


def _places(dataset: Dataset) -> Sequence[tuple[str, NamedNode | DefaultGraph]]:
    """Return each graph of a dataset with the graph that it is to stand in."""
    return [
        *((iri, DefaultGraph()) for iri in dict.fromkeys(dataset.default)),
        *((iri, NamedNode(iri)) for iri in dataset.named),
    ]


def refuse_what_is_not_sparql(sparql: str) -> None:
    """Raise what our own parser says of a query, and what an engine alone would understand.

    Raises:
        QuerySyntaxError: it is not SPARQL 1.1.
        QueryRefused: it names what one engine only knows.
    """
    for token in tokenize(sparql):
        if token.kind == "iri" and _EXTENSION.match(unescape(token.text)):
            what = sentence("%(name)s is known to one engine only.", name=token.text)
            raise QueryRefused(what, sentence("Use SPARQL 1.1."))
    try:
        _EMPTY.query(padded(sparql), default_graph=[], named_graphs=[])
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        raise explain(error, sparql) from error
