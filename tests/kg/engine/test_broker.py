"""One process that owns the workers, and those who ask it: on real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from kg.engine import Dataset, Pool, kept_broker, open_pool
from kg.errors import (
    AnswerTooLarge,
    BrokerGone,
    EndpointBusy,
    NoBuild,
    QueryFailed,
    QuerySyntaxError,
    QueryTimeout,
    WorkerDied,
)
from kg.settings import Settings, to_environ
from tests.kg.engine.test_pool import COUNT, CRASH, ENDLESS, VALUES, text
from tests.processes import command, descendants, gone, held_by, soon, workers_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are read from /proc")

ROOT = Path(__file__).parents[3]
COUNTED = "n\r\n3\r\n"


def broker_pid() -> int:
    """Return the broker that this process has started last."""
    [pid] = [one for one in descendants(os.getpid()) if "kg.engine.broker" in command(one)]
    return pid


@pytest.fixture
def kept(settings: Settings) -> Iterator[Settings]:
    """Return settings that name a broker over the tiny build."""
    with kept_broker(settings) as named:
        yield named


@pytest.fixture
def pool(kept: Settings) -> Pool:
    """Return a pool of that broker."""
    return open_pool(kept)


def spooled(kept: Settings) -> list[str]:
    """Return what lies in the folder of the broker besides its socket."""
    return [path.name for path in Path(kept.broker).parent.iterdir() if path.name != "socket"]


def test_answers_are_those_of_a_pool(pool: Pool, kept: Settings) -> None:
    """An answer arrives whole, with all that is to be known of it."""
    with pool.run("SELECT ?s { ?s ?p ?o } ORDER BY ?s", "csv") as answer:
        found = (answer.kind, answer.rows, answer.build_id, answer.unknown_graphs)
        assert (("rows", 3, "one", ()), answer.size) == (found, len(answer.read()))
    with pool.run(COUNT, "csv", Dataset(("http://e/g1", "http://e/none"))) as answer:
        assert (b"n\r\n2\r\n", ("http://e/none",)) == (answer.read(), answer.unknown_graphs)
    assert [] == spooled(kept)


def test_reply_longer_than_a_packet_arrives_whole(pool: Pool) -> None:
    """Thousands of unknown graphs are all named."""
    graphs = tuple(f"http://e/none/{number:04}/{'x' * 100}" for number in range(2000))
    with pool.run(COUNT, "csv", Dataset(graphs)) as answer:
        assert (graphs, b"n\r\n0\r\n") == (answer.unknown_graphs, answer.read())


FAULTS: dict[str, type[QueryFailed]] = {
    "SELECT * { ?s": QuerySyntaxError,
    "CONSTRUCT WHERE { ?s ?p ?o }": QueryFailed,
    f"SELECT ('{'x' * 20_000}' AS ?x) {{}}": AnswerTooLarge,
}


def test_fault_of_a_query_is_told(pool: Pool) -> None:
    """Each fault comes over as its own error."""
    for sparql, error in FAULTS.items():
        with pytest.raises(error) as caught:
            pool.run(sparql, "csv")

        assert error is type(caught.value)


def test_no_build_is_told(tmp_path: Path) -> None:
    """A broker may be started before there is a build."""
    with kept_broker(Settings(tmp_path, tmp_path)) as kept, pytest.raises(NoBuild):
        open_pool(kept).run(COUNT, "csv")


def test_query_past_its_deadline_is_stopped_and_others_served(
    settings: Settings,
) -> None:
    """Endless queries of one address are stopped in time; another one is answered meanwhile.

    What they held is given back.
    """
    greedy = f"SELECT * {{ {VALUES} }} ORDER BY ?v1 ?v2"
    roomy = replace(settings, query_seconds=6.0, memory_limit=8_000_000_000)
    with kept_broker(roomy) as kept:
        pool = open_pool(kept)
        assert COUNTED == text(pool, COUNT)
        before = _largest(broker_pid())
        with ThreadPoolExecutor(3) as threads:
            began = time.monotonic()
            hostile = [
                threads.submit(pool.run, sparql, "json", client="192.0.2.1")
                for sparql in (greedy, ENDLESS, greedy)
            ]
            assert soon(lambda: pool.load().running == 2 and pool.load().waiting == 1)
            answers = {text(pool, COUNT) for _ in range(3)}
            assert not all(one.done() for one in hostile)
            assert soon(lambda: _largest(broker_pid()) > before + 40_000_000)
            told = [type(one.exception()) for one in hostile]
            took = time.monotonic() - began
        assert soon(lambda: _largest(broker_pid()) < before + 20_000_000)
        assert spooled(kept) == []

    assert ({COUNTED}, True) == (answers, told.count(QueryTimeout) >= 2)
    assert set(told) <= {QueryTimeout, EndpointBusy}  # the one that waited
    assert 6.0 <= took < 18.0


def _largest(broker: int) -> int:
    """Return the bytes that the largest worker holds."""
    return max(held_by({pid}) for pid in workers_of(broker))


def test_killed_worker_costs_its_one_request(pool: Pool) -> None:
    """A worker killed in the midst of a query: that one is told, the others go on."""
    text(pool, COUNT)
    with ThreadPoolExecutor(1) as threads:
        endless = threads.submit(pool.run, ENDLESS, "json", client="a")
        assert soon(lambda: pool.load().running)
        time.sleep(0.3)
        killed = workers_of(broker_pid())
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        told = endless.exception()
        assert soon(lambda: gone(killed))

    assert isinstance(told, WorkerDied)
    assert COUNTED == text(pool, COUNT)
    with pytest.raises(WorkerDied):
        pool.run(CRASH, "json")


def test_killed_broker_is_replaced(settings: Settings) -> None:
    """Who was being answered is told so; the next one waits for the new broker, no process stays.

    The query of the dead broker ends at once, long before its deadline.
    """
    with kept_broker(replace(settings, query_seconds=60.0)) as kept:
        pool = open_pool(kept)
        text(pool, COUNT)
        broker = broker_pid()
        with ThreadPoolExecutor(1) as threads:
            endless = threads.submit(pool.run, ENDLESS, "json", client="a")
            assert soon(lambda: pool.load().running)
            time.sleep(0.3)
            workers = workers_of(broker)
            os.kill(broker, signal.SIGKILL)
            told = endless.exception()
            assert soon(lambda: gone(workers))

        assert isinstance(told, BrokerGone)
        assert COUNTED == text(pool, COUNT)
        assert (True, []) == (broker_pid() != broker, spooled(kept))


def test_stopped_broker_leaves_nothing(settings: Settings) -> None:
    """At the end no process and no file is left, though a query still ran."""
    with ThreadPoolExecutor(1) as threads:
        with kept_broker(settings) as kept:
            pool = open_pool(kept)
            text(pool, COUNT)
            endless = threads.submit(pool.run, ENDLESS, "json")
            assert soon(lambda: pool.load().running)
            left = {broker_pid(), *workers_of(broker_pid())}
        assert isinstance(endless.exception(), BrokerGone)

    assert (True, False) == (soon(lambda: gone(left)), Path(kept.broker).parent.exists())


def test_without_a_broker_one_is_told(kept: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no broker comes back in time, that is said."""
    monkeypatch.setattr("kg.engine.brokered.RESTART_SECONDS", 0.1)
    with pytest.raises(BrokerGone, match="started again"):
        open_pool(replace(kept, broker=kept.broker + "2")).run(COUNT, "csv")


