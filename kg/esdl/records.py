"""From a model to triples: what it holds, its networks, and what is calculated of them.

Everything is marked as outside knowledge: it is input of a model and never what a study says.
No blank nodes are made, so two runs give the same triples.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import PROV
from rdflib.term import Node

from kg.esdl.geometry import number
from kg.esdl.kinds import Called, kind_words, page_of, state_words
from kg.esdl.model import Area, Asset, Carrier, Model, Part
from kg.esdl.networks import Measured, Network, measured, networks_of, twins_in
from kg.namespaces import GRAPH, WR, WRID
from kg.study import InTwoLanguages

Triple = tuple[Node, URIRef, Node]

WKT = URIRef("http://www.opengis.net/ont/geosparql#wktLiteral")
NOTE = InTwoLanguages(
    nl="Invoer van een model, niet het antwoord van de studie.",
    en="Input of a model, not the study's answer.",
)
"""Stands with everything that is taken from a model."""

KINDS, STATES = WRID["scheme/asset-kinds"], WRID["scheme/asset-states"]
_SCHEMES = {
    KINDS: (
        InTwoLanguages(nl="Soorten voorzieningen (ESDL)", en="Kinds of assets (ESDL)"),
        InTwoLanguages(
            nl="Klassen van ESDL waarvan onderdelen van modellen zijn.",
            en="Classes of ESDL of which elements of models are.",
        ),
    ),
    STATES: (
        InTwoLanguages(nl="Standen in een model (ESDL)", en="States in a model (ESDL)"),
        InTwoLanguages(
            nl="Of een model met een voorziening rekent, of haar kan kiezen.",
            en="Whether a model reckons with an asset, or may choose it.",
        ),
    ),
}
_KINDS = {Area: WR.ModelArea, Asset: WR.ModelAsset, Carrier: WR.ModelCarrier}
_NUMBERS = {
    "length": WR.declaredLength,
    "innerDiameter": WR.innerDiameter,
    "outerDiameter": WR.outerDiameter,
    "power": WR.powerInWatt,
    "supplyTemperature": WR.supplyTemperature,
    "returnTemperature": WR.returnTemperature,
}
_TOLD = {"state", "related", "scope", "owns", "ownsArea", "isOwnedBy", "diameter", *_NUMBERS}
"""What a part says that is told by a property of its own."""


@dataclass(frozen=True)
class Loaded:
    """How a model is loaded: its *name* among ours, when, and its municipality where told.

    *municipality* is a code such as gm0599, and empty where nobody told one.
    """

    name: str
    at: datetime
    municipality: str = ""

    @property
    def iri(self) -> URIRef:
        """The IRI of the model."""
        return WRID[f"model/{self.name}"]

    def part(self, key: str) -> URIRef:
        """Return the IRI of a part of the model; ids of files are no names for all the world."""
        return URIRef(f"{self.iri}/{local_name(key)}")


def model_name(model: Model) -> str:
    """Return the name that a model has among ours where no other is given."""
    return local_name(model.id or model.name or model.file.rpartition(".")[0]).lower()


def local_name(key: str) -> str:
    """Return an id as the last part of an IRI: itself, or where it cannot be, one like it.

    Two ids never get one name: what was changed ends in a digest.
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", key).strip("-.")
    return plain if plain == key else f"{plain}-{sha256(key.encode()).hexdigest()[:8]}".strip("-")


def model_graph(model: Model, loaded: Loaded) -> Graph:
    """Return everything that a model holds as a graph, with what is calculated from it."""
    graph = Graph()
    for triple in model_triples(model, loaded):
        graph.add(triple)
    return graph


def model_triples(model: Model, loaded: Loaded) -> Iterator[Triple]:
    """Yield a model: where it was read from, its parts, networks and values."""
    yield from _source_triples(model, loaded)
    for part in model.parts:
        yield from _part_triples(part, model, loaded)
    yield from _tie_triples(model, loaded)
    for network in networks_of(model):
        yield from _network_triples(network, model, loaded)
        for value in measured(network):
            yield from _value_triples(value, model, loaded)
    yield from _word_triples(model)


