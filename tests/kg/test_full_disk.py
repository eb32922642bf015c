"""Disks that are full or can only be read: told with what to do, nothing lost, nothing left."""

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from kg.engine import DUMP, STORE, EmbeddedEngine, QueryPool, write_store
from kg.errors import BuildFailed, NotWritten, SpoolFailed, WarmteregieError
from kg.files import Files
from kg.passages import Passage
from kg.pipeline import build
from kg.seal import verify
from kg.settings import Settings
from kg.study import Study
from kg.texts import attach, text_path
from kg.writing import write_whole
from tests.disks import Disk

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
KILOBYTE = 1 << 10
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
ALL = "SELECT * WHERE { ?s ?p ?o }"


def quiet(_: str) -> None:
    """Take a step of progress and say nothing."""


def count(folder: Path, memory_triples: int = 1) -> str:
    """Return how many triples the build that serves has, read from disk."""
    return str(EmbeddedEngine(folder, memory_triples).select(COUNT).rows[0][0])


@pytest.fixture
def built(disk: Disk, tiny: Files) -> Disk:
    """Return the disk with a build on it."""
    build(tiny, disk.path, disk.path, quiet)
    return disk


def run(settings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line and return what it did."""
    return subprocess.run(
        [sys.executable, "-c", "from webapp.cli import main; main()", *arguments],
        text=True, capture_output=True, env=os.environ | settings, cwd=ROOT, check=False,
    )  # fmt: skip


def test_build_that_finds_the_disk_full_leaves_all_as_it_was(built: Disk, tiny: Files) -> None:
    """Wherever in the build the space ends: what to do is said, and the former build answers.

    Each time there is a little more room, until there is enough.
    """
    before, answer = built.names(), count(built.path)
    told: list[str] = []
    rooms = (0, 32, 200, 400, 600, 6000)
    while len(told) < len(rooms) and (why := build_with(built, tiny, rooms[len(told)] * KILOBYTE)):
        told.append(why)
        assert (before, answer) == (built.names(), count(built.path))
        verify(built.path / "current")

    assert 4 < len(told) < len(rooms)
    assert all("No space left on device" in one for one in told)
    assert all("make room there first" in one for one in told)
    assert answer == count(built.path)
    assert [] == [name for name in built.names() if name.startswith("making-")]


def build_with(disk: Disk, files: Files, left: int) -> str:
    """Build with *left* bytes of room; return why that failed, empty when it did not."""
    disk.fill(left)
    try:
        build(files, disk.path, disk.path, quiet)
    except WarmteregieError as error:
        return str(error)
    return ""


def test_build_on_a_full_disk_is_told_on_the_command_line(disk: Disk) -> None:
    """Exit code 1 and a sentence with what to do; what could not be written is told once."""
    disk.fill(64 * KILOBYTE)
    done = run({"WARMTEREGIE_BUILD": str(disk.path)}, "build")

    assert (1, {"lock"}) == (done.returncode, disk.names())
    assert "No space left on device" in done.stderr
    assert "make room there first" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("left", [0, 100, 300, 600])
def test_store_that_finds_the_disk_full_is_told(builds: Path, disk: Disk, left: int) -> None:
    """Wherever in the store the space ends, it is a failed build with what to do."""
    disk.fill(left * KILOBYTE)

    with pytest.raises(BuildFailed, match="No space left on device") as found:
        write_store(disk.path / STORE, builds / "current" / DUMP)

    assert "make room" in found.value.hint


def test_build_in_a_folder_that_can_only_be_read_is_told(built: Disk, tiny: Files) -> None:
    """It is told before anything is reasoned about; from the build there is answered."""
    steps: list[str] = []
    with built.read_only():
        with pytest.raises(BuildFailed, match="Read-only file system") as found:
            build(tiny, built.path, built.path, steps.append)
        answers = {count(built.path), count(built.path, memory_triples=1_000_000)}
        settings = Settings(home=built.path, build=built.path)
        for memory_triples in (1, 1_000_000):
            with QueryPool(settings, memory_triples=memory_triples) as pool:
                answers.add(pool.run(COUNT, "csv").read().decode().split()[1])

    assert "can only be read" in found.value.hint
    assert "WARMTEREGIE_BUILD names another folder" in found.value.hint
    assert ([], 1) == (steps, len(answers))


def test_text_that_finds_no_room_leaves_the_former_text(
    disk: Disk, study: Study, passages: list[Passage], mini: Path, tmp_path: Path
) -> None:
    """What was attached before stays attached, whole."""
    former = (mini / "text.txt").read_bytes()
    (longer := tmp_path / "longer.txt").write_bytes(former + b"." * 100 * KILOBYTE)
    attach(disk.path, study, passages, mini / "text.txt")
    before = disk.names()
    disk.fill(16 * KILOBYTE)
    with pytest.raises(NotWritten, match="No space left on device") as found:
        attach(disk.path, study, passages, longer)

    assert "make room" in found.value.hint
    assert (before, former) == (disk.names(), text_path(disk.path, study).read_bytes())
    disk.make_room()
    with disk.read_only(), pytest.raises(NotWritten, match="Read-only file system"):
        attach(disk.path, study, passages, longer)
    attach(disk.path, study, passages, longer)

    assert longer.read_bytes() == text_path(disk.path, study).read_bytes()


@pytest.mark.parametrize("happened", ["full", "read only"])
def test_file_that_finds_no_room_leaves_the_former_file(disk: Disk, happened: str) -> None:
    """Half a table is never taken for a whole one."""
    path = disk.path / "statements.csv"
    path.write_bytes(b"former")
    disk.fill(4 * KILOBYTE)
    meanwhile = nullcontext() if happened == "full" else disk.read_only()
    with meanwhile, pytest.raises(NotWritten) as found:
        write_whole(path, bytes(100 * KILOBYTE))

    assert str(path) in found.value.message
    assert ({"statements.csv"}, b"former") == (disk.names(), path.read_bytes())


def test_export_to_a_full_disk_is_told_on_the_command_line(builds: Path, disk: Disk) -> None:
    """Exit code 1, a sentence with what to do, and nothing half written."""
    disk.fill(4 * KILOBYTE)
    settings = {"WARMTEREGIE_BUILD": str(builds), "WARMTEREGIE_HOME": str(disk.path)}
    done = run(settings, "export", "statements", "--output", str(disk.path / "statements.csv"))

    assert (1, set()) == (done.returncode, disk.names())
    assert "No space left on device.\n  That disk is full: make room there first." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("left", [0, 4, 200])
@pytest.mark.parametrize(
    ("sparql", "form"), [(ALL, "csv"), ("CONSTRUCT WHERE { ?s ?p ?o }", "turtle")]
)
def test_answer_that_finds_no_room_is_told(
    builds: Path, disk: Disk, left: int, sparql: str, form: str
) -> None:
    """An answer that cannot be spooled is no fault of the query, and leaves no file."""
    disk.fill(left * KILOBYTE)
    with QueryPool(Settings(builds, builds), folder=disk.path) as pool:
        with pytest.raises(SpoolFailed, match="No space left on device"):
            pool.run(sparql, form)

        assert set() == disk.names()
        disk.make_room()
        with pool.run(sparql, form) as answer:
            assert answer.size > 200 * KILOBYTE


def test_answer_that_may_not_be_written_is_told(builds: Path, disk: Disk) -> None:
    """A spool that can only be read is no fault of the query either."""
    with (
        disk.read_only(),
        QueryPool(Settings(builds, builds), folder=disk.path) as pool,
        pytest.raises(SpoolFailed, match="Read-only file system"),
    ):
        pool.run(ALL, "csv")


def test_query_without_room_is_told_on_the_command_line(builds: Path, disk: Disk) -> None:
    """Temporary files have no room: exit code 1 and what to do."""
    disk.fill(4 * KILOBYTE)
    (query := disk.path.parent.parent / "all.rq").write_text(ALL)
    settings = {"WARMTEREGIE_BUILD": str(builds), "TMPDIR": str(disk.path)}
    done = run(settings, "query", str(query))

    assert (1, "", set()) == (done.returncode, done.stdout, disk.names())
    assert "TMPDIR" in done.stderr
    assert "Traceback" not in done.stderr