def test_broker_ends_with_the_server(settings: Settings, tmp_path: Path) -> None:
    """When the server itself is killed, broker and workers end too, and no file is left."""
    temporary = tmp_path / "t"
    temporary.mkdir()
    script = (
        "import os, sys, pathlib, time\n"
        "from kg.engine import kept_broker, open_pool\n"
        "from kg.settings import load_settings\n"
        "with kept_broker(load_settings(os.environ, pathlib.Path('/'))) as kept:\n"
        "    open_pool(kept).run('ASK {}', 'json')\n"
        "    print('up', flush=True)\n"
        "    time.sleep(60)\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env=os.environ | to_environ(settings) | {"TMPDIR": str(temporary)},
    )  # fmt: skip
    with server:
        assert server.stdout is not None
        assert "up\n" == server.stdout.readline()
        started = descendants(server.pid)
        [folder] = temporary.iterdir()
        server.kill()

    assert (True, True) == (len(started) >= 2, soon(lambda: gone(started)))
    assert soon(lambda: not folder.exists())


def test_next_build_is_answered_from(pool: Pool, make_build: Callable[[str, str], Path]) -> None:
    """When the link points elsewhere, the broker's workers are replaced."""
    before = text(pool, COUNT)
    make_build("two", "<http://e/a> <http://e/p> <http://e/b> <http://e/g> .\n")

    assert (COUNTED, "n\r\n1\r\n", "two") == (before, text(pool, COUNT), pool.build_id)
