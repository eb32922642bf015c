"""Workers are relieved when a newer build comes."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from kg.engine import DUMP
from kg.engine.crew import Crew
from kg.engine.process import WorkerProcess
from kg.errors import NoBuild
from tests.kg.engine.conftest import QUADS, MakeBuild
from tests.processes import soon


@pytest.fixture
def crew(builds: Path, build: Path) -> Iterator[Crew]:
    """Return a crew over the tiny build, one worker waiting."""
    crew = Crew(builds, ["1000", "1000000000"])
    crew.give_back(crew.take())
    yield crew
    crew.close()


def served(crew: Crew) -> str:
    """Return the build that the next query is answered from."""
    worker = crew.take()
    crew.give_back(worker)
    return worker.build.name


def test_former_workers_answer_until_their_relief_is_ready(
    crew: Crew, make_build: MakeBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who sees the newer build first waits for it, others do not; then nobody gets the former."""
    open_now = Event()
    ready = WorkerProcess.wait_until_ready

    def wait(worker: WorkerProcess) -> None:
        assert worker.build.name == "one" or open_now.wait(20)
        ready(worker)

    monkeypatch.setattr(WorkerProcess, "wait_until_ready", wait)
    make_build("two", QUADS)
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(served, crew)
        assert soon(crew._relieving.locked)
        meanwhile = [served(crew) for _ in range(3)]
        open_now.set()

        assert (["one"] * 3, "two", "two") == (meanwhile, first.result(), served(crew))


def test_busy_worker_of_a_former_build_is_ended_when_it_comes_back(
    crew: Crew, make_build: MakeBuild
) -> None:
    """What was begun is finished; then nothing is left of the former build."""
    busy = crew.take()
    make_build("two", QUADS)
    now = served(crew)
    lived = busy.is_alive()
    crew.give_back(busy)

    assert ("two", True, False) == (now, lived, busy.is_alive())
    assert {"two"} == {worker.build.name for worker in crew._idle}


def test_worker_killed_while_it_waits_costs_nobody_an_answer(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a moment the system calls a killed process alive: another worker answers then."""
    crew._idle.pop().kill()
    crew.warm()
    [waiting] = crew._idle
    waiting._process.kill()
    waiting._process.wait()
    monkeypatch.setattr(WorkerProcess, "is_alive", lambda worker: not worker._doomed)

    assert "one" == served(crew)
    assert waiting not in crew._idle


def test_damaged_build_is_not_served(
    crew: Crew, builds: Path, make_build: MakeBuild, caplog: pytest.LogCaptureFixture
) -> None:
    """A newer build that cannot be opened costs nobody an answer, and is told once."""
    made = make_build("two", QUADS)
    (made / DUMP).write_bytes(b"nonsense")

    assert ["one", "one"] == [served(crew), served(crew)]
    assert 1 == len([line for line in caplog.messages if "two cannot be read" in line])
    make_build("three", QUADS)
    assert "three" == served(crew)


def test_damaged_build_is_told_when_no_former_is_left(
    crew: Crew, build: Path, make_build: MakeBuild
) -> None:
    """Without anything to answer from, that is said."""
    made = make_build("two", QUADS)
    (made / DUMP).write_bytes(b"nonsense")
    shutil.rmtree(build)
    last = crew.take()

    with pytest.raises(NoBuild, match="two cannot be read"):
        crew.take()
    crew.give_back(last)
