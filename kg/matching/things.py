"""Things that can be matched: their names, kinds and codes, and which are no longer to be used."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import DCTERMS, OWL, RDFS, SKOS, URIRef

from kg.engine.interface import Queryable
from kg.namespaces import SCHEMA, WR, WRID
from kg.search import Index, Text

_APPARATUS = frozenset(
    str(WR[name]) for name in ("Record", "EvidenceValue", "TextPart", "OutsideSource")
)
_MATCHED = ("thing", "study")

_CONCEPT = str(SKOS.Concept)
_KINDS = f"""
SELECT DISTINCT ?thing ?kind WHERE {{
  ?thing ?naming ?name .
  FILTER (?naming IN (<{SKOS.prefLabel}>, <{DCTERMS.title}>))
  ?thing a ?kind .
}}
ORDER BY ?thing ?kind
"""
_CLASSES = f"""
SELECT DISTINCT ?kind ?saying ?text ?above WHERE {{
  ?kind a <{OWL.Class}> .
  ?kind ?saying ?text .
  FILTER (?saying IN (<{RDFS.label}>, <{SKOS.definition}>))
  OPTIONAL {{ ?kind <{RDFS.subClassOf}> ?above . FILTER (isIRI(?above)) }}
}}
ORDER BY ?kind ?saying ?text ?above
"""
_CODES = f"""
SELECT DISTINCT ?thing ?code WHERE {{
  ?thing ?relation ?code .
  FILTER (?relation IN (<{SCHEMA.sameAs}>, <{OWL.sameAs}>, <{SKOS.exactMatch}>,
                        <{SKOS.notation}>, <{DCTERMS.identifier}>))
}}
ORDER BY ?thing ?code
"""
_ENDED = f"""
SELECT DISTINCT ?thing ?next WHERE {{
  ?thing <{OWL.deprecated}> ?flag .
  FILTER (?flag = true)
  OPTIONAL {{ ?thing <{DCTERMS.isReplacedBy}> ?next . }}
}}
ORDER BY ?thing ?next
"""
_NUMBER = re.compile(r"[a-z]+(\d+)")


@dataclass(frozen=True)
class Kind:
    """A class of things: what it is called and means, by language, and those just above it."""

    iri: str
    label: Mapping[str, str]
    above: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Thing:
    """A thing with a name.

    *kinds* are the classes it is said to be of, without those that follow from another of them;
    *every_kind* has all, also those above. *label* and *about* are by language.
    """

    iri: str
    label: Mapping[str, str]
    about: Mapping[str, str]
    names: tuple[Text, ...]
    kinds: tuple[str, ...]
    every_kind: frozenset[str]

    @property
    def is_apparatus(self) -> bool:
        """Whether we only work by it, as by *hedged*, a section or a list.

        It is matched only when its kind is asked for.
        """
        return self.names[0].card.kind not in _MATCHED or self.is_any(_APPARATUS)

    @property
    def is_concept(self) -> bool:
        """Whether it is a SKOS concept: a notion, and not one organisation, place or document."""
        return _CONCEPT in self.every_kind

    def is_any(self, kinds: Iterable[str]) -> bool:
        """Tell whether it is of any of these kinds."""
        return not self.every_kind.isdisjoint(kinds)


@dataclass(frozen=True, eq=False)
class Things:
    """Everything that can be matched in one build, by IRI.

    *codes* gives the things by what others call them, folded; *next* the things that took the
    place of one that is no longer to be used.
    """

    kinds: Mapping[str, Kind]
    by_iri: Mapping[str, Thing]
    codes: Mapping[str, tuple[str, ...]]
    next: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def in_place_of(self, iri: str) -> tuple[str, ...]:
        """Return a thing itself, or what took its place in the end where it is out of use.

        Nothing where it has no successor that is in use.
        """
        found: list[str] = []
        waiting, seen = [iri], set()
        while waiting:
            one = waiting.pop(0)
            if one in seen:
                continue
            seen.add(one)
            waiting.extend(self.next.get(one, ()))
            if one not in self.next and one in self.by_iri:
                found.append(one)
        return tuple(found)

    @cached_property
    def counted(self) -> Mapping[str, int]:
        """How many things there are of each kind of ours; kinds without one are left out."""
        every = (thing.every_kind & self.kinds.keys() for thing in self._offered)
        return dict(Counter(kind for kinds in every for kind in sorted(kinds)))

    @cached_property
    def counted_narrowly(self) -> Mapping[str, int]:
        """How many things there are that are of a kind and of none below it."""
        return dict(Counter(kind for thing in self._offered for kind in thing.kinds))

    def is_offered(self, thing: Thing) -> bool:
        """Tell whether a thing is in use, and none by which we only work."""
        return thing.iri not in self.next and not thing.is_apparatus

    @property
    def _offered(self) -> Iterable[Thing]:
        return filter(self.is_offered, self.by_iri.values())


def read_things(engine: Queryable, index: Index) -> Things:
    """Return what can be matched in the build that an index is of.

    Raises:
        QueryFailed: the engine does not answer.
    """
    kinds = _kinds(engine)
    classes = _pairs(engine, _KINDS, "thing", "kind")
    names: dict[str, list[Text]] = defaultdict(list)
    for text in index.texts:
        if text.is_name and text.card.iri in classes:
            names[text.card.iri].append(text)
    things = {iri: _thing(some, classes[iri], kinds) for iri, some in names.items()}
    ended = _pairs(engine, _ENDED, "thing", "next")
    return Things(kinds, things, _codes(engine, things), {o: tuple(n) for o, n in ended.items()})


def _thing(names: list[Text], classes: list[str], kinds: Mapping[str, Kind]) -> Thing:
    card = names[0].card
    every = frozenset(above for one in classes for above in _with_above(one, kinds))
    own = [one for one in classes if one in kinds]
    implied = {above for one in own for above in _with_above(one, kinds) if above != one}
    narrow = tuple(one for one in own if one not in implied)
    return Thing(card.iri, card.label, card.about, tuple(names), narrow, every)


def _with_above(kind: str, kinds: Mapping[str, Kind]) -> set[str]:
    """Return a kind and all that are above it."""
    found: set[str] = set()
    waiting = [kind]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(kinds[one].above if one in kinds else ())
    return found


def _kinds(engine: Queryable) -> dict[str, Kind]:
    """Return the classes of our ontology by IRI."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    abouts: dict[str, dict[str, str]] = defaultdict(dict)
    above: dict[str, dict[str, None]] = defaultdict(dict)
    for row in engine.select(_CLASSES).records():
        kind, text = str(row["kind"]), row["text"]
        if kind.startswith(WR):
            texts = labels if row["saying"] == RDFS.label else abouts
            texts[kind].setdefault(getattr(text, "language", None) or "", str(text))
            above[kind] |= {str(row["above"]): None} if "above" in row else {}
    return {
        iri: Kind(iri, label, _just_above(iri, above), abouts[iri]) for iri, label in labels.items()
    }


