"""The frame of a second study: sound at once, never written over, whole or not at all."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fpdf import FPDF

from kg.checks import check_faults, name_faults, validation_faults
from kg.coverage import coverage, coverage_faults
from kg.errors import NotWritten, WrongUse
from kg.files import shipped_files
from kg.frame import new_study
from kg.passages import read_passages
from kg.pipeline import named_graphs
from kg.sources import gather
from kg.study import load_study
from kg.texts import read_text
from tests.two_studies import TEXT as TEXT_OF_SECOND

TEXT = '1 Inleiding\n\nEen net. Nog een net.\n\f1.1 Vraag: "hoe"\n\nWie graaft er?\n'
KEY = "koudenet-2031"


@pytest.mark.long
def test_frame_is_a_sound_study(tmp_path: Path, mini: Path) -> None:
    """Beside the real study the frame passes all that a check asks, HermiT apart."""
    studies = tmp_path / "kg" / "studies"
    shutil.copytree(shipped_files().studies, studies)
    shutil.copy(shipped_files().studies.parent / "metadata.ttl", studies.parent)
    made = new_study(studies, KEY, read_text(mini / "text.txt"))
    files = replace(shipped_files(), studies=studies)
    sources = gather(files)
    graphs = named_graphs(sources)

    assert [] == [
        *coverage_faults(sources.studies),
        *name_faults(sources, graphs),
        *validation_faults(sources.shapes, graphs),
        *check_faults(files, graphs),
    ]
    shown = {f"{KEY} {number}": 0 for number in made.sections}
    assert shown == {
        name: one.accounted for name, one in coverage(sources.studies).items() if KEY in name
    }


def test_frame_says_what_is_known_and_what_is_to_be_filled_in(tmp_path: Path) -> None:
    """Sections come from the headings, the edition is known, every section is open."""
    made = new_study(tmp_path, KEY, TEXT, title_nl='Een "koud" net')
    study = load_study(made.folder)

    assert ('Een "koud" net', f"Study {KEY}") == (study.title.nl, study.title.en)
    assert ["Inleiding", 'Vraag: "hoe"'] == [one.title.nl for one in study.section]
    assert {"open"} == {one.status for one in study.section}
    assert 7 == study.text.lines
    assert {
        "1.1.toml", "1.toml", "REVIEW.md", "notes.tsv", "passages.tsv", "speakers.ttl",
        "study.toml",
    } == {path.name for path in made.folder.iterdir()}  # fmt: skip


def test_pages_are_counted_by_form_feeds(tmp_path: Path) -> None:
    """A text without printed page numbers has pages where a form feed says so."""
    made = new_study(tmp_path, KEY, TEXT)
    passages = read_passages((made.folder / "passages.tsv").read_text("utf-8"))

    assert {"1": {1}, "1.1": {2}} == {
        number: {one.page for one in passages if one.section == number} for number in ("1", "1.1")
    }


def test_sections_of_a_pdf_are_those_of_its_text(tmp_path: Path) -> None:
    """A heading in the middle of a page is seen by the room around it."""
    document = FPDF()
    document.set_font("helvetica", size=11)
    for leaf in TEXT_OF_SECOND.read_text("utf-8").translate({0x201C: '"', 0x201D: '"'}).split("\f"):
        document.add_page()
        for part in leaf.strip().split("\n\n"):
            document.multi_cell(0, 6, part, new_x="LMARGIN", new_y="NEXT")
            document.ln(6)
    document.output(str(tmp_path / "study.pdf"))
    made = new_study(tmp_path, KEY, read_text(tmp_path / "study.pdf"))
    passages = read_passages((made.folder / "passages.tsv").read_text("utf-8"))

    assert (("1", "2", "2.1"), 24) == (made.sections, made.passages)
    assert {1, 2, 3} == {one.page for one in passages}


@pytest.mark.parametrize("key", ["", "Koudenet", "3.1", "31", "a/b", "..", "net_1", "net-", "A1"])
def test_badly_formed_key_is_refused(tmp_path: Path, key: str) -> None:
    """A key is part of addresses, and never looks like the number of a section."""
    with pytest.raises(WrongUse, match="cannot be the key of a study") as refused:
        new_study(tmp_path, key, TEXT)

    assert "waterhoven-koudenet-2031" in refused.value.hint
    assert [] == list(tmp_path.iterdir())


def test_study_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    """What was curated stays; the way to a new edition is named."""
    made = new_study(tmp_path, KEY, TEXT)
    (made.folder / "1.toml").write_text("curated")

    with pytest.raises(WrongUse, match="There is a study koudenet-2031 already") as refused:
        new_study(tmp_path, KEY, TEXT)

    assert f"study compare {KEY} FILE" in refused.value.hint
    assert "curated" == (made.folder / "1.toml").read_text()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "printed page number"),
        ("Een net.\n\fNog een net.\n", "numbered heading"),
        ("1 Inleiding\n\nEen net.\n", "printed page number"),
        ("1 Net\n\f\nBijlage 1: Lijst\n\nBijlage 1: Lijst\n", "Sections that begin twice: A1."),
    ],
)
def test_text_without_sections_is_refused(tmp_path: Path, text: str, what: str) -> None:
    """What cannot be taken apart is told, with how to give it; nothing is left behind."""
    with pytest.raises(WrongUse, match=what) as refused:
        new_study(tmp_path, KEY, text)

    assert "each heading on a line of its own" in refused.value.hint
    assert [] == list(tmp_path.iterdir())


def test_frame_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails half-way leaves no half study."""

    def fail(_: int) -> None:
        if len(list(tmp_path.glob(".*.part/*/*"))) > 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)

    with pytest.raises(NotWritten, match="No space left on device"):
        new_study(tmp_path, KEY, TEXT)

    assert [] == list(tmp_path.iterdir())
