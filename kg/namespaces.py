"""The IRIs we mint and the vocabularies we use. IRIs are identity, not a setting."""

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Namespace, URIRef
from rdflib.namespace import PROV

ROOT = "https://w3id.org/warmteregie/"
WR = Namespace(ROOT + "def/")
WRID = Namespace(ROOT + "id/")
WRSH = Namespace(ROOT + "id/shape/")
GRAPH = Namespace(ROOT + "graph/")
MODULE = Namespace(ROOT + "def/module/")
ALIGNMENT = Namespace(ROOT + "def/alignment/")
OA = Namespace("http://www.w3.org/ns/oa#")
CITO = Namespace("http://purl.org/spar/cito/")
PAV = Namespace("http://purl.org/pav/")
SCHEMA = Namespace("https://schema.org/")
SEMAPV = Namespace("https://w3id.org/semapv/vocab/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SSSOM = Namespace("https://w3id.org/sssom/")

PREFIXES: dict[str, Namespace | str] = {
    "cito": CITO,
    "dcterms": str(DCTERMS),
    "graph": GRAPH,
    "oa": OA,
    "owl": str(OWL),
    "pav": PAV,
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": SCHEMA,
    "semapv": SEMAPV,
    "sh": SH,
    "skos": str(SKOS),
    "sssom": SSSOM,
    "wr": WR,
    "wrid": WRID,
    "wrsh": WRSH,
    "xsd": str(XSD),
}


def expand(name: str) -> URIRef | None:
    """Return the IRI that a prefixed name such as ``wrid:actor/municipality`` stands for.

    None when it has no prefix of `PREFIXES`. Local names may hold slashes, as ours do.
    """
    prefix, colon, local = name.partition(":")
    base = PREFIXES.get(prefix)
    return URIRef(str(base) + local) if colon and base is not None and local else None


def shorten(iri: str) -> str:
    """Return the prefixed name of an IRI, or the IRI itself in angle brackets.

    What is no IRI comes back as it is. The longest namespace wins, so that a shape is
    ``wrsh:`` and not ``wrid:shape/``.
    """
    for prefix, base in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if iri.startswith(str(base)) and len(iri) > len(base):
            return f"{prefix}:{iri[len(base) :]}"
    return f"<{iri}>" if ":" in iri else iri
