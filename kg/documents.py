"""Answers as documents for a word processor: a table with a column to write notes in.

WordprocessingML of ISO/IEC 29500, https://www.iso.org/standard/71691.html, as little of it as
word processors need.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from rdflib import URIRef

from kg.answers import LABEL, Answer, readable, show
from kg.tokens import Term

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BEGINNING = (1980, 1, 1, 0, 0, 0)
_UNWRITABLE = re.compile("[^\t\n\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TWIPS_ACROSS = 14_400
"""What a landscape A4 has between its margins, in twentieths of a point."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and the name or address it leads to, empty where it leads nowhere."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Document:
    """A title, paragraphs, and a table; *notes* heads the column that is left empty."""

    title: str
    paragraphs: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: str
    language: str


def document_of(answer: Answer, title: str) -> Document:
    """Return an answer as a document in English, labels in the place of what they label."""
    shown = readable(answer).variables
    rows = [[_cell(record, name) for name in shown] for record in answer.records()]
    return Document(title, (), shown, rows, "notes", "en")


def _cell(record: dict[str, Term], name: str) -> Cell:
    found = record.get(name)
    href = str(found) if isinstance(found, URIRef) else ""
    return Cell(show(record.get(name + LABEL, found)), href)


def to_docx(document: Document) -> bytes:
    """Return a document as a file of Word's; the same one gives the same bytes."""
    links = sorted({cell.href for row in document.rows for cell in row if cell.href})
    ids = {href: f"link{number}" for number, href in enumerate(links, 1)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in _parts(document, ids):
            file.writestr(zipfile.ZipInfo(name, _BEGINNING), _HEAD + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _parts(document: Document, ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield name and text of each part of the file."""
    yield "[Content_Types].xml", _content_types()
    yield "_rels/.rels", _relations([("document", f"{_RELATIONS}/officeDocument", _DOCUMENT, "")])
    styles = ("styles", f"{_RELATIONS}/styles", "styles.xml", "")
    links = [(ids[href], f"{_RELATIONS}/hyperlink", href, "External") for href in ids]
    yield "word/_rels/document.xml.rels", _relations([styles, *links])
    yield "word/styles.xml", _styles(document.language)
    yield _DOCUMENT, _body(document, ids)


_DOCUMENT = "word/document.xml"


def _content_types() -> str:
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELS_TYPE}"/>'
        f'<Override PartName="/{_DOCUMENT}" ContentType="{_TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    )


_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


def _relations(found: Sequence[tuple[str, str, str, str]]) -> str:
    """Return what a part refers to: id, kind, target, and whether that is outside the file."""
    each = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target={quoteattr(_clean(target))}'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for name, kind, target, mode in found
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _styles(language: str) -> str:
    return (
        f'<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="20"/>'
        f'<w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:after="120"/>'
        '<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
        "</w:styles>"
    )


def _body(document: Document, ids: dict[str, str]) -> str:
    above = "".join(f"{_paragraph(_run(text), '120')}" for text in document.paragraphs)
    return (
        f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_RELATIONS}"><w:body>'
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
        f"{_run(document.title)}</w:p>{above}{_table(document, ids)}<w:p/>"
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567"'
        ' w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _table(document: Document, ids: dict[str, str]) -> str:
    """Return the table, its head repeated on every page, the column for notes twice as wide."""
    narrow = _TWIPS_ACROSS // (len(document.headings) + 2)
    widths = [narrow] * len(document.headings) + [2 * narrow]
    head = [_run(heading, bold=True) for heading in (*document.headings, document.notes)]
    rows = "".join(
        _row([*(_linked(cell, ids) for cell in row), ""], widths) for row in document.rows
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>{_borders()}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_row(head, widths, is_head=True)}{rows}</w:tbl>"
    )


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    each = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="7F8790"/>' for side in sides)
    return f"<w:tblBorders>{each}</w:tblBorders>"


def _row(cells: Sequence[str], widths: Sequence[int], *, is_head: bool = False) -> str:
    """Return a row that no page break splits."""
    each = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(cell, "0")}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{each}</w:tr>"


def _paragraph(content: str, after: str) -> str:
    return f'<w:p><w:pPr><w:spacing w:after="{after}"/></w:pPr>{content}</w:p>'


def _linked(cell: Cell, ids: dict[str, str]) -> str:
    if cell.href:
        return f'<w:hyperlink r:id="{ids[cell.href]}">{_run(cell.text)}</w:hyperlink>'
    return _run(cell.text)


def _run(text: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(_clean(text))}</w:t></w:r>'


def _clean(text: str) -> str:
    """Return text without the characters that XML has no way to write."""
    return _UNWRITABLE.sub("", text)
