"""Documents: lists for a word processor, in the language of the page, with room for notes."""

from collections.abc import Sequence

from flask_babel import gettext as _

from kg.documents import Cell, Document, to_docx
from webapp.languages import page_language
from webapp.presentation import Value
from webapp.tables import Table


def as_document(title: str, paragraphs: Sequence[str], table: Table) -> bytes:
    """Return a table as a document; what is named in it leads to its lasting name."""
    return to_docx(
        Document(
            title=title,
            paragraphs=[one for one in paragraphs if one],
            headings=table.headings,
            rows=[[_cell(value) for value in row] for row in table.rows],
            notes=_("notes"),
            language=page_language(),
        )
    )


def _cell(value: Value) -> Cell:
    """Return a value as a cell; one that is made of phrases is there by its kind."""
    if value.link:
        return Cell(value.link.label.text, value.link.iri)
    return Cell(value.text.text)
