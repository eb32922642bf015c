"""Visitors' queries in processes that can be stopped."""

import contextlib
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from kg.engine import Dataset, QueryPool
from kg.errors import (
    AnswerTooLarge,
    EndpointBusy,
    NoBuild,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    WorkerDied,
)
from kg.settings import Settings
from tests.processes import soon

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
VALUES = " ".join(
    f"VALUES ?v{number} {{ {' '.join(map(str, range(200)))} }}" for number in range(7)
)
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {VALUES} }}"
CRASH = f"ASK {{ FILTER({'!' * 40_000}true) }}"


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    """Return the folder that answers of the pool are spooled in."""
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder


@pytest.fixture
def pool(settings: Settings, spool: Path) -> Iterator[QueryPool]:
    """Return a pool over the tiny build."""
    with QueryPool(settings, folder=spool) as pool:
        yield pool


def text(pool: QueryPool, sparql: str, form: str = "csv", dataset: Dataset | None = None) -> str:
    """Return the whole answer to a query."""
    with pool.run(sparql, form, dataset) as answer:
        return answer.read().decode("utf-8")


def test_answer_is_whole(pool: QueryPool) -> None:
    """An answer says what it is and how much, from which build."""
    with pool.run("SELECT ?s { ?s ?p ?o } ORDER BY ?s", "csv") as answer:
        assert ("rows", 3, "one", ()) == (
            answer.kind, answer.rows, answer.build_id, answer.unknown_graphs,
        )  # fmt: skip
        assert answer.size == len(answer.read()) == len(b"".join(answer))


def test_answer_goes_when_it_is_closed(pool: QueryPool) -> None:
    """The file of an answer goes by closing it, or with the last hold on it."""
    answer = pool.run(COUNT, "csv")
    file = answer._file
    answer.close()
    kept = pool.run(COUNT, "csv")._file
    gc.collect()

    assert (True, True) == (file.closed, kept.closed)


def test_answer_has_no_name(pool: QueryPool, spool: Path) -> None:
    """Whoever is killed while an answer is sent, no file is left of it."""
    with pool.run(COUNT, "csv") as answer:
        assert ([], b"n\r\n3\r\n") == (list(spool.iterdir()), answer.read())


def test_query_past_its_deadline_is_stopped(settings: Settings) -> None:
    """An endless query is gone soon after its deadline, its process too."""
    with QueryPool(replace(settings, query_seconds=1.0)) as pool:
        text(pool, COUNT)
        began = time.monotonic()
        with pytest.raises(QueryTimeout, match="longer than 1 seconds"):
            pool.run(ENDLESS, "json")

        assert 1.0 <= time.monotonic() - began < 5.0
        assert "n\r\n3\r\n" == text(pool, COUNT)


def test_others_are_answered_meanwhile(settings: Settings) -> None:
    """While one query runs on, others are answered at once."""
    with QueryPool(settings) as pool, ThreadPoolExecutor(1) as thread:
        endless = thread.submit(pool.run, ENDLESS, "json")
        time.sleep(0.5)
        answers = [text(pool, COUNT) for _ in range(5)]

        assert (["n\r\n3\r\n"] * 5, False) == (answers, endless.done())
        assert isinstance(endless.exception(), QueryTimeout)


def test_heavy_query_makes_way(settings: Settings) -> None:
    """With all places taken by heavy queries the younger one is stopped, the other one slowed."""
    limits = replace(settings, query_seconds=8.0, query_places=2, heavy_places=1)
    with QueryPool(limits) as pool, ThreadPoolExecutor(2) as threads:
        heavy = [threads.submit(pool.run, ENDLESS, "json", client="a") for _ in range(2)]
        assert soon(lambda: 2 == sum(bool(one.worker) for one in pool._turns._running))
        pids = [one.worker.pid for one in pool._turns._running]
        answer = text(pool, COUNT)
        assert soon(lambda: 1 == sum(_priority(pid) > 10 for pid in pids))
        told = {type(one.exception()): str(one.exception()) for one in heavy}

    assert ("n\r\n3\r\n", {QueryTimeout, EndpointBusy}) == (answer, set(told))
    assert "to make way" in told[EndpointBusy]


