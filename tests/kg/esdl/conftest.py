"""A made-up model that has every trap of real ones, and ways to spoil it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.esdl import Loaded, Model, read_model

TRAPS = Path(__file__).parent / "traps.esdl"


@pytest.fixture(scope="session")
def model() -> Model:
    """Return the model of the tests."""
    return read_model(TRAPS)


@pytest.fixture
def loaded() -> Loaded:
    """Return under which name the model is loaded, and when."""
    return Loaded("harbour", datetime(2031, 5, 4, 10, tzinfo=UTC))


@pytest.fixture
def spoilt(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes the model with one text in it replaced."""

    def write(old: str, new: str, name: str = "spoilt.esdl") -> Path:
        text = TRAPS.read_text(encoding="utf-8")
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
        return tmp_path / name

    return write
