"""The shapes' judgement of what was asserted, by pySHACL as the reference validator."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyshacl
from pyparsing import ParseException
from pyshacl.errors import ReportableRuntimeError
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
        _, report, _ = _run(judged, shapes)
    except (ReportableRuntimeError, ParseException) as error:
        raise FaultsFound(list(_unreadable(judged, shapes)) or [_fault("", error)]) from error
    if not isinstance(report, Graph):
        raise WarmteregieError(f"The shapes could not be checked: {report}")
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


def _run(judged: Graph, shapes: Graph, *only: str) -> tuple[bool, Any, str]:
    """Run pySHACL in place: *judged* is our own copy. *only* narrows to these shapes."""
    use: dict[str, Any] = {"use_shapes": list(only)} if only else {}
    result: tuple[bool, Any, str] = pyshacl.validate(
        judged, shacl_graph=shapes, inference="none", inplace=True, **use
    )
    return result


def _unreadable(judged: Graph, shapes: Graph) -> Iterator[Fault]:
    """Yield a fault for every node shape that cannot be read when it is run alone."""
    for shape in sorted(map(str, shapes.subjects(RDF.type, SH.NodeShape))):
        try:
            _run(judged, shapes, shape)
        except (ReportableRuntimeError, ParseException) as error:
            yield _fault(shorten(shape), error)


def _fault(shape: str, error: Exception) -> Fault:
    """Return pySHACL's or the query parser's complaint as a fault of the shapes' folder."""
    what = f"the query of a SPARQL constraint is not SPARQL: {error}"
    if isinstance(error, ReportableRuntimeError):
        what = str(error.message).strip()
    return Fault("ontology/shapes", shape, what.splitlines()[0], "Mend this shape, or its parts.")


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
