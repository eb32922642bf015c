"""The study's own words: attached by the user, found by digest, kept outside the builds."""

from pathlib import Path

import pytest
from fpdf import FPDF

from kg.errors import TextDiffers, WrongUse
from kg.passages import Passage
from kg.study import Study
from kg.texts import attach, attached_words, text_path, verify_text


def test_attached_text_gives_its_words(
    tmp_path: Path, study: Study, passages: list[Passage], mini: Path
) -> None:
    """Once attached, a passage has its very words, on one line."""
    done = attach(tmp_path, study, passages, mini / "text.txt")

    words = attached_words(tmp_path, study, passages)

    assert (len(passages), ()) == (done.found, done.missing)
    assert "Er is geen onderzoek naar gedaan" == words["2-2"]


def test_pdf_is_read_and_the_share_found_is_told(
    tmp_path: Path, study: Study, passages: list[Passage]
) -> None:
    """A PDF with a part of the document gives the passages that stand in it."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.multi_cell(0, text="De gemeente mag een groen dak niet weigeren. Er is geen onderzoek.")
    pdf.output(str(tmp_path / "part.pdf"))

    done = attach(tmp_path, study, passages, tmp_path / "part.pdf")

    assert 1 == done.found
    assert "2-1" not in done.missing
    assert 1 / len(passages) == done.share


def test_text_of_another_document_is_refused(
    tmp_path: Path, study: Study, passages: list[Passage]
) -> None:
    """A text with not one passage of the study is not kept."""
    (tmp_path / "other.txt").write_text("Something else altogether.", encoding="utf-8")

    with pytest.raises(TextDiffers, match="none of the"):
        attach(tmp_path, study, passages, tmp_path / "other.txt")

    assert not text_path(tmp_path, study).exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [(None, "There is no file"), (b"\xff\xfe\x00", "neither a PDF nor UTF-8"), (b"%PDF-x", "PDF")],
)
def test_unreadable_file_is_told_in_a_sentence(
    tmp_path: Path, study: Study, passages: list[Passage], data: bytes | None, message: str
) -> None:
    """A file that is missing or is neither PDF nor text is wrong use."""
    if data is not None:
        (tmp_path / "file").write_bytes(data)

    with pytest.raises(WrongUse, match=message):
        attach(tmp_path, study, passages, tmp_path / "file")


def test_changed_text_is_refused_with_its_passages(
    study: Study, passages: list[Passage], mini: Path
) -> None:
    """A text in which a word changed is told by the passages that differ."""
    text = (mini / "text.txt").read_bytes().decode().replace("eerste stap", "tweede stap")

    with pytest.raises(TextDiffers, match=r"1 of \d+ passages of roofs differ here: 1\.2-8\."):
        verify_text(study, passages, text)


def test_without_attached_text_there_are_no_words(
    tmp_path: Path, study: Study, passages: list[Passage]
) -> None:
    """Everything works without the text; there are only no words to show."""
    assert {} == attached_words(tmp_path, study, passages)


def test_rotten_text_gives_the_words_that_are_whole(
    tmp_path: Path, study: Study, passages: list[Passage], mini: Path
) -> None:
    """A few bytes that are no text any more cost their own passage, not the site."""
    attach(tmp_path, study, passages, mini / "text.txt")
    path = text_path(tmp_path, study)
    path.write_bytes(path.read_bytes().replace(b"onderzoek", b"ond\xffrzoek"))

    words = attached_words(tmp_path, study, passages)

    assert "2-2" not in words
    assert len(passages) - 1 == len(words)
