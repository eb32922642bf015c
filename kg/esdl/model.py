"""A model of an energy system as values: what a file holds, and what was odd about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.esdl.geometry import Shape

ENABLED, DISABLED, OPTIONAL = "ENABLED", "DISABLED", "OPTIONAL"


@dataclass(frozen=True)
class Port:
    """Where an asset is connected: its carrier, and the ports at the other end.

    *holder* is the key of its asset; *carrier* is empty where none is given.
    """

    id: str
    kind: str
    name: str
    holder: str
    carrier: str
    ends: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Part:
    """Something in a model.

    *key* names it in the model: its *id*, or where it has none its path. *kind* is its class,
    as stated where ESDL has it not. *within* is the key of what holds it, empty for none.
    *said* is what it says of itself, by attribute, as written.
    """

    key: str
    id: str
    kind: str
    name: str
    within: str
    line: int
    said: Mapping[str, str] = field(default_factory=dict)
    shape: Shape | None = None


@dataclass(frozen=True)
class Area(Part):
    """An area; *municipality* is its code such as gm0599 where its id tells it, else empty."""

    municipality: str = ""

    @property
    def scope(self) -> str:
        """How large an area it says to be, such as MUNICIPALITY."""
        return self.said.get("scope", "")


@dataclass(frozen=True)
class Asset(Part):
    """An asset, with its ports; *area* is the key of the nearest area around it."""

    area: str = ""
    ports: tuple[Port, ...] = ()
    profiles: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """ENABLED, DISABLED or OPTIONAL: a candidate. A file that says none means the first."""
        return self.said.get("state", ENABLED)


@dataclass(frozen=True)
class Carrier(Part):
    """What flows: heat at a temperature, a gas, electricity."""


@dataclass(frozen=True, order=True)
class Remark:
    """Something odd in a file that was taken all the same: what, in which places, how."""

    what: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        named = ", ".join(self.places[:3])
        more = f" and {len(self.places) - 3} more" if len(self.places) > 3 else ""
        return f"{named}{more}: {self.what}"


@dataclass(frozen=True)
class Model:
    """What a file holds; *digest* is its SHA-256, *left_out* counts by class what is not taken."""

    file: str
    digest: str
    id: str
    name: str
    description: str
    version: str
    esdl_version: str
    areas: tuple[Area, ...]
    assets: tuple[Asset, ...]
    carriers: tuple[Carrier, ...]
    others: tuple[Part, ...]
    left_out: Mapping[str, int]
    remarks: tuple[Remark, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything in it that has a name."""
        return (*self.areas, *self.assets, *self.carriers, *self.others)
