"""The folder of builds: one made at a time, swapped in whole, whenever a process is killed."""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from kg.builds import LOCK, making, swap_in
from kg.errors import BuildDamaged, BuildFailed
from kg.seal import verify

ROOT = Path(__file__).parents[2]
MAKE = """
import os, signal, sys, tempfile
from pathlib import Path
from kg.builds import making, swap_in

folder, mark, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
events = 0

def count(event, arguments):
    global events
    if str(folder) in str(arguments):
        events += 1
        if events == last:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
with making(folder, lambda step: print(step, flush=True)) as made:
    print("making", flush=True)
    if last < 0:
        sys.stdin.readline()
    tempfile.mkstemp()
    for name in ("mark", "store/1.sst", "store/2.sst"):
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text(mark)
    swap_in(folder, made, "name")
print(events)
"""


def quiet(_: str) -> None:
    """Take a step of progress and say nothing."""


def make(folder: Path, mark: str, failure: Exception | None = None) -> None:
    """Make a build that holds a mark, and swap it in; unless it fails before."""
    with making(folder, quiet) as made:
        (made / "mark").write_text(mark)
        if failure:
            raise failure
        swap_in(folder, made, "name")


def start(folder: Path, mark: str, last: int) -> "subprocess.Popen[str]":
    """Start a process that makes a build, and dies at its *last* touch of the folder.

    Zero: it does not die. Below zero: it waits for a line before it writes.
    """
    return subprocess.Popen(
        [sys.executable, "-c", MAKE, str(folder), mark, str(last)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


def served(folder: Path) -> str:
    """Return the mark of the build that serves, after it was held against its seal."""
    verify(folder / "current")
    return (folder / "current" / "mark").read_text()


def test_killed_at_any_touch_of_the_folder_it_loses_nothing(tmp_path: Path) -> None:
    """At every single moment the former build serves or the new one does, whole.

    Whatever is left behind goes with the next build.
    """
    folder = tmp_path / "builds"
    make(folder, "former")
    with start(folder, "former", last=0) as process:
        events = int(process.communicate()[0].split()[-1])
    for moment in range(1, events + 1):
        with start(folder, "new", last=moment) as process:
            process.communicate()

        assert -signal.SIGKILL == process.returncode, moment
        assert served(folder) in ("former", "new"), moment
        make(folder, "former")
        left = {path.name.split("-")[0] for path in folder.iterdir()}
        assert ({"current", LOCK, "name"}, 4) == (left, len(list(folder.iterdir()))), moment
    assert events > 20


def test_second_build_waits_for_the_first(tmp_path: Path) -> None:
    """Who comes while a build is made says so and waits; nothing of the first is touched."""
    with start(tmp_path, "first", last=-1) as first:
        assert "making\n" == _line(first)
        with start(tmp_path, "second", last=0) as second:
            assert "waiting for another build to end\n" == _line(second)
            time.sleep(0.3)
            assert 1 == len(list(tmp_path.glob("making-*")))
            assert second.poll() is None
            first.communicate("go on\n")
            second.communicate()

    assert (0, 0, "second") == (first.returncode, second.returncode, served(tmp_path))
    assert [] == list(tmp_path.glob("making-*"))


def test_lock_of_a_killed_build_is_free(tmp_path: Path) -> None:
    """Who was killed while making a build holds up nobody, and leaves nothing."""
    with start(tmp_path, "first", last=-1) as first:
        _line(first)
        first.kill()
    left = list(tmp_path.glob("making-*"))
    make(tmp_path, "second")

    assert (1, "second") == (len(left), served(tmp_path))
    assert [] == list(tmp_path.glob("making-*"))


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_folder_that_is_no_build_is_left_alone(tmp_path: Path) -> None:
    """Whatever else lies in the folder, somebody's papers for one, is nobody's to remove."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "thesis.txt").write_text("years of work")
    for mark in ("one", "two", "three"):
        make(tmp_path, mark)

    assert "years of work" == (tmp_path / "papers" / "thesis.txt").read_text()
    assert 2 == len(list(tmp_path.glob("name-*")))


def test_temporary_files_go_with_the_folder(tmp_path: Path) -> None:
    """What others write in passing lies in the folder too: a kill leaves it nowhere else."""
    with making(tmp_path, quiet):
        handed = Path(tempfile.mkdtemp())
        assert tmp_path in handed.parents

    assert not handed.exists()
    assert tmp_path not in Path(tempfile.gettempdir()).parents


def test_failure_leaves_the_former_build(tmp_path: Path) -> None:
    """Whatever goes wrong while a build is made, the former serves and nothing is left."""
    make(tmp_path, "former")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BuildFailed, match="disk"):
        make(tmp_path, "new", failure=OSError("the disk fell off"))

    assert (before, "former") == (sorted(tmp_path.iterdir()), served(tmp_path))


def test_damaged_build_is_built_over(tmp_path: Path) -> None:
    """A build that no longer fits its seal is in nobody's way, nor is a link to nowhere."""
    make(tmp_path, "one")
    (tmp_path / "current" / "mark").write_text("rotten")
    with pytest.raises(BuildDamaged):
        served(tmp_path)
    make(tmp_path, "two")
    assert "two" == served(tmp_path)

    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to("nowhere")
    make(tmp_path, "three")
    assert "three" == served(tmp_path)
