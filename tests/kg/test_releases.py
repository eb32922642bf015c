"""Releases: what was released stays as it was, and what is shipped is whole."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from kg.changes import compare, state_of
from kg.engine import DUMP
from kg.engine.quads import read_quads
from kg.errors import BuildDamaged, FaultsFound, UnknownVersion, WrongUse
from kg.files import shipped_files
from kg.releases import TABLE, add_release, dump_of, is_version, load_releases, order
from kg.versions import find_version, released, state, version_of, with_own

FOLDER = shipped_files().releases
DAY = date(2031, 5, 2)
SAID = (
    '<https://w3id.org/warmteregie/id/dataset/warmteregie> <http://www.w3.org/2002/07/owl#versionInfo>'
    ' "0.3.0" <https://w3id.org/warmteregie/graph/meta> .\n'
)  # fmt: skip


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Return the dump of an invented build of version 0.3.0."""
    path = tmp_path / "aaaaaaaaaaaa-1" / DUMP
    path.parent.mkdir()
    path.write_bytes(gzip.compress(SAID.encode()))
    return path


@pytest.fixture
def folder(tmp_path: Path, dump: Path) -> Path:
    """Return a folder with two invented releases."""
    made = tmp_path / "releases"
    made.mkdir()
    for version in ("0.9.0", "0.10.0"):
        add_release(made, version, dump, "aaaaaaaaaaaa-1", DAY)
    return made


def faults(folder: Path) -> list[str]:
    """Return what is wrong with the releases of a folder."""
    with pytest.raises(FaultsFound) as found:
        load_releases(folder)
    return [f"{fault.place}: {fault.what}" for fault in found.value.faults]


def test_shipped_releases_are_whole() -> None:
    """Each dump is the file that was released, can be read, and says what the table says of it."""
    found = load_releases(FOLDER)

    assert [one.version for one in found] == sorted((one.version for one in found), key=order)
    assert found
    for one, version in zip(found, released(FOLDER), strict=True):
        assert dump_of(FOLDER, one) == version.dump
        assert state(version).facts
        assert one.note


def test_released_version_is_the_one_that_is_built(builds: Path) -> None:
    """Data that changed have another version than those that were released."""
    own, known = version_of((builds / "current").resolve()), released(FOLDER)
    assert is_version(own.number)
    assert own.dump
    for one in known:
        if one.number == own.number:
            assert () == compare(state(one), state_of(read_quads(own.dump)))


def test_release_is_added_with_its_dump(folder: Path, dump: Path) -> None:
    """In the order of numbers, and its digest is that of the file."""
    found = load_releases(folder)

    assert ["0.9.0", "0.10.0"] == [one.version for one in found]
    assert [("aaaaaaaaaaaa", DAY)] * 2 == [(one.build, one.date) for one in found]
    assert dump.read_bytes() == dump_of(folder, found[1]).read_bytes()


@pytest.mark.parametrize("version", ["0.10.0", "0.9.5"])
def test_release_is_never_changed_nor_put_between(folder: Path, dump: Path, version: str) -> None:
    """The same number again, or an earlier one, is refused and nothing is written."""
    before = (folder / TABLE).read_text()

    with pytest.raises(WrongUse, match=r"0\.10\.0 was before") as refused:
        add_release(folder, version, dump, "aaaaaaaaaaaa-1", DAY)
    assert "owl:versionInfo" in refused.value.hint
    assert before == (folder / TABLE).read_text()


def test_dump_that_is_not_the_released_one_is_told(folder: Path) -> None:
    """One that was changed, and one that is gone, are never given for the version."""
    first, second = released(folder)
    (folder / "0.9.0.nq.gz").write_bytes(b"other")
    (folder / "0.10.0.nq.gz").unlink()

    with pytest.raises(BuildDamaged, match="not the dump that was released"):
        state(first)
    with pytest.raises(BuildDamaged, match="cannot be read"):
        state(second)


def test_everything_wrong_with_the_table_is_told(folder: Path) -> None:
    """Order, dumps without an entry and entries without a dump, all at once."""
    text = (folder / TABLE).read_text()
    first, second = text.split("\n\n")
    (folder / TABLE).write_text(f"{second}\n\n{first}\n")
    (folder / "0.9.0.nq.gz").rename(folder / "7.0.0.nq.gz")

    assert [
        ": 7.0.0.nq.gz is no release.",
        "release 0.9.0: 0.9.0 stands below 0.10.0.",
        "release 0.9.0: 0.9.0.nq.gz is not there.",
    ] == faults(folder)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"0.9.0"', '"0.9"', "version"),
        ('"0.9.0"', '"0.09.0"', "version"),
        ("2031-05-02", '"May"', "date"),
        ('build = "a', 'build = "A', "build"),
        ('sha256 = "', 'sha256 = "x', "sha256"),
        ("date =", "day =", "day"),
    ],
)
def test_misspelt_entry_is_told_with_its_key(folder: Path, old: str, new: str, key: str) -> None:
    """With the entry it is in."""
    path = folder / TABLE
    path.write_text(path.read_text().replace(old, new, 1))

    assert any(f'release number 1: "{key}"' in fault for fault in faults(folder))


def test_folder_without_table_has_no_releases(tmp_path: Path) -> None:
    """Sources of before there were releases, or of somebody else's."""
    assert () == load_releases(tmp_path)


def test_version_at_hand_comes_after_the_releases(folder: Path, dump: Path) -> None:
    """As its own metadata say; it is no second one where it was released."""
    former, own = released(folder), version_of(dump.parent)

    assert ("0.3.0", "aaaaaaaaaaaa-1", None) == (own.number, own.build, own.release)
    assert ["0.9.0", "0.10.0", "0.3.0"] == [one.number for one in with_own(former, own)]
    assert former == with_own(former, former[0])
    assert former == with_own(former, None)


def test_version_that_never_was_is_told_with_those_there_are(folder: Path) -> None:
    """The hint names each, and whether it was released."""
    with pytest.raises(UnknownVersion, match=r'no version "9\.9\.9"') as unknown:
        find_version(released(folder), "9.9.9")

    assert "There are: 0.9.0 (released 2031-05-02), 0.10.0" in unknown.value.hint


def test_dump_that_is_no_dump_is_told(tmp_path: Path) -> None:
    """Neither half a line nor half a file passes for a version."""
    for name, data in (("a.nq", b"<no quads"), ("b.nq.gz", gzip.compress(SAID.encode())[:30])):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BuildDamaged, match=name):
            list(read_quads(tmp_path / name))
