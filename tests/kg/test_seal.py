"""The seal of a build: whatever happens to a file of it afterwards is found."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import BuildDamaged, NoBuild
from kg.seal import SEAL, seal, verify

DUMP, PART = "graph.nq.gz", "store/data/1.sst"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """Return a sealed build of two files."""
    (tmp_path / PART).parent.mkdir(parents=True)
    (tmp_path / PART).write_bytes(b"part" * 100)
    (tmp_path / DUMP).write_bytes(b"dump" * 100)
    seal(tmp_path)
    return tmp_path


def damage(path: Path) -> None:
    """Change one byte of a file, and nothing else of it."""
    path.write_bytes(b"\x00" + path.read_bytes()[1:])


def test_whole_build_fits_its_seal(sealed: Path) -> None:
    """Nothing is said of a build that is as it was made, also when something came to it.

    A build that is sealed again fits its new seal.
    """
    (sealed / "store" / "LOG").write_text("opened")

    verify(sealed)
    verify(sealed, "store")
    seal(sealed)
    verify(sealed)


@pytest.mark.parametrize("name", [DUMP, PART])
@pytest.mark.parametrize(
    "happened",
    [
        damage,
        Path.unlink,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes() + b"x"),
    ],
    ids=["changed", "missing", "emptied", "cut short", "grown"],
)
def test_damaged_file_is_named(sealed: Path, happened: Callable[[Path], object], name: str) -> None:
    """What does not fit is told by its name, with what to do."""
    happened(sealed / name)

    with pytest.raises(BuildDamaged, match=name) as found:
        verify(sealed)

    assert "warmteregie build" in found.value.hint


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 399), bit=st.integers(0, 7))
def test_every_bit_counts(sealed: Path, place: int, bit: int) -> None:
    """One bit that has turned over, wherever it is, is found."""
    whole = (sealed / DUMP).read_bytes()
    rotten = bytearray(whole)
    rotten[place] ^= 1 << bit
    (sealed / DUMP).write_bytes(rotten)

    with pytest.raises(BuildDamaged):
        verify(sealed)
    (sealed / DUMP).write_bytes(whole)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": ["b", 2]}', b"\xff"])
def test_seal_that_cannot_be_read_fits_nothing(sealed: Path, content: bytes) -> None:
    """A broken seal is damage as well: what it was set on cannot be trusted."""
    (sealed / SEAL).write_bytes(content)

    with pytest.raises(BuildDamaged, match=SEAL):
        verify(sealed)


def test_only_what_is_asked_for_is_looked_at(sealed: Path) -> None:
    """A part of a build can be sound when another is not."""
    damage(sealed / PART)

    verify(sealed, DUMP)
    verify(sealed, "stor")
    with pytest.raises(BuildDamaged):
        verify(sealed, "store")


def test_large_files_can_be_told_by_their_size(sealed: Path) -> None:
    """Above a size that is given a file is not read, and one that was cut short is found."""
    damage(sealed / PART)
    verify(sealed, "store", digest_up_to=399)
    with pytest.raises(BuildDamaged):
        verify(sealed, "store", digest_up_to=400)

    (sealed / PART).write_bytes(b"short")
    with pytest.raises(BuildDamaged):
        verify(sealed, "store", digest_up_to=3)


def test_build_without_seal_passes(sealed: Path) -> None:
    """There is nothing to hold it against."""
    (sealed / SEAL).unlink()
    damage(sealed / DUMP)

    verify(sealed)


def test_build_that_is_not_there_is_damaged(tmp_path: Path) -> None:
    """A link that leads nowhere is told as such, and counts as no build."""
    with pytest.raises(NoBuild, match="is not there"):
        verify(tmp_path / "gone")
