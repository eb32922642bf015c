"""Things: from the facts of one thing or term to its page."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Literal, URIRef
from rdflib.term import Node

from kg.answers import Answer
from kg.library import Question
from kg.linkchecks import MAPPINGS, OF_CLASSES, OF_PROPERTIES
from kg.namespaces import OA, ROOT, SCHEMA, SH, WR, WRID, shorten
from webapp.facts import Facts
from webapp.presentation import (
    NAMING,
    Label,
    Line,
    Link,
    Names,
    Phrase,
    Remark,
    Statement,
    Value,
    Words,
    passages_of,
    phrases,
    remarks,
    statements,
)
from webapp.tables import Table

_TEXTS = (
    SKOS.definition, SKOS.scopeNote, SKOS.editorialNote, SKOS.altLabel, SKOS.hiddenLabel,
    RDFS.comment,
)  # fmt: skip
_SHOWN_APART = (
    *NAMING, *_TEXTS, RDF.type, WR.knowledgeStatus, WR.inStudy, WR.digest, OA.hasSource,
    OA.hasSelector, RDF.subject, RDF.predicate, RDF.object, WR.polarity, WR.force, WR.quantifier,
    WR.underAct, WR.assertedIn, WR.hasNode, WR.silentBecause, WR.repeats, WR.gapKind, WR.gapIn,
    WR.tensionKind, WR.between, OWL.deprecated, DCTERMS.isReplacedBy,
    SKOS.topConceptOf, SKOS.hasTopConcept,
)  # fmt: skip
_LINKING = (*MAPPINGS, *OF_CLASSES, *OF_PROPERTIES, SCHEMA.sameAs, RDFS.seeAlso)
_OF_NO_INTEREST = (OWL.NamedIndividual, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty,
                   SKOS.Concept, OA.SpecificResource)  # fmt: skip


@dataclass(frozen=True)
class Extra:
    """The answer of one more query about a thing; its line where it is not what the study says."""

    slug: str
    title: str
    reading: str
    line: Line | None
    table: Table


@dataclass(frozen=True)
class Module:
    """A module of the ontology with its classes and properties."""

    link: Link
    classes: tuple[Link, ...]
    properties: tuple[Link, ...]


@dataclass(frozen=True)
class Thing:
    """Everything the graph holds of one thing; *itself* is set where that is a gap or tension."""

    iri: str
    short: str
    label: Label
    kinds: tuple[Link, ...]
    outside: bool
    deprecated: bool
    replacements: tuple[Link, ...]
    definitions: tuple[Label, ...]
    scope: Label
    editorial: tuple[Label, ...]
    alternatives: tuple[Label, ...]
    properties: tuple[Phrase, ...]
    about: tuple[Statement, ...]
    elsewhere: tuple[Statement, ...]
    incoming: tuple[Phrase, ...]
    itself: Remark | None
    remarks: tuple[Remark, ...]

    @property
    def marked(self) -> list[str]:
        """The passages that this page rests on, and those that a gap lies in."""
        lies_in = [link.iri for link in self.itself.links] if self.itself else []
        own = [iri for iri in lies_in if iri.startswith(WRID["passage/"])]
        return own + passages_of((*self.about, *self.elsewhere))


def thing_page(names: Names, iri: URIRef, words: Callable[[str], Words]) -> Thing:
    """Return the page of a thing: what it is, what is said of it, what points at it."""
    found = statements(names, words)
    remarked = all_remarks(names)
    return Thing(
        iri=str(iri),
        short=shorten(iri),
        label=names.label(iri),
        kinds=names.links(kinds_of(names.facts, iri)),
        outside=WR.Outside in names.facts.things(iri, WR.knowledgeStatus),
        deprecated=any(map(is_true, names.facts.values(iri, OWL.deprecated))),
        replacements=names.links(names.facts.things(iri, DCTERMS.isReplacedBy)),
        definitions=texts(names, iri, (SKOS.definition, RDFS.comment)),
        scope=names.text(iri, SKOS.scopeNote),
        editorial=texts(names, iri, (SKOS.editorialNote,)),
        alternatives=texts(names, iri, (SKOS.altLabel,)),
        properties=without(
            phrases(names, iri, _SHOWN_APART),
            said_of(names.facts, iri) | linked_to(names.facts, iri),
        ),
        about=tuple(one for one in found if one.subject.iri == str(iri)),
        elsewhere=tuple(one for one in found if one.subject.iri != str(iri)),
        incoming=incoming(names, iri, {one.iri for one in remarked}),
        itself=next((one for one in remarked if one.iri == str(iri)), None),
        remarks=tuple(one for one in remarked if one.iri != str(iri)),
    )


def all_remarks(names: Names) -> tuple[Remark, ...]:
    """Return the gaps of the facts, then the tensions."""
    return (
        *remarks(names, WR.Gap, WR.gapKind, WR.gapIn),
        *remarks(names, WR.Tension, WR.tensionKind, WR.between),
    )


def rules_of(names: Names) -> tuple[Label, ...]:
    """Return the rules in the facts in words: first what a rule means, then what it refuses."""
    return tuple(
        names.text(rule, property_)
        for property_ in (RDFS.comment, SH.message)
        for rule in dict.fromkeys(subject for subject, _, _ in names.facts.triples)
        if names.facts.texts(rule, property_)
    )


def is_true(value: Node) -> bool:
    """Tell whether a value is the boolean true, however it is spelled."""
    return isinstance(value, Literal) and value.toPython() is True


def kinds_of(facts: Facts, iri: Node) -> list[URIRef]:
    """Return the classes of a thing that say something; what follows from them is left out."""
    return [kind for kind in facts.things(iri, RDF.type) if kind not in _OF_NO_INTEREST]


def texts(names: Names, iri: Node, predicates: Sequence[Node]) -> tuple[Label, ...]:
    """Return for each property that has one its text in the page's language, or in another."""
    found = (names.text(iri, predicate) for predicate in predicates)
    return tuple(text for text in found if text)


