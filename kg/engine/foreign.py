"""RDF files of others, read as plain triples without blank nodes: nothing they name is fetched."""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.engine.pasted_reader import Unreadable, check_xml

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
"""The forms of RDF by the suffix of a file."""
NAMELESS = "/nameless/"
"""What stands in the names of blank nodes."""
_REMOTE = "LoadDocumentCallback"

Node = NamedNode | BlankNode | Literal
Plain = tuple[str, str, Node]


def is_iri(text: str) -> bool:
    """Tell whether a text is a whole IRI that a graph can hold."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def read_rdf(text: str, suffix: str, most: int, base: str) -> list[tuple[str, str, Node]]:
    """Return the triples of a file: subject, predicate, object; graphs in it are taken together.

    A blank node becomes a name that begins with *base*: the same file gives the same ones.

    Raises:
        Unreadable: it is not of that form, has more than *most* triples, says something of
            triples, or asks for what is not fetched.
    """
    if FORMATS[suffix] == RdfFormat.RDF_XML:
        check_xml(text)
    try:
        return list(_named(parse(text, format=FORMATS[suffix], base_iri=base), most, base))
    except SyntaxError as error:
        message = str(error.msg)
        if _REMOTE in message:
            raise Unreadable("remote-context") from None
        told = message.partition(": ")[2] or message
        raise Unreadable("syntax", told, error.lineno or 0, error.offset or 0) from None


def _named(quads: Iterable[Quad], most: int, base: str) -> Iterator[Plain]:
    """Yield triples, their blank nodes named by the order in which they come."""
    names: dict[str, str] = {}
    for count, quad in enumerate(quads, 1):
        if count > most:
            raise Unreadable("too-many")
        if isinstance(quad.object, Triple):
            raise Unreadable("about-triples")
        subject, value = _name(quad.subject, names, base), quad.object
        if isinstance(value, BlankNode):
            value = NamedNode(_name(value, names, base))
        yield subject, quad.predicate.value, value


def _name(node: NamedNode | BlankNode | Triple, names: dict[str, str], base: str) -> str:
    if isinstance(node, Triple):
        raise Unreadable("about-triples")
    if isinstance(node, NamedNode):
        return node.value
    return names.setdefault(node.value, f"{base.rstrip('/')}{NAMELESS}{len(names) + 1}")
