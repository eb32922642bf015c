"""From an ESDL file to a model: everything with a name is taken, and what is odd is told.

What can have two meanings (a name given twice) is a fault; what ESDL has not, or has no more,
is kept as it is written and remarked upon.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Fault, FaultsFound
from kg.esdl.classes import (
    FORMER_ATTRIBUTES,
    FORMER_CLASSES,
    classes,
    is_a,
    likely,
    may_say,
    part_class,
)
from kg.esdl.geometry import Shape, Unplaced, number, shape_of
from kg.esdl.markup import LIMITS, Element, Limits, read_markup
from kg.esdl.model import Area, Asset, Carrier, Model, Part, Port, Remark
from kg.naming import did_you_mean

SPACE = "http://www.tno.nl/esdl"

_GEOMETRY = ("geometry", "location", "contour", "mapLocation")
_NAMED = ("Item", "Party", "AbstractGroupMember", "Group", "Note", "Instance")
_NEIGHBOURHOOD = re.compile(r"(?:bu|wk)(\d{4})\d{2,4}", re.IGNORECASE)
_MUNICIPALITY = re.compile(r"gm(\d{4})", re.IGNORECASE)


def read_model(path: Path, limits: Limits = LIMITS) -> Model:
    """Return the model that an ESDL file holds.

    Raises:
        WrongUse: there is no such file.
        FaultsFound: it is no ESDL, passes a limit, or gives a name twice; each with its lines.
    """
    root = read_markup(path, limits)
    if root.feature != "EnergySystem":
        raise FaultsFound([_no_model(path.name, root)])
    reader = _Reader(path.name)
    reader.read(root)
    if reader.faults:
        raise FaultsFound(reader.faults)
    return reader.model(root, hashlib.sha256(path.read_bytes()).hexdigest())


def _no_model(file: str, root: Element) -> Fault:
    what = f"its root is <{root.feature}>, and that of ESDL is <esdl:EnergySystem>."
    return Fault(file, f"line {root.line}", what, "Export it as ESDL, or link it as another kind.")


class _Reader:
    """Walks over a tree once and keeps what it meets."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._remarks: dict[str, dict[str, None]] = {}
        self._keys: dict[str, int] = {}
        self._areas: list[Area] = []
        self._assets: list[Asset] = []
        self._carriers: list[Carrier] = []
        self._others: list[Part] = []
        self._left_out: Counter[str] = Counter()
        self.faults: list[Fault] = []

    def read(self, root: Element) -> None:
        """Read everything below the root of a file."""
        if root.space != SPACE:
            self._remark(root, f'the namespace is "{root.space}", and that of ESDL {SPACE}.')
        if not root.attributes.get("esdlVersion"):
            self._remark(root, "it does not say of which version of ESDL it is.")
        self._said(root, "EnergySystem")
        for position, part in enumerate(root.parts, 1):
            self._visit(part, _Holder("EnergySystem", "", "", ""), position)

    def model(self, root: Element, digest: str) -> Model:
        """Return what was read, once it is all."""
        self._check_references()
        said = root.attributes
        return Model(
            file=self._file,
            digest=digest,
            id=said.get("id", ""),
            name=said.get("name", "").strip(),
            description=said.get("description", "").strip(),
            version=said.get("version", ""),
            esdl_version=said.get("esdlVersion", ""),
            areas=tuple(self._areas),
            assets=tuple(self._assets),
            carriers=tuple(self._carriers),
            others=tuple(self._others),
            left_out=dict(sorted(self._left_out.items())),
            remarks=tuple(Remark(what, tuple(places)) for what, places in self._remarks.items()),
        )

    def _visit(self, element: Element, holder: "_Holder", number: int) -> None:
        """Take an element if it has a name of its own, and go on with what it holds."""
        kind = self._kind(element, holder.kind)
        path = f"{holder.path}{element.feature}-{number}"
        inner = holder.inside(kind, f"{path}-")
        if self._is_named(kind, element.feature):
            inner = self._take(element, kind, holder, path)
        elif kind in classes() and not _is_container(kind):
            self._left_out[kind] += 1
        for position, part in enumerate(element.parts, 1):
            if not _is_own(part):
                self._visit(part, inner, position)

    def _kind(self, element: Element, holder: str) -> str:
        """Return the class of an element: as stated, as meant by what holds it, or as renamed."""
        kind = element.kind or part_class(holder, element.feature)
        if kind in FORMER_CLASSES:
            self._remark(element, f"{kind} is called {FORMER_CLASSES[kind]} now.")
            return FORMER_CLASSES[kind]
        if not kind:
            kind = element.feature
            self._remark(element, f'ESDL has no part "{kind}" here; it is left out.')
        elif kind not in classes():
            hint = did_you_mean(likely(kind))
            self._remark(element, f'ESDL has no class "{kind}"; it is kept as that. {hint}'.strip())
        return kind

    @staticmethod
    def _is_named(kind: str, feature: str) -> bool:
        if kind not in classes():
            return feature in ("asset", "area", "carrier")
        return is_a(kind, "Area") or is_a(kind, "Carrier") or any(is_a(kind, n) for n in _NAMED)

    def _take(self, element: Element, kind: str, holder: "_Holder", path: str) -> "_Holder":
        """Keep what an element describes, and return it as the holder of its parts."""
        key = self._key(element, kind, path)
        said = self._said(element, kind)
        name = (said.pop("name", "") or said.pop("title", "")).strip()
        identity = said.pop("id", "")
        shape = self._shape(element, kind)
        plain = (key, identity, kind, name, holder.key, element.line, said, shape)
        inner = _Holder(kind, key, holder.area, f"{path}-")
        if is_a(kind, "Area") or element.feature == "area":
            self._areas.append(Area(*plain, municipality=municipality_in(identity)))
            return _Holder(kind, key, key, f"{path}-")
        if is_a(kind, "Asset") or element.feature == "asset":
            self._check_sizes(element, kind)
            ports = tuple(self._ports(element, key, path))
            profiles = tuple(self._profiles(element))
            self._assets.append(Asset(*plain, area=holder.area, ports=ports, profiles=profiles))
        elif is_a(kind, "Carrier") or element.feature == "carrier":
            self._carriers.append(Carrier(*plain))
        else:
            self._others.append(Part(*plain))
        return inner

    def _key(self, element: Element, kind: str, path: str) -> str:
        """Return the name of a part in its file: its id, or its path where it has none."""
        identity = element.attributes.get("id", "").strip()
        if not identity:
            if "id" in may_say(kind) or kind not in classes() or is_a(kind, "Item"):
                self._remark(element, "it has no id; its place in the file stands for one.")
            return path
        self._once(element, identity)
        return identity

    def _once(self, element: Element, identity: str) -> None:
        first = self._keys.get(identity)
        self._keys.setdefault(identity, element.line)
        if first is not None:
            what = f'the id "{identity}" is given twice, first on line {first}.'
            hint = "Give one of the two an id of its own: connections cannot tell them apart."
            self.faults.append(Fault(self._file, f"line {element.line}", what, hint))

    def _said(self, element: Element, kind: str) -> dict[str, str]:
        """Return what an element says of itself, former attributes under their present name."""
        found: dict[str, str] = {}
        for name, value in element.attributes.items():
            now = FORMER_ATTRIBUTES.get((kind, name), name)
            if now != name:
                self._remark(element, f"{kind}.{name} is called {now} now.")
            elif kind in classes() and name not in may_say(kind):
                what = f'{kind} has no attribute "{name}" in ESDL; it is kept as it is written.'
                self._remark(element, what)
            found[now] = value
        return found

    def _shape(self, element: Element, kind: str) -> Shape | None:
        """Return where something is; None where it is not told, or cannot be told in degrees."""
        for part in element.parts:
            if part.feature in _GEOMETRY:
                try:
                    return shape_of(part, part.kind or part_class(kind, part.feature))
                except Unplaced as error:
                    self._remark(part, f"{error}; it is loaded without its place.")
        return None

    def _ports(self, element: Element, holder: str, path: str) -> Iterator[Port]:
        for position, port in enumerate(element.parts, 1):
            if port.feature == "port":
                kind = self._kind(port, "EnergyAsset")
                said = self._said(port, kind)
                key = self._key(port, kind, f"{path}-port-{position}")
                name, carrier = said.get("name", ""), said.get("carrier", "")
                ends = tuple(said.get("connectedTo", "").split())
                yield Port(key, kind, name, holder, carrier, ends, port.line)

    def _profiles(self, element: Element) -> Iterator[str]:
        """Yield where series of numbers are kept that a model only points to; none is fetched."""
        for part in _all_within(element):
            if part.kind.endswith("InfluxDBProfile") or "host" in part.attributes:
                told = ("host", "port", "database", "measurement", "field")
                where = (f"{key}={part.attributes[key]}" for key in told if key in part.attributes)
                self._remark(part, "its profile is kept elsewhere; it is named and not fetched.")
                yield " ".join(where)

    def _check_sizes(self, element: Element, kind: str) -> None:
        """Remark upon sizes that are no numbers, or that contradict one another."""
        said = element.attributes
        for name in ("length", "innerDiameter", "outerDiameter", "power"):
            if name in said and number(said[name]) is None:
                what = f'{name} is "{said[name]}", which is no number; it is kept and not counted.'
                self._remark(element, what)
        nominal = number(said.get("diameter", "").removeprefix("DN"))
        inner = number(said.get("innerDiameter", ""))
        if is_a(kind, "Pipe") and nominal and inner and not 0.6 < inner * 1000 / nominal < 1.4:
            what = f"DN{nominal} and an inner diameter of {inner} m contradict one another; both "
            self._remark(element, f"{what}are loaded, and neither is corrected.")

    def _check_references(self) -> None:
        """Remark upon what points to nothing: carriers, ports at the other end."""
        ports = {port.id for asset in self._assets for port in asset.ports}
        carriers = {carrier.key for carrier in self._carriers}
        for port in (port for asset in self._assets for port in asset.ports):
            for end in port.ends:
                if end not in ports:
                    self._remark(port, f'it is connected to a port "{end}" that is not there.')
            if port.carrier and port.carrier not in carriers:
                self._remark(port, f'its carrier "{port.carrier}" is not there.')

    def _remark(self, where: Element | Port, what: str) -> None:
        self._remarks.setdefault(what, {})[f"line {where.line}"] = None


@dataclass(frozen=True)
class _Holder:
    """What an element stands in: its class, the nearest key and area, and the path so far."""

    kind: str
    key: str
    area: str
    path: str

    def inside(self, kind: str, path: str) -> "_Holder":
        """Return the holder that something without a name of its own is."""
        return _Holder(kind, self.key, self.area, path)


def municipality_in(identity: str) -> str:
    """Return the code of the municipality that an id tells, such as gm0376; empty for none.

    Statistics Netherlands begins the codes of neighbourhoods with it: bu03760101.
    """
    stated = _MUNICIPALITY.fullmatch(identity) or _NEIGHBOURHOOD.fullmatch(identity)
    return f"gm{stated[1]}" if stated else ""


def _is_container(kind: str) -> bool:
    """Tell whether things of a class only keep others together, and are no loss."""
    return not may_say(kind) - {"id", "name", "description"}


def _is_own(part: Element) -> bool:
    """Tell whether a part is told with what holds it: its place and its ports."""
    return part.feature in (*_GEOMETRY, "port")


def _all_within(element: Element) -> Iterator[Element]:
    """Yield what an element holds, but for the assets in it, which tell for themselves."""
    for part in element.parts:
        if part.feature != "asset":
            yield part
            yield from _all_within(part)
