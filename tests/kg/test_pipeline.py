"""Builds: the same sources give the same text, and a build that fails leaves the former one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.builds import LOCK, swap_in
from kg.cli import summary
from kg.engine import EmbeddedEngine, current_build
from kg.errors import BuildFailed, FaultsFound
from kg.files import Files, shipped_files
from kg.judgement import read_judgement
from kg.pipeline import build, check
from kg.search import find, open_index

QUADS = """
from kg.files import shipped_files
from kg.graphs import to_nquads
from kg.pipeline import named_graphs
from kg.sources import gather
import hashlib
print(hashlib.sha256(to_nquads(named_graphs(gather(shipped_files()))).encode()).hexdigest())
"""


def quiet(_: str) -> None:
    """Take a step of progress and say nothing."""


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """Return a folder of builds in which one build serves."""
    made = tmp_path / "making"
    made.mkdir()
    (made / "mark").write_text("former")
    swap_in(tmp_path, made, "old")
    return tmp_path


@pytest.fixture
def copied(tmp_path: Path) -> Files:
    """Return a copy of the shipped files that a test may spoil, without shapes and questions.

    These take half of a build's time and are tested by themselves.
    """
    files = shipped_files()
    root = tmp_path / "copy"
    for name in ("ontology", "queries", "entities", "studies"):
        shutil.copytree(getattr(files, name), root / name)
    (root / "queries" / "unasked.toml").unlink()
    for pattern in ("ontology/shapes/*.ttl", "queries/questions/*.rq", "queries/resource/*.rq"):
        for path in root.glob(pattern):
            path.unlink()
    shutil.copy(files.studies.parent / "metadata.ttl", root)
    return Files(root / "ontology", root / "queries", root / "entities", root / "studies")


@pytest.mark.long
def test_two_builds_are_equal_as_text() -> None:
    """The order in which a process hashes things does not show in the dump."""
    digests = {
        subprocess.run(
            [sys.executable, "-c", QUADS], check=True, capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert 1 == len(digests)


def test_real_sources_have_no_faults(builds: Path) -> None:
    """The study as curated builds, and can be asked."""
    answer = EmbeddedEngine(builds).select(
        "SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/warmteregie/def/Statement> }"
    )

    assert int(str(answer.rows[0][0])) > 200


@pytest.mark.parametrize(
    ("folder", "file", "old", "new", "fault"),
    [
        ("studies", "*/2.3.toml", "wr:hasRole", "wr:hasRoll", 'Did you mean "wr:hasRole"?'),
        ("studies", "*/2.3.toml", 'section = "2.3"', "section = 2.3 x", "not TOML"),
        (
            "studies",
            "*/passages.tsv",
            "2.3-4\t2.3",
            "2.3-4\t9.9",
            "is in passages.tsv and not here",
        ),
        ("entities", "actors.ttl", "a wr:ActorKind", "a wr:ActorKind ; ;; [", "actors.ttl, line"),
        ("ontology", "modules/core.ttl", "rdfs:label", "rdfs:label rdfs", "core.ttl, line"),
    ],
)
def test_faulty_source_leaves_the_former_build(
    former: Path, copied: Files, folder: str, file: str, old: str, new: str, fault: str
) -> None:
    """A fault is told with its place and what to do; the build that served goes on serving."""
    [path] = getattr(copied, folder).glob(file)
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    with pytest.raises(FaultsFound) as found:
        build(copied, former, former, quiet)

    assert fault in str(found.value)
    assert "former" == (former / "current" / "mark").read_text()


@pytest.mark.long
def test_what_curation_lost_stops_a_build(former: Path, copied: Files, study_text: str) -> None:
    """A passage left over is named with its lines; and, with the text attached, a lost word is."""
    (former / "texts").mkdir()
    (former / "texts" / "warmtenetten-regie-2022.txt").write_bytes(study_text.encode())
    lose(copied, "*/2.3.toml", '[[silent]]\npassage = "2.3-18"\nreason = "heading"\n')
    [path] = copied.studies.glob("*/5.toml")
    lose(copied, "*/5.toml", path.read_text("utf-8").partition("[[explained]]")[2])

    with pytest.raises(FaultsFound) as found:
        build(copied, former, former, quiet)

    told = str(found.value)
    assert "2.3.toml, passage 2.3-18: has no reading and no reason for silence (lines 276" in told
    assert "5.toml, passage 5-6: nothing that is read there carries the negation" in told


def lose(files: Files, pattern: str, text: str) -> None:
    """Take a text out of a section's file, and the head of a table that it leaves."""
    [path] = files.studies.glob(pattern)
    whole = path.read_text("utf-8")
    assert text in whole
    path.write_text(whole.replace(text, "", 1).removesuffix("[[explained]]"), "utf-8")


