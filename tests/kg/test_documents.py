"""Answers as documents: a word processor opens them, and there is room for notes."""

import io
import zipfile
from xml.etree import ElementTree

from rdflib import Literal

from kg.answers import Answer
from kg.documents import Cell, Document, document_of, to_docx
from kg.namespaces import WRID

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BENCH = WRID["object/bench"]
ANSWER = Answer(
    ("object", "objectLabel", "count"),
    ((BENCH, Literal("bank & <stoel>", lang="nl"), Literal(3)), (None, None, Literal(0))),
)


def parts(data: bytes) -> dict[str, ElementTree.Element]:
    """Return every part of a document; each has to be well-formed XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: ElementTree.fromstring(file.read(name)) for name in file.namelist()}


def texts(row: ElementTree.Element) -> list[str]:
    """Return what stands in each cell of a row."""
    return ["".join(text.text or "" for text in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]


def test_every_row_has_an_empty_cell_for_notes() -> None:
    """The columns of the answer, labels for what they label, then a place to write."""
    found = parts(to_docx(document_of(ANSWER, "benches")))["word/document.xml"]
    head, first, second = found.iter(f"{W}tr")

    assert ["object", "count", "notes"] == texts(head)
    assert ["bank & <stoel>", "3", ""] == texts(first)
    assert ["", "0", ""] == texts(second)


def test_head_is_repeated_on_every_page() -> None:
    """A long table keeps its head; only the first row is one."""
    found = parts(to_docx(document_of(ANSWER, "benches")))["word/document.xml"]

    assert [1, 0, 0] == [len(list(row.iter(f"{W}tblHeader"))) for row in found.iter(f"{W}tr")]


def test_name_leads_to_its_thing() -> None:
    """What is named can be followed, out of the document, by its lasting name."""
    relations = parts(to_docx(document_of(ANSWER, "benches")))["word/_rels/document.xml.rels"]

    assert [str(BENCH)] == [
        one.get("Target") for one in relations if one.get("TargetMode") == "External"
    ]


def test_title_and_paragraphs_stand_above_the_table() -> None:
    """Who prints it knows which question was asked, and where."""
    made = Document("Who?", ["How to read", "https://x.example/?a=1&b=2"], ("a",),
                    [[Cell("b\x00")]], "notities", "nl")  # fmt: skip
    found = parts(to_docx(made))["word/document.xml"]
    said = ["".join(text.text or "" for text in p.iter(f"{W}t")) for p in found.iter(f"{W}p")]

    assert ["Who?", "How to read", "https://x.example/?a=1&b=2", "a", "notities", "b"] == said[:6]


def test_parts_that_are_named_are_there() -> None:
    """No part refers to one that the file lacks."""
    found = parts(to_docx(document_of(ANSWER, "benches")))
    named = {one.get("PartName", "")[1:] for one in found["[Content_Types].xml"]} - {""}

    assert {"word/document.xml", "word/styles.xml"} == named
    assert named < set(found)
