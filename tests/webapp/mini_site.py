"""The invented site: its graph as a build, its files, and what its tests ask with."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from flask import Flask
from pyoxigraph import RdfFormat, Store
from rdflib import Graph, URIRef

from kg.engine import EmbeddedEngine
from kg.files import Files, shipped_files
from kg.library import load_library
from kg.releases import add_release
from kg.search import INDEX, texts_of, write_index
from kg.settings import Settings
from webapp.app import create_app
from webapp.services import EXTENSION

HERE = Path(__file__).parent
MINI = HERE / "mini"
KEY = "bankjes-2030"
PAGE = {"Accept": "text/html"}


def write_build(folder: Path, more: str = "") -> Path:
    """Write the invented graph, and *more* TriG, as a build and return the folder of builds."""
    store, told = Store(), (HERE / "mini.trig").read_text("utf-8") + more
    store.load(told.encode(), format=RdfFormat.TRIG)
    made = folder / "build" / "one"
    made.mkdir(parents=True)
    quads = "".join(f"{quad} .\n" for quad in store)
    (made / "graph.nq.gz").write_bytes(gzip.compress(quads.encode()))
    (made.parent / "current").symlink_to("one")
    graphs = {
        URIRef(name.value): whole_graph(made.parent, str(name)) for name in store.named_graphs()
    }
    questions = load_library(MINI / "questions", required_params=(), parse=False)
    write_index(made / INDEX, texts_of(graphs, questions.values()))
    return made.parent


def whole_graph(builds: Path, name: str) -> Graph:
    """Return one named graph of a build."""
    pattern = f"GRAPH {name} {{ ?s ?p ?o }}"
    return EmbeddedEngine(builds).construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")


def mini_files(folder: Path, *more: str) -> Files:
    """Return the shipped queries of pages, and of *more* shelves, with the invented study."""
    shipped, queries = shipped_files(), folder / "queries"
    queries.mkdir()
    for shelf in ("pages", "resource", "facets", "examples", *more):
        (queries / shelf).symlink_to(shipped.queries / shelf)
    (queries / "questions").symlink_to(MINI / "questions")
    return Files(shipped.ontology, queries, shipped.entities, MINI / "studies")


def keep_releases(app: Flask, folder: Path, dumps: Mapping[str, str]) -> None:
    """Let a site have invented releases, N-Quads by version, kept in a new folder."""
    folder.mkdir()
    for day, (version, quads) in enumerate(dumps.items(), 1):
        dump = folder.with_name("dump")
        dump.write_bytes(gzip.compress(quads.encode()))
        add_release(folder, version, dump, "aaaaaaaaaaaa-1", date(2031, 5, day))
    app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], releases=folder)


def quads_of(builds: Path) -> str:
    """Return the N-Quads of the invented build."""
    return gzip.decompress((builds / "current" / "graph.nq.gz").read_bytes()).decode()


def close(app: Flask) -> None:
    """End the processes of a site."""
    app.extensions[EXTENSION].pool.close()


def make_site(
    folder: Path, *, with_words: bool = False, more: str = "", shelves: Sequence[str] = ()
) -> Flask:
    """Return the site over the invented graph and *more*, built in a folder of its own.

    *shelves* are those of the library that it has besides its own questions.
    """
    if with_words:
        kept = folder / "home" / "texts" / f"{KEY}.txt"
        kept.parent.mkdir(parents=True)
        kept.write_bytes((MINI / "text.txt").read_bytes())
    return create_app(
        Settings(folder / "home", write_build(folder, more)), mini_files(folder, *shelves)
    )
