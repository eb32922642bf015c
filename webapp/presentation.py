"""Presentation: from facts to what templates show. Pure functions; a template only writes it down.

Names come with the language they are in, so that a fallback can be marked as one; claims come
with their line, as on an engineering drawing: what is stated is solid, what is hedged dashed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kg.namespaces import CITO, WR, WRID, shorten
from webapp.facts import Facts

NAMING = (SKOS.prefLabel, RDFS.label, DCTERMS.title, WR.gist, WR.locator)
"""The properties that name a thing for people, the best first."""


_OF_A_STUDY = tuple(WRID[kind] for kind in ("section/", "passage/", "speaker/"))
"""Things that every study has, under names that do not tell them apart."""


class Line(StrEnum):
    """How a line is drawn: how firmly something is said, or that it is not said at all."""

    STATED = "stated"
    HEDGED = "hedged"
    OPEN = "open"
    OUTSIDE = "outside"
    INFERRED = "inferred"


_FIRMNESS = {"stated": Line.STATED, "hedged": Line.HEDGED, "open": Line.OPEN}
_ORDER = (Line.STATED, Line.HEDGED, Line.OPEN)


@dataclass(frozen=True)
class Label:
    """A name or text; *foreign* is its language where that is not the page's, else empty."""

    text: str
    foreign: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Link:
    """A named thing; *href* is empty where there is nothing to go to."""

    iri: str
    label: Label
    href: str
    outside: bool = False


@dataclass(frozen=True)
class Phrase:
    """A property and its values, in words; a value may hold phrases of its own."""

    property: Link
    values: tuple["Value", ...]


@dataclass(frozen=True)
class Value:
    """A value of a property: a link, a text, or a node that is shown by its phrases.

    How firmly something is said is a text with its *line*.
    """

    link: Link | None = None
    text: Label = field(default_factory=lambda: Label(""))
    phrases: tuple[Phrase, ...] = ()
    line: Line | None = None


@dataclass(frozen=True)
class Words:
    """The study's own words of a passage with the passages beside it; empty when not attached."""

    before: str = ""
    own: str = ""
    after: str = ""


@dataclass(frozen=True)
class Place:
    """A passage that a reading rests on, as a place in the reader."""

    passage: str
    locator: Link
    words: Words

    @property
    def iri(self) -> str:
        """The IRI of the passage."""
        return self.locator.iri


@dataclass(frozen=True)
class Cited:
    """A work cited for a reading, and how."""

    work: Link
    manner: Label
    through: Link | None


@dataclass(frozen=True)
class Reading:
    """Who says a statement where, how firmly, and whether that is our reading."""

    iri: str
    line: Line
    says: bool
    stance: Label
    certainty: Label
    hedges: tuple[Label, ...]
    interpreted: bool
    speakers: tuple[Link, ...]
    relays: tuple[Link, ...]
    places: tuple[Place, ...]
    beside: tuple[Link, ...]
    citations: tuple[Cited, ...]
    note: Label


@dataclass(frozen=True)
class Statement:
    """One claim in words, with everything it rests on."""

    iri: str
    number: str
    href: str
    gist: Label
    line: Line
    denied: bool
    interpreted: bool
    subject: Link
    predicate: Link
    object: Value
    quantifier: Label
    force: Label
    act: Link | None
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Remark:
    """A gap or a tension: its kind, our sentence of it, and what it lies between."""

    iri: str
    href: str
    kind: Label
    gist: Label
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Names:
    """How things are called on this page: its facts, its language and where things are shown.

    *reader* gives the place of a passage among its neighbours, *designation* what a section
    of a number is called, *borrowed* the names of terms that the graph itself does not name,
    *source* the study that a part is of, where that has to be said.
    """

    facts: Facts
    language: str
    address: Callable[[str], str]
    reader: Callable[[str], str]
    designation: Callable[[str], str] = "§ {}".format
    borrowed: Mapping[str, str] = field(default_factory=dict)
    source: Callable[[str], str] = lambda _: ""
    _known: dict[Node, Link] = field(default_factory=dict, init=False, repr=False, compare=False)

    def label(self, thing: Node) -> Label:
        """Return what a thing is called, its prefixed name where it has no name."""
        found = next(filter(None, (self.text(thing, naming) for naming in NAMING)), None)
        if found is None:
            return Label(self.borrowed.get(str(thing)) or shorten(str(thing)))
        if str(thing).startswith(WRID["section/"]):
            found = replace(found, text=f"{self.designation(passage_id(str(thing)))} {found.text}")
        source = self.source(str(thing)) if str(thing).startswith(_OF_A_STUDY) else ""
        return replace(found, text=f"{found.text} ({source})") if source else found

    def text(self, thing: Node, predicate: Node) -> Label:
        """Return a text of a thing in the page's language, else in another, marked as such."""
        return choose(self.facts.texts(thing, predicate), self.language)

    def link(self, thing: Node) -> Link:
        """Return a thing's name with the address of its page; a page names many things often."""
        if thing not in self._known:
            self._known[thing] = self._link(thing)
        return self._known[thing]

    def _link(self, thing: Node) -> Link:
        outside = WR.Outside in self.facts.things(thing, WR.knowledgeStatus)
        return Link(str(thing), self.label(thing), self.address(str(thing)), outside)

    def place(self, passage: Node) -> Link:
        """Return a passage by its locator, with its place in the reader."""
        return Link(str(passage), self.label(passage), self.reader(str(passage)))

    def links(self, things: Iterable[Node]) -> tuple[Link, ...]:
        """Return the links of things, sorted by name."""
        return tuple(sorted(map(self.link, things), key=lambda link: link.label.text.casefold()))