def said_of(facts: Facts, iri: Node) -> set[tuple[str, str]]:
    """Return property and value of what statements say of a thing: shown with its evidence."""
    return {
        (str(predicate), str(target))
        for statement in facts.subjects(RDF.subject, iri)
        for predicate in facts.things(statement, RDF.predicate)
        for target in facts.things(statement, RDF.object)
    }


def linked_to(facts: Facts, iri: Node) -> set[tuple[str, str]]:
    """Return relation and target of the links to other data: shown with what they rest on."""
    return {
        (str(predicate), str(target))
        for predicate in _LINKING
        for target in facts.things(iri, predicate)
        if not target.startswith(ROOT)
    }


def without(found: Sequence[Phrase], said: set[tuple[str, str]]) -> tuple[Phrase, ...]:
    """Return the phrases without the values that are shown elsewhere on the page."""
    kept = [
        Phrase(
            phrase.property,
            tuple(
                one
                for one in phrase.values
                if not (one.link and (phrase.property.iri, one.link.iri) in said)
            ),
        )
        for phrase in found
    ]
    return tuple(phrase for phrase in kept if phrase.values)


def incoming(names: Names, iri: URIRef, remarked: Collection[str] = ()) -> tuple[Phrase, ...]:
    """Return what points at a thing, by the property it points with; remarks stand apart."""
    pointing: dict[Node, set[URIRef]] = {}
    for subject, predicate, target in names.facts.triples:
        if target != iri or predicate not in _POINTERS or str(subject) in remarked:
            continue
        if isinstance(subject, URIRef):
            pointing.setdefault(predicate, set()).add(subject)
    return tuple(
        Phrase(names.link(pointer), tuple(Value(link=link) for link in names.links(found)))
        for pointer, found in sorted(pointing.items(), key=str)
    )


_POINTERS = frozenset(
    (
        SKOS.broader, RDFS.subClassOf, RDFS.domain, RDFS.range, RDFS.isDefinedBy,
        DCTERMS.isPartOf, WR.speaksFor, WR.voiceOf, WR.concerns, WR.gapIn, WR.between,
        WR.hasMember, WR.repeats, WR.concernsObject, WR.isLocatedBy,
    )
)  # fmt: skip


def extra(question: Question, found: Table, language: str) -> Extra:
    """Return the answer of one more query about a thing, as a section of its page."""
    return Extra(
        slug=question.slug,
        title=text_in(question.title, language),
        reading=text_in(question.reading, language),
        line=next((line for line in Line if line == question.slug.partition("-")[0]), None),
        table=found,
    )


def text_in(found: Mapping[str, str], language: str) -> str:
    """Return a text of the library in a language, in English where there is no other."""
    return found.get(language) or found.get("en", "")


def modules(names: Names, answer: Answer) -> list[Module]:
    """Return the modules with the terms that an answer puts in each."""
    found: dict[Node, tuple[set[Node], set[Node]]] = {}
    for row in answer.records():
        classes, properties = found.setdefault(row["module"], (set(), set()))
        (classes if row["kind"] == OWL.Class else properties).add(row["term"])
    return [
        Module(names.link(module), names.links(classes), names.links(properties))
        for module, (classes, properties) in found.items()
    ]
