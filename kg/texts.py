"""The study's own words: never shipped, attached by the user, found again by their digests."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.errors import TextDiffers, WrongUse
from kg.passages import Passage, differing, find_passages, segment
from kg.study import Study
from kg.writing import write_whole, writing


@dataclass(frozen=True)
class Attachment:
    """What came of attaching a text: how many passages were found, and which were not."""

    found: int
    missing: tuple[str, ...]
    kept: Path

    @property
    def share(self) -> float:
        """The share of the passages that were found, from 0 to 1."""
        return self.found / (self.found + len(self.missing))


def text_path(home: Path, study: Study) -> Path:
    """Return where the attached text of a study is kept; builds never touch it."""
    return home / "texts" / f"{study.key}.txt"


def attach(home: Path, study: Study, passages: Sequence[Passage], file: Path) -> Attachment:
    """Keep the text of *file* (PDF or plain text) and report which passages stand in it.

    Raises:
        WrongUse: the file is not there or cannot be read as a PDF or as UTF-8 text.
        TextDiffers: not one passage stands in it; nothing is kept.
        NotWritten: there is no room for it; what was attached before is as it was.
    """
    tried = [(find_passages(passages, text), text) for text in _readings(file)]
    found, text = max(tried, key=lambda one: len(one[0]))
    if not found:
        raise TextDiffers(
            f"{file.name} holds none of the {len(passages)} passages of {study.key}.",
            f"It does not seem to be the document “{study.title.nl}”; nothing was kept.",
        )
    path = text_path(home, study)
    with writing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode("utf-8"))
    missing = tuple(passage.id for passage in passages if passage.id not in found)
    return Attachment(len(found), missing, path)


def attached_words(home: Path, study: Study, passages: Sequence[Passage]) -> dict[str, str]:
    """Return the study's own words by passage id; empty when no text is attached."""
    path = text_path(home, study)
    if not path.is_file():
        return {}
    # What has rotten is no passage any more; the others are found all the same.
    text = path.read_bytes().decode("utf-8", errors="replace")
    return {
        name: " ".join(text[start:end].split())
        for name, (start, end) in _places(study, passages, text).items()
    }


def _places(study: Study, passages: Sequence[Passage], text: str) -> dict[str, tuple[int, int]]:
    """Return the spans of the passages: as tabled in the known edition, else as found."""
    if hashlib.sha256(text.encode("utf-8")).hexdigest() == study.text.sha256:
        return {passage.id: (passage.start, passage.end) for passage in passages}
    return dict(find_passages(passages, text))


def _readings(file: Path) -> Iterator[str]:
    """Yield the texts that a file may be read as: a PDF by its layout, and as its words come."""
    yield read_text(file)
    if _is_pdf(file.read_bytes()):
        yield _pdf_text(file, "plain")


def read_text(file: Path) -> str:
    """Return the text of a PDF or of a UTF-8 text file, character for character.

    That of a PDF has the empty lines of its layout, and a form feed between pages.

    Raises:
        WrongUse: the file is not there or is neither.
    """
    if not file.is_file():
        raise WrongUse(f"There is no file {file}.", "Name the text or the PDF of the study.")
    data = file.read_bytes()
    if _is_pdf(data):
        return _pdf_text(file, "layout")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WrongUse(
            f"{file.name} is neither a PDF nor UTF-8 text (byte {error.start}).",
            "Save the text as UTF-8, or give the PDF itself.",
        ) from None


def _is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def _pdf_text(file: Path, mode: Literal["plain", "layout"]) -> str:
    # Slow to import, and only a PDF needs it.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = PdfReader(file).pages
        return "\n\f".join(page.extract_text(extraction_mode=mode) for page in pages)
    except (PyPdfError, ValueError, KeyError) as error:
        raise WrongUse(f"{file.name} cannot be read as a PDF: {error}.") from None


def verify_text(study: Study, passages: Sequence[Passage], text: str) -> None:
    """Check that *text* is the one the passages were made from.

    Raises:
        TextDiffers: it is another text; the passages that differ are named.
    """
    found = segment(text, study.text.no_page_break)
    changed = differing(passages, found)
    if changed or len(found) != len(passages):
        named = ", ".join(changed[:12]) + (" ..." if len(changed) > 12 else "")
        raise TextDiffers(
            f"{len(changed)} of {len(passages)} passages of {study.key} differ here"
            + (f": {named}." if named else f", and there are {len(found)}."),
            "Give the edition that study.toml names, or see what this one changes:"
            f" warmteregie study compare {study.key} FILE",
        )
