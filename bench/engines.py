"""Engines side by side: a few questions of the library, on the same data in one run.

Embedded, our own server, `oxigraph serve` (from PyPI), and `rdflib-endpoint` over rdflib's
memory where it is installed. Only the ratios are worth keeping. Needs a build; sends to this
machine only.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from kg.engine import EmbeddedEngine, current_build
from kg.engine.endpoint import Endpoint
from kg.engine.loading import load_engine, write_bulk
from kg.engine.remote import UNION, RemoteEngine
from kg.errors import WarmteregieError
from kg.files import shipped_files
from kg.library import bind, bindings_for, load_library
from kg.settings import load_settings

Ask = Callable[[str], object]
CLIENTS = 4
SECONDS = 60.0
QUESTIONS = ("core-instruments", "interviewed-parties", "policy-targets", "method")
"""Questions that the slowest of them answers too: of the others rdflib takes over a minute."""
LIMIT = 50_000_000
ROWS = "application/sparql-results+json"
RDFLIB_SERVER = """
import sys, uvicorn
from rdflib import Dataset, URIRef
from rdflib_endpoint import SparqlEndpoint
graph = Dataset()
graph.parse(sys.argv[1], format="nquads")
for triple in list(graph.graph(URIRef(sys.argv[3]))):
    graph.default_graph.add(triple)
uvicorn.run(SparqlEndpoint(graph=graph), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


def main() -> None:
    """Print how long the questions take on each engine, alone and by several clients."""
    builds = load_settings(os.environ, Path.cwd()).build
    base: tuple[float, float] | None = None
    for name, opened in (
        ("embedded", embedded),
        ("warmteregie serve", served),
        ("oxigraph serve", oxigraph),
        ("rdflib-endpoint", rdflib),
    ):
        with opened(builds) as ask:
            if ask is None:
                print(f"{name:<18} not installed")
                continue
            found = measure(ask)
            base = base or found
            print(
                f"{name:<18} one client {found[0]:8.2f} s ({found[0] / base[0]:6.1f} to 1)   "
                f"{CLIENTS} clients {found[1]:8.2f} s ({found[1] / base[1]:6.1f} to 1)"
            )


def measure(ask: Ask) -> tuple[float, float]:
    """Return the seconds that the questions take: the median of three, and by several clients."""
    library = load_library(shipped_files().queries / "questions", parse=False)
    asked = [bind(library[one].body, bindings_for(library[one], {})) for one in QUESTIONS]

    def ask_all() -> None:
        for sparql in asked:
            attempt(ask, sparql)

    ask_all()
    alone = statistics.median(seconds(ask_all) for _ in range(3))
    with ThreadPoolExecutor(CLIENTS) as clients:
        return alone, seconds(lambda: [*clients.map(lambda _: ask_all(), range(CLIENTS))])


def attempt(ask: Ask, sparql: str) -> None:
    """Ask one question; say so when it gave no answer."""
    try:
        ask(sparql)
    except WarmteregieError as error:
        print(f"  no answer: {error.message}", file=sys.stderr)


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


@contextmanager
def embedded(builds: Path) -> Iterator[Ask | None]:
    """Give the engine in process."""
    yield EmbeddedEngine(builds).select


@contextmanager
def served(builds: Path) -> Iterator[Ask | None]:
    """Give our own endpoint, limits and broker and all."""
    port = free_port()
    program = Path(sys.executable).with_name("warmteregie")
    with running([str(program), "serve", "--port", str(port)]):
        ask = plain(f"http://127.0.0.1:{port}/sparql")
        until_it_answers(lambda: ask("ASK {}"))
        yield ask


@contextmanager
def oxigraph(builds: Path) -> Iterator[Ask | None]:
    """Give an engine over `oxigraph serve`, loaded by Graph Store Protocol."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        yield None
        return
    port = free_port()
    with running([str(program), "serve", "--bind", f"127.0.0.1:{port}"]):
        engine = remote(f"http://127.0.0.1:{port}/query", builds)
        store = Endpoint(f"http://127.0.0.1:{port}/store", {})
        until_it_answers(lambda: load_engine(current_build(builds), engine, store, lambda _: None))
        yield engine.select


@contextmanager
def rdflib(builds: Path) -> Iterator[Ask | None]:
    """Give an engine over `rdflib-endpoint`, run by RDFLIB_ENDPOINT_PYTHON or this Python."""
    python = os.environ.get("RDFLIB_ENDPOINT_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import rdflib_endpoint"], capture_output=True).returncode:
        yield None
        return
    folder = Path(tempfile.mkdtemp())
    write_bulk(current_build(builds), folder / "graph.nq")
    port = free_port()
    with running([python, "-c", RDFLIB_SERVER, str(folder / "graph.nq"), str(port), UNION]):
        ask = plain(f"http://127.0.0.1:{port}/")
        until_it_answers(lambda: ask("ASK {}"))
        yield ask
    shutil.rmtree(folder)


def plain(url: str) -> Ask:
    """Return what asks an endpoint whose default graph is the union, without a dataset."""
    endpoint = Endpoint(url, {})
    return lambda sparql: endpoint.query(
        [("query", sparql)], ROWS, seconds=SECONDS, byte_limit=LIMIT
    )


def remote(url: str, builds: Path) -> RemoteEngine:
    """Return the engine at a URL, with time enough for the slowest."""
    return RemoteEngine(Endpoint(url, {}), builds, SECONDS)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


def until_it_answers(action: Callable[[], object]) -> None:
    """Do it until it succeeds, for a minute at the most."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            action()
            return
        except WarmteregieError:
            if time.monotonic() > until:
                raise
            time.sleep(1)


@contextmanager
def running(command: list[str]) -> Iterator[None]:
    """Run a server, and end it afterwards."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    main()
