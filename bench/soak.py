"""The server under load, hostile queries and kill -9, for so many seconds (120), as a table.

    python bench/soak.py 120

The build is copied first; the settings are those that ship. Each 200 is compared with what the
engine answers without a server. Seconds are those of this machine at this moment.
"""

import http.client
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

from kg.engine import QueryPool, current_build
from kg.files import shipped_files
from kg.library import bind, bindings_for, load_library
from kg.settings import load_settings
from tests.processes import descendants, held_by, workers_of
from tests.webapp.running import Running, running, swap_larger

CLIENTS = 32
HOSTILE_CLIENTS = 8
PATIENCE = 5
"""How many times sooner than they are told to, clients ask again."""
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER REGEX(CONCAT(STR(?c), STR(?f)), "(a|aa)+$") }',
    f"ASK {{ FILTER({'!' * 40_000}true) }}",
)


@dataclass
class Tally:
    """What clients got: how often which status, milliseconds of each 200, and wrong answers."""

    statuses: Counter[str] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    wrong: int = 0

    def row(self, what: str) -> str:
        """Return a row of the table."""
        counts = ", ".join(f"{status}: {n:,}" for status, n in sorted(self.statuses.items()))
        cuts = statistics.quantiles(self.took, n=100) if len(self.took) > 1 else [0.0] * 99
        times = " / ".join(f"{cuts[at]:,.0f}" for at in (49, 94, 98))
        return f"| {what} | {counts} | {times} | {self.wrong} |"


class Client(Thread):
    """Asks one query after another from an address of its own, and tallies what it gets."""

    def __init__(
        self, port: int, address: str, queries: list[str], known: dict[str, bytes], over: Event
    ) -> None:
        super().__init__(daemon=True)
        self.tally = Tally()
        self._port, self._address, self._known, self._over = port, address, known, over
        self._queries = cycle(random.sample(queries, len(queries)))

    def run(self) -> None:
        """Ask until it is over."""
        while not self._over.is_set():
            query, began = next(self._queries), time.monotonic()
            status, body = self._ask(query)
            self.tally.statuses[status] += 1
            if status == "200":
                self.tally.took.append(1000 * (time.monotonic() - began))
                self.tally.wrong += query in self._known and rows(body) != self._known[query]

    def _ask(self, query: str) -> tuple[str, bytes]:
        """Return status and body; a refused client waits a moment, as it was told to."""
        link = http.client.HTTPConnection(
            "127.0.0.1", self._port, timeout=60, source_address=(self._address, 0)
        )
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "text/csv, text/turtle;q=0.5",
        }
        try:
            link.request("POST", "/sparql", urlencode({"query": query}), headers)
            reply = link.getresponse()
            body = reply.read()
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__, b""
        finally:
            link.close()
        if wait := reply.headers["Retry-After"]:
            self._over.wait(int(wait) / PATIENCE)
        return f"{reply.status}{' wait' if wait else ''}", body


def rows(body: bytes) -> bytes:
    """Return the lines of an answer in an order that does not depend on the engine's."""
    return b"\n".join(sorted(body.split(b"\n")))


def known_answers(folder: Path) -> dict[str, bytes]:
    """Return the answer to each question of the library, asked without a server."""
    settings = load_settings({"WARMTEREGIE_BUILD": str(folder)}, folder)
    library = load_library(shipped_files().queries / "questions", parse=False)
    queries = [bind(one.sparql, bindings_for(one, {})) for one in library.values()]
    with QueryPool(settings) as pool:
        return {query: rows(pool.run(query, "csv").read()) for query in queries}


@contextmanager
def load(server: Running, known: dict[str, bytes], hostile: int = 0) -> Iterator[list[Client]]:
    """Have clients ask, the hostile ones last in the list."""
    over, kind = Event(), list(known)
    friendly = [Client(server.port, f"127.0.1.{n + 1}", kind, known, over) for n in range(CLIENTS)]
    others = [
        Client(server.port, f"127.0.2.{n + 1}", list(HOSTILE), {}, over) for n in range(hostile)
    ]
    for client in [*friendly, *others]:
        client.start()
    try:
        yield [*friendly, *others]
    finally:
        over.set()
        for client in [*friendly, *others]:
            client.join(60)


def together(clients: list[Client]) -> Tally:
    """Return one tally of many clients."""
    one = Tally()
    for client in clients:
        one.statuses += client.tally.statuses
        one.took += client.tally.took
        one.wrong += client.tally.wrong
    return one


def every(seconds: float, until: float, act: Callable[[], object]) -> None:
    """Do something again and again until a time."""
    while time.monotonic() + seconds < until:
        time.sleep(seconds)
        act()
    time.sleep(max(0.0, until - time.monotonic()))


def kill(pids: set[int]) -> None:
    """Kill processes as nobody expects it."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def any_of(pids: set[int]) -> set[int]:
    """Return one of these processes, if there is one."""
    return set(random.sample(sorted(pids), min(1, len(pids))))


def soak(server: Running, known: dict[str, bytes], seconds: float) -> Iterator[str]:
    """Yield a row for each thing tried, each for a fifth of the time."""
    part = seconds / 5

    def until() -> float:
        return time.monotonic() + part

    with load(server, known) as clients:
        every(part, until(), lambda: None)
    yield together(clients).row(f"{CLIENTS} clients ask the library")
    with load(server, known, HOSTILE_CLIENTS) as clients:
        every(part, until(), lambda: None)
    yield together(clients[:CLIENTS]).row(f"the same, beside {HOSTILE_CLIENTS} hostile clients")
    yield together(clients[CLIENTS:]).row("what these get")
    with load(server, known) as clients:
        every(3.0, until(), lambda: kill(any_of(workers_of(server.broker))))
    yield together(clients).row("`kill -9` of a query worker every three seconds")
    with load(server, known) as clients:
        every(5.0, until(), lambda: kill({server.broker}))
    yield together(clients).row("`kill -9` of the broker every five seconds")
    with load(server, known) as clients:
        every(part / 4, until(), lambda: swap_larger(server.folder / "build"))
    yield together(clients).row("three new builds swapped in")


def main() -> None:
    """Print the table, and whether anything was left behind."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
    settings = load_settings(os.environ, Path.cwd())
    work = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        shutil.copytree(current_build(settings.build), work / "build" / "first")
        (work / "build" / "current").symlink_to("first")
        known = known_answers(work / "build")
        print("| tried | replies | ms, p50 / p95 / p99 of 200 | wrong |\n|---|---|---|---|")
        with running(work, work / "build") as server:
            before = held_by(descendants(server.process.pid))
            for row in soak(server, known, seconds):
                print(row, flush=True)
            after = held_by(descendants(server.process.pid))
        print(f"Memory of all processes: {before / 1e6:,.0f} MB before, {after / 1e6:,.0f} after.")
        print("Asked to end, the server left no process and no file.")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