def test_spare_is_warm_after_a_stop(settings: Settings) -> None:
    """After a query was stopped, the next one does not wait for a new process."""
    with QueryPool(replace(settings, query_seconds=1.0)) as pool:
        with pytest.raises(QueryTimeout):
            pool.run(ENDLESS, "json")
        [spare] = pool._crew._idle
        text(pool, COUNT)

        assert spare in pool._crew._idle


def test_query_that_breaks_the_engine_costs_one_request(pool: QueryPool, spool: Path) -> None:
    """The process dies, the one who asked is told, everybody else goes on."""
    with pytest.raises(WorkerDied, match="broke the engine"):
        pool.run(CRASH, "json")

    assert "n\r\n3\r\n" == text(pool, COUNT)
    assert [] == list(spool.iterdir())


def _priority(pid: int) -> int:
    with contextlib.suppress(OSError):
        return os.getpriority(os.PRIO_PROCESS, pid)
    return 0


@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory are POSIX")
def test_query_that_takes_too_much_memory_is_stopped(settings: Settings) -> None:
    """Memory has a limit of its own; passing it is no more than another broken query."""
    greedy = f"SELECT * {{ {VALUES} }} ORDER BY ?v1 ?v2"
    with QueryPool(replace(settings, query_seconds=30.0, memory_limit=300_000_000)) as pool:
        with pytest.raises(WorkerDied, match="memory"):
            pool.run(greedy, "json")

        assert "n\r\n3\r\n" == text(pool, COUNT)


