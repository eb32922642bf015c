"""pyESDL, of the makers of ESDL, as a second reader: in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.esdl import read_model
from kg.esdl.classes import classes, lineage, may_say

Spoil = Callable[..., Path]
ORACLE = Path(__file__).parent / "oracle.py"


def ask(*args: str) -> Any:
    """Return what pyESDL tells."""
    done = subprocess.run([sys.executable, ORACLE, *args], capture_output=True, check=True)
    return json.loads(done.stdout)


def test_table_of_classes_is_that_of_pyesdl() -> None:
    """Every class has the parents and features that its makers give it."""
    told = ask()

    assert set(told) >= set(classes())
    for name in classes():
        parts = {part for one in lineage(name) for part in classes()[one].parts}
        features = {*may_say(name), *parts}
        assert told[name]["wider"] == sorted(lineage(name)[1:]), name
        assert set(told[name]["features"]) >= features, name


def test_file_is_read_as_pyesdl_reads_it(spoilt: Spoil) -> None:
    """The same classes, connections, carriers and lengths, where pyESDL can read it at all."""
    path = spoilt("about 50", "50")
    text = path.read_text(encoding="utf-8").replace("HeatPipeline", "Joint")
    path.write_text(text.replace(' shine="7"', "").replace(" gone", ""), encoding="utf-8")
    model, told = read_model(path), ask(str(path))
    ports = {port.id: port for asset in model.assets for port in asset.ports}
    ties = {tuple(sorted((one, end))) for one in ports for end in ports[one].ends if end in ports}
    pipes = [asset for asset in model.assets if asset.kind == "Pipe"]

    assert told["classes"] == {part.id: part.kind for part in model.parts}
    assert told["ties"] == sorted(map(list, ties))
    assert told["carriers"] == sorted([one, ports[one].carrier] for one in ports)
    assert told["lengths"] == {pipe.id: float(pipe.said["length"]) for pipe in pipes}
