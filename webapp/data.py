"""Data for people: all statements as one table, to open in a spreadsheet."""

from flask import Blueprint, Response, abort, request

from kg.answers import Answer, readable
from kg.library import bind, bindings_for
from kg.sheets import to_sheet_csv, to_xlsx
from webapp.languages import page_language
from webapp.negotiation import CSV, XLSX
from webapp.services import services

data = Blueprint("data", __name__)


@data.get("/statements.csv")
def statements_csv() -> Response:
    """Give all statements as CSV, one row a reading."""
    return download(to_sheet_csv(statements()), CSV.content_type, "statements.csv")


@data.get("/statements.xlsx")
def statements_xlsx() -> Response:
    """Give all statements as an Excel workbook, one row a reading."""
    return download(to_xlsx(statements(), "statements"), XLSX.content_type, "statements.xlsx")


def statements() -> Answer:
    """Return every reading with labels in the language of the page, its speaker and locator.

    The address may name the study by its key; else it is the one that the site is about.
    """
    query = services().shelves["pages"]["statements"]
    asked = request.args.get("study", services().study.key)
    study = services().studies.get(asked) or abort(404)
    given = {"study": str(study.iri), "lang": page_language()}
    bindings = bindings_for(query, given)
    return readable(services().engine.select(bind(query.sparql, bindings)), hidden=bindings)


def download(content: str | bytes, kind: str, name: str) -> Response:
    """Return a file that a browser saves under *name* and other sites may read."""
    response = Response(content if request.method == "GET" else b"", content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
