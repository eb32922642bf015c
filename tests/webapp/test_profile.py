"""The strip of the study's lines and the neighbours of a passage."""

import pytest

from kg.passages import Passage, read_passages
from tests.webapp.mini_site import KEY, MINI
from webapp.profile import Shown, draw_profile, first_lines, neighbours


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    """Return the passages of the invented study."""
    return read_passages((MINI / "studies" / KEY / "passages.tsv").read_text(encoding="utf-8"))


def sections(*numbers: str) -> dict[str, Shown]:
    """Return what a strip says of sections."""
    return {number: Shown(f"§ {number}", "Titel", "open", f"/study/{number}") for number in numbers}


def test_sections_begin_where_their_first_passage_does(passages: list[Passage]) -> None:
    """The strip follows the text."""
    assert {"1": 1, "2": 6, "2.1": 8, "3": 24} == first_lines(passages)


def test_stretches_cover_the_whole_text(passages: list[Passage]) -> None:
    """Together the sections are as long as the text."""
    strip = draw_profile(passages, 26, sections("1", "2", "2.1", "3"))

    widths = [float(stretch.width.removesuffix("%")) for stretch in strip.stretches]
    assert 100 == pytest.approx(sum(widths), abs=0.1)
    assert "0.00%" == strip.stretches[0].left


def test_ticks_stand_where_the_evidence_lies(passages: list[Passage]) -> None:
    """Each passage marked is one tick; one that is unknown is none."""
    strip = draw_profile(passages, 26, sections("1", "2", "2.1", "3"), ["2.1-1", "3-1", "9-9"])

    assert [("2.1-1",), ("3-1",)] == [tick.passages for tick in strip.ticks]
    assert [0, 0, 1, 1] == [stretch.ticks for stretch in strip.stretches]


def test_passages_of_one_line_share_a_tick(passages: list[Passage]) -> None:
    """Two sentences that begin on a line lie at one place of the strip."""
    strip = draw_profile(passages, 26, sections("3"), ["3-1", "3-2"])

    assert [("3-1", "3-2")] == [tick.passages for tick in strip.ticks]


def test_page_header_is_nobody_s_neighbour(passages: list[Passage]) -> None:
    """A sentence cut by a page break stands beside its other half, not beside the header."""
    found = neighbours(passages)

    assert ("2.1-6", "3-0") == found["2.1-7"]
    assert ("", "1-1") == found["1-0"]
    assert "2.1-8" not in found
