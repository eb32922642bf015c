"""The dataset of a query: which graphs it asks for, and the store narrowed to them.

https://www.w3.org/TR/sparql11-query/#rdfDataset
https://www.w3.org/TR/sparql11-protocol/#dataset
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from kg.namespaces import PREFIXES
from kg.tokens import Token, depths


@dataclass(frozen=True)
class Dataset:
    """The IRIs of the graphs a query is asked over; none at all means the whole store.

    With named graphs only, the default graph is empty; the other way round too.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


def dataset_of(tokens: Sequence[Token]) -> Dataset:
    """Return the dataset that the FROM and FROM NAMED clauses of a query describe."""
    clauses = [clause for clause in _clauses(tokens) if clause[0] in ("FROM", "NAMED")]
    return Dataset(
        tuple(iri for keyword, _, iri in clauses if keyword == "FROM"),
        tuple(iri for keyword, _, iri in clauses if keyword == "NAMED"),
    )


def prefixes_of(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the prefixes to write an answer with: those that the query declares, then ours."""
    own = {name: iri for keyword, name, iri in _clauses(tokens) if keyword == "PREFIX"}
    ours = {name: str(iri) for name, iri in PREFIXES.items() if str(iri) not in own.values()}
    return ours | own


def _clauses(tokens: Sequence[Token]) -> Iterator[tuple[str, str, str]]:
    """Yield keyword, prefix (or nothing) and IRI of each PREFIX, FROM and FROM NAMED clause."""
    prefixes: dict[str, str] = {}
    base = ""
    end = Token("end", "", -1)
    outside = [token for depth, token in depths(tokens) if not depth]
    for token, first, second in zip(
        outside, [*outside[1:], end], [*outside[2:], end, end], strict=False
    ):
        if token.is_word("BASE"):
            base = _iri(first, base, prefixes)
        elif token.is_word("PREFIX"):
            name = first.text.removesuffix(":")
            prefixes[name] = _iri(second, base, prefixes)
            yield "PREFIX", name, prefixes[name]
        elif token.is_word("FROM") and first.is_word("NAMED"):
            yield "NAMED", "", _iri(second, base, prefixes)
        elif token.is_word("FROM"):
            yield "FROM", "", _iri(first, base, prefixes)


def _iri(token: Token, base: str, prefixes: dict[str, str]) -> str:
    """Return the IRI that a token means; empty when it means none."""
    if token.kind == "iri":
        return urljoin(base, unescape(token.text[1:-1]))
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local) if token.kind == "name" else ""


def unescape(text: str) -> str:
    """Return *text* with its codepoint escapes read."""
    escape = r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))"
    return re.sub(escape, lambda found: chr(int(found[1] or found[2], 16)), text)


def unknown_graphs(store: Store, dataset: Dataset) -> tuple[str, ...]:
    """Return the graphs of the dataset that the store does not have; they are empty."""
    asked = dict.fromkeys([*dataset.default, *dataset.named])
    return tuple(iri for iri in asked if not store.contains_named_graph(NamedNode(iri)))


@dataclass(frozen=True)
class Narrowed:
    """A store with the graphs of it that a query is asked over; None means all."""

    store: Store
    default: list[NamedNode | BlankNode | DefaultGraph] | None = None
    named: list[NamedNode | BlankNode] | None = None


def narrow(store: Store, dataset: Dataset) -> Narrowed:
    """Return the store narrowed to the dataset.

    Several default graphs are merged in a store of their own, because the engine would give
    a triple that stands in two of them twice.

    Raises:
        ValueError: a name of a graph is no IRI.
    """
    if not dataset:
        return Narrowed(store)
    named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in dataset.named]
    graphs = [NamedNode(iri) for iri in dict.fromkeys(dataset.default)]
    if len(graphs) < 2:
        return Narrowed(store, [*graphs], named)
    merged = Store()
    for iri in graphs:
        merged.extend(
            Quad(quad.subject, quad.predicate, quad.object)
            for quad in store.quads_for_pattern(None, None, None, iri)
        )
    for name in named:
        merged.extend(store.quads_for_pattern(None, None, None, name))
    return Narrowed(merged, [DefaultGraph()], named)
