"""The Dutch of the curators' notes: whole, in its place, and of notes that are there."""

from pathlib import Path

import pytest

from kg.curation import SectionFile
from kg.errors import FaultsFound
from kg.frame import new_study
from kg.notes import load_notes, note_faults
from kg.sources import Sources, sections_by_name

FLAT, WHO = "Flat roofs are meant.", "Who says so, statement 0002 tells."
NOTES = {FLAT: "Platte daken zijn bedoeld.", WHO: "Wie het zegt, vertelt bewering 0002."}


def section(*notes: str) -> dict[str, SectionFile]:
    """Return a section with a statement that was read once for each note."""
    statement = {
        "id": "0001", "subject": "wrid:actor/baker", "predicate": "wr:uses",
        "object": "wrid:instrument/subsidy", "gist": {"nl": "x", "en": "x"},
        "reading": [{"passages": ["1-1"], "speakers": ["a"], "note": note} for note in notes],
    }  # fmt: skip
    return {"1.toml": SectionFile.model_validate({"section": "1", "statement": [statement]})}


def told(notes: dict[str, str], *read: str) -> list[str]:
    """Return what is told of a table of notes and the notes of readings."""
    return [str(fault) for fault in note_faults(section(*read), notes)]


def test_table_gives_the_dutch_by_the_english(tmp_path: Path) -> None:
    """A line is a note and its Dutch, in the order they stand in."""
    lines = "".join(f"{en}\t{nl}\n" for en, nl in NOTES.items())
    (tmp_path / "notes.tsv").write_text(f"en\tnl\n{lines}", "utf-8")

    assert list(NOTES.items()) == list(load_notes(tmp_path).items())


def test_study_without_table_has_no_dutch(tmp_path: Path) -> None:
    """A study without notes needs none; a framed one has an empty table to begin with."""
    made = new_study(tmp_path, "roofs", "1 Daken\n\nEr zijn daken.\n\fEr zijn er veel.\n")

    assert {} == load_notes(tmp_path) == load_notes(made.folder)
    assert (made.folder / "notes.tsv").is_file()


def test_everything_wrong_with_the_form_is_told_at_once(tmp_path: Path) -> None:
    """Header, tabs, empty cells and doublings, each with its line."""
    lines = ["nl\ten", "A.\tB.", "A.", "A.\t", "A.\tB.\tC.", "A. \tB.", "", "A.\tD."]
    (tmp_path / "notes.tsv").write_text("\n".join(lines), "utf-8")

    with pytest.raises(FaultsFound) as found:
        load_notes(tmp_path)
    assert [
        ("line 1", "is not the header of the table."),
        *((f"line {number}", "is not a note and its Dutch.") for number in range(3, 8)),
        ("line 8", "gives the note of line 2 again."),
    ] == [(fault.place, fault.what) for fault in found.value.faults]


@pytest.mark.parametrize(("text", "place"), [(b"", "line 1"), (b"en\tnl\nA.\t\xe9", "byte 9")])
def test_table_that_is_none_is_told(tmp_path: Path, text: bytes, place: str) -> None:
    """An empty file has no header, and what is not UTF-8 cannot be read."""
    (tmp_path / "notes.tsv").write_bytes(text)

    with pytest.raises(FaultsFound) as found:
        load_notes(tmp_path)
    assert [place] == [fault.place for fault in found.value.faults]


def test_one_line_serves_every_reading_with_the_note() -> None:
    """A note that ten readings have is translated once."""
    assert [] == told(NOTES, FLAT, WHO, *[FLAT] * 9, "")


def test_note_without_dutch_is_told_at_each_reading() -> None:
    """Statement and reading are named, and what to do."""
    first, second = told({FLAT: "Platte daken zijn bedoeld."}, WHO, FLAT, WHO)

    assert first.startswith(f'1.toml, statement 0001, reading 1: the note "{WHO}" has no Dutch.')
    assert "  Add it to notes.tsv. A line is the English note, a tab, and its Dutch." in first
    assert second.startswith("1.toml, statement 0001, reading 3:")


def test_dutch_of_no_note_is_told_with_the_likely_one() -> None:
    """Who mends a note and forgets its line is shown both."""
    mended = FLAT.replace("Flat", "Green")

    assert [
        f'1.toml, statement 0001, reading 1: the note "{mended}" has no Dutch.',
        f'notes.tsv, line 2: no reading has the note "{FLAT}".\n  Did you mean "{mended}"?',
        f'notes.tsv, line 3: no reading has the note "{WHO}".\n  Take the line out.',
    ] == [fault.partition("\n  Add")[0] for fault in told(NOTES, mended)]


def test_dutch_that_names_another_statement_is_told() -> None:
    """A note sends a reader to a statement, in both languages to the same one."""
    astray = {WHO: "Wie het zegt, vertelt bewering 0003."}

    assert ["notes.tsv, line 2: the Dutch names other numbers.\n  Give it those of the note."] == (
        told(astray, WHO)
    )


def test_every_note_of_the_real_study_has_its_dutch(sources: Sources) -> None:
    """There are hundreds, and none is left in English."""
    [one] = sources.studies

    assert [] == list(note_faults(sections_by_name(one), one.notes))
    assert len(one.notes) > 400
