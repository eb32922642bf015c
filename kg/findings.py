"""What a validation report says, as values that two validators can be compared by.

Both validators give a report as RDF, https://www.w3.org/TR/shacl/#validation-report; from
there on nothing differs between them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import Fault, FaultsFound
from kg.namespaces import SH, shorten

Data = Sequence[Graph | str]
"""Graphs, or their N-Triples, that are judged together."""

Validator = Callable[[Data, Graph], Graph]
"""Gives the report on data by shapes; raises what it meets in a shape."""

NAMELESS = "a nameless node"
"""Stands for a blank node."""


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

    def as_fault(self, file: str = "") -> Fault:
        """Return it in a curator's words; without *file* its focus stands for the place."""
        focus = shorten(self.focus)
        path = shorten(self.path) if self.path else ""
        return Fault(
            file or focus,
            ", ".join(part for part in (focus if file else "", path) if part),
            self.messages.get("en", "does not conform."),
            f"Rule {shorten(self.shape)}" + (f", value {self.value}." if self.value else "."),
        )


def judge(data: Data, shapes: Graph, validator: Validator) -> tuple[Finding, ...]:
    """Return what *shapes* find in the union of *data* by this validator, sorted, each once.

    Of a query that gives the same row twice the fast validator tells twice, pySHACL once.

    Raises:
        FaultsFound: shapes that cannot be read, each by its name and what is wrong with it.
    """
    try:
        report = validator(data, shapes)
    except Exception as error:  # what a validator meets in a shape it raises as whatever it is
        raise FaultsFound(list(unreadable(shapes, validator)) or [_odd(error)]) from error
    return tuple(sorted(set(findings(report, shapes))))


def findings(report: Graph, shapes: Graph) -> Iterator[Finding]:
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
    """Return what a shape says to a curator, by language; a report mixes in its parents'."""
    found = shapes.objects(source, SH.message)
    return {one.language or "": str(one) for one in found if isinstance(one, Literal)}


def _text(term: Node | None) -> str:
    """Return a term as text; the label of a blank node differs from report to report."""
    if isinstance(term, BNode):
        return NAMELESS
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


def read_shapes(shapes: Graph, validator: Validator) -> None:
    """Have a validator read every shape, whether data would bring it to that shape or not.

    Raises:
        FaultsFound: shapes that cannot be read, each by its name and what is wrong with it.
    """
    aimed = _without_targets(shapes)
    for shape in _named_shapes(shapes):
        aimed.add((shape, SH.targetNode, shape))
    judge([_values_of_every_kind(shapes)], aimed, validator)


def with_parts(shapes: Graph, names: Iterable[str]) -> Graph:
    """Return the shapes of these names, with all that they lead to."""
    kept = Graph()
    for name in names:
        kept += _described(shapes, _reachable(shapes, URIRef(name)))
    return kept


def unreadable(shapes: Graph, validator: Validator) -> Iterator[Fault]:
    """Yield a fault for every shape that fails by itself, not by a part that fails too."""
    reach = {shape: _reachable(shapes, shape) for shape in _named_shapes(shapes)}
    failing = {
        shape: error
        for shape, parts in reach.items()
        if (error := _failure(shape, _described(shapes, parts), validator))
    }
    for shape, error in failing.items():
        if not (reach[shape] & failing.keys()) - {shape}:
            yield _fault(shorten(str(shape)), error)


def _failure(shape: URIRef, parts: Graph, validator: Validator) -> Exception | None:
    """Return what goes wrong when a shape is run alone, with its parts."""
    alone = _without_targets(parts)
    alone.add((shape, SH.targetNode, shape))
    try:
        validator([_values_of_every_kind(parts)], alone)
    except Exception as error:  # see judge
        return error
    return None


def _values_of_every_kind(shapes: Graph) -> Graph:
    """Return data in which each shape's name has values to judge: a text, a number, a thing."""
    data = Graph()
    for shape, path in shapes.subject_objects(SH.path):
        if isinstance(path, URIRef):
            for value in (Literal("text", lang="en"), Literal(1), shape):
                data.add((shape, path, value))
    return data


def _without_targets(shapes: Graph) -> Graph:
    kept = Graph()
    kept += (triple for triple in shapes if not str(triple[1]).startswith(f"{SH}target"))
    return kept


def _described(shapes: Graph, parts: set[Node]) -> Graph:
    kept = Graph()
    for part in parts:
        kept += shapes.triples((part, None, None))
    return kept


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


def _fault(shape: str, error: Exception) -> Fault:
    """Return a complaint of a validator, or of a parser it uses, as a fault of the shapes."""
    hint = "The rule in this shape cannot be read: mend it."
    return Fault("ontology/shapes", shape, _first_line(error), hint)


def _odd(error: Exception) -> Fault:
    """Return a complaint that no shape by itself gives rise to."""
    what = f"the graph could not be judged: {_first_line(error)}"
    return Fault("ontology/shapes", "", what, "Each shape can be read by itself: look at the data.")


def _first_line(error: Exception) -> str:
    return str(getattr(error, "message", "") or error).strip().splitlines()[0]