def _source_triples(model: Model, loaded: Loaded) -> Iterator[Triple]:
    iri, file = loaded.iri, file_name(model)
    yield iri, RDF.type, WR.EnergyModel
    yield from _labels(iri, model.name or model.id or model.file)
    yield iri, WR.readFrom, file
    yield iri, WR.inDataSet, GRAPH[f"data/{loaded.name}"]
    yield iri, PROV.wasDerivedFrom, file
    yield iri, PROV.generatedAtTime, Literal(loaded.at.isoformat(), datatype=XSD.dateTime)
    if model.description:
        yield iri, DCTERMS.description, Literal(model.description)
    if model.esdl_version:
        yield iri, WR.esdlVersion, Literal(model.esdl_version)
    if loaded.municipality:
        yield iri, WR.municipalityCode, Literal(loaded.municipality)
    yield from _outside(iri, model)
    yield file, RDF.type, WR.ModelFile
    yield from _labels(file, model.file)
    yield file, WR.fileDigest, Literal(model.digest)


def file_name(model: Model) -> URIRef:
    """Return the IRI of the file of a model: the same bytes have the same name."""
    return WRID[f"model-file/{model.digest[:16]}"]


def _part_triples(part: Part, model: Model, loaded: Loaded) -> Iterator[Triple]:
    iri, kind = loaded.part(part.key), kind_words(part.kind)
    yield iri, RDF.type, _KINDS.get(type(part), WR.ModelElement)
    yield iri, WR.inModel, loaded.iri
    yield iri, WR.assetKind, kind_name(part.kind)
    yield iri, SKOS.prefLabel, Literal(part.name or f"{kind.label.nl} {part.key}", lang="nl")
    yield iri, SKOS.prefLabel, Literal(part.name or f"{kind.label.en} {part.key}", lang="en")
    if part.id:
        yield iri, WR.idInModel, Literal(part.id)
    if part.within:
        yield iri, WR.withinElement, loaded.part(part.within)
    if part.shape:
        yield iri, WR.drawnAs, Literal(part.shape.wkt, datatype=WKT)
    yield from _said_triples(iri, part)
    if isinstance(part, Asset):
        yield from _asset_triples(iri, part)
    if isinstance(part, Area):
        yield from _area_triples(iri, part)
    yield from _outside(iri, model)


def _said_triples(iri: URIRef, part: Part) -> Iterator[Triple]:
    """Yield what a part says of itself: numbers as such where they are, the rest as written."""
    for name, value in part.said.items():
        found = number(value) if name in _NUMBERS else None
        if found is not None:
            yield iri, _NUMBERS[name], _decimal(found)
        elif name == "diameter" and value.startswith("DN") and value[2:].isdecimal():
            yield iri, WR.nominalDiameter, Literal(int(value[2:]))
        elif name not in _TOLD or name in (*_NUMBERS, "diameter"):
            yield iri, WR.alsoSays, Literal(f"{name}={value}")


def _asset_triples(iri: URIRef, asset: Asset) -> Iterator[Triple]:
    yield iri, WR.assetState, state_name(asset.state)
    for series in asset.profiles:
        yield iri, WR.seriesKeptAt, Literal(series)


def _area_triples(iri: URIRef, area: Area) -> Iterator[Triple]:
    if area.scope:
        yield iri, WR.areaScope, Literal(area.scope)
    if area.municipality:
        yield iri, WR.municipalityCode, Literal(area.municipality)


def _tie_triples(model: Model, loaded: Loaded) -> Iterator[Triple]:
    """Yield what ties parts: connections in both ways, carriers, twins, owners."""
    holder = {port.id: port.holder for asset in model.assets for port in asset.ports}
    keys = {part.key for part in model.parts}
    for asset in model.assets:
        iri = loaded.part(asset.key)
        for port in asset.ports:
            if port.carrier in keys:
                yield iri, WR.carries, loaded.part(port.carrier)
            for other in (holder[end] for end in port.ends if end in holder):
                yield iri, WR.isConnectedTo, loaded.part(other)
                yield loaded.part(other), WR.isConnectedTo, iri
    for one, twin in twins_in([one for one in model.assets if one.kind == "Pipe"]).items():
        yield loaded.part(one), WR.isTwinOf, loaded.part(twin)
    for thing, owner in _owned(model):
        if thing in keys and owner in keys:
            yield loaded.part(thing), WR.statedOwner, loaded.part(owner)


