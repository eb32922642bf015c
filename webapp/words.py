"""Words of ours: headings of columns, words that queries use, terms of other vocabularies."""

from flask_babel import gettext as _
from rdflib import DCTERMS, RDF, RDFS, SKOS


def headings() -> dict[str, str]:
    """Return what columns are called that no term of the ontology is named after."""
    return {
        "property": _("property"),
        "value": _("value"),
        "instance": _("instance"),
        "count": _("number"),
        "gist": _("in short"),
        "locator": _("place"),
        "aspect": _("what it is about"),
        "thing": _("what"),
        "detail": _("in particular"),
        "list": _("list it stands in"),
        "level": _("level"),
        "phase": _("phase"),
        "condition": _("condition"),
    }


def aspects() -> dict[str, str]:
    """Return the words that queries of the library use for the kind of a row."""
    return {
        "primary": _("primary regie"),
        "role": _("role in a phase"),
        "task": _("task of a role"),
        "need": _("what it takes"),
        "duration": _("duration"),
        "factor": _("factor of speed"),
        "delay": _("delay"),
    }


def borrowed_terms() -> dict[str, str]:
    """Return what terms of other vocabularies are called where the graph does not name them."""
    return {
        str(RDF.type): _("is a"),
        str(RDFS.subClassOf): _("is a kind of"),
        str(RDFS.subPropertyOf): _("is a closer case of"),
        str(RDFS.domain): _("is said of"),
        str(RDFS.range): _("has as its value"),
        str(RDFS.isDefinedBy): _("is defined in"),
        str(RDFS.seeAlso): _("see also"),
        str(SKOS.inScheme): _("stands in the list"),
        str(SKOS.broader): _("belongs under"),
        str(SKOS.example): _("example"),
        str(SKOS.note): _("note"),
        str(DCTERMS.source): _("source"),
        str(DCTERMS.isPartOf): _("is part of"),
        str(DCTERMS.description): _("description"),
    }


def designation(number: str) -> str:
    """Return what a section is called in a sentence: its number, or which annex it is."""
    if number.startswith("A"):
        return str(_("annex %(number)s", number=number[1:]))
    return f"§\N{NO-BREAK SPACE}{number}"