def choose(texts: Sequence[Literal], language: str) -> Label:
    """Return the text in *language*, else one in no language, else any, marked as foreign."""
    for wanted in (language, None):
        for text in texts:
            if text.language == wanted:
                return Label(str(text))
    return Label(str(texts[0]), texts[0].language or "") if texts else Label("")


def statements(names: Names, words: Callable[[str], Words]) -> list[Statement]:
    """Return every statement of the facts in words, in the order of their numbers."""
    return [statement(names, iri, words) for iri in names.facts.of_class(WR.Statement)]


def statement(names: Names, iri: URIRef, words: Callable[[str], Words]) -> Statement:
    """Return one statement in words; *words* gives the study's words of a passage."""
    facts = names.facts
    readings = tuple(reading(names, found, words) for found in facts.subjects(WR.ofStatement, iri))
    act = facts.thing(iri, WR.underAct)
    return Statement(
        iri=str(iri),
        number=str(iri).rpartition("-")[2],
        href=names.address(str(iri)),
        gist=names.text(iri, WR.gist),
        line=firmest(readings),
        denied=is_value(facts, iri, WR.polarity, "polarity/denied"),
        interpreted=bool(readings) and all(found.interpreted for found in readings),
        subject=link_of(names, iri, RDF.subject),
        predicate=link_of(names, iri, RDF.predicate),
        object=object_of(names, iri),
        quantifier=_value_label(names, iri, WR.quantifier),
        force=_force(names, iri),
        act=names.link(act) if act else None,
        readings=readings,
    )


def passages_of(claims: Iterable[Statement]) -> list[str]:
    """Return the passages that claims rest on, in the order of the claims; one may come twice."""
    return [place.iri for one in claims for read in one.readings for place in read.places]


def reading(names: Names, iri: URIRef, words: Callable[[str], Words]) -> Reading:
    """Return one reading in words."""
    facts = names.facts
    stance = facts.thing(iri, WR.stance)
    return Reading(
        iri=str(iri),
        line=firmness(facts, iri),
        says=stance in (None, WRID["stance/says"]),
        stance=_value_label(names, iri, WR.stance),
        certainty=_value_label(names, iri, WR.certainty),
        hedges=tuple(names.label(hedge) for hedge in facts.things(iri, WR.hedge)),
        interpreted=is_value(facts, iri, WR.mode, "mode/interpreted"),
        speakers=names.links(facts.things(iri, WR.speaker)),
        relays=names.links(facts.things(iri, WR.relays)),
        places=tuple(
            Place(passage_id(found), names.place(found), words(str(found)))
            for found in facts.things(iri, WR.readIn)
        ),
        beside=tuple(map(names.place, facts.things(iri, WR.readWith))),
        citations=tuple(_cited(names, found) for found in facts.things(iri, WR.citation)),
        note=names.text(iri, WR.note),
    )


def firmness(facts: Facts, reading: URIRef) -> Line:
    """Return the line with which a reading is drawn; open where nothing says how firmly."""
    return _FIRMNESS.get(_local(facts.thing(reading, WR.certainty)), Line.OPEN)


