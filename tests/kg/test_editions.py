"""Another edition of a study's text: what moved, changed, went and came, and what to read again."""

import shutil
from pathlib import Path

import pytest

from kg.curation import read_section, section_paths
from kg.editions import Change, compare, readings_in, take_edition, with_known_ids
from kg.passages import Passage, segment
from kg.sources import load_passages
from kg.study import Study, load_study
from kg.texts import verify_text
from tests.two_studies import HERE, SECOND, TEXT

REFUSES = "Net zo min als een warmtenet mogen gemeenten een koudenet weigeren."
MAY = REFUSES.replace("mogen", "kunnen")
UNKNOWN = "Hoeveel gebouwen erop aangesloten worden, is niet onderzocht. "
BUNDLES = "De meeste netbeheerders bundelen liever niet. "
FLEXIBLE = "Ordenen als flexibiliteit"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Return the invented study, in a folder that a test may change."""
    return load_study(shutil.copytree(HERE / "studies" / SECOND, tmp_path / SECOND))


@pytest.fixture
def text() -> str:
    """Return the text of the invented study."""
    return TEXT.read_bytes().decode()


@pytest.fixture
def known(study: Study) -> tuple[Passage, ...]:
    """Return the passages of the invented study as its table has them."""
    return load_passages(study)


@pytest.fixture
def words(known: tuple[Passage, ...], text: str) -> dict[str, str]:
    """Return the invented study's own words by passage."""
    return {one.id: text[one.start : one.end] for one in known}


def told(change: Change) -> tuple[str, str, int, int]:
    """Return a change by kind and id, with its old and its new first line, 0 where it has none."""
    places = (one.first_line if one else 0 for one in (change.old, change.new))
    return change.kind, change.old.id if change.old else "", *places  # type: ignore[return-value]


def test_same_text_changes_nothing(
    known: tuple[Passage, ...], words: dict[str, str], text: str
) -> None:
    """Every passage is itself, on its own line."""
    compared = compare(known, words, segment(text), text)

    assert (len(known), 0, ()) == (len(compared.same), compared.shifted, compared.changes)


def test_changes_are_told_by_kind_with_their_lines(
    known: tuple[Passage, ...], words: dict[str, str], text: str
) -> None:
    """A word changed, a sentence moved, one went and one came; the rest is the same."""
    other = text.replace(REFUSES, MAY).replace(UNKNOWN, "").replace(BUNDLES, "")
    other = other.replace(FLEXIBLE, f"{BUNDLES}Er is nieuws. {FLEXIBLE}")
    compared = compare(known, words, segment(other), other)

    assert [
        ("changed", "2-1", 10, 10), ("moved", "2.1-4", 22, 26), ("gone", "1-4", 5, 0),
        ("new", "", 0, 26),
    ] == [told(change) for change in compared.changes]  # fmt: skip
    assert len(known) - 3 == len(compared.same)
    assert 0.9 < (compared.changes[0].likeness or 0) < 1


def test_text_with_other_lines_is_told_by_how_many(
    known: tuple[Passage, ...], words: dict[str, str], text: str
) -> None:
    """Passages that stand on other lines alone are counted and nothing else."""
    other = text.replace("1 Aanleiding\n", "1 Aanleiding\n\n", 1)
    compared = compare(known, words, segment(other), other)

    assert ((), len(known) - 1) == (compared.changes, compared.shifted)


def test_section_with_another_number_has_moved(
    known: tuple[Passage, ...], words: dict[str, str], text: str
) -> None:
    """What stands in another section may have another level or speaker: read it again."""
    other = text.replace("2.1 Meekoppelen", "2.1 Nieuw\n\nIets.\n\n2.2 Meekoppelen")
    compared = compare(known, words, segment(other), other)

    assert {f"2.1-{number}" for number in range(1, 9)} == {
        change.old.id for change in compared.changes if change.kind == "moved" and change.old
    }


def test_without_the_old_words_place_tells_what_changed(
    known: tuple[Passage, ...], text: str
) -> None:
    """Between the same neighbours stands the same passage; how like it is, is not known."""
    other = text.replace(REFUSES, "Iets heel anders staat hier.")
    [change] = compare(known, {}, segment(other), other).changes

    assert (("changed", "2-1", 10, 10), None) == (told(change), change.likeness)


def test_with_the_old_words_another_sentence_is_no_change(
    known: tuple[Passage, ...], words: dict[str, str], text: str
) -> None:
    """A sentence with other words in the same place is a new one, and the old one is gone."""
    other = text.replace(REFUSES, "Iets heel anders staat hier.")
    compared = compare(known, words, segment(other), other)

    assert ["gone", "new"] == [change.kind for change in compared.changes]


def test_readings_to_review_are_named_by_file(study: Study) -> None:
    """Statements read in a passage or with it, gaps and silences: all that rests on it."""
    sections = {path.name: read_section(path) for path in section_paths(study.folder)}

    assert {"2.toml": ["statement 0007", "statement 0008"]} == readings_in(sections, "2-1")
    assert {"1.toml": ["gap 01"]} == readings_in(sections, "1-4")
    assert {"2.toml": ["silent 2-0"]} == readings_in(sections, "2-0")
    assert {"2.1.toml": ["statement 0022", "statement 0023"]} == readings_in(sections, "2.1-4")


def test_edition_is_taken_in_and_no_passage_is_renumbered(
    study: Study, known: tuple[Passage, ...], words: dict[str, str], text: str
) -> None:
    """Known passages keep their ids, a new one gets a number that none ever had."""
    other = text.replace(REFUSES, MAY).replace(UNKNOWN, "Er is nieuws. ")
    found = segment(other)
    compared = compare(known, words, found, other)
    take_edition(study, with_known_ids(known, found, compared), other)
    taken = load_study(study.folder)
    now = load_passages(taken)

    assert {one.id for one in known} - {"1-4"} | {"1-6"} == {one.id for one in now}
    assert "1-0" == next(one.under for one in now if one.id == "1-6")
    verify_text(taken, now, other)
    assert "# An invented study" in (study.folder / "study.toml").read_text("utf-8")
    assert (study.title, study.section) == (taken.title, taken.section)


def test_edition_taken_in_changes_nothing_any_more(
    study: Study, known: tuple[Passage, ...], words: dict[str, str], text: str
) -> None:
    """Compared again, the edition is the known one, also where its ids are not in order."""
    other = text.replace(BUNDLES, "").replace(FLEXIBLE, BUNDLES + FLEXIBLE)
    found = segment(other)
    take_edition(study, with_known_ids(known, found, compare(known, words, found, other)), other)

    assert () == compare(load_passages(study), {}, found, other).changes