@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is read from /proc")
def test_worker_that_holds_on_to_memory_is_replaced(
    pool: QueryPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a large answer took is given back to the system, with the process that took it."""
    monkeypatch.setattr("kg.engine.process.SWOLLEN_BYTES", 10_000_000)
    large = f"SELECT DISTINCT * {{ {VALUES[: VALUES.index('VALUES ?v2')]} VALUES ?z {{ 1 2 3 }} }}"
    text(pool, COUNT)
    first = {worker.pid for worker in pool._crew._idle}
    text(pool, COUNT)
    kept = {worker.pid for worker in pool._crew._idle}
    text(pool, f"SELECT (COUNT(*) AS ?n) {{ {large} }}")

    assert (first, False) == (kept & first, first <= {worker.pid for worker in pool._crew._idle})


def test_busy_pool_refuses(settings: Settings) -> None:
    """When all places stay taken for as long as a query may run, the next one is refused."""
    settings = replace(settings, query_seconds=1.0, query_places=1)
    with QueryPool(settings) as pool, ThreadPoolExecutor(1) as thread:
        text(pool, COUNT)
        taken = threading.Event()
        hold = thread.submit(_hold, pool, taken)
        taken.wait(5)
        with pytest.raises(EndpointBusy):
            pool.run(COUNT, "csv")
        hold.result()

        assert "n\r\n3\r\n" == text(pool, COUNT)


def _hold(pool: QueryPool, taken: threading.Event) -> None:
    """Keep a place of the pool for longer than a query may wait."""
    with pool._turns.turn(""):
        taken.set()
        time.sleep(1.5)


@pytest.mark.parametrize(
    ("sparql", "form", "error"),
    [
        ("SELECT * { ?s", "json", QuerySyntaxError),
        ("SELECT * { SERVICE <http://e/> {} }", "json", QueryRefused),
        ("DROP ALL", "json", QueryRefused),
        ("SELECT (<http://e/f>(?s) AS ?x) { ?s ?p ?o }", "json", QueryFailed),
        ("SELECT * { ?s ?p ?o }", "turtle", QueryFailed),
        ("SELECT * { VALUES ?a { 1 2 3 4 5 6 7 8 } VALUES ?b { 1 2 3 4 5 6 7 } }", "csv",
         AnswerTooLarge),
        (f"SELECT ('{'x' * 20_000}' AS ?x) {{}}", "csv", AnswerTooLarge),
    ],
)  # fmt: skip
def test_fault_of_a_query_is_told(
    pool: QueryPool, spool: Path, sparql: str, form: str, error: type[QueryFailed]
) -> None:
    """Each fault comes out as its own error, and the worker lives on."""
    text(pool, COUNT)
    alive = [worker._process.pid for worker in pool._crew._idle]
    with pytest.raises(error) as caught:
        pool.run(sparql, form)

    assert error is type(caught.value)
    assert set(alive) <= {worker._process.pid for worker in pool._crew._idle}
    assert [] == list(spool.iterdir())


def test_syntax_error_keeps_its_place(pool: QueryPool) -> None:
    """Line and column survive the way out of the worker."""
    with pytest.raises(QuerySyntaxError) as caught:
        pool.run("SELECT * {\n?s ?p ?o } LIMIT x", "json")

    assert (2, 18) == (caught.value.line, caught.value.column)


def test_dataset_is_passed_on(pool: QueryPool) -> None:
    """The graphs of the protocol reach the worker."""
    with pool.run(COUNT, "csv", Dataset(("http://e/g1", "http://e/none"))) as answer:
        assert (b"n\r\n2\r\n", ("http://e/none",)) == (answer.read(), answer.unknown_graphs)


def test_length_is_the_pools_own(settings: Settings) -> None:
    """How long a query may be is set for the pool."""
    with QueryPool(replace(settings, query_length=10)) as pool, pytest.raises(QueryRefused):
        pool.run("ASK { ?a ?b ?c }", "json")


def test_next_build_is_answered_from(
    pool: QueryPool, make_build: Callable[[str, str], Path]
) -> None:
    """When the link points elsewhere, waiting workers are replaced."""
    before = text(pool, COUNT)
    make_build("two", "<http://e/a> <http://e/p> <http://e/b> <http://e/g> .\n")

    assert ("n\r\n3\r\n", "n\r\n1\r\n", "two") == (before, text(pool, COUNT), pool.build_id)


def test_build_that_went_meanwhile_is_not_missed(
    pool: QueryPool, build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that two newer ones have pushed out before it was opened costs nobody a request."""
    links = iter([build.with_name("gone")])
    monkeypatch.setattr("kg.engine.crew.current_build", lambda _: next(links, build))

    assert "n\r\n3\r\n" == text(pool, COUNT)


def test_store_on_disk_answers_too(settings: Settings) -> None:
    """Above the number of quads that fits memory, workers read from disk."""
    with QueryPool(settings, memory_triples=1) as pool:
        assert "n\r\n3\r\n" == text(pool, COUNT)


def test_worker_that_died_waiting_is_replaced(pool: QueryPool) -> None:
    """A waiting worker that was killed from outside costs nobody a request."""
    text(pool, COUNT)
    for worker in pool._crew._idle:
        os.kill(worker._process.pid, signal.SIGTERM)
        worker._process.wait()

    assert "n\r\n3\r\n" == text(pool, COUNT)


def test_no_build_is_told(tmp_path: Path) -> None:
    """A pool may be made before there is a build."""
    with QueryPool(Settings(home=tmp_path, build=tmp_path)) as pool:
        with pytest.raises(NoBuild):
            pool.run(COUNT, "csv")
        with pytest.raises(NoBuild):
            pool.build_id  # noqa: B018


def test_broken_build_is_told(settings: Settings, build: Path) -> None:
    """A build that workers cannot open is told, and leaves no process."""
    for dump in build.glob("*.gz"):
        dump.write_bytes(b"nonsense")
    with QueryPool(settings) as pool:
        with pytest.raises(NoBuild, match="cannot be read"):
            pool.run(COUNT, "csv")

        assert [] == pool._crew._idle


def test_closed_pool_leaves_nothing(settings: Settings, spool: Path) -> None:
    """Closing ends the workers; no file of an answer that was closed is left."""
    pool = QueryPool(settings, folder=spool)
    text(pool, COUNT)
    processes = [worker._process for worker in pool._crew._idle]
    pool.close()

    assert [] == list(spool.iterdir())
    assert all(process.poll() is not None for process in processes)


def test_forgotten_pool_leaves_nothing(settings: Settings) -> None:
    """A pool that nobody closed cleans up after itself."""
    pool = QueryPool(settings)
    text(pool, COUNT)
    processes = [worker._process for worker in pool._crew._idle]
    del pool
    gc.collect()

    assert all(process.poll() is not None for process in processes)


def test_many_threads_share_a_pool(settings: Settings) -> None:
    """More threads than workers wait their turn; never more processes than allowed."""
    with QueryPool(replace(settings, query_places=2)) as pool, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: text(pool, COUNT), range(40)))

        assert ["n\r\n3\r\n"] * 40 == answers
        assert len(pool._crew._idle) <= 3
