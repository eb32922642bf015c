"""Addresses: where a thing or term is shown on this site, and the other way round."""

from flask import url_for

from kg.namespaces import ROOT, WR, WRID

_READER = "section/"
_QUESTION = "question/"


def address(iri: str) -> str:
    """Return the address of the page on an IRI; of a foreign one the IRI itself.

    Sections open in the reader and questions with their form. What has no page, such as a
    named graph, has an empty address; so has an IRI that no browser should follow.
    """
    if iri.startswith(str(WRID)):
        return _thing_address(iri[len(WRID) :])
    if iri.startswith(str(WR)):
        name = iri[len(WR) :]
        return url_for("resources.term", name=name) if name else url_for("resources.ontology")
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
    if local.startswith(_QUESTION):
        return url_for("questions.question", slug=slug)
    return url_for("resources.thing", kind=kind, slug=slug)


def thing_iri(kind: str, slug: str) -> str:
    """Return the IRI of a thing that a page or an identifier on this site is about."""
    return f"{WRID}{kind}/{slug}"


def term_iri(name: str) -> str:
    """Return the IRI of a term of the ontology, or of one of its modules."""
    return f"{WR}{name}"
