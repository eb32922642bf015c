"""What ESDL has: its classes, what each is a kind of, may say and may hold, and former names.

The table is made once from the metamodel, by docs/esdl_classes.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.naming import nearest

TABLE = Path(__file__).parent / "classes.tsv"

FORMER_CLASSES = {"BiomassHeater": "Heater"}
"""Classes that go by another name since: https://github.com/EnergyTransition/pyESDL."""

FORMER_ATTRIBUTES = {
    ("GeothermalSource", "flowRate"): "maximumFlowRate",
    ("InPort", "connectedToOut"): "connectedTo",
    ("OutPort", "connectedToIn"): "connectedTo",
}
"""Attributes that go by another name since, by class; the ports' of 2018."""

FORMER_PARTS = {"location": "Point", "contour": "Polygon"}
"""Parts that were taken away since, with the class they had: places of 2018."""


@dataclass(frozen=True)
class Described:
    """A class of ESDL: its parents, the attributes and references it adds, the parts it adds."""

    name: str
    abstract: bool
    parents: tuple[str, ...]
    said: frozenset[str]
    parts: Mapping[str, str]


@cache
def classes() -> Mapping[str, Described]:
    """Return all classes of ESDL by name."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {row[0]: _described(row) for row in rows[1:]}


def _described(row: list[str]) -> Described:
    name, abstract, parents, attributes, references, parts = row
    held = dict(part.split(":") for part in parts.split())
    said = frozenset([*attributes.split(), *references.split()])
    return Described(name, bool(abstract), tuple(parents.split()), said, held)


@cache
def lineage(name: str) -> tuple[str, ...]:
    """Return a class and all it is a kind of, nearest first; only itself when ESDL has it not."""
    found: list[str] = [name]
    for one in found:
        fresh = classes()[one].parents if one in classes() else ()
        found.extend(parent for parent in fresh if parent not in found)
    return tuple(found)


def is_a(name: str, wider: str) -> bool:
    """Tell whether a class is *wider* or a kind of it."""
    return wider in lineage(name)


def may_say(name: str) -> frozenset[str]:
    """Return the attributes and references that something of a class may have."""
    return frozenset(one for described in _line_of(name) for one in described.said)


def part_class(name: str, feature: str) -> str:
    """Return the class of what something of a class holds as *feature*; empty when unknown."""
    held = (described.parts.get(feature, "") for described in _line_of(name))
    return next(filter(None, held), FORMER_PARTS.get(feature, ""))


def likely(name: str) -> str:
    """Return the class of ESDL that is probably meant; empty when none is near."""
    return nearest(name, classes())


def _line_of(name: str) -> Iterator[Described]:
    return (classes()[one] for one in lineage(name) if one in classes())