def _owned(model: Model) -> Iterator[tuple[str, str]]:
    for part in model.parts:
        for owned in f"{part.said.get('owns', '')} {part.said.get('ownsArea', '')}".split():
            yield owned, part.key
        if owner := part.said.get("isOwnedBy"):
            yield part.key, owner


def _network_triples(network: Network, model: Model, loaded: Loaded) -> Iterator[Triple]:
    iri = network_name(network, loaded)
    label = network_label(network, model)
    yield iri, RDF.type, WR.ModelNetwork
    yield iri, WR.inModel, loaded.iri
    yield from _both(iri, SKOS.prefLabel, label)
    for carrier in network.carriers:
        yield iri, WR.carries, loaded.part(carrier.key)
    for asset in network.assets:
        yield loaded.part(asset.key), WR.inNetwork, iri
    yield from _outside(iri, model)


def network_name(network: Network, loaded: Loaded) -> URIRef:
    """Return the IRI of a network; a slash keeps it apart from the ids of a file."""
    return URIRef(f"{loaded.iri}/network/{network.number}")


def network_label(network: Network, model: Model) -> InTwoLanguages:
    """Return what a network is called: its number, its model and what flows in it."""
    carriers = ", ".join(one.name for one in network.carriers if one.name)
    of = f"{model.name or model.file}" + (f" ({carriers})" if carriers else "")
    return InTwoLanguages(
        nl=f"warmtenet {network.number} van {of}", en=f"heat network {network.number} of {of}"
    )


def _value_triples(value: Measured, model: Model, loaded: Loaded) -> Iterator[Triple]:
    network = network_name(value.network, loaded)
    measure, state = value.measure.lower(), value.state.lower()
    iri = URIRef(f"{network}/{measure}-{local_name(state)}")
    yield iri, RDF.type, WR[value.measure]
    yield iri, WR.inModel, loaded.iri
    yield iri, WR.calculatedOf, network
    yield iri, WR.assetState, state_name(value.state)
    yield iri, WR.calculatedValue, _decimal(value.value)
    yield iri, WR.inUnit, Literal(_TEXTS[value.measure].unit)
    yield from _both(iri, SKOS.prefLabel, _value_label(value, model))
    yield from _both(iri, WR.formula, _TEXTS[value.measure].formula)
    for assumption in _assumptions(value):
        yield from _both(iri, WR.assumption, assumption)
    yield iri, PROV.wasDerivedFrom, file_name(model)
    yield from _outside(iri, model)


@dataclass(frozen=True)
class _Texts:
    """What is said of a measure: its name, its unit, its formula, what it takes for granted."""

    label: InTwoLanguages
    unit: str
    formula: InTwoLanguages
    assumed: tuple[InTwoLanguages, ...]


def _text(nl: str, en: str) -> InTwoLanguages:
    return InTwoLanguages(nl=nl, en=en)


_TWINS = _text(
    "Een leiding met een tweeling voor de terugweg ligt daarmee in één sleuf en telt half.",
    "A pipe with a twin for the way back lies in one trench with it and counts for half.",
)
_TEXTS = {
    "TraceLength": _Texts(
        _text("tracélengte volgens opgave", "trace length as declared"),
        "m",
        _text(
            "som over de leidingen van length, de helft waar een leiding een tweeling heeft",
            "sum over the pipes of length, half of it where a pipe has a twin",
        ),
        (_TWINS, _text("Lengtes zijn in meter.", "Lengths are in metres.")),
    ),
    "DrawnLength": _Texts(
        _text("tracélengte zoals getekend", "trace length as drawn"),
        "m",
        _text(
            "som over de leidingen van de lengte van hun lijn op de aardbol (haversine), de helft "
            "waar een leiding een tweeling heeft",
            "sum over the pipes of the length of their line on the globe (haversine), half of it "
            "where a pipe has a twin",
        ),
        (
            _TWINS,
            _text(
                "De lijn is het tracé; hoogte telt niet mee.",
                "The line is the trace; height does not count.",
            ),
        ),
    ),
    "Footprint": _Texts(
        _text("ruimtebeslag van de leidingen", "footprint of the pipes"),
        "m²",
        _text(
            "som over alle leidingen, heen en terug, van length × outerDiameter",
            "sum over all pipes, out and back, of length × outerDiameter",
        ),
        (
            _text(
                "Alleen de mantels: een sleuf is breder, door tussenruimte, bed en werkruimte.",
                "Casings only: a trench is wider, by spacing, bedding and working space.",
            ),
            _text("Lengtes en diameters zijn in meter.", "Lengths and diameters are in metres."),
        ),
    ),
}


