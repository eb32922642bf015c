"""A tiny graph in a real build: two named graphs that share a triple."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.engine import DUMP, STORE, write_store
from kg.settings import Settings

SHARED = '<http://e/a> <http://e/p> "1" {graph} .\n'
QUADS = "".join(
    [
        SHARED.format(graph="<http://e/g1>"),
        SHARED.format(graph="<http://e/g2>"),
        '<http://e/b> <http://e/p> "twee"@nl <http://e/g1> .\n',
        "<http://e/b> <http://e/q> <http://e/a> <http://e/g2> .\n",
    ]
)

MakeBuild = Callable[[str, str], Path]


@pytest.fixture
def builds(tmp_path: Path) -> Path:
    """Return an empty folder for builds."""
    folder = tmp_path / "build"
    folder.mkdir()
    return folder


@pytest.fixture
def make_build(builds: Path) -> MakeBuild:
    """Return what makes a build of N-Quads the current one, as the pipeline does."""

    def make(name: str, quads: str) -> Path:
        build = builds / name
        build.mkdir()
        with gzip.open(build / DUMP, "wt", encoding="utf-8") as dump:
            dump.write(quads)
        write_store(build / STORE, build / DUMP)
        fresh = builds / "current.new"
        fresh.symlink_to(name)
        fresh.replace(builds / "current")
        return build

    return make


@pytest.fixture
def build(make_build: MakeBuild) -> Path:
    """Return the build of the tiny graph."""
    return make_build("one", QUADS)


@pytest.fixture
def settings(builds: Path, build: Path) -> Settings:
    """Return settings that name the tiny build, with limits that tests can reach."""
    return Settings(home=builds, build=builds, query_seconds=3.0, row_limit=50, byte_limit=20_000)
