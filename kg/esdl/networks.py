"""The networks of a model, which ESDL does not name: what is connected for heat, and how long.

A network is what hangs together over ports (https://energytransition.gitbook.io/esdl/). A heat
exchanger keeps two apart, and stands in both. What is calculated of a network is input of a
model and no answer of a study.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kg.esdl.classes import classes, is_a
from kg.esdl.geometry import drawn_length, number
from kg.esdl.model import ENABLED, Asset, Carrier, Model, Port

_RETURN = ("_ret", "_return", "-ret", "-return", "_retour")
_SIDES = {"prim": "primary", "sec": "secondary"}
_WARM = ("Pipe", "HeatNetwork", "HeatProducer", "HeatingDemand", "HeatExchange", "HeatStorage")
_NOT_WARM = (
    "ElectricityNetwork", "ElectricityCable", "EConnection", "ElectricityDemand",
    "ElectricityProducer", "GasNetwork", "GConnection", "GasDemand", "GasProducer",
)  # fmt: skip


@dataclass(frozen=True)
class Network:
    """What is connected for heat: its number in the model, its assets and its carriers, by key.

    Both are in the order of the file.
    """

    number: int
    assets: tuple[Asset, ...]
    carriers: tuple[Carrier, ...]


@dataclass(frozen=True)
class Measured:
    """A value calculated of the pipes of a network that are in one state.

    *measure* is TraceLength (m), DrawnLength (m) or Footprint (m²). *pipes* were counted,
    of which *single* have no twin for the way back; *silent* say too little and were not.
    """

    network: Network
    measure: str
    state: str
    value: Decimal
    pipes: int
    single: int
    silent: int


def networks_of(model: Model) -> tuple[Network, ...]:
    """Return the heat networks of a model, in the order of its file; single things are none."""
    heat = {one.key for one in model.carriers if _is_warm(one)}
    groups = list(_groups(model, heat))
    order = {asset.key: place for place, asset in enumerate(model.assets)}
    groups.sort(key=lambda keys: min(order[key] for key in keys))
    return tuple(_network(number, keys, model) for number, keys in enumerate(groups, 1))


def _network(number: int, keys: set[str], model: Model) -> Network:
    assets = tuple(asset for asset in model.assets if asset.key in keys)
    # A heat exchanger stands in two networks, and only one side of it is of this one.
    own = [asset for asset in assets if not _separates(asset)]
    used = {port.carrier for asset in own for port in asset.ports}
    carriers = (one for one in model.carriers if one.key in used and _is_warm(one))
    return Network(number, assets, tuple(carriers))


def _is_warm(carrier: Carrier) -> bool:
    """Tell whether a carrier is heat, or of a class that ESDL has not."""
    return is_a(carrier.kind, "HeatCommodity") or carrier.kind not in classes()


def _groups(model: Model, heat: set[str]) -> Iterator[set[str]]:
    """Yield the keys of the assets that hang together for heat, two at the least."""
    joined = _Joined()
    ports = {port.id: port for asset in model.assets for port in asset.ports}
    warm = {port.id for asset in model.assets for port in _warm_ports(asset, heat)}
    for asset in model.assets:
        for together in _sides(asset, warm, {one.key: one.name for one in model.carriers}):
            joined.join(port.id for port in together)
    for name in warm:
        joined.join([name, *(end for end in ports[name].ends if end in warm)])
    for group in joined.groups():
        keys = {ports[name].holder for name in group}
        if _is_network(model, keys):
            yield keys


def _warm_ports(asset: Asset, heat: set[str]) -> Iterator[Port]:
    """Yield the ports that carry heat; without a carrier, as of assets of nothing else."""
    other = any(is_a(asset.kind, kind) for kind in _NOT_WARM)
    yield from (port for port in asset.ports if port.carrier in heat or not (port.carrier or other))


def _is_network(model: Model, keys: set[str]) -> bool:
    """Tell whether assets make a heat network: several, and one at least is of heat."""
    kinds = [asset.kind for asset in model.assets if asset.key in keys]
    return len(keys) > 1 and any(is_a(kind, one) for kind in kinds for one in _WARM)


def _sides(asset: Asset, warm: set[str], names: Mapping[str, str]) -> Iterable[list[Port]]:
    """Return the ports of an asset that the same water passes."""
    ports = [port for port in asset.ports if port.id in warm]
    if not _separates(asset):
        return [ports]
    sides: dict[str, list[Port]] = defaultdict(list)
    for port in ports:
        sides[_side(port, names)].append(port)
    return sides.values()


def _separates(asset: Asset) -> bool:
    """Tell whether an asset hands heat from one network to another."""
    several = len(asset.ports) > 2
    return several and (is_a(asset.kind, "HeatExchange") or is_a(asset.kind, "Conversion"))


def _side(port: Port, names: Mapping[str, str]) -> str:
    """Return on which side of an asset a port is: as its name says, or by its pair of carriers."""
    for mark, side in _SIDES.items():
        if mark in port.name.lower():
            return side
    supply = _without_return(port.carrier)
    # Without a carrier a port is a side by itself: what is connected shows where it belongs.
    return _without_return(names.get(supply) or names.get(port.carrier, "")) or port.id


def _without_return(name: str) -> str:
    """Return what a pipe or carrier is called without the mark of the way back."""
    plain = name.lower()
    return next((plain.removesuffix(mark) for mark in _RETURN if plain.endswith(mark)), plain)


class _Joined:
    """Names that are joined into groups: https://en.wikipedia.org/wiki/Disjoint-set."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def join(self, names: Iterable[str]) -> None:
        """Put names into one group."""
        several = list(names)
        for name in several:
            self._parent.setdefault(name, name)
        for one, other in pairwise(several):
            self._parent[self._top(one)] = self._top(other)

    def _top(self, name: str) -> str:
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name

    def groups(self) -> list[set[str]]:
        """Return the groups."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self._parent:
            found[self._top(name)].add(name)
        return list(found.values())


def measured(network: Network) -> tuple[Measured, ...]:
    """Return what can be calculated of a network, for each state that its pipes are in."""
    pipes = [asset for asset in network.assets if is_a(asset.kind, "Pipe")]
    twins = twins_in(pipes)
    states = sorted({pipe.state for pipe in pipes}, key=lambda state: (state != ENABLED, state))
    found = (_sum(network, name, state, twins) for state in states for name in _MEASURES)
    return tuple(one for one in found if one is not None)


def _sum(network: Network, name: str, state: str, twins: Mapping[str, str]) -> Measured | None:
    """Return one measure of the pipes in a state; None where no pipe says enough for it."""
    pipes = [one for one in network.assets if is_a(one.kind, "Pipe") and one.state == state]
    values = {pipe.key: _MEASURES[name](pipe) for pipe in pipes}
    said = {key: value for key, value in values.items() if value is not None}
    if not said:
        return None
    paired = {key for key in said if twins.get(key) in said}
    # Where a trace has a pipe for the way back, the two lie in one trench.
    halved = paired if name in _ALONG else set()
    total = sum((value / 2 if key in halved else value for key, value in said.items()), Decimal())
    counts = (len(said), len(said) - len(paired), len(pipes) - len(said))
    return Measured(network, name, state, total.quantize(Decimal("0.01")), *counts)


def _drawn(pipe: Asset) -> Decimal | None:
    return drawn_length(pipe.shape) if pipe.shape and pipe.shape.along else None


def _footprint(pipe: Asset) -> Decimal | None:
    length, width = size(pipe, "length"), size(pipe, "outerDiameter")
    return None if length is None or width is None else length * width


_MEASURES: Mapping[str, Callable[[Asset], Decimal | None]] = {
    "TraceLength": lambda pipe: size(pipe, "length"),
    "DrawnLength": _drawn,
    "Footprint": _footprint,
}
_ALONG = ("TraceLength", "DrawnLength")


def size(pipe: Asset, attribute: str) -> Decimal | None:
    """Return a size that a pipe says, in metres; None where it says none, or none above zero."""
    found = number(pipe.said.get(attribute, ""))
    return found if found is not None and found > 0 else None


def twins_in(pipes: Sequence[Asset]) -> dict[str, str]:
    """Return of each pipe with a twin for the way back that twin, by key.

    A twin is what a pipe says to be related to, or has its id or name but for the mark.
    """
    keys = {pipe.key for pipe in pipes}
    found: dict[str, str] = {}
    for pipe in pipes:
        for twin in pipe.said.get("related", "").split():
            if twin in keys - {pipe.key}:
                found.setdefault(pipe.key, twin)
                found.setdefault(twin, pipe.key)
    return found | _by_name([pipe for pipe in pipes if pipe.key not in found])


def _id_of(pipe: Asset) -> str:
    return pipe.id


def _name_of(pipe: Asset) -> str:
    return pipe.name


def _by_name(pipes: Sequence[Asset]) -> dict[str, str]:
    """Return the twins of which exactly two have an id, or else a name, but for the mark."""
    found: dict[str, str] = {}
    for called in (_id_of, _name_of):
        groups: dict[str, list[Asset]] = defaultdict(list)
        for pipe in pipes:
            if pipe.key not in found and called(pipe):
                groups[_without_return(called(pipe))].append(pipe)
        for two in groups.values():
            marked = sum(_without_return(called(pipe)) != called(pipe).lower() for pipe in two)
            if len(two) == 2 and marked == 1:
                found |= {two[0].key: two[1].key, two[1].key: two[0].key}
    return found
