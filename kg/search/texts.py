"""What can be searched: every text that names or explains one of our things."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.library import Question
from kg.namespaces import GRAPH, WR, WRID

NAMES = {
    SKOS.prefLabel: "label",
    RDFS.label: "label",
    DCTERMS.title: "label",
    SKOS.altLabel: "alternative",
    SKOS.hiddenLabel: "hidden",
}
"""The properties that name a thing, with the role of such a name."""

TEXTS = {
    SKOS.definition: "definition",
    DCTERMS.description: "definition",
    WR.gist: "gist",
}
"""The properties that say in a sentence what a thing is or states."""

KINDS = (
    "thing", "term", "question", "study", "section", "speaker", "statement", "gap", "tension",
    "scheme",
)  # fmt: skip
"""The kinds of what is found, in the order in which equally good finds are shown."""

_NAMING = (*(of for of, role in NAMES.items() if role == "label"), WR.gist)
_CATALOGUING = (OWL.NamedIndividual, SKOS.Concept)


@dataclass(frozen=True)
class Card:
    """What is shown of a thing that is found; texts are by language.

    *about* is its definition or the sentence of a question, *sort* the class it is of.
    """

    iri: str
    kind: str
    label: Mapping[str, str] = field(hash=False)
    about: Mapping[str, str] = field(default_factory=dict, hash=False)
    sort: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Text:
    """One text by which a thing can be found, the role it has, and its language (or none)."""

    card: Card
    role: str
    language: str
    text: str

    @property
    def is_name(self) -> bool:
        """Whether it names the thing; else it says something of it."""
        return self.role in NAMES.values()


def texts_of(graphs: Mapping[URIRef, Graph], questions: Iterable[Question]) -> Iterator[Text]:
    """Yield every text by which something of ours can be found, in a fixed order.

    Shapes, metadata and what others name are left out.
    """
    graph = Graph()
    for name, found in graphs.items():
        for of in (*NAMES, *TEXTS, RDF.type) if _is_searched(name) else ():
            graph += found.triples((None, of, None))
    named = {one for of in _NAMING for one in graph.subjects(of) if isinstance(one, URIRef)}
    for one in sorted(filter(_is_ours, named)):
        yield from _texts_of_thing(graph, one)
    for question in questions:
        yield from _texts_of_question(question)


def _is_searched(name: URIRef) -> bool:
    kinds = ("ontology", "entities", "outside", "evidence/")
    return str(name).startswith(tuple(GRAPH[kind] for kind in kinds))


def _is_ours(thing: URIRef) -> bool:
    return str(thing).startswith((WRID, WR))


def _texts_of_thing(graph: Graph, thing: URIRef) -> Iterator[Text]:
    card = _card(graph, thing)
    found = {
        (role, literal.language or "", str(literal))
        for of, role in (NAMES | TEXTS).items()
        for literal in _literals(graph, thing, of)
    }
    for role, language, text in sorted(found):
        yield Text(card, role, language, text)


def _card(graph: Graph, thing: URIRef) -> Card:
    kinds = sorted(set(graph.objects(thing, RDF.type)).difference(_CATALOGUING), key=str)
    return Card(
        iri=str(thing),
        kind=kind_of(str(thing)),
        label=_by_language(graph, thing, _NAMING),
        about=_by_language(graph, thing, (SKOS.definition, DCTERMS.description)),
        sort=_by_language(graph, kinds[0], (RDFS.label,)) if kinds else {},
    )


def kind_of(iri: str) -> str:
    """Return the kind of a thing or term, from its IRI."""
    if not iri.startswith(WRID):
        return "term"
    first = iri[len(WRID) :].partition("/")[0]
    return first if first in KINDS else "thing"


def _by_language(graph: Graph, thing: Node, properties: Iterable[Node]) -> dict[str, str]:
    """Return by language the text of the first of *properties* that has one."""
    found: dict[str, str] = {}
    for one in properties:
        for literal in sorted(_literals(graph, thing, one)):
            found.setdefault(literal.language or "", str(literal))
    return found


def _literals(graph: Graph, thing: Node, of: Node) -> list[Literal]:
    return [one for one in graph.objects(thing, of) if isinstance(one, Literal)]


def _texts_of_question(found: Question) -> Iterator[Text]:
    iri = str(WRID[f"question/{found.slug}"])
    card = Card(iri, "question", dict(found.title), dict(found.question))
    for role, texts in (("label", found.title), ("question", found.question)):
        for language, text in texts.items():
            yield Text(card, role, language, text)
    for keyword in found.keywords:
        yield Text(card, "keyword", "en", keyword)
