"""Data: what there is to take away, how to ask for it, and how to cite it."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version as software
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from rdflib import Literal, URIRef

from kg.answers import Answer, readable
from kg.choices import choices
from kg.library import bind, bindings_for
from kg.namespaces import GRAPH, WR
from kg.sheets import to_sheet_csv, to_xlsx
from webapp.addresses import address
from webapp.citable import cite_address, dataset_cited
from webapp.dataset import described_dataset
from webapp.description import graph_sizes
from webapp.dumps import PACKED, given
from webapp.languages import page_language
from webapp.metadata import DATASET, licence
from webapp.negotiation import CSV, GRAPHS, HTML, XLSX, Offer, split_suffix
from webapp.resources import kept, serialized, wanted
from webapp.services import services
from webapp.showing import Download, downloads
from webapp.signposting import sign_data, sign_dataset, sign_dump
from webapp.sparql import endpoint_address, site_address
from webapp.words import dump_contents, graph_contents

data = Blueprint("data", __name__)

_PIECE = 64 * 1024
"""Bytes of a file that are in memory at once."""
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
def page() -> ResponseReturnValue:
    """Show what can be taken away, and where to ask; or describe it where that is asked for."""
    offer = wanted()
    return shown() if offer is HTML else as_data(offer)


@data.get("/data.<suffix>")
def described(suffix: str) -> Response:
    """Describe the data set, its files and its endpoint, for catalogues."""
    _local, offer = split_suffix(f"data.{suffix}", GRAPHS)
    return as_data(offer or abort(404))


@data.get("/.well-known/void")
@data.get("/dataset")
def well_known() -> ResponseReturnValue:
    """Lead from where machines look first to the description, in the format they like best.

    https://www.w3.org/TR/void/#well-known
    """
    offer = wanted()
    page = url_for("data.page")
    found = page if offer is HTML else url_for("data.described", suffix=offer.suffix[1:])
    response = redirect(found, 302)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return response


def as_data(offer: Offer) -> Response:
    """Return the description of the data set in one of our formats."""
    sign_data(url_for("data.page"))
    text = serialized(described_dataset(), offer)
    response = kept(Response(text, content_type=offer.content_type), offer)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return response


def shown() -> str:
    """Show what can be taken away, where to ask, which edition it is and how to cite it."""
    settings = services().settings
    sign_dataset()
    return render_template(
        "data.html",
        studies=services().studies.values(),
        parts=[part(name, int(size)) for name, size in sizes()],
        whole=downloads(str(WR)),
        dumps=[(one, dump_contents()[one.dump.name]) for one in given()],
        of_others=of_others(),
        descriptions=descriptions(),
        endpoint=endpoint_address(),
        site=site_address(),
        first=FIRST_QUERY,
        limits={"seconds": int(settings.query_seconds), "rows": settings.row_limit},
        build=services().engine.build_id,
        software=software("warmteregie"),
        edition=edition(),
        licence=licence(),
        citations=[(one, cite_address(str(DATASET), one.suffix)) for one in dataset_cited()],
    )


def of_others() -> list[tuple[str, str]]:
    """Return the data sets of others that are linked here: their titles and addresses."""
    found = choices(services().engine, WR.LinkedDataSet)
    return [(one.label(page_language()), address(str(one.iri))) for one in found]


def descriptions() -> list[Download]:
    """Return the description of the data set in each format."""
    return [
        Download(one.suffix, one.media_type, url_for("data.described", suffix=one.suffix[1:]))
        for one in GRAPHS
    ]


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


@data.get("/dumps/<name>")
def dump(name: str) -> Response:
    """Give a dump from its file, packed as it is; who holds it already is told so."""
    found = next((one for one in given() if one.dump.name == name), None) or abort(404)
    sign_dump()
    response = Response(pieces(found.path), content_type=PACKED)
    response.content_length = found.size
    response.set_etag(found.digest)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.dump.name}"'
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.make_conditional(request)
    return response


def pieces(path: Path) -> Iterator[bytes]:
    """Yield a file piece by piece; it is opened when it is sent, and not to say it is unchanged."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


@data.get("/dump.<any('nq.gz', 'ttl.gz', 'jsonld.gz'):suffix>")
def short(suffix: str) -> ResponseReturnValue:
    """Lead from a short name to the dump."""
    return redirect(url_for("data.dump", name=f"warmteregie.{suffix}"), 302)


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
