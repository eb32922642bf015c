"""The store of a build: named graphs as they were dumped, and their union as default graph.

The union of named graphs is made when a store is filled: a triple that stands in two graphs
stands once in the default graph, so that counts are right. Graphs of linked data sets stay out
of it: whoever asks of one names it.
"""

import gzip
import math
import os
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from kg.errors import BuildDamaged, BuildFailed, NoBuild
from kg.namespaces import GRAPH
from kg.seal import REBUILD, verify
from kg.writing import remedy

CURRENT = "current"
DUMP = "graph.nq.gz"
STORE = "store"
MEMORY_TRIPLES = 1_000_000
"""Quads up to which a store is held in memory; larger ones are read from disk."""

_DATA = "data"
_APART = str(GRAPH["data/"])
_UNION = f"""
INSERT {{ ?s ?p ?o }} WHERE {{
  GRAPH ?g {{ ?s ?p ?o }}
  FILTER (!STRSTARTS(STR(?g), "{_APART}"))
}}
"""
_COUNT = "quads"
_SMALL = 1_000_000
UNREADABLE = (OSError, RuntimeError, SyntaxError, ValueError, EOFError, zlib.error)


def current_build(builds: Path) -> Path:
    """Return the build that serves: where the link ``current`` in *builds* points.

    Cheap: one system call.

    Raises:
        NoBuild: there is none.
    """
    link = builds / CURRENT
    try:
        return builds / os.readlink(link)  # noqa: PTH115  # half the price of Path.readlink
    except OSError:
        if link.is_dir():
            return link
    raise NoBuild(f"There is no build in {builds}.", "Run `warmteregie build` first.")


def write_store(folder: Path, nquads: Path) -> int:
    """Write the store of a dump on disk in the new folder *folder*; return its quads.

    *nquads* is N-Quads, compressed when its name ends in ``.gz``. The union is not counted.

    Raises:
        BuildFailed: the dump is not N-Quads, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True)
        store = Store(folder / _DATA)
        count = _load(store, nquads)
        store.bulk_extend(
            Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
            for quad in store
            if not _is_apart(quad)
        )
        store.optimize()
        store.flush()
        (folder / _COUNT).write_text(f"{count}\n", encoding="ascii")
    except UNREADABLE as error:
        what = f"The store could not be made from {nquads}: {error}."
        raise BuildFailed(what, remedy(error)) from error
    return count


def _is_apart(quad: Quad) -> bool:
    graph = quad.graph_name
    return isinstance(graph, NamedNode) and graph.value.startswith(_APART)


def open_store(
    build: Path, memory_triples: int = MEMORY_TRIPLES, *, thorough: bool = False
) -> Store:
    """Return the store of a build, never to be written to, once it was held against its seal.

    Up to *memory_triples* quads it is read into memory, above that it stays on disk. There
    large files are only read through when that is asked for (*thorough*, a second a gigabyte).

    Raises:
        BuildDamaged: there is nothing there, it cannot be read, or it is not as it was made.
    """
    try:
        if not fits_memory(build, memory_triples):
            verify(build, STORE, math.inf if thorough else _SMALL)
            return Store.read_only(str(build / STORE / _DATA))
        verify(build, DUMP)
        store = Store()
        _load(store, build / DUMP)
        store.update(_UNION)  # in memory three times as fast as the bulk that large stores need
    except UNREADABLE as error:
        raise BuildDamaged(f"The build in {build} cannot be read: {error}.", REBUILD) from error
    return store


def fits_memory(build: Path, memory_triples: int) -> bool:
    """Tell whether the store of a build is small enough to be held in memory."""
    return _count(build / STORE) <= memory_triples


def _count(folder: Path) -> int:
    """Return the quads of a store on disk, 0 where none was written."""
    path = folder / _COUNT
    return int(path.read_text(encoding="ascii")) if path.is_file() else 0


def _load(store: Store, nquads: Path) -> int:
    """Load a dump and return the number of its quads, the union not yet made."""
    with opened(nquads) as source:
        store.bulk_load(source, RdfFormat.N_QUADS)
    return len(store)


def opened(path: Path) -> BinaryIO:
    """Return a dump opened for reading, compressed or not."""
    return cast(BinaryIO, gzip.open(path)) if path.suffix == ".gz" else path.open("rb")