def firmest(readings: Iterable[Reading]) -> Line:
    """Return the firmest line with which anyone says it; open where no one does."""
    lines = {found.line for found in readings if found.says}
    return next((line for line in _ORDER if line in lines), Line.OPEN)


def remarks(names: Names, kind: URIRef, kind_property: URIRef, ties: URIRef) -> list[Remark]:
    """Return the gaps or tensions of the facts, with what *ties* points at."""
    return [
        Remark(
            iri=str(iri),
            href=names.address(str(iri)),
            kind=_value_label(names, iri, kind_property),
            gist=names.text(iri, WR.gist),
            links=tuple(map(names.link, names.facts.things(iri, ties))),
        )
        for iri in names.facts.of_class(kind)
    ]


def phrases(names: Names, iri: Node, leave_out: Iterable[Node] = ()) -> tuple[Phrase, ...]:
    """Return the properties of a thing in words, those of *leave_out* left out.

    A value without a name of its own, such as a restriction, has no words; the data hold it.
    """
    skipped = set(leave_out)
    said = {
        found: [one for one in names.facts.values(iri, found) if not isinstance(one, BNode)]
        for found in names.facts.properties(iri)
        if found not in skipped
    }
    return tuple(
        Phrase(names.link(found), tuple(value(names, one) for one in some))
        for found, some in said.items()
        if some
    )


def value(names: Names, term: Node) -> Value:
    """Return a value in words; a content node is shown by what it says."""
    if isinstance(term, Literal) and term.datatype == XSD.anyURI:
        return Value(link=Link(str(term), Label(str(term)), names.address(str(term))))
    if not isinstance(term, URIRef):
        return Value(text=Label(str(term), _foreign(term, names.language)))
    if term.startswith(WRID["certainty/"]):
        return Value(text=names.label(term), line=_FIRMNESS.get(_local(term)))
    if names.facts.things(term, WR.contentOf):
        return Value(link=_kind_of(names, term), phrases=phrases(names, term, _OF_A_NODE))
    return Value(link=names.link(term))


def passage_id(iri: str) -> str:
    """Return the id of a passage within its study, the last part of its IRI."""
    return iri.rpartition("/")[2]


def study_key(iri: str) -> str:
    """Return the key of the study that a passage or section belongs to."""
    return iri.rpartition("/")[0].rpartition("/")[2]


def is_value(facts: Facts, thing: Node, predicate: Node, local: str) -> bool:
    """Tell whether a thing has the controlled value *local* for a property."""
    return WRID[local] in facts.things(thing, predicate)


_OF_A_NODE = (RDF.type, WR.contentOf)


def object_of(names: Names, iri: URIRef) -> Value:
    """Return the object of a claim in words."""
    found = names.facts.values(iri, RDF.object)
    return value(names, found[0]) if found else Value()


def _kind_of(names: Names, node: Node) -> Link | None:
    kinds = [kind for kind in names.facts.things(node, RDF.type) if kind != OWL.NamedIndividual]
    return names.link(kinds[0]) if kinds else None


def _force(names: Names, iri: URIRef) -> Label:
    """Return how a claim is meant; nothing where it is plainly in the indicative."""
    if is_value(names.facts, iri, WR.force, "force/is"):
        return Label("")
    return _value_label(names, iri, WR.force)


def _cited(names: Names, iri: URIRef) -> Cited:
    through = names.facts.thing(iri, WR.citedThrough)
    return Cited(
        work=link_of(names, iri, CITO.hasCitedEntity),
        manner=_value_label(names, iri, WR.citedAs),
        through=names.link(through) if through else None,
    )


def link_of(names: Names, thing: URIRef, predicate: URIRef) -> Link:
    """Return what a property of a thing points at, a question mark where there is nothing."""
    found = names.facts.thing(thing, predicate)
    return names.link(found) if found else Link("", Label("?"), "")


def _value_label(names: Names, thing: URIRef, predicate: URIRef) -> Label:
    found = names.facts.thing(thing, predicate)
    return names.label(found) if found else Label("")


def _foreign(text: Node, language: str) -> str:
    tag = text.language if isinstance(text, Literal) else None
    return tag if tag and tag != language else ""


def _local(iri: URIRef | None) -> str:
    return str(iri or "").rpartition("/")[2]
