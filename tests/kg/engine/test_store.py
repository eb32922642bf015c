"""The store of a build: union as default graph, in memory or on disk."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Store

from kg.engine import DUMP, STORE, current_build, open_store, write_store
from kg.errors import BuildFailed, NoBuild


def sizes(store: Store) -> tuple[int, int]:
    """Return the triples of the default graph and the quads of the named ones."""
    union = len(list(store.quads_for_pattern(None, None, None, DefaultGraph())))
    return union, len(store) - union


@pytest.mark.parametrize("memory_triples", [1000, 1], ids=["in memory", "on disk"])
def test_triple_in_two_graphs_is_one_in_the_union(build: Path, memory_triples: int) -> None:
    """The default graph is a merge: a shared triple is counted once."""
    store = open_store(build, memory_triples)

    assert (3, 4) == sizes(store)
    assert store.contains_named_graph(NamedNode("http://e/g1"))


def test_large_store_stays_on_disk(build: Path) -> None:
    """Above the number of quads that fits memory, the dump is not read."""
    (build / DUMP).unlink()

    assert (3, 4) == sizes(open_store(build, 3))


def test_small_store_needs_only_the_dump(build: Path) -> None:
    """Up to that number, the store on disk is not opened."""
    (build / STORE / "data" / "CURRENT").unlink()

    assert (3, 4) == sizes(open_store(build, 4))


def test_store_on_disk_is_read_only(build: Path) -> None:
    """What is opened from disk can be opened by many and written by none."""
    first, second = open_store(build, 1), open_store(build, 1)

    assert len(first) == len(second)
    with pytest.raises(RuntimeError, match="read-write"):
        first.clear()


def test_store_counts_the_quads_of_the_dump(tmp_path: Path) -> None:
    """Plain and compressed dumps do; the union is not counted."""
    dump = tmp_path / "graph.nq"
    dump.write_text("<http://e/a> <http://e/p> <http://e/b> <http://e/g> .\n", encoding="utf-8")

    assert 1 == write_store(tmp_path / "store", dump)


def test_dump_that_is_no_nquads_makes_no_store(tmp_path: Path) -> None:
    """A fault in the dump stops the build."""
    dump = tmp_path / "graph.nq"
    dump.write_text("<http://e/a> <http://e/p> .\n", encoding="utf-8")

    with pytest.raises(BuildFailed):
        write_store(tmp_path / "store", dump)


def test_folder_that_is_there_is_not_written_over(build: Path) -> None:
    """A store is always written beside the old one."""
    with pytest.raises(BuildFailed):
        write_store(build / STORE, build / DUMP)


@pytest.mark.parametrize("content", [None, b"no gzip", b"\x1f\x8b"])
def test_dump_that_cannot_be_read_is_no_build(tmp_path: Path, content: bytes | None) -> None:
    """Nothing, or something corrupt, is said to be no build, with what to do."""
    if content is not None:
        (tmp_path / DUMP).write_bytes(content)

    with pytest.raises(NoBuild, match="warmteregie build"):
        open_store(tmp_path)


def test_half_a_dump_is_no_build(build: Path) -> None:
    """A dump that was cut off is never taken for a whole one."""
    whole = (build / DUMP).read_bytes()
    (build / DUMP).write_bytes(whole[: len(whole) // 2])

    with pytest.raises(NoBuild):
        open_store(build)


def test_dump_with_half_a_line_is_no_build(build: Path) -> None:
    """A dump that is not N-Quads to its end is none either."""
    with gzip.open(build / DUMP, "at") as dump:
        dump.write("<http://e/a> <http://e/p>")

    with pytest.raises(NoBuild):
        open_store(build)


def test_corrupt_store_is_no_build(build: Path) -> None:
    """A store on disk that cannot be opened is no build."""
    (build / STORE / "data" / "CURRENT").write_text("nonsense\n", encoding="ascii")

    with pytest.raises(NoBuild):
        open_store(build, 1)


def test_current_build_is_where_the_link_points(
    builds: Path, make_build: Callable[[str, str], Path]
) -> None:
    """The link is followed anew each time."""
    first = make_build("one", "")

    assert first == current_build(builds)
    second = make_build("two", "")

    assert second == current_build(builds)


def test_no_link_is_no_build(tmp_path: Path) -> None:
    """Where nothing was built, the hint says to build."""
    with pytest.raises(NoBuild, match="warmteregie build"):
        current_build(tmp_path)


def test_current_may_be_a_folder(tmp_path: Path) -> None:
    """Where links cannot be made, a folder of that name serves."""
    (tmp_path / "current").mkdir()

    assert tmp_path / "current" == current_build(tmp_path)
