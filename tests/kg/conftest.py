"""The study of the mini text, and sources that are built in a few seconds."""

import shutil
from pathlib import Path

import pytest
from rdflib import Graph

from kg.files import Files, shipped_files
from kg.namespaces import ROOT
from kg.passages import Passage, segment
from kg.study import Study

TEXT = {"nl": "Groene daken", "en": "Green roofs"}


@pytest.fixture
def tiny(tmp_path: Path) -> Files:
    """Return the shipped files with the core of the ontology left, and one question.

    Neither rule nor study nor any other query is among them: to judge all takes seconds.
    """
    shipped, root = shipped_files(), tmp_path / "tiny"
    for name in ("ontology/modules", "ontology/shapes", "entities", "studies"):
        (root / name).mkdir(parents=True)
    core = Graph().parse(shipped.ontology / "modules" / "core.ttl")
    for triple in core:
        if str(triple[2]).startswith(ROOT) and (triple[2], None, None) not in core:
            core.remove(triple)  # it names what is not here
    core.serialize(root / "ontology" / "warmteregie.ttl", format="turtle")
    shutil.copytree(shipped.queries, root / "queries")
    shutil.copy(shipped.studies.parent / "metadata.ttl", root)
    (root / "queries" / "unasked.toml").unlink()
    for path in root.glob("queries/*/*.rq"):
        if path.stem != "count-by-level":
            path.unlink()
    return Files(root / "ontology", root / "queries", root / "entities", root / "studies")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Return the study that the mini text belongs to."""
    return Study(
        key="roofs", title=TEXT, description=TEXT, programme=TEXT, researched_from="2020-01",
        researched_until="2020-02", text={"sha256": "0" * 64, "lines": 30},
        section=[{"number": "1", "title": TEXT}], folder=tmp_path,
    )  # fmt: skip


@pytest.fixture
def passages(mini: Path) -> list[Passage]:
    """Return the passages of the mini text."""
    return segment((mini / "text.txt").read_bytes().decode())