def _just_above(kind: str, above: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the classes above a kind that are not above another of them; reasoning gives all."""
    every = [one for one in above.get(kind, ()) if one != kind]
    further = {far for one in every for far in above.get(one, ()) if far != one}
    return tuple(one for one in every if one not in further)


def _pairs(engine: Queryable, query: str, of: str, to: str) -> dict[str, list[str]]:
    """Return by thing what a query gives with it; an empty list where it gives nothing."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in engine.select(query).records():
        iri = str(row[of])
        if isinstance(row[of], URIRef) and iri.startswith(WRID):
            found[iri].extend([str(row[to])] if to in row else [])
    return dict(found)


def _codes(engine: Queryable, things: Mapping[str, Thing]) -> dict[str, tuple[str, ...]]:
    """Return the things by the codes that others know them by, folded."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for thing, codes in _pairs(engine, _CODES, "thing", "code").items():
        for code in codes if thing in things else ():
            for form in forms_of(code):
                found[form][thing] = None
    return {code: tuple(some) for code, some in found.items()}


def forms_of(code: str) -> Iterator[str]:
    """Yield the forms in which others write a code: the whole IRI, its end, and its number.

    An end without a digit is a word, and words are for names to be compared with.
    """
    whole = folded(code)
    end = re.split(r"[/#]", whole)[-1]
    yield whole
    if any(map(str.isdigit, end)):
        yield end
    if found := _NUMBER.fullmatch(end):
        yield number_form(found[1])


def number_form(digits: str) -> str:
    """Return the form of a code that is known by its number only, however it begins."""
    return f"#{digits.lstrip('0') or '0'}"


def folded(code: str) -> str:
    """Return a code as codes are compared: http as https, capitals and a last slash apart."""
    plain = code.strip().casefold().rstrip("/")
    return "https://" + plain[7:] if plain.startswith("http://") else plain
