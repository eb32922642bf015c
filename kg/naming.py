"""Names that nothing has, each with the likely right one."""

import difflib
from collections.abc import Iterable, Iterator

from rdflib import OWL, BNode, Graph, URIRef

from kg.errors import Fault
from kg.namespaces import WR, WRID, shorten

_NEW = {
    "passage": "passages.tsv lists the passages of each section.",
    "speaker": "New speakers go in the study's speakers.ttl.",
    "name": "New names go in kg/entities, new terms in ontology/modules.",
}
_UNDESCRIBED = (OWL.versionIRI, OWL.priorVersion)
"""What these point to is the name of a version, which nothing describes."""


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the name most like *name*, or an empty string when none is near."""
    return next(iter(difflib.get_close_matches(name, list(names), n=1, cutoff=0.75)), "")


def did_you_mean(name: str) -> str:
    """Return a hint with the likely right name, or nothing when there is none."""
    return f'Did you mean "{name}"?' if name else ""


def unknown_name(file: str, place: str, kind: str, name: str, pool: Iterable[str]) -> Fault:
    """Return the fault of a name that is none of *pool*: ids, or IRIs for the kind "name"."""
    near = nearest(name, _alike(name, pool) if kind == "name" else pool)
    hint = f"{did_you_mean(near)} {_NEW[kind]}".strip()
    return Fault(file, place, f'"{name}" is not a known {kind}.', hint)


def unknown_names(file: str, graph: Graph, known: frozenset[str]) -> Iterator[Fault]:
    """Yield a fault for every name of ours that *graph* uses and nothing describes.

    The thing it is used of is the place; *known* are the IRIs of everything described.
    """
    for subject, predicate, value in graph:
        place = "" if isinstance(subject, BNode) else shorten(str(subject))
        used = (predicate,) if predicate in _UNDESCRIBED else (predicate, value)
        for name in used:
            if isinstance(name, URIRef) and is_ours(name) and str(name) not in known:
                yield unknown_name(file, place, "name", shorten(str(name)), known)


def is_ours(name: str) -> bool:
    """Tell whether an IRI is one of our terms or things, so that something must describe it."""
    return name.startswith(str(WR)) or name.startswith(str(WRID))


def _alike(name: str, names: Iterable[str]) -> list[str]:
    """Return the prefixed names of the same kind as *name*: same prefix, same first part."""
    kind = name[: name.rfind("/") + 1] or name.partition(":")[0] + ":"
    short = (shorten(one) for one in names)
    return [one for one in short if one.startswith(kind)]
