"""Versions: those of the data that this site answers for, and what changed between them.

The releases are shipped with the software, so an old version answers wherever the software runs.
"""

from collections.abc import Sequence
from functools import lru_cache

from flask import Response, abort
from flask_babel import gettext as _
from rdflib import DCTERMS, OWL, Graph, URIRef

from kg.changes import Change, State, compare
from kg.engine import DUMP
from kg.engine.quads import read_graph
from kg.errors import UnknownVersion
from kg.namespaces import GRAPH, WR
from kg.parameters import brief
from kg.versions import Version, find_version, released, state, whole_dump, with_own
from webapp.dumps import given
from webapp.metadata import DATASET, metadata
from webapp.problems import problem
from webapp.services import services


def all_versions() -> list[Version]:
    """Return the releases, oldest first, and then the version that serves, if it is another.

    Raises:
        FaultsFound: the table of releases has faults.
        NoBuild: there is no build, so nothing tells which version serves.
    """
    return with_own(released(services().releases), served())


def served() -> Version:
    """Return the version that serves; its quads are not at hand where an engine holds them."""
    told = metadata()
    dump = next((one.path for one in given() if one.dump.file == DUMP), None)
    number, day = (told.text(DATASET, name) for name in (OWL.versionInfo, DCTERMS.modified))
    return Version(number, day, services().engine.build_id, dump)


def version(number: str) -> Version:
    """Return the version of a number, or answer that there never was one and which there are."""
    found = all_versions()
    try:
        return find_version(found, number)
    except UnknownVersion:
        abort(never_was(number, [(one.number, one.day) for one in found]))


def never_was(
    number: str, there: Sequence[tuple[str, str]], ways: Sequence[tuple[str, str]] = ()
) -> Response:
    """Return the answer that there never was such a version, with those there are."""
    detail = _("There never was a version %(number)s.", number=brief(number))
    return problem(404, detail, valid=there, ways=ways)


def former_of(one: Version) -> Version | None:
    """Return the version before one, None of the first."""
    found = all_versions()
    place = found.index(one)
    return found[place - 1] if place else None


def iri_of(number: str) -> URIRef:
    """Return the name of a version of the data set, which keeps answering."""
    return URIRef(f"{DATASET}/{number}")


def changed(old: Version, new: Version) -> tuple[Change, ...]:
    """Return what one version has otherwise than another.

    Raises:
        BuildDamaged: a dump is not the one that was released, or cannot be read.
        NoBuild: the quads of one are not on this machine.
    """
    return _changed(old, new)


def told_by(one: Version) -> State:
    """Return what a version says, and what everything is called in it."""
    return _state(one)


def released_with(names: Sequence[URIRef]) -> Version | None:
    """Return the first release whose ontology, or a module of it, has one of these versions."""
    for one in released(services().releases):
        if any((None, OWL.versionIRI, name) in ontology(one) for name in names):
            return one
    return None


def ontology_versions() -> list[tuple[str, str]]:
    """Return the names of the versions that the ontology as a whole has had, with their days."""
    own = URIRef(WR)
    found = {
        str(name): one.day
        for one in all_versions()
        for name in ontology(one).objects(own, OWL.versionIRI)
    }
    return [*found.items()]


def ontology(one: Version) -> Graph:
    """Return the ontology of a version; never to be changed."""
    return _ontology(one)


@lru_cache(maxsize=2)
def _ontology(one: Version) -> Graph:
    return read_graph(whole_dump(one), GRAPH.ontology) if one.dump else Graph()


@lru_cache(maxsize=2)
def _state(one: Version) -> State:
    return state(one)


@lru_cache(maxsize=32)
def _changed(old: Version, new: Version) -> tuple[Change, ...]:
    return compare(_state(old), _state(new))
