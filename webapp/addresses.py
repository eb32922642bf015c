"""Addresses: where a thing or term is shown on this site, and the other way round."""

from functools import lru_cache

from flask import g, url_for

from kg.namespaces import GRAPH, ROOT, WR, WRID

_READER = "section/"
_QUESTION = f"{WRID}question/"


def address(iri: str) -> str:
    """Return the address of the page on an IRI; of a foreign one the IRI itself.

    Sections open in the reader. What has no page has an empty address; so has an IRI that no
    browser should follow.
    """
    return _address(here(), iri)


def here() -> str:
    """Return what all addresses on this page depend on: where the site is, and its language."""
    if "here" not in g:
        g.here = url_for("pages.home")
    return str(g.here)


@lru_cache(maxsize=50_000)
def _address(_here: str, iri: str) -> str:
    if iri.startswith(str(WRID)):
        return _thing_address(iri[len(WRID) :])
    if iri.startswith(str(WR)):
        name = iri[len(WR) :]
        return url_for("resources.term", name=name) if name else url_for("resources.ontology")
    if iri.startswith(str(GRAPH)) and iri != str(GRAPH):
        return url_for("resources.named_graph", name=iri[len(GRAPH) :])
    if iri.startswith(ROOT):
        return ""
    return iri if iri.startswith(("https://", "http://")) else ""


def _thing_address(local: str) -> str:
    kind, _, slug = local.partition("/")
    if not slug:
        return ""
    if local.startswith(_READER):
        key, _, number = slug.rpartition("/")
        return url_for("pages.section", key=key, number=number)
    return url_for("resources.thing", kind=kind, slug=slug)


def question_slug(iri: str) -> str:
    """Return the slug of an IRI that a question of the library may have; empty for another."""
    return iri[len(_QUESTION) :] if iri.startswith(_QUESTION) else ""


def thing_iri(kind: str, slug: str) -> str:
    """Return the IRI of a thing that a page or an identifier on this site is about."""
    return f"{WRID}{kind}/{slug}"


def term_iri(name: str) -> str:
    """Return the IRI of a term of the ontology, or of one of its modules."""
    return f"{WR}{name}"
