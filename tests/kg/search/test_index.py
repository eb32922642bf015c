"""The index on disk: written whole, read whole, and never believed when it is not as written."""

import shutil
from pathlib import Path

import pytest
import tantivy

from kg.errors import BuildFailed, NoIndex
from kg.search import INDEX, find, open_index, write_index
from kg.search.index import _content, _digest
from tests.disks import Disk
from tests.kg.search.conftest import named

BENCH = named("object/bench", "bank")


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """Return a build that has an index."""
    write_index(tmp_path / INDEX, [BENCH])
    return tmp_path


def found_in(build: Path) -> list[str]:
    """Return what a build's index finds for a bench."""
    return [hit.card.iri for hit in find(open_index(build), "bank").hits]


def test_what_is_written_is_found(build: Path) -> None:
    """One text in, one hit out."""
    assert [BENCH.card.iri] == found_in(build)


def test_build_without_index_says_so(tmp_path: Path) -> None:
    """A build of before there was a search is told how to get one."""
    with pytest.raises(NoIndex, match="no search index") as told:
        open_index(tmp_path)

    assert "warmteregie build" in told.value.hint


def damage_by_cutting(path: Path) -> None:
    """Cut a file in half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damage_by_one_bit(path: Path) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [damage_by_cutting, damage_by_one_bit, Path.unlink])
@pytest.mark.parametrize("name", ["meta.json", "*.term", "*.idx", "*.store", "*.fieldnorm"])
def test_damaged_index_is_never_searched(build: Path, name: str, damage: object) -> None:
    """Whatever happened to a file, it is found out when the index is opened."""
    [path] = (build / INDEX).glob(name)
    damage(path)  # type: ignore[operator]

    with pytest.raises(NoIndex, match="cannot be read") as told:
        open_index(build)
    assert "warmteregie build" in told.value.hint


def test_index_of_another_version_is_told(build: Path) -> None:
    """An index that was made otherwise is whole, and still cannot be searched."""
    shutil.rmtree(build / INDEX)
    (build / INDEX).mkdir()
    schema = tantivy.SchemaBuilder().add_text_field("word").build()
    tantivy.Index(schema, path=str(build / INDEX)).writer(15_000_000, 1).commit()
    (build / INDEX / "digest").write_text(_digest(_content(build / INDEX)))

    with pytest.raises(NoIndex, match="another version"):
        open_index(build)


def test_open_index_outlives_its_build(build: Path) -> None:
    """A server that has an index open goes on when the build is removed."""
    opened = open_index(build)
    shutil.rmtree(build / INDEX)

    assert 1 == len(find(opened, "bank").hits)


def test_new_build_has_its_own_index(tmp_path: Path) -> None:
    """Who asks for the next build searches the next build."""
    for name, text in (("one", "bank"), ("two", "stoel")):
        (tmp_path / name).mkdir()
        write_index(tmp_path / name / INDEX, [named("object/seat", text)])

    assert [1, 0] == [
        len(find(open_index(tmp_path / name), "bank").hits) for name in ("one", "two")
    ]


def test_index_is_read_where_nothing_can_be_written(build: Path, disk: Disk) -> None:
    """A build on a read-only file system can be searched."""
    shutil.copytree(build / INDEX, disk.path / INDEX)
    with disk.read_only():
        assert [BENCH.card.iri] == found_in(disk.path)


def test_full_disk_is_told(disk: Disk) -> None:
    """An index for which there is no room fails the build, in a sentence."""
    disk.fill(left=16 * 1024)

    with pytest.raises(BuildFailed, match="search index could not be made"):
        write_index(disk.path / INDEX, [BENCH] * 500)


def test_index_can_be_read_by_everyone(build: Path) -> None:
    """Who builds and who serves need not be the same user."""
    assert {0o644} == {path.stat().st_mode & 0o777 for path in (build / INDEX).iterdir()}


def test_text_is_read_once(build: Path) -> None:
    """Common words find hundreds of texts; who asks again gets those that were read."""
    index = open_index(build)
    first, again = (find(index, "bank").hits[0].card for _ in range(2))

    assert first is again
