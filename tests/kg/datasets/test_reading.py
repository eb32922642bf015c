"""A file becomes a data set, with a name of its own."""

from pathlib import Path

from kg.datasets import Taking, read_file
from tests.kg.datasets.conftest import written


def test_long_name_of_a_file_gives_a_name(tmp_path: Path) -> None:
    """Wherever it is cut."""
    path = written(tmp_path, f"{'a' * 59} b.csv", "naam,n\nbankje,1\n")

    assert "a" * 59 == read_file(path, Taking()).name
