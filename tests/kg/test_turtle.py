"""Turtle that cannot be read is told with its file and line."""

from pathlib import Path

import pytest

from kg.errors import FaultsFound
from kg.turtle import read_turtle


def test_every_unreadable_file_is_named_with_its_line(tmp_path: Path) -> None:
    """Two broken files are two faults, reported together."""
    (tmp_path / "good.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n", "utf-8")
    (tmp_path / "line3.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n\n<urn:a> urn:b .\n", "utf-8")
    (tmp_path / "bytes.ttl").write_bytes(b"<urn:a> <urn:b> '\xff' .")

    with pytest.raises(FaultsFound) as found:
        read_turtle(tmp_path.glob("*.ttl"))

    places = [(fault.file, fault.place.split()[0]) for fault in found.value.faults]
    assert [("bytes.ttl", "byte"), ("line3.ttl", "line")] == places


def test_files_are_read_as_one_graph(tmp_path: Path) -> None:
    """The same triple in two files is one triple."""
    for name in ("one.ttl", "two.ttl"):
        (tmp_path / name).write_text("<urn:a> <urn:b> <urn:c> .\n", "utf-8")

    assert 1 == len(read_turtle(tmp_path.glob("*.ttl")))
