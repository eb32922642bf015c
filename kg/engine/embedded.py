"""The engine in process, for our own queries: fast, and not to be stopped."""

from pathlib import Path
from threading import Lock
from typing import TypeVar

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store
from rdflib import Graph

from kg.answers import Answer
from kg.engine.failures import explain, padded
from kg.engine.store import MEMORY_TRIPLES, current_build, open_store
from kg.engine.terms import to_answer, to_graph
from kg.errors import QueryFailed
from kg.settings import Settings

_Result = TypeVar("_Result", QueryBoolean, QuerySolutions, QueryTriples)


class Engine:
    """Answers queries over the build that serves, and over the next one once it is there.

    Safe to share between threads. Queries are trusted: nothing here stops or limits them.
    """

    def __init__(self, builds: Path, memory_triples: int = MEMORY_TRIPLES) -> None:
        self._builds = builds
        self._memory_triples = memory_triples
        self._lock = Lock()
        self._opened: tuple[Path, Store] | None = None

    @property
    def build(self) -> Path:
        """The folder of the build that is answered from.

        Raises:
            NoBuild: there is none.
        """
        return self._current()[0]

    @property
    def build_id(self) -> str:
        """The name of that build; it changes when the graph does."""
        return self.build.name

    def select(self, sparql: str) -> Answer:
        """Return the rows of a SELECT query, in its own order. No rows is an answer.

        Raises:
            QueryFailed: the query is no SELECT, not SPARQL, or gives no answer.
            NoBuild: there is nothing to answer from, or it is damaged.
        """
        try:
            return to_answer(self._ask_for(sparql, QuerySolutions, "rows"))
        except (RuntimeError, OSError) as error:  # raised while the rows are read
            raise explain(error, sparql) from error

    def ask(self, sparql: str) -> bool:
        """Return the answer to an ASK query.

        Raises:
            QueryFailed: the query is no ASK, not SPARQL, or gives no answer.
            NoBuild: there is nothing to answer from, or it is damaged.
        """
        return bool(self._ask_for(sparql, QueryBoolean, "yes or no"))

    def construct(self, sparql: str) -> Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE query.

        Raises:
            QueryFailed: the query is neither, not SPARQL, or gives no answer.
            NoBuild: there is nothing to answer from, or it is damaged.
        """
        try:
            return to_graph(self._ask_for(sparql, QueryTriples, "a graph"))
        except (RuntimeError, OSError) as error:  # raised while the triples are read
            raise explain(error, sparql) from error

    def _ask_for(self, sparql: str, kind: type[_Result], wanted: str) -> _Result:
        """Run the query and return what it gives, if that is of the *kind* wanted."""
        store = self._current()[1]
        try:
            found = store.query(padded(sparql))
        except (SyntaxError, RuntimeError, ValueError, OSError) as error:
            raise explain(error, sparql) from error
        if not isinstance(found, kind):
            raise QueryFailed(f"The query does not give {wanted}.", "Use another query form.")
        return found

    def _current(self) -> tuple[Path, Store]:
        """Return the build that serves and its store, opened when it is a new one."""
        build = current_build(self._builds)
        opened = self._opened
        if opened is None or opened[0] != build:
            with self._lock:
                if self._opened is None or self._opened[0] != build:
                    # Over a rotten block the engine may count or sort for ever: look first.
                    store = open_store(build, self._memory_triples, thorough=True)
                    self._opened = build, store
                opened = self._opened
        return opened


def open_engine(settings: Settings, memory_triples: int = MEMORY_TRIPLES) -> Engine:
    """Return the engine over the build that the settings name, opened.

    Raises:
        NoBuild: there is none, or it is damaged.
    """
    engine = Engine(settings.build, memory_triples)
    engine.build  # noqa: B018  # opens the store now, so that what is wrong shows at the start
    return engine
