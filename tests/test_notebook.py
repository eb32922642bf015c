"""The notebook for researchers runs from beginning to end, and is kept without what it gave."""

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[1] / "docs" / "warmteregie.ipynb"


def test_notebook_is_kept_without_outputs() -> None:
    """What it gave on one day is not part of it."""
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_notebook_runs(builds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load, ask, join by municipality code, plot, cite: no cell fails, and each gives something."""
    root = str(NOTEBOOK.parents[1])
    monkeypatch.setenv("WARMTEREGIE_BUILD", str(builds))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]))
    notebook = nbformat.read(NOTEBOOK, as_version=4)

    NotebookClient(
        notebook, timeout=120, kernel_name="python3",
        resources={"metadata": {"path": str(NOTEBOOK.parent)}},
    ).execute()  # fmt: skip

    shown = [text for cell in notebook.cells for text in _shown(cell)]
    [joined] = [text for text in shown if "heat_connections" in text and "readings" in text]
    assert all(code in joined for code in ("GM0153", "GM0193", "GM0363", "GM0599", "GM0855"))
    assert any("Rotterdam" in line and "5400" in line for line in joined.splitlines())
    assert any("annex 1" in text for text in shown)
    assert any(
        "image/png" in output.get("data", {})
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )


def _shown(cell: dict[str, Any]) -> list[str]:
    """Return what a cell shows as text."""
    found = [output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", [])]
    return [*found, *(output.get("text", "") for output in cell.get("outputs", []))]
