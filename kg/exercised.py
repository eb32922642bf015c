"""Which classes and properties of ours the questions ask for, and why the others are not asked.

A term is asked for when a question names it, or takes its instances as a parameter; a class
above it is not. The reasons stand in `queries/unasked.toml`, which `warmteregie questions
--unasked` writes anew: it keeps what a curator wrote there for terms that are still not asked.
"""

import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from kg.answers import Answer
from kg.errors import Fault, FaultsFound
from kg.library import Question, load_library
from kg.namespaces import WR, expand, shorten
from kg.parameters import likely
from kg.tokens import Token, tokenize

FILE = "unasked.toml"
QUESTIONS = "questions"
SITE = ("facets", "pages", "resource")

_KINDS = {OWL.Class: "class", OWL.ObjectProperty: "property", OWL.DatatypeProperty: "property"}
_WRITE = "Ask for it in a question, or run: warmteregie questions --unasked"
_HEAD = """\
# Classes and properties that no question asks for, each with the reason.
# Written by `warmteregie questions --unasked`; a reason of your own is kept there.
"""


class Unasked(NamedTuple):
    """A term that no question asks for, as the file writes it, and why."""

    term: str
    reason: str


def terms_of(ontology: Graph) -> dict[URIRef, str]:
    """Return our classes and properties, each with which of the two it is, in alphabetical order.

    Terms that are deprecated need not be asked for and are left out.
    """
    gone = {one for one, flag in ontology.subject_objects(OWL.deprecated) if flag == Literal(True)}
    found = {
        term: name
        for kind, name in _KINDS.items()
        for term in ontology.subjects(RDF.type, kind)
        if isinstance(term, URIRef) and term in WR and term not in gone
    }
    return dict(sorted(found.items()))


def asked_by(questions: Iterable[Question]) -> dict[URIRef, list[str]]:
    """Return by term the slugs of the questions that ask for it, in their order."""
    found: dict[URIRef, list[str]] = {}
    for question in questions:
        for term in sorted({*named_in(question.sparql), *(one.kind for one in question.params)}):
            found.setdefault(term, []).append(question.slug)
    return found


def named_in(sparql: str) -> Iterator[URIRef]:
    """Yield the IRIs that a query names, but those of its prefixes."""
    prefixes: dict[str, str] = {}
    words = [Token("", "", 0), *tokenize(sparql)]
    for before, token in pairwise(words):
        if token.kind == "iri" and before.kind == "name" and before.text.endswith(":"):
            prefixes[before.text] = token.text[1:-1]
        elif token.kind == "iri":
            yield URIRef(token.text[1:-1])
        elif token.kind == "name" and not before.is_word("PREFIX"):
            prefix, colon, local = token.text.partition(":")
            yield URIRef(prefixes.get(prefix + colon, "") + local)


def matrix(
    ontology: Graph, questions: Mapping[str, Question], reasons: Iterable[Unasked]
) -> Answer:
    """Return a row a term: its module and kind, how many questions ask for it, which, or why none.

    In alphabetical order; the last column has the questions or the reason.
    """
    asked = asked_by(questions.values())
    why = {expand(one.term): one.reason for one in reasons}
    rows = tuple(
        (
            term,
            Literal(module_of(ontology, term)),
            Literal(kind),
            Literal(len(asked.get(term, []))),
            Literal(", ".join(asked.get(term, [])) or why.get(term, "")),
        )
        for term, kind in terms_of(ontology).items()
    )
    return Answer(("term", "module", "kind", "count", "askedBy"), rows)


def module_of(ontology: Graph, term: URIRef) -> str:
    """Return the name of the module that defines a term."""
    return str(ontology.value(term, RDFS.isDefinedBy) or "").rpartition("/")[2]


def unasked_faults(queries: Path, ontology: Graph) -> Iterator[Fault]:
    """Yield a fault for every term neither asked for nor given a reason, and for idle reasons.

    Where there is no file of reasons nothing is judged; what is wrong in a question itself is
    told elsewhere.
    """
    path = queries / FILE
    if not path.is_file():
        return
    try:
        reasons = read_unasked(path)
        asked = asked_by(load_library(queries / QUESTIONS, parse=False).values())
    except FaultsFound as found:
        yield from (fault for fault in found.faults if fault.file == FILE)
        return
    terms = terms_of(ontology)
    yield from _idle(reasons, terms, asked)
    given = {expand(one.term) for one in reasons}
    for term in terms:
        if term not in asked and term not in given:
            what = "no question asks for it, and no reason says why."
            yield Fault(FILE, shorten(term), what, _WRITE)


def _idle(
    reasons: Sequence[Unasked], terms: Collection[URIRef], asked: Mapping[URIRef, Sequence[str]]
) -> Iterator[Fault]:
    """Yield a fault for each reason that is empty, doubled, for no term, or for an asked one."""
    seen: set[str] = set()
    names = [shorten(term) for term in terms]
    for name, reason in reasons:
        term = expand(name)
        if term is None or term not in terms:
            yield Fault(FILE, name, "is no class or property of ours.", likely(name, names))
        elif term in asked:
            what = f"is asked for by {asked[term][0]}, and has a reason not to be."
            yield Fault(FILE, name, what, "Take it out.")
        if name in seen:
            yield Fault(FILE, name, "has two reasons.", "Keep one of them.")
        if not reason.strip():
            yield Fault(FILE, name, "has an empty reason.", _WRITE)
        seen.add(name)


def read_unasked(path: Path) -> list[Unasked]:
    """Return the terms of the file with their reasons; none where there is no file.

    Raises:
        FaultsFound: it is not TOML, or not as this writes it.
    """
    try:
        groups = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
        return [
            Unasked(str(term), str(group["reason"]))
            for group in groups.get("unasked", [])
            for term in group["terms"]
        ]
    except tomllib.TOMLDecodeError as error:
        raise FaultsFound([Fault(path.name, "", f"not TOML: {error}.")]) from None
    except (KeyError, TypeError, AttributeError):
        hint = "Write [[unasked]] with reason = and terms = [...]."
        raise FaultsFound([Fault(path.name, "", "not as it should be.", hint)]) from None


def write_unasked(reasons: Mapping[URIRef, str], module: Callable[[URIRef], str]) -> str:
    """Return the file: terms of one module with one reason stand together."""
    groups: dict[tuple[str, str], list[str]] = {}
    for term, reason in reasons.items():
        groups.setdefault((module(term), reason), []).append(shorten(term))
    blocks = [_HEAD]
    for (name, reason), terms in sorted(groups.items()):
        lines = "".join(f'    "{term}",\n' for term in sorted(terms))
        text = reason.replace("\\", "\\\\").replace('"', '\\"')
        blocks.append(f'# {name}\n[[unasked]]\nreason = "{text}"\nterms = [\n{lines}]\n')
    return "\n".join(blocks)
