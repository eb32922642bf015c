"""How far a study is read: a box a passage, and the ways through its sections."""

from collections.abc import Iterator

import pytest
from flask import Flask

from webapp.coverage import Coverage, around, boxes, coverage, parts, total
from webapp.reader import State
from webapp.services import services


@pytest.fixture
def found(site: Flask) -> Iterator[list[Coverage]]:
    """Return how far the sections of the invented study are read."""
    with site.test_request_context("/study?lang=en"):
        yield coverage(services().study)


def test_sections_come_in_the_study_s_order(found: list[Coverage]) -> None:
    """A chapter stands before its sections."""
    names = [one.name.replace("\N{NO-BREAK SPACE}", " ") for one in found]

    assert ["§ 1", "§ 2", "§ 2.1", "§ 3"] == names
    assert [True, True, False, True] == [one.is_chapter for one in found]


def test_each_passage_is_a_box(found: list[Coverage]) -> None:
    """The row has the passages in order, each with what is known of it and whether it lacks."""
    row = found[2].boxes

    assert [f"2.1-{number}" for number in range(9)] == [box.passage for box in row]
    assert list(range(9)) == [box.place for box in row]
    assert ["2.1-7"] == [box.passage for box in row if box.has_gap]
    assert [State.GAP, State.SILENT] == [row[7].state, row[8].state]


def test_tally_names_only_what_occurs(found: list[Coverage]) -> None:
    """Words twin the boxes, and leave none out."""
    tally = dict(found[0].tally)

    assert {State.READ: 1, State.SILENT: 1, State.OPEN: 1} == tally
    assert all(one.passages == sum(number for _, number in one.tally) for one in found)


def test_counts_are_those_of_the_section(found: list[Coverage]) -> None:
    """What was read is counted apart from the passages."""
    assert {"statements": 5, "speakers": 3, "gaps": 1, "tensions": 1} == found[2].counts


def test_total_is_the_whole_study(found: list[Coverage]) -> None:
    """All sections together."""
    whole = total(found)

    assert (16, 15, 1) == (whole.passages, whole.accounted, whole.unread)


def test_what_is_known_can_be_seen_without_colour() -> None:
    """What is read is high, read along lower, silent flat; all stand on one floor."""
    states = (State.READ, State.ALONG, State.SILENT)
    row = boxes((state, state, False, "") for state in states)

    assert row[0].height > row[1].height > row[2].height
    assert {12} == {box.top + box.height for box in row}


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [("1", "", "2"), ("2", "1", "2.1"), ("2.1", "2", "3"), ("3", "2.1", "")],
)
def test_neighbours_are_the_next_in_the_text(
    site: Flask, number: str, before: str, after: str
) -> None:
    """The first has nothing before it, the last nothing after."""
    with site.test_request_context("/study"):
        ways = around(services().study, number)

    assert [before, after] == [way.href.rpartition("/")[2] if way else "" for way in ways]


def test_chapter_leads_to_its_sections(site: Flask) -> None:
    """A chapter that is a heading only is no dead end."""
    with site.test_request_context("/study"):
        found = {number: parts(services().study, number) for number in ("1", "2", "2.1")}

    assert [0, 1, 0] == [len(one) for one in found.values()]
    assert found["2"][0].href.endswith("/2.1")
