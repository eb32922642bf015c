"""Data: what there is to take away, how to ask for it, and how to cite it."""

from dataclasses import dataclass
from importlib.metadata import version as software

from flask import Blueprint, Response, abort, render_template, request
from rdflib import Literal, URIRef

from kg.answers import Answer, readable
from kg.library import bind, bindings_for
from kg.namespaces import GRAPH, ROOT, WR
from kg.sheets import to_sheet_csv, to_xlsx
from webapp.addresses import address
from webapp.description import graph_sizes
from webapp.languages import page_language
from webapp.negotiation import CSV, XLSX
from webapp.services import services
from webapp.showing import Download, downloads
from webapp.sparql import endpoint_address, site_address
from webapp.words import graph_contents

data = Blueprint("data", __name__)

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FIRST_QUERY = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wr: <https://w3id.org/warmteregie/def/>
SELECT ?instrument ?label WHERE {
  ?instrument a wr:Instrument ; skos:prefLabel ?label .
  FILTER (LANG(?label) = "nl")
}
ORDER BY ?label"""
"""What a first visit to the endpoint can ask."""


@dataclass(frozen=True)
class Part:
    """A named graph: its name, what it holds, how much, and its data."""

    name: str
    holds: str
    triples: int
    href: str
    downloads: list[Download]


@data.get("/data")
def page() -> str:
    """Show what can be taken away, where to ask, which edition it is and how to cite it."""
    settings = services().settings
    return render_template(
        "data.html",
        studies=services().studies.values(),
        parts=[part(name, int(size)) for name, size in sizes()],
        whole=downloads(str(WR)),
        endpoint=endpoint_address(),
        site=site_address(),
        first=FIRST_QUERY,
        limits={"seconds": int(settings.query_seconds), "rows": settings.row_limit},
        build=services().engine.build_id,
        software=software("warmteregie"),
        edition=edition(),
        licence=LICENCE,
        home=ROOT,
    )


def edition() -> dict[str, str]:
    """Return version and day of the data, empty where the build does not tell."""
    told = next(services().answer("pages", "edition").records(), {})
    return {name: str.__str__(value) for name, value in told.items()}


def sizes() -> tuple[tuple[URIRef, Literal], ...]:
    """Return the named graphs that we publish with their triples, shapes and all."""
    _, found = graph_sizes(services().engine, services().engine.build_id)
    return tuple((name, size) for name, size in found if name.startswith(GRAPH))


def part(name: URIRef, triples: int) -> Part:
    """Return what a page shows of a named graph."""
    local = name[len(GRAPH) :]
    holds = graph_contents().get(local.split("/")[0], "")
    return Part(local, holds, triples, address(name), downloads(name))


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
