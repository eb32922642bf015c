"""A build of the invented park, for each test its own, and files to link to it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.engine import EmbeddedEngine, Engine
from kg.matching import Matcher, matcher_of
from tests.kg.matching.conftest import park

__all__ = ["park"]

SKOS_LIST = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@base <https://example.org/tuin/> .

<zitten> a skos:Concept ; skos:prefLabel "zitting"@nl ; skos:altLabel "bankjesplan"@nl ;
    skos:broader [ skos:prefLabel "meubels"@nl ] .
<boom> a skos:Concept ; skos:prefLabel "boom"@nl .
<dorp> a org:Organization ; skos:prefLabel "gemeente Beukdorp"@nl .
"""
REGISTER = "gemeentecode;Gemeente;Aantal bankjes;Lengte\n9901;Beukdorp;012;1,5\n9902;Elders;7;2\n"

Run = Callable[..., Result]


@pytest.fixture
def folder(park: Engine, tmp_path: Path) -> Path:
    """Return a folder with a build of the park in `build`, to stand in."""
    shutil.copytree(park.build.parent, tmp_path / "build", symlinks=True)
    return tmp_path


@pytest.fixture
def matcher(folder: Path) -> Matcher:
    """Return the matcher over that build."""
    return matcher_of(EmbeddedEngine(folder / "build"))


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs `warmteregie link` in that folder."""
    from webapp.cli import main_group  # with all its verbs

    monkeypatch.chdir(folder)
    monkeypatch.setenv("WARMTEREGIE_BUILD", str(folder / "build"))
    monkeypatch.setenv("WARMTEREGIE_HOME", str(folder / "home"))

    def one(*arguments: str) -> Result:
        return CliRunner().invoke(main_group, ["link", *arguments])

    return one


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """Return a file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
