"""The shapes' judgement of what was asserted, by pySHACL as the reference validator."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyshacl
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from kg.errors import Fault, FaultsFound, WarmteregieError
from kg.namespaces import SH, shorten

logging.getLogger("pyshacl-validate").disabled = True  # it raises what it logs


@dataclass(frozen=True, order=True)
class Finding:
    """One fault that a shape found, every part of it as text.

    *shape* is the shape or the SPARQL constraint that found it. *path* is an IRI, or for a
    path that is more than one property its SPARQL form with short names, and empty where a
    node as a whole is at fault; so is *value* where none is. *messages* are by language.
    """

    focus: str
    path: str
    value: str
    component: str
    shape: str
    severity: str
    messages: Mapping[str, str] = field(compare=False, default_factory=dict)


def validate(data: Graph, shapes: Graph, ontology: Graph) -> tuple[Finding, ...]:
    """Return what *shapes* find in *data*, sorted; nothing is inferred but subclasses.

    *ontology* says which class is a subclass of which; it may be in *data* already. Nothing
    is changed in any of the three.

    Raises:
        FaultsFound: shapes that cannot be read, each by its name and what is wrong with it.
    """
    judged = _Judged()
    judged += data
    judged += ontology
    try:
        report = _report(judged, shapes)
    except Exception as error:  # what pySHACL meets in a shape it raises as whatever it is
        raise FaultsFound(list(_unreadable(shapes)) or [_fault("", error)]) from error
    return tuple(sorted(_findings(report, shapes)))


class _Judged(Graph):
    """A graph that parses each query once: pySHACL asks the same one for every focus node."""

    def __init__(self) -> None:
        super().__init__()
        self._prepared: dict[str, Query] = {}

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """Answer a query; see `rdflib.Graph.query`."""
        if isinstance(query_object, str):
            if query_object not in self._prepared:
                self._prepared[query_object] = prepareQuery(query_object)
            query_object = self._prepared[query_object]
        return super().query(query_object, *args, **kwargs)


def _report(judged: Graph, shapes: Graph) -> Graph:
    """Return pySHACL's report on *judged*, which is our own copy, so it may work in place."""
    copy = Graph()
    copy += shapes  # pySHACL adds triples of its own to the shapes it is given
    _, report, text = pyshacl.validate(judged, shacl_graph=copy, inference="none", inplace=True)
    if not isinstance(report, Graph):
        raise WarmteregieError(f"The shapes could not be checked: {text}")
    return report


def _unreadable(shapes: Graph) -> Iterator[Fault]:
    """Yield a fault for every shape that fails by itself, not by a part that fails too."""
    reach = {shape: _reachable(shapes, shape) for shape in _named_shapes(shapes)}
    failing = {shape: error for shape in reach if (error := _failure(shapes, shape, reach[shape]))}
    for shape, error in failing.items():
        if not (reach[shape] & failing.keys()) - {shape}:
            yield _fault(shorten(str(shape)), error)


def _named_shapes(shapes: Graph) -> list[URIRef]:
    kinds = (SH.NodeShape, SH.PropertyShape)
    found = {one for kind in kinds for one in shapes.subjects(RDF.type, kind)}
    return sorted(one for one in found if isinstance(one, URIRef))


def _reachable(shapes: Graph, shape: Node) -> set[Node]:
    """Return a shape and everything described that it leads to: its parts and its lists."""
    found, rest = {shape}, [shape]
    while rest:
        fresh = {one for one in shapes.objects(rest.pop()) if (one, None, None) in shapes} - found
        found |= fresh
        rest.extend(fresh)
    return found


def _failure(shapes: Graph, shape: URIRef, parts: set[Node]) -> Exception | None:
    """Return what goes wrong when a shape is run alone on a node that nothing is known of."""
    alone = Graph()
    for part in parts:
        alone += (triple for triple in shapes.triples((part, None, None)) if not _aims(triple))
    alone.add((shape, SH.targetNode, shape))
    try:
        _report(Graph(), alone)
    except Exception as error:  # see validate
        return error
    return None


def _aims(triple: tuple[Node, Node, Node]) -> bool:
    return str(triple[1]).startswith(f"{SH}target")


def _fault(shape: str, error: Exception) -> Fault:
    """Return a complaint of pySHACL, or of a parser it uses, as a fault of the shapes."""
    what = str(getattr(error, "message", "") or error).strip().splitlines()[0]
    return Fault("ontology/shapes", shape, what, "The rule in this shape cannot be read: mend it.")


def _findings(report: Graph, shapes: Graph) -> Iterator[Finding]:
    """Yield the results of a validation report."""
    for result in report.objects(None, SH.result):
        source = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
        yield Finding(
            focus=_text(report.value(result, SH.focusNode)),
            path=_path(report, report.value(result, SH.resultPath)),
            value=_text(report.value(result, SH.value)),
            component=_text(report.value(result, SH.sourceConstraintComponent)),
            shape=_text(source),
            severity=_text(report.value(result, SH.resultSeverity)),
            messages=_messages(shapes, source),
        )


def _messages(shapes: Graph, source: Node | None) -> dict[str, str]:
    """Return what a shape says to a curator, by language; the report mixes in its parents'."""
    found = shapes.objects(source, SH.message)
    return {one.language or "": str(one) for one in found if isinstance(one, Literal)}


def _text(term: Node | None) -> str:
    return "" if term is None else str(term)


def _path(report: Graph, path: Node | None) -> str:
    """Return a SHACL path as an IRI, or in SPARQL's form where it is made of several."""
    if path is None or isinstance(path, URIRef):
        return _text(path)
    return _step(report, path)


def _step(report: Graph, path: Node) -> str:
    if isinstance(path, URIRef):
        return shorten(str(path))
    inverse = report.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{_step(report, inverse)}"
    either = report.value(path, SH.alternativePath)
    parts = Collection(report, either if isinstance(either, BNode) else path)
    return ("/" if either is None else "|").join(_step(report, part) for part in parts)
