"""A build brought to an engine elsewhere: its named graphs, their union, and what was brought.

By the Graph Store Protocol, https://www.w3.org/TR/sparql11-http-rdf-update/, or as one file for
the engine's own bulk loader. The graph that says which build is there goes first and comes
last, so that a load that was broken off is never taken for one that was not.
"""

import gzip
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, serialize
from rdflib import DCTERMS

from kg.engine.endpoint import Endpoint
from kg.engine.remote import LOADED, UNION, RemoteEngine
from kg.engine.store import open_store
from kg.errors import EngineFailed, NoBuild, NotWritten
from kg.writing import remedy

SECONDS = 600.0
"""Time that one graph may take."""

Progress = Callable[[str], None]


def load_engine(
    build: Path, engine: RemoteEngine, store: Endpoint, progress: Progress, row_limit: int = 100_000
) -> bool:
    """Bring a build to an engine, unless it holds that very build; tell whether it was brought.

    Graphs of an earlier build that this one has not are deleted. An engine that cuts graphs of
    up to *row_limit* triples is refused, because nothing in such an answer tells that it was cut.

    Raises:
        NoBuild: the build cannot be read.
        EngineFailed: the engine did not take it, or does not give it back whole.
    """
    former = _held(engine)
    if former and former[0] == build.name:
        return False
    graphs = open_store(build)
    names = _names(graphs)
    store.change("DELETE", LOADED, seconds=SECONDS)
    for name in sorted(set(former[1] if former else ()) - set(names)):
        store.change("DELETE", name, seconds=SECONDS)
    for name in (*names, UNION):
        progress(name)
        source = DefaultGraph() if name == UNION else NamedNode(name)
        with tempfile.TemporaryFile() as file:
            graphs.dump(file, RdfFormat.N_TRIPLES, from_graph=source)
            _put(store, name, file)
    _refuse_cut(engine, graphs, row_limit)
    with tempfile.TemporaryFile() as file:
        serialize((quad.triple for quad in _label(build.name, names)), file, RdfFormat.N_TRIPLES)
        _put(store, LOADED, file)
    return True


def write_bulk(build: Path, path: Path) -> None:
    """Write all that `load_engine` would bring as one file of N-Quads, for a bulk loader.

    It is compressed when its name ends in ``.gz``.

    Raises:
        NoBuild: the build cannot be read.
        NotWritten: the file cannot be written; none is left half.
    """
    graphs = open_store(build)
    part = path.with_name(f".{path.name}.part")
    try:
        with _opened(path, part) as file:
            serialize(_all(graphs, build.name), file, RdfFormat.N_QUADS)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise NotWritten(f"{path} could not be written: {error}.", remedy(error)) from error


def _opened(path: Path, part: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(part, "wb")) if path.suffix == ".gz" else part.open("wb")


def _held(engine: RemoteEngine) -> tuple[str, tuple[str, ...]] | None:
    """Return what the engine holds; None when it holds no build of ours."""
    try:
        return engine.held()
    except NoBuild:
        return None


def _names(graphs: Store) -> list[str]:
    return sorted(name.value for name in graphs.named_graphs() if isinstance(name, NamedNode))


def _refuse_cut(engine: RemoteEngine, graphs: Store, row_limit: int) -> None:
    """Raise EngineFailed when the engine gives less of the union than was asked for."""
    here = sum(1 for _ in graphs.quads_for_pattern(None, None, None, DefaultGraph()))
    wanted = min(here, row_limit)
    given = len(engine.some_of(UNION, wanted))
    if given < wanted:
        raise EngineFailed(
            f"The engine gives {given:,} triples of {wanted:,} and does not say that it cuts.",
            "Raise its limit (ResultSetMaxRows of Virtuoso) above WARMTEREGIE_ROW_LIMIT, "
            "then load again.",
        )


def _put(store: Endpoint, name: str, file: IO[bytes]) -> None:
    file.seek(0)
    store.change("PUT", name, file, seconds=SECONDS)


def _all(graphs: Store, build_id: str) -> Iterator[Quad]:
    """Yield the quads of the named graphs, of the union, and of the graph that names the build."""
    union = NamedNode(UNION)
    for quad in graphs:
        of_union = quad.graph_name == DefaultGraph()
        yield Quad(quad.subject, quad.predicate, quad.object, union) if of_union else quad
    yield from _label(build_id, _names(graphs))


def _label(build_id: str, names: list[str]) -> Iterator[Quad]:
    """Yield the quads that say which build is there, and which graphs it has."""
    union, loaded = NamedNode(UNION), NamedNode(LOADED)
    yield Quad(union, NamedNode(str(DCTERMS.identifier)), Literal(build_id), loaded)
    for name in names:
        yield Quad(union, NamedNode(str(DCTERMS.hasPart)), NamedNode(name), loaded)