def _value_label(value: Measured, model: Model) -> InTwoLanguages:
    label, state = _TEXTS[value.measure].label, state_words(value.state).label
    network = network_label(value.network, model)
    return _text(f"{label.nl}, {network.nl}, {state.nl}", f"{label.en}, {network.en}, {state.en}")


def _assumptions(value: Measured) -> Iterator[InTwoLanguages]:
    """Yield what a value takes for granted, and how many pipes it counts."""
    yield from _TEXTS[value.measure].assumed
    state = state_words(value.state)
    if value.state != "ENABLED":
        yield state.definition
    yield _text(
        f"Leidingen geteld: {value.pipes}, waarvan zonder tweeling: {value.single}. "
        f"Weggelaten omdat zij er te weinig voor zeggen: {value.silent}.",
        f"Pipes counted: {value.pipes}, of which without a twin: {value.single}. "
        f"Left out because they say too little for it: {value.silent}.",
    )


def _word_triples(model: Model) -> Iterator[Triple]:
    """Yield what the kinds and states that a model uses are called."""
    for scheme, (title, definition) in _SCHEMES.items():
        yield scheme, RDF.type, SKOS.ConceptScheme
        yield from _both(scheme, DCTERMS.title, title)
        yield from _both(scheme, SKOS.prefLabel, title)
        yield from _both(scheme, SKOS.definition, definition)
    for name in sorted({part.kind for part in model.parts}):
        iri = kind_name(name)
        yield iri, RDF.type, WR.AssetKind
        yield iri, RDFS.seeAlso, URIRef(page_of(name))
        yield from _called(iri, name, KINDS, kind_words(name))
        yield from _outside(iri, model)
    for name in sorted({asset.state for asset in model.assets}):
        yield state_name(name), RDF.type, WR.AssetState
        yield from _called(state_name(name), name, STATES, state_words(name))


def kind_name(name: str) -> URIRef:
    """Return the IRI of a class of ESDL among ours; none is made in the name of its makers."""
    return WRID[f"asset-kind/{local_name(name)}"]


def state_name(name: str) -> URIRef:
    """Return the IRI of a state of assets."""
    return WRID[f"asset-state/{local_name(name.lower())}"]


def _called(iri: URIRef, name: str, scheme: URIRef, called: Called) -> Iterator[Triple]:
    yield iri, RDF.type, SKOS.Concept
    yield iri, SKOS.inScheme, scheme
    yield iri, SKOS.notation, Literal(name)
    yield from _both(iri, SKOS.prefLabel, called.label)
    yield from _both(iri, SKOS.definition, called.definition)


def _outside(iri: URIRef, model: Model) -> Iterator[Triple]:
    """Yield that something is from outside, from which file, and that no study says it."""
    yield iri, WR.knowledgeStatus, WR.Outside
    yield iri, DCTERMS.source, file_name(model)
    yield from _both(iri, SKOS.editorialNote, NOTE)


def _both(subject: URIRef, predicate: URIRef, text: InTwoLanguages) -> Iterator[Triple]:
    yield subject, predicate, Literal(text.nl, lang="nl")
    yield subject, predicate, Literal(text.en, lang="en")


def _labels(subject: URIRef, name: str) -> Iterator[Triple]:
    return _both(subject, SKOS.prefLabel, InTwoLanguages(nl=name, en=name))


def _decimal(value: Decimal) -> Literal:
    return Literal(f"{value:f}", datatype=XSD.decimal)
