"""Where things of a model are: coordinates as WKT, and how long a line is on the ground.

WKT has longitude first, as GeoSPARQL's default, CRS84:
https://docs.ogc.org/is/22-047r1/22-047r1.html#10-8-1-1-well-known-text
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from kg.esdl.markup import Element

EARTH_RADIUS = 6_371_008.8
"""Metres, the mean of the ellipsoid GRS 80."""

_DEGREES = {"", "WGS84", "EPSG:4326", "CRS84"}
_WKT = re.compile(r"(?:MULTI)?(?:POINT|LINESTRING|POLYGON) ?\([-+0-9eE., ()]{1,2000000}\)")

Place = tuple[Decimal, Decimal]
"""Longitude and latitude, in degrees."""


@dataclass(frozen=True)
class Shape:
    """The form of a thing as WKT, and the places along it where it is a line, else none."""

    wkt: str
    along: tuple[Place, ...] = ()


class Unplaced(ValueError):
    """A geometry that cannot be told in degrees; its text says why."""


def shape_of(element: Element, kind: str) -> Shape:
    """Return the form that an element of a geometry class describes.

    Raises:
        Unplaced: it is in other coordinates, has none, or is of no class that is known.
    """
    _in_degrees(element)
    if kind == "Point":
        return Shape(f"POINT({_text([_place(element)])})")
    if kind == "Line":
        along = _places(element)
        return Shape(f"LINESTRING({_text(along)})", tuple(along))
    if kind == "WKT":
        return _stated(element.attributes)
    polygons = {"Polygon": lambda: [element], "MultiPolygon": lambda: element.parts}
    if kind not in polygons:
        raise Unplaced(f"its form is a {kind}, which is not read")
    return Shape(_polygons([_rings(one) for one in polygons[kind]()]))


def _polygons(polygons: Sequence[str]) -> str:
    if len(polygons) == 1:
        return f"POLYGON{polygons[0]}"
    return f"MULTIPOLYGON({', '.join(polygons)})"


def _rings(polygon: Element) -> str:
    found = [ring for ring in polygon.parts if ring.feature in ("exterior", "interior")]
    rings = [_closed(_places(ring)) for ring in found or [polygon]]  # of 2018: points at once
    return f"({', '.join(f'({_text(ring)})' for ring in rings)})"


def _closed(ring: list[Place]) -> list[Place]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _in_degrees(element: Element) -> None:
    for one in _within(element):
        system = one.attributes.get("CRS", "")
        if system.upper().replace(" ", "") not in _DEGREES:
            raise Unplaced(f"its coordinates are in {system}, and only WGS84 is read")


def _within(element: Element) -> Iterator[Element]:
    yield element
    for part in element.parts:
        yield from _within(part)


def _stated(said: Mapping[str, str]) -> Shape:
    value = " ".join(said.get("value", "").split())
    if not _WKT.fullmatch(value):
        raise Unplaced("its WKT is no point, line or polygon")
    return Shape(value)


def _places(element: Element) -> list[Place]:
    found = [_place(point) for point in element.parts if point.feature == "point"]
    if not found:
        raise Unplaced("its form has no points")
    return found


def _place(point: Element) -> Place:
    longitude, latitude = (number(point.attributes.get(key, "")) for key in ("lon", "lat"))
    if longitude is None or latitude is None:
        raise Unplaced("a point has no lat and lon")
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise Unplaced(f"lat {latitude}, lon {longitude} is nowhere on earth")
    if 3 < latitude < 8 and 50 < longitude < 54:
        raise Unplaced(f"lat {latitude}, lon {longitude} are probably the wrong way round")
    return longitude, latitude


def _text(places: Sequence[Place]) -> str:
    return ", ".join(f"{longitude:f} {latitude:f}" for longitude, latitude in places)


def number(text: str) -> Decimal | None:
    """Return a text as a number; None where it is no finite one."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    # A number with an exponent of millions is one that nothing can write out.
    return found if found.is_finite() and -30 < found.adjusted() < 30 else None


def drawn_length(shape: Shape) -> Decimal:
    """Return the length along a line in metres, by great circles; nothing for other forms."""
    metres = sum(_distance(one, other) for one, other in pairwise(shape.along))
    return Decimal(str(round(metres, 2)))


def _distance(one: Place, other: Place) -> float:
    """Return the metres between two places: https://en.wikipedia.org/wiki/Haversine_formula."""
    (west, south), (east, north) = (tuple(map(radians, map(float, end))) for end in (one, other))
    half = sin((north - south) / 2) ** 2
    half += cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(half)))
