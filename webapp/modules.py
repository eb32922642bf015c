"""The ontology as OWL tools take it: its modules as their files, and all of it in one archive.

Modules import one another by name, so the name of a module leads to all that the module holds;
in the archive a catalogue leads tools from the names to the files, and nothing is fetched.
"""

import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import Blueprint, Response, request
from rdflib import Graph

from kg.ontology import HEADER, load_ontology, merge_modules
from kg.turtle import parse_turtle
from webapp.services import services

modules = Blueprint("modules", __name__)

MERGED = "warmteregie-merged.ttl"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The day of all files in the archive: the same files make the same archive."""


@modules.get("/ontology.zip")
def archive() -> Response:
    """Give header, modules, catalogue, and the same merged into one file."""
    response = Response(packed(services().ontology), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="warmteregie-ontology.zip"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def module_graph(name: str) -> Graph | None:
    """Return all that a module holds by its name (`module/core`), None where it is no module."""
    kind, _, topic = name.partition("/")
    files = {path.stem: path for path in services().ontology.glob("modules/*.ttl")}
    return read_module(files[topic]) if kind == "module" and topic in files else None


@lru_cache(maxsize=16)
def read_module(path: Path) -> Graph:
    """Return what the file of a module holds; it is not to be changed."""
    return parse_turtle(path)


@lru_cache(maxsize=1)
def packed(folder: Path) -> bytes:
    """Return the archive of an ontology, byte for byte the same each time."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in _members(folder):
            entry = ZipInfo(f"warmteregie/{name}", _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()


def _members(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of the files in the archive."""
    header, catalogue = folder / "warmteregie.ttl", folder / "catalog-v001.xml"
    for path in (catalogue, header, *sorted(folder.glob("modules/*.ttl"))):
        yield path.relative_to(folder).as_posix(), path.read_bytes()
    merged = merge_modules(load_ontology(folder))
    merged.bind("wr", HEADER)
    yield MERGED, merged.serialize(format="turtle", encoding="utf-8")