def test_build_tells_what_it_was_held_against(builds: Path) -> None:
    """Its folder keeps what was counted, reasoned, checked and asked."""
    found = read_judgement(current_build(builds))

    assert found
    assert found.questions > 50 > found.unanswered
    assert found.counts["statements"] > 900
    assert found.inferred["rdf:type"] > 1000
    assert all(check["nl"] and check["en"] for check in found.checks)


def test_build_can_be_searched(builds: Path) -> None:
    """The index stands in the folder that is swapped in, with the questions of the library."""
    kinds = find(open_index(current_build(builds)), "gemeente").counts()

    assert {"thing", "term", "question", "speaker", "statement"} <= set(kinds)


@pytest.mark.parametrize("last", ["writing the search index", "swapping it in"])
def test_interrupted_build_leaves_no_trace(former: Path, tiny: Files, last: str) -> None:
    """Ctrl-C while writing: nothing but the lock is left, the former one serves."""

    def interrupted(step: str) -> None:
        if step == last:
            raise KeyboardInterrupt

    before = {path.name for path in former.iterdir()}
    with pytest.raises(KeyboardInterrupt):
        build(tiny, former, former, interrupted)

    assert {LOCK} == {path.name for path in former.iterdir()} - before
    assert "former" == (former / "current" / "mark").read_text()


def test_folder_that_cannot_be_written_is_told(tmp_path: Path, tiny: Files) -> None:
    """A build that has no place to go says so."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(BuildFailed, match="could not be written"):
        build(tiny, tmp_path, tmp_path / "file" / "build", quiet)


def test_only_the_last_of_the_older_builds_is_kept(former: Path) -> None:
    """After a swap the new build serves and the one before it is still there, no other."""
    for mark in ("second", "third"):
        made = former / "making"
        made.mkdir()
        (made / "mark").write_text(mark)
        swap_in(former, made, "same")

    assert "third" == (former / "current" / "mark").read_text()
    assert 3 == len(list(former.iterdir()))


def test_relative_folder_keeps_its_new_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder named from where one stands is the same folder: the new build stays."""
    monkeypatch.chdir(tmp_path)
    for mark in ("first", "second"):
        made = Path("builds") / "making"
        made.mkdir(parents=True)
        (made / "mark").write_text(mark)
        swap_in(Path("builds"), made, "same")

    assert "second" == (tmp_path / "builds" / "current" / "mark").read_text()


@pytest.mark.long
def test_required_text_that_is_not_attached_is_a_fault(tmp_path: Path, copied: Files) -> None:
    """What could not be checked is never reported as fine."""
    report = check(copied, tmp_path, quiet, require_text=True)

    assert ["fidelity" in name for name in report.not_checked] == [True]
    assert {} == report.explained
    assert ["could not be checked: no text is attached."] == [f.what for f in report.faults]


@pytest.mark.long
def test_attached_text_is_checked(tmp_path: Path, copied: Files, study_text: str) -> None:
    """With the text attached everything is checked, and nothing is found."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "warmtenetten-regie-2022.txt").write_bytes(study_text.encode())

    report = check(copied, tmp_path, quiet)

    assert ((), ()) == (report.faults, report.not_checked)
    assert {"hedge", "modal", "negation"} <= set(report.explained)
    assert any(line.startswith("Fidelity to the text, explained: ") for line in summary(report))
