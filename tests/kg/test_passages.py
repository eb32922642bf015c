"""The segmenter: one text, one list of passages, every character once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import TextDiffers
from kg.files import shipped_files
from kg.passages import (
    BULLET,
    Passage,
    differing,
    find_passages,
    headings,
    read_passages,
    segment,
    words_of,
    write_passages,
)

STUDY = shipped_files().studies / "warmtenetten-regie-2022"


@pytest.fixture(scope="module")
def text(mini: Path) -> str:
    """Return the text of the mini study."""
    return (mini / "text.txt").read_bytes().decode()


@pytest.fixture(scope="module")
def passages(text: str) -> dict[str, Passage]:
    """Return the passages of the mini study by id."""
    return {passage.id: passage for passage in segment(text)}


def words(text: str, passage: Passage) -> str:
    """Return the words of a passage on one line."""
    return " ".join(text[passage.start : passage.end].split())


def test_wrapped_line_is_one_sentence(text: str, passages: dict[str, Passage]) -> None:
    """A sentence goes on over the end of its line."""
    found = words(text, passages["1.1-3"])

    assert "Dat lijkt ook te helpen tegen hitte." == found


def test_blank_line_does_not_end_a_list_item(text: str, passages: dict[str, Passage]) -> None:
    """An item that has not ended goes on after a blank line in lower case."""
    found = words(text, passages["1.2-3"])

    assert f"{BULLET} subsidie voor bewoners, ook in het centrum;" == found


def test_page_break_does_not_end_a_sentence(text: str, passages: dict[str, Passage]) -> None:
    """A sentence cut by a page break is one passage, on the page where it begins."""
    found = passages["2-2"]

    assert ("Er is geen onderzoek naar gedaan.", 3) == (words(text, found), found.page)


def test_pages_are_counted_from_the_printed_number(passages: dict[str, Passage]) -> None:
    """The page header says 3; the pages before it count back from there."""
    pages = [passages[name].page for name in ("1-0", "1.2-0", "1.2-11")]

    assert [1, 2, 3] == pages


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("1-0", "heading"),
        ("1.1-4", "footnote"),
        ("1.2-4", "list-item"),
        ("1.2-7", "quotation"),
        ("1.2-9", "list-item"),
        ("1.2-10", "caption"),
        ("1.2-11", "page-header"),
        ("2-1", "sentence"),
    ],
)
def test_kinds_are_told_apart(passages: dict[str, Passage], name: str, kind: str) -> None:
    """Headings, items, footnotes, quotations, captions and page headers are each their own."""
    assert kind == passages[name].kind


def test_glued_footnote_digit_is_a_word_of_its_own() -> None:
    """A footnote digit glued to a word does not change that word."""
    assert ["houdt", "het", "water", "vast", "1"] == words_of("Houdt het water vast1.")


def test_sections_follow_the_numbered_headings(text: str, passages: dict[str, Passage]) -> None:
    """Sections come from the document's own headings."""
    numbers = [heading.number for heading in headings(text, passages.values())]

    assert ["1", "1.1", "1.2", "2"] == numbers


def test_text_without_printed_page_is_refused() -> None:
    """Pages cannot be counted without a printed number."""
    with pytest.raises(TextDiffers, match="printed page number"):
        segment(" 1 Titel\n\nEen zin.\n")


def test_table_gives_the_passages_back(passages: dict[str, Passage]) -> None:
    """Writing and reading the table changes nothing."""
    known = list(passages.values())

    assert known == read_passages(write_passages(known))


def test_changed_word_is_named_by_its_passage(text: str, passages: dict[str, Passage]) -> None:
    """A text that differs is told by the passages that differ."""
    changed = segment(text.replace("twee middelen", "drie middelen"))

    assert ["1.2-2"] == differing(list(passages.values()), changed)


def test_passages_are_found_in_another_layout(text: str, passages: dict[str, Passage]) -> None:
    """Words in another layout are found; what is missing is left out."""
    other = " ".join(text.replace("Er is geen", "Men deed geen").split())

    found = find_passages(list(passages.values()), other)

    assert {"2-2"} == set(passages) - set(found)
    assert "De gemeente heeft twee middelen" == other[slice(*found["1.2-2"])]


LINES = st.sampled_from(
    [
        "De gemeente stuurt.",
        "een zin die niet ophoudt",
        " op een nieuwe bladzijde",
        f"{BULLET} een punt, et al. 2020",
        "1. een stap;",
        "‘Een citaat.’",
        "1 www.noot.example",
        "1.1 Kop",
        "Tussenkop",
        "Figuur 1: iets",
        "",
        "   ",
    ]
)


@given(st.lists(LINES, max_size=25))
def test_every_character_is_covered_once(lines: list[str]) -> None:
    """Whatever the lines, the spans in order cover all that is not white space exactly once."""
    text = "\n".join([" 1 Titel", "Pagina 1 / 9", *lines, ""])

    found = segment(text)

    gaps = zip([0, *(p.end for p in found)], [*(p.start for p in found), len(text)], strict=True)
    assert [] == [text[begin:end] for begin, end in gaps if begin > end or text[begin:end].strip()]
    assert found == segment(text)
    assert len(found) == len({passage.id for passage in found})


def test_real_study_gives_its_table_byte_for_byte(study_text: str) -> None:
    """Running the segmenter again on the study gives the committed table."""
    table = (STUDY / "passages.tsv").read_text(encoding="utf-8")

    assert table == write_passages(segment(study_text, [31]))


def test_real_study_is_covered_once(study_text: str) -> None:
    """The spans of the real passages cover every character that is not white space once."""
    found = read_passages((STUDY / "passages.tsv").read_text(encoding="utf-8"))

    left = "".join(
        study_text[begin:end]
        for begin, end in zip(
            [0, *(p.end for p in found)], [*(p.start for p in found), len(study_text)], strict=True
        )
    )
    assert "" == left.strip()
    assert [p.start for p in found] == sorted(p.start for p in found)


@pytest.mark.parametrize(
    ("first_line", "page"), [(1, 5), (76, 6), (151, 9), (239, 12), (309, 15), (622, 22), (690, 24)]
)
def test_real_pages_are_the_derived_ones(first_line: int, page: int) -> None:
    """Pages derived from the layout agree with those a reader counted by hand."""
    found = read_passages((STUDY / "passages.tsv").read_text(encoding="utf-8"))

    assert page == next(p.page for p in found if p.first_line == first_line)
