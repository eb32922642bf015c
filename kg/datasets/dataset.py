"""A data set of others as values: what it is, what in it may be something of ours, its triples."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rdflib import URIRef

from kg.namespaces import GRAPH, WRID

MAX_TRIPLES = 1_000_000
"""Triples that a data set may have: ten times what the study gave."""
MAX_NAMED = 20_000
"""Things in a data set that are looked for among ours."""

OF_OTHERS = f"{WRID}data/"
"""What the IRIs begin with that things of others have from us."""
AS_WINDOWS = "read as Windows-1252, as it is no UTF-8."

Form = Literal["table", "rdf", "esdl"]


@dataclass(frozen=True)
class Stated:
    """What of ours something is or is like by what its file means, whatever it is called.

    *confidence* goes from 0 to 1; *why* is a sentence in English.
    """

    iri: str
    relation: URIRef
    confidence: float
    why: str


@dataclass(frozen=True)
class Named:
    """Something in a data set that has a name, and may be something of ours.

    *others* are more names of it, *code* is what a register calls it; *kinds* are classes of
    ours that it should be of. One that is not *sought* has only what is *stated*.
    """

    iri: str
    label: str
    others: tuple[str, ...] = ()
    code: str = ""
    kinds: frozenset[str] = frozenset()
    stated: tuple[Stated, ...] = ()
    sought: bool = True


@dataclass(frozen=True)
class DataSet:
    """A data set of others.

    *name* is what it is called among ours, *digest* the SHA-256 of its file in hexadecimals,
    *triples* what it holds as lines of N-Triples, *remarks* what was odd and taken all the same.
    """

    name: str
    title: str
    form: Form
    file: str
    digest: str
    named: tuple[Named, ...]
    triples: Sequence[str]
    remarks: tuple[str, ...] = ()


def graph_of(name: str) -> URIRef:
    """Return the graph of a data set, which is its IRI too."""
    return GRAPH[f"data/{name}"]


def links_of(name: str) -> URIRef:
    """Return the graph of the links of a data set, which is the IRI of that set of links too."""
    return GRAPH[f"data/{name}/links"]


def base_of(name: str) -> str:
    """Return what the IRIs of things begin with that have none of their own."""
    return f"{OF_OTHERS}{name}/"
