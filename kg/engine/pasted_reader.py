"""A process that reads one file of a stranger, judges it by shapes, and ends.

    python -m kg.engine.pasted_reader FORMAT MAX_TRIPLES MEMORY_BYTES SECONDS SHAPES SITE

The file comes on standard input; what was found in it goes to standard output as one line of
JSON. Once it reads, it opens no file and no socket: nothing that a file names is fetched.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse, serialize
from rdflib import Graph

from kg.engine.worker import limit_memory, no_new_files, own_deadline
from kg.fast_validation import validate
from kg.findings import Finding
from kg.inlinks import KIND, LABELS, meant
from kg.linksets import Head, LacksColumns, mapping_rows, whole

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
SSSOM = "sssom"
_COLUMNS = ("subject_id", "predicate_id", "object_id")
_TEXT = "rdfs literal"
_REMOTE = "LoadDocumentCallback"


class Unreadable(Exception):
    """A file that cannot be read or is not read: a kind, a detail, line and column from 1."""

    def __init__(self, kind: str, detail: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(kind, detail, line, column)


def main(arguments: list[str]) -> None:
    """Read, judge and tell."""
    form, most, memory, seconds, shapes, site = arguments
    rules = Graph().parse(Path(shapes), format="turtle")
    validate([""], rules)  # has everything imported that it will need
    text = sys.stdin.buffer.read().decode("utf-8")
    limit_memory(int(memory))
    with own_deadline(float(seconds)), no_new_files():
        try:
            told = tell(read(text, form, int(most)), rules, site)
            told["left_out"] = left_out(text) if form == SSSOM else 0
        except Unreadable as error:
            told = dict(zip(("fault", "detail", "line", "column"), error.args, strict=True))
    sys.stdout.write(json.dumps(told))


def read(text: str, form: str, most: int) -> list[Quad]:
    """Return the triples of a file.

    Raises:
        Unreadable: it is not of that form, has too much in it, or asks for what is not done.
    """
    if form == SSSOM:
        return _counted(sssom_quads(text), most)
    if form == "rdfxml":
        check_xml(text)
    try:
        return _counted(parse(text, format=FORMATS[form]), most)
    except SyntaxError as error:
        message = str(error.msg)
        if _REMOTE in message:
            raise Unreadable("remote-context") from None
        place = error.lineno or 0, error.offset or 0
        raise Unreadable("syntax", message.partition(": ")[2] or message, *place) from None


def _counted(quads: Iterator[Quad], most: int) -> list[Quad]:
    found = []
    for quad in quads:
        found.append(quad)
        if len(found) > most:
            raise Unreadable("too-many")
    return found


def check_xml(text: str) -> None:
    """Let well-formed XML pass that declares no document type: entities are declared there.

    The parser of RDF/XML tells no place, takes a file that ends too soon for a whole one, and
    expands entities. https://www.w3.org/TR/rdf-syntax-grammar/
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        what = expat.errors.messages[error.code]
        raise Unreadable("syntax", what, error.lineno, error.offset + 1) from None


def _refuse_doctype(*_: object) -> None:
    raise Unreadable("doctype")


def sssom_quads(text: str) -> Iterator[Quad]:
    """Yield the mappings of an SSSOM/TSV file, or one with commas, as triples.

    A mapping of a mere text is no link, and left out.
    https://mapping-commons.github.io/sssom/tsv/
    """
    prefixes = Head.of(line for line in text.splitlines() if line.startswith("#")).prefixes
    for line, row in _rows(text):
        if not _is_of_text(row):
            yield _mapping(row, prefixes, line)


def left_out(text: str) -> int:
    """Return how many mappings of an SSSOM file are of mere texts."""
    return sum(_is_of_text(row) for _, row in _rows(text))


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of an SSSOM file by column, each with its line."""
    try:
        yield from mapping_rows(text.splitlines(), _COLUMNS)
    except LacksColumns as error:
        raise Unreadable("columns", error.columns, error.line) from None


def _is_of_text(row: dict[str, str]) -> bool:
    """Tell whether a mapping is of a text instead of a name: SSSOM's literal mappings."""
    return _TEXT in (row.get(column, "").strip() for column in ("subject_type", "object_type"))


def _mapping(row: dict[str, str], prefixes: dict[str, str], line: int) -> Quad:
    names = []
    for column in _COLUMNS:
        name = row.get(column, "").strip()
        try:
            names.append(NamedNode(whole(name, prefixes)))
        except ValueError:
            raise Unreadable("name", f"{column}: {name[:80]}", line) from None
    return Quad(*names)


def tell(quads: list[Quad], shapes: Graph, site: str) -> dict[str, Any]:
    """Return what a file holds that matters to us: links, what they link, what shapes find."""
    links = sorted({link for quad in quads for link in links_of(quad, site)})
    linked = {subject for subject, *_ in links}
    said: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        subject, name = _name(quad.subject), quad.predicate.value
        if subject in linked and (name == KIND or name in LABELS):
            own = said.setdefault(subject, {"kinds": [], "labels": []})
            own["kinds" if name == KIND else "labels"].append(
                str(getattr(quad.object, "value", ""))
            )
    found = [as_told(one) for one in validate([_ntriples(quads)], shapes)]
    return {"triples": len(quads), "links": links, "said": said, "findings": found}


def links_of(quad: Quad, site: str) -> Iterator[tuple[str, str, str, bool]]:
    """Yield the names in a triple that mean us, as subject, predicate, name, and is it a text."""
    subject, predicate = _name(quad.subject), quad.predicate.value
    if meant(predicate, site):
        yield subject, "", predicate, False
    if isinstance(quad.object, NamedNode) and meant(quad.object.value, site):
        yield subject, predicate, quad.object.value, False
    if isinstance(quad.object, Literal) and _is_name(quad.object.value, site):
        yield subject, predicate, quad.object.value.strip(), True


def _is_name(text: str, site: str) -> bool:
    """Tell whether a text is nothing but a name that means us."""
    return len(text) < 500 and " " not in text.strip() and meant(text, site) is not None


def _name(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else ""


def _ntriples(quads: list[Quad]) -> str:
    """Return triples as N-Triples; those about triples are left out."""
    plain = (q.triple for q in quads if isinstance(q.object, (NamedNode, BlankNode, Literal)))
    return (serialize(plain, format=RdfFormat.N_TRIPLES) or b"").decode("utf-8")


def as_told(finding: Finding) -> dict[str, Any]:
    """Return what a shape found as plain values."""
    return {
        "focus": finding.focus, "value": finding.value, "shape": finding.shape,
        "severity": finding.severity.rpartition("#")[2], "messages": dict(finding.messages),
    }  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
