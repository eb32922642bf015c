"""ESDL models of others: what of ours their kinds of assets, networks and areas are like."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path

from rdflib import RDFS, URIRef

from kg.datasets.dataset import Named, Stated
from kg.datasets.lines import as_lines
from kg.errors import WrongUse
from kg.esdl import Area, Loaded, Model, model_graph, networks_of, read_model
from kg.esdl.kinds import kind_words, like
from kg.esdl.records import kind_name, network_label, network_name
from kg.namespaces import WR, expand

_CODE = re.compile(r"gm\d{4}", re.IGNORECASE)
_WORKS = ("laying-heat-network", "placing-heat-networks", "realising-heat-networks")
"""The processes of ours that make a network what a model describes."""
_LIKE_CLASS = "Things of this class of ESDL are like it; see kg/esdl/kinds.toml."
_LIKE_NETWORK = "What a model connects for heat is a heat network."
_MADE_SO = "A modelled network is there to be realised and laid."


class EsdlModel:
    """A model, read and named as one of our data sets."""

    def __init__(self, model: Model, loaded: Loaded) -> None:
        self.model = model
        self.loaded = loaded

    @property
    def title(self) -> str:
        """What the model calls itself; empty where it does not."""
        return self.model.name

    @property
    def remarks(self) -> Iterator[str]:
        """What was odd in the file and is taken all the same."""
        yield from map(str, self.model.remarks)

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """The kinds of its parts, its networks, and its areas and parties, in this order."""
        return (*self._kinds(), *self._networks(), *self._areas(), *self._parties())

    def triples(self) -> Iterator[str]:
        """Yield the model, and what is calculated of it, as lines of N-Triples."""
        yield from as_lines(model_graph(self.model, self.loaded))

    def _kinds(self) -> Iterator[Named]:
        for kind in sorted({part.kind for part in self.model.parts}):
            if alike := like(kind):
                stated = Stated(_iri(alike.name), _relation(alike.relation), alike.confidence,
                                _LIKE_CLASS)  # fmt: skip
                label = kind_words(kind).label.nl
                yield Named(str(kind_name(kind)), label, stated=(stated,), sought=False)

    def _networks(self) -> Iterator[Named]:
        for network in networks_of(self.model):
            stated = (
                Stated(_iri("wrid:object/heat-network"), RDFS.seeAlso, 0.9, _LIKE_NETWORK),
                *(Stated(_iri(f"wrid:process/{one}"), RDFS.seeAlso, 0.7, _MADE_SO)
                  for one in _WORKS),
            )  # fmt: skip
            iri = str(network_name(network, self.loaded))
            yield Named(iri, network_label(network, self.model).nl, stated=stated, sought=False)

    def _areas(self) -> Iterator[Named]:
        """Yield the areas that tell a municipality, or all that are outermost where it was told."""
        for area in self.model.areas:
            code = area.municipality or self._told(area)
            if code:
                iri = str(self.loaded.part(area.key))
                yield Named(iri, area.name or area.key, code=code.upper())

    def _told(self, area: Area) -> str:
        """Return the municipality that was told, for an area that is in no other."""
        within_another = area.within in {one.key for one in self.model.areas}
        return "" if within_another else self.loaded.municipality

    def _parties(self) -> Iterator[Named]:
        for part in self.model.others:
            if part.kind == "Party" and part.name:
                iri = str(self.loaded.part(part.key))
                yield Named(iri, part.name, kinds=frozenset([str(WR.Party)]))


def read_esdl(path: Path, name: str, municipality: str, at: datetime) -> EsdlModel:
    """Return the model in a file; *municipality* is a code such as gm0599, or empty.

    Raises:
        WrongUse: the code is none.
        FaultsFound: it is no ESDL, or is refused, each fault with its line.
    """
    if municipality and not _CODE.fullmatch(municipality):
        what = f'"{municipality}" is no code of a municipality.'
        raise WrongUse(what, "Write it as CBS does with GM before it, as gm0599.")
    return EsdlModel(read_model(path), Loaded(name, at, municipality.lower()))


def _iri(name: str) -> str:
    return str(expand(name))


def _relation(name: str) -> URIRef:
    return expand(name) or URIRef(name)
