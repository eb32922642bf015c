"""The dumps of a build: whole in each format, and the same again from the same graph."""

import gzip
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Dataset, Graph, Literal, URIRef

from kg.engine import DUMP, DUMPS, STORE, Dump, write_dumps, write_store
from kg.engine.dumps import JSONLD, NQUADS, TURTLE
from kg.errors import BuildDamaged, BuildFailed

QUADS = """\
<http://e/a> <http://e/p> "één"@nl <http://e/g> .
<http://e/a> <http://e/p> "één"@nl <http://e/h> .
<http://e/a> <http://e/q> _:part <http://e/g> .
_:part <http://e/q> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g> .
"""


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """Return a build of four quads in two graphs, with its dumps."""
    (tmp_path / DUMP).write_bytes(gzip.compress(QUADS.encode()))
    write_store(tmp_path / STORE, tmp_path / DUMP)
    write_dumps(tmp_path)
    return tmp_path


def unpacked(build: Path, dump: Dump) -> bytes:
    """Return what is in a dump."""
    return gzip.decompress((build / dump.file).read_bytes())


def test_turtle_holds_the_union_without_doubles(build: Path) -> None:
    """What stands in two graphs stands once in the union, for any reader of Turtle."""
    graph = Graph().parse(data=unpacked(build, TURTLE), format="turtle")

    assert 3 == len(graph)
    assert [Literal("één", lang="nl")] == list(graph.objects(None, URIRef("http://e/p")))


@pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset")  # rdflib of itself
def test_json_ld_keeps_the_graphs_apart(build: Path) -> None:
    """Each named graph has its own triples, for any reader of JSON-LD."""
    read = Dataset()
    read.parse(data=unpacked(build, JSONLD), format="json-ld")

    assert {"http://e/g": 3, "http://e/h": 1} == Counter(str(quad[3]) for quad in read.quads())


def test_n_quads_are_what_the_store_is_made_from(build: Path) -> None:
    """The file that serves is the file that is given: there is no second copy."""
    assert 4 == sum(1 for _ in parse(unpacked(build, NQUADS), RdfFormat.N_QUADS))


def test_same_graph_gives_the_same_bytes(build: Path) -> None:
    """Neither time nor name of a file is in a dump, so that its checksum tells of its content."""
    before = [(build / dump.file).read_bytes() for dump in DUMPS]
    for dump in (TURTLE, JSONLD):
        (build / dump.file).unlink()
    (build / "dumps").rmdir()
    write_dumps(build)

    assert before == [(build / dump.file).read_bytes() for dump in DUMPS]


def test_what_cannot_be_written_fails_the_build(build: Path) -> None:
    """A folder that is there already is somebody else's; nothing is written over."""
    with pytest.raises(BuildFailed, match="could not be written"):
        write_dumps(build)


def test_store_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Where there is no store there is nothing to hand on."""
    (tmp_path / DUMP).write_bytes(gzip.compress(QUADS.encode()))

    with pytest.raises(BuildDamaged):
        write_dumps(tmp_path)
