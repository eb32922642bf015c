"""The engine in process, for our own queries: fast, and not to be stopped."""

from pathlib import Path
from threading import Lock

from pyoxigraph import Store

from kg.engine.failures import explain, padded
from kg.engine.interface import Engine, Found
from kg.engine.store import MEMORY_TRIPLES, current_build, open_store
from kg.errors import NoBuild
from kg.settings import Settings


class EmbeddedEngine(Engine):
    """Answers queries over the build that serves, and over the next one once it is there.

    Up to *memory_triples* the graph is held in memory; above that it is read from disk, where
    several processes may read it at once. Nothing here stops or limits a query.
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

    def query(self, sparql: str) -> Found:
        """Return what a query gives, as it comes.

        Raises:
            QueryFailed: it is not SPARQL, or gives no answer.
            NoBuild: there is nothing to answer from, or it is damaged.
        """
        store = self._current()[1]
        try:
            return store.query(padded(sparql))
        except (SyntaxError, RuntimeError, ValueError, OSError) as error:
            raise explain(error, sparql) from error

    def _current(self) -> tuple[Path, Store]:
        """Return the build that serves and its store, opened when it is a new one."""
        build = current_build(self._builds)
        opened = self._opened
        if opened is None or opened[0] != build:
            with self._lock:
                if self._opened is None or self._opened[0] != build:
                    self._opened = self._open(build)
                opened = self._opened
        return opened

    def _open(self, build: Path) -> tuple[Path, Store]:
        """Return a build and its store, or the newer one that took its place meanwhile."""
        try:
            # Over a rotten block the engine may count or sort for ever: look first.
            return build, open_store(build, self._memory_triples, thorough=True)
        except NoBuild:
            newest = current_build(self._builds)
            if newest == build:
                raise
            return self._open(newest)


def open_engine(settings: Settings, memory_triples: int | None = None) -> EmbeddedEngine:
    """Return the embedded engine over the build that the settings name, opened.

    Raises:
        NoBuild: there is none, or it is damaged.
    """
    engine = EmbeddedEngine(settings.build, memory_triples or settings.memory_triples)
    engine.build  # noqa: B018  # opens the store now, so that what is wrong shows at the start
    return engine
