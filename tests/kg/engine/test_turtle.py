"""Turtle as N-Triples, by the engine's parser."""

from pathlib import Path

import pytest
from rdflib import Graph

from kg.engine.turtle import to_ntriples
from kg.errors import FaultsFound


def written(folder: Path, text: str) -> Path:
    """Return a file with this text."""
    path = folder / "some.ttl"
    path.write_text(text, "utf-8")
    return path


def test_every_triple_is_there(tmp_path: Path) -> None:
    """Literals keep language, datatype and line ends."""
    text = '<urn:a> <urn:b> "één\\nregel"@nl , 01 , <urn:c> , ( 1 2 ) .'
    path = written(tmp_path, text)

    assert Graph().parse(path).isomorphic(Graph().parse(data=to_ntriples(path), format="nt"))


def test_blank_nodes_of_two_files_are_not_the_same(tmp_path: Path) -> None:
    """The same label in two files means two things."""
    path = written(tmp_path, "_:a <urn:b> <urn:c> .")

    assert to_ntriples(path) != to_ntriples(path)


def test_what_is_no_turtle_is_told_with_its_line(tmp_path: Path) -> None:
    """The fault names file and line."""
    with pytest.raises(FaultsFound, match=r"some\.ttl, line 2: "):
        to_ntriples(written(tmp_path, "<urn:a> <urn:b> <urn:c> .\n<urn:a> urn .\n"))


def test_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The fault names the file."""
    with pytest.raises(FaultsFound, match=r"none\.ttl: cannot be read"):
        to_ntriples(tmp_path / "none.ttl")
