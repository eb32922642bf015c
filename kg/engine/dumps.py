"""The dumps of a build: all of it in files that others take away and read with what they have.

They are written once, when the build is, so that nobody waits for them and none is ever half.
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import DefaultGraph, RdfFormat, parse, serialize

from kg.engine.store import DUMP, open_store
from kg.errors import BuildFailed
from kg.namespaces import PREFIXES
from kg.writing import remedy

FOLDER = "dumps"
_NOTHING = -1
"""Triples to be held in memory: the store on disk has an order that does not change."""


@dataclass(frozen=True)
class Dump:
    """A dump: the name others know it by, its media type once unpacked, and its file in a build."""

    name: str
    media_type: str
    file: str


NQUADS = Dump("warmteregie.nq.gz", "application/n-quads", DUMP)
TURTLE = Dump("warmteregie.ttl.gz", "text/turtle", f"{FOLDER}/warmteregie.ttl.gz")
JSONLD = Dump("warmteregie.jsonld.gz", "application/ld+json", f"{FOLDER}/warmteregie.jsonld.gz")
DUMPS = (NQUADS, TURTLE, JSONLD)
"""Turtle holds the union of the graphs; the others hold each of them by itself."""


def write_dumps(build: Path) -> None:
    """Write the dumps of a build beside its N-Quads, from these and from its store on disk.

    Little memory is taken, however large the graph is; the same build gives the same bytes.

    Raises:
        BuildFailed: there is no room for them, or they may not be written.
        BuildDamaged: the store of the build cannot be read.
    """
    try:
        (build / FOLDER).mkdir()
        _write_turtle(build)
        _write_jsonld(build)
    except OSError as error:
        what = f"The dumps of {build} could not be written: {error}."
        raise BuildFailed(what, remedy(error)) from error


def _write_turtle(build: Path) -> None:
    store = open_store(build, memory_triples=_NOTHING)
    with _packed(build / TURTLE.file) as file:
        store.dump(file, RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=_prefixes())


def _write_jsonld(build: Path) -> None:
    with _packed(build / JSONLD.file) as file, _unpacked(build / DUMP) as quads:
        found = parse(quads, RdfFormat.N_QUADS)
        serialize(found, file, RdfFormat.JSON_LD, prefixes=_prefixes())


def _unpacked(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path))


def _prefixes() -> dict[str, str]:
    return {name: str(base) for name, base in PREFIXES.items()}


@contextmanager
def _packed(path: Path) -> Iterator[IO[bytes]]:
    """Give a file that is gzipped without time and name: the same content has the same bytes."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file,
    ):
        yield cast(IO[bytes], file)
