"""A model as a table: a row for everything with a name, for matching it to what is ours."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.esdl.kinds import kind_words, like
from kg.esdl.model import Area, Asset, Model, Part
from kg.esdl.records import Loaded
from kg.study import InTwoLanguages


@dataclass(frozen=True)
class Row:
    """Something of a model.

    *kind* is its class in ESDL, *called* what that is called here. *ours* is the prefixed name
    of what of ours the class is like, *relation* how and *confidence* from 0 to 1 how surely;
    they are empty and 0 where nothing is. *area* is the name of the area it is in,
    *municipality* the code of the one that tells any, *state* empty for what has none.
    """

    iri: str
    id: str
    kind: str
    called: InTwoLanguages
    name: str
    ours: str
    relation: str
    confidence: float
    area: str
    municipality: str
    state: str
    place: str


def rows_of(model: Model, loaded: Loaded) -> tuple[Row, ...]:
    """Return a row for every area, asset, carrier and other part, in this order."""
    areas = {area.key: area for area in model.areas}
    within = {part.key: part.within for part in model.parts}
    return tuple(
        _row(part, tuple(_around(part.key, within, areas)), loaded) for part in model.parts
    )


def _around(key: str, within: dict[str, str], areas: dict[str, Area]) -> Iterator[Area]:
    """Yield the area that something is, and those around it, nearest first."""
    while key:
        if key in areas:
            yield areas[key]
        key = within.get(key, "")


def _row(part: Part, around: tuple[Area, ...], loaded: Loaded) -> Row:
    alike = like(part.kind)
    nearest = next((area for area in around if area.key != part.key), None)
    codes = (area.municipality for area in around if area.municipality)
    return Row(
        iri=str(loaded.part(part.key)),
        id=part.id,
        kind=part.kind,
        called=kind_words(part.kind).label,
        name=part.name,
        ours=alike.name if alike else "",
        relation=alike.relation if alike else "",
        confidence=alike.confidence if alike else 0.0,
        area=(nearest.name or nearest.key) if nearest else "",
        municipality=next(codes, loaded.municipality),
        state=part.state if isinstance(part, Asset) else "",
        place=f"line {part.line}",
    )
