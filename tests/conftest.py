"""Fixtures that all tests share: where the study's text is, and the frozen mini study."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from kg.engine import EmbeddedEngine, Engine
from kg.files import shipped_files
from kg.sources import Sources, gather
from tests.disks import Disk, mounted

settings.register_profile("warmteregie", deadline=None)  # a loaded machine is no fault
settings.load_profile("warmteregie")


@pytest.fixture(scope="session")
def texts() -> Path:
    """Return the folder of study texts; skip where the environment names none."""
    folder = os.environ.get("WARMTEREGIE_TEXTS")
    if not folder:
        if os.environ.get("CI"):
            pytest.fail("WARMTEREGIE_TEXTS is not set; .ci/run must set it.")
        pytest.skip("the study's text is not ours to ship: set WARMTEREGIE_TEXTS to its folder")
    return Path(folder)


@pytest.fixture(scope="session")
def study_text(texts: Path) -> str:
    """Return the text of the real study, character for character."""
    [path] = texts.glob("warmtenetten-*.txt")
    return path.read_bytes().decode("utf-8")


@pytest.fixture(scope="session")
def mini() -> Path:
    """Return the folder of the frozen, invented mini study."""
    return Path(__file__).parent / "kg" / "mini"


@pytest.fixture(scope="session")
def sources() -> Sources:
    """Return the real sources, read once for all tests: who spoils them spoils a copy."""
    return gather(shipped_files())


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a real build of the real sources, made once for all tests."""
    from kg.pipeline import build  # the reasoner is slow to import, and few tests need a build

    # Above the folder of one worker lies that of the run; above that, other runs of other code.
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared-build"
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "current").exists():
            build(shipped_files(), tmp_path_factory.mktemp("home"), folder, lambda _: None)
    return folder


@pytest.fixture(scope="session")
def engine(builds: Path) -> Engine:
    """Return the engine over the real build."""
    return EmbeddedEngine(builds)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Return a disk of 64 megabytes; skip where none can be mounted, unless one is required."""
    with ExitStack() as stack:
        try:
            found = stack.enter_context(mounted(tmp_path / "disk", megabytes=64))
        except (OSError, subprocess.CalledProcessError) as error:
            if os.environ.get("WARMTEREGIE_REQUIRE_TMPFS"):
                pytest.fail(f"no small disk, and WARMTEREGIE_REQUIRE_TMPFS asks for one: {error}")
            pytest.skip(f"full disks are tried on a small tmpfs; none can be mounted here: {error}")
        yield found
