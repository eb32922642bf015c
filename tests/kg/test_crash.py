"""The whole build, killed: at each of its steps, at any moment, and two at a time."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.engine import EmbeddedEngine
from kg.files import Files
from kg.pipeline import build
from kg.seal import verify

ROOT = Path(__file__).parents[2]
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
BUILD = """
import os, signal, sys
from pathlib import Path
from kg.files import Files
from kg.pipeline import build

root, folder, last = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

def tell(step):
    print(step, flush=True)
    if step == last:
        os.kill(os.getpid(), signal.SIGKILL)

names = ("ontology", "queries", "entities", "studies")
build(Files(*(root / name for name in names)), root / "home", folder, tell)
"""
Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of the builds."""
    return tmp_path / "builds"


@pytest.fixture
def steps(tiny: Files, folder: Path) -> list[str]:
    """Build once, and return the steps of it in their order."""
    taken: list[str] = []
    build(tiny, folder, folder, taken.append)
    return taken


@pytest.fixture
def start(tiny: Files, folder: Path) -> Start:
    """Return what starts a build in a process of its own, to die at a step."""

    def started(last: str) -> "subprocess.Popen[str]":
        arguments = [str(tiny.ontology.parent), str(folder), last]
        return subprocess.Popen(
            [sys.executable, "-c", BUILD, *arguments], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    return started


def answer(folder: Path) -> str:
    """Return what the build that serves answers, after it was held against its seal."""
    verify(folder / "current")
    return str(EmbeddedEngine(folder, memory_triples=1).select(COUNT).rows[0][0])


def rest(folder: Path) -> set[str]:
    """Return what is in the folder but for builds."""
    return {path.name for path in folder.iterdir() if not (path / "seal.json").is_file()}


@pytest.mark.long
def test_killed_at_each_step_the_former_build_answers(
    tiny: Files, folder: Path, steps: list[str], start: Start
) -> None:
    """Whatever steps a build has: killed at one, the former is whole, and the next succeeds."""
    former = (folder / "current").resolve()
    before = answer(folder)
    for step in steps:
        with start(step) as process:
            process.communicate()

        assert (-signal.SIGKILL, former) == (process.returncode, (folder / "current").resolve())
        assert before == answer(folder)
    assert len(steps) > 5
    build(tiny, folder, folder, lambda _: None)

    assert ({"lock"}, before) == (rest(folder), answer(folder))
    assert former != (folder / "current").resolve()


@pytest.mark.long
def test_killed_at_any_moment_a_build_is_whole(
    tiny: Files, folder: Path, steps: list[str], start: Start
) -> None:
    """Killed while it writes or swaps, whenever that is, one of the two builds serves."""
    before = answer(folder)
    for _ in range(2):
        moment = random.uniform(0, 0.5)
        with start("") as process:
            assert process.stdout is not None
            while process.stdout.readline() not in ("writing the store and the dump\n", ""):
                pass
            time.sleep(moment)
            process.kill()

        assert before == answer(folder), moment
    build(tiny, folder, folder, lambda _: None)

    assert ({"lock"}, before) == (rest(folder), answer(folder))


@pytest.mark.long
def test_two_builds_at_once_both_succeed(folder: Path, steps: list[str], start: Start) -> None:
    """The second waits for the first; in the end one serves, and the one before is kept."""
    with start("") as first, start("") as second:
        told = first.communicate()[0] + second.communicate()[0]

    assert (0, 0) == (first.returncode, second.returncode)
    assert 1 == told.count("waiting for another build to end")
    assert answer(folder).isdigit()
    assert ({"lock"}, 4) == (rest(folder), len(list(folder.iterdir())))
