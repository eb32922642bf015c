"""Answers as spreadsheets, for those who open an answer rather than query it."""

import csv
import io
from datetime import UTC, datetime

from rdflib import Literal

from kg.answers import Answer
from kg.tokens import Term

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_WIDEST = 60


def to_sheet_csv(answer: Answer) -> str:
    """Return the answer as CSV for people: plain texts, one header line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.variables)
    writer.writerows([_text(term) for term in row] for row in answer.rows)
    return out.getvalue()


def to_xlsx(answer: Answer, title: str) -> bytes:
    """Return the answer as an Excel workbook of one sheet with a frozen header and filters.

    Texts are never read as formulas or links, and the same answer gives the same bytes.
    """
    from xlsxwriter import Workbook  # slow to import, and most verbs write none

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"title": title, "created": _EPOCH})
        sheet = book.add_worksheet(title[:31])
        sheet.write_row(0, 0, answer.variables, book.add_format({"bold": True}))
        for number, row in enumerate(answer.rows, 1):
            sheet.write_row(number, 0, [_cell(term) for term in row])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(answer.rows), 1), len(answer.variables) - 1)
        sheet.autofit(_WIDEST * 7)
    return out.getvalue()


def _cell(term: Term | None) -> str | int | float:
    value = term.toPython() if isinstance(term, Literal) else None
    return value if isinstance(value, (int, float)) else _text(term)


def _text(term: Term | None) -> str:
    return "" if term is None else str(term)
