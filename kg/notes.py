"""The Dutch of the curators' notes: a table with a line for each different note of a study.

A reading has its note in English, and many readings have the same one.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.curation import SectionFile
from kg.errors import Fault, FaultsFound
from kg.naming import did_you_mean, nearest

FILE = "notes.tsv"
HEADER = "en\tnl"
_FORM = "A line is the English note, a tab, and its Dutch."


def load_notes(folder: Path) -> dict[str, str]:
    """Return the Dutch of a study's notes by the English, in the order of the table.

    Where there is no table there is no Dutch.

    Raises:
        FaultsFound: everything wrong with the form of the table; notes are not looked up.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        header, *lines = path.read_text(encoding="utf-8").splitlines() or [""]
    except UnicodeDecodeError as error:
        raise FaultsFound([Fault(FILE, f"byte {error.start}", "not UTF-8.")]) from None
    if faults := [*_form_faults(header, lines)]:
        raise FaultsFound(faults)
    return dict(line.split("\t") for line in lines)


def _form_faults(header: str, lines: list[str]) -> Iterator[Fault]:
    """Yield a fault for every line that is no note with its Dutch, or gives a note again."""
    if header != HEADER:
        yield Fault(FILE, "line 1", "is not the header of the table.", 'It is "en", a tab, "nl".')
    first: dict[str, int] = {}
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != 2 or any(cell != cell.strip() or not cell for cell in cells):
            yield Fault(FILE, f"line {number}", "is not a note and its Dutch.", _FORM)
        elif first.setdefault(cells[0], number) != number:
            what = f"gives the note of line {first[cells[0]]} again."
            yield Fault(FILE, f"line {number}", what, "Keep the line that says it best.")


def note_faults(sections: Mapping[str, SectionFile], notes: Mapping[str, str]) -> Iterator[Fault]:
    """Yield a fault for every note without Dutch, and for every Dutch that is of no note.

    *sections* are by file name. That numbers differ is told too: they name statements.
    """
    found = [*_notes(sections)]
    for file, place, note in found:
        if note not in notes:
            hint = f"Add it to {FILE}. {_FORM}"
            yield Fault(file, place, f'the note "{note}" has no Dutch.', hint)
    used = {note for _, _, note in found}
    for number, (note, dutch) in enumerate(notes.items(), 2):
        place = f"line {number}"
        if note not in used:
            hint = did_you_mean(nearest(note, used - notes.keys())) or "Take the line out."
            yield Fault(FILE, place, f'no reading has the note "{note}".', hint)
        if _numbers(note) != _numbers(dutch):
            yield Fault(FILE, place, "the Dutch names other numbers.", "Give it those of the note.")


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", text))


def _notes(sections: Mapping[str, SectionFile]) -> Iterator[tuple[str, str, str]]:
    """Yield file, place and note of every reading that has one."""
    for file, section in sections.items():
        for statement in section.statement:
            for number, reading in enumerate(statement.reading, 1):
                if reading.note:
                    yield file, f"statement {statement.id}, reading {number}", reading.note
