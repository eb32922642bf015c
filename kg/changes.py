"""Changes: what one version of the data has otherwise than another, thing by thing.

Statements are known by their numbers, terms and things by their IRIs, which are given once and
never reused; so what has the same name in both is compared, and the rest came or went. What
belongs to a statement (its node, readings and citations) is part of it. What follows, the rules,
the plain triples of a study and the metadata are left out: they change with what is compared, or
with the software.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Literal, URIRef

from kg.answers import Answer
from kg.namespaces import CITO, GRAPH, OA, WR, WRID, shorten
from kg.tokens import Term

Quad = tuple[Term, URIRef, Term, URIRef]
Fact = tuple[URIRef, URIRef, Term]
"""The part of a thing it is about, the property, and a value."""

KINDS = ("statement", "term", "thing", "gap", "tension", "fact", "link", "passage")
SORTS = ("new", "changed", "deprecated", "withdrawn")
COLUMNS = ("kind", "change", "thing", "thingLabel", "part", "aspect", "before", "after")

_KIND_OF = {"outside-fact": "fact", "mapping": "link"} | {
    kind: kind for kind in KINDS if kind not in ("fact", "term")
}
_RECORDS = {"links/": "link/", "alignments/": "mapping/"}
"""Graphs of links, and the records in them: what a link says is told by its record."""
_LEFT_OUT = ("inferred", "shapes", "meta", "study/")
_UP, _DOWN = (WR.ofStatement, WR.contentOf), (WR.citation, WR.hasNode, OA.hasSelector)
"""What leads from a part to what it is part of, and the other way round."""
_NAMING = (SKOS.prefLabel, RDFS.label, WR.gist, DCTERMS.title, WR.locator)
_CALLED_AFTER = (WR.readIn, CITO.hasCitedEntity)
"""A part without a name is called after what these point to."""
_IRI = re.compile(r"<([^<>\s]+)>")
_DEEPEST = 6


@dataclass(frozen=True)
class State:
    """A version of the data: what it says of each thing, and what everything is called in it.

    Names are by IRI, then by language, ``""`` for a text that has none.
    """

    facts: Mapping[URIRef, frozenset[Fact]]
    names: Mapping[URIRef, Mapping[str, str]]

    def name(self, term: Term, language: str) -> str:
        """Return what something is called, in *language* if it can be; text as it stands."""
        if isinstance(term, Literal):
            return _IRI.sub(lambda found: self.name(URIRef(found[1]), language), str(term))
        found = self.names.get(URIRef(str(term)), {})
        texts = (found.get(key, "") for key in (language, "", *sorted(found)))
        return next(filter(None, texts), shorten(str(term)))


@dataclass(frozen=True)
class Detail:
    """One aspect in which a thing changed: of which part of it, and the values before and after."""

    part: URIRef
    aspect: URIRef
    before: tuple[Term, ...]
    after: tuple[Term, ...]


@dataclass(frozen=True)
class Change:
    """A thing that is new, changed, deprecated or withdrawn; *details* where both versions have it.

    *kind* is one of `KINDS`, *sort* one of `SORTS`.
    """

    iri: URIRef
    kind: str
    sort: str
    details: tuple[Detail, ...] = ()


def state_of(quads: Iterable[Quad]) -> State:
    """Return a version of the data as it is compared."""
    told = [quad for quad in quads if _is_compared(quad[3])]
    above, names, inner = _parts(told), _names(told), _inner(told)
    facts: dict[URIRef, set[Fact]] = defaultdict(set)
    for subject, predicate, value, graph in told:
        if isinstance(subject, URIRef) and _is_told(subject, graph):
            text = Literal(_folded(value, inner)) if isinstance(value, BNode) else value
            facts[_top(subject, above)].add((subject, predicate, text))
    return State({iri: frozenset(found) for iri, found in facts.items()}, names)


def compare(old: State, new: State) -> tuple[Change, ...]:
    """Return what *new* has otherwise than *old*, by kind, then by name."""
    found = [*_changes(old, new)]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.iri)))


def count(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """Return how many changes there are by kind and sort; what has none is left out."""
    found = Counter((one.kind, one.sort) for one in changes)
    table = {kind: {sort: found[kind, sort] for sort in SORTS if found[kind, sort]}
             for kind in KINDS}  # fmt: skip
    return {kind: numbers for kind, numbers in table.items() if numbers}


def to_answer(
    changes: Sequence[Change],
    old: State,
    new: State,
    language: str = "en",
    words: Mapping[str, str] | None = None,
) -> Answer:
    """Return changes as rows, one an aspect; what came or went is one row.

    *words* says in *language* what kinds, sorts and borrowed terms are called.
    """
    rows = (row for one in changes for row in _rows(one, old, new, language, words or {}))
    return Answer(COLUMNS, tuple(rows))


def _rows(
    change: Change, old: State, new: State, language: str, words: Mapping[str, str]
) -> Iterator[tuple[Term, ...]]:
    label = called(change, old, new, language)
    head = (
        Literal(words.get(change.kind, change.kind)),
        Literal(words.get(change.sort, change.sort)),
    )
    for one in change.details or (None,):
        texts = in_words(one, change, old, new, language, words) if one else ("", "", "", "")
        yield *head, change.iri, Literal(label), *map(Literal, texts)


def called(change: Change, old: State, new: State, language: str) -> str:
    """Return what a changed thing is called: in the new version, where that still has it."""
    return (old if change.sort == "withdrawn" else new).name(change.iri, language)


def in_words(
    detail: Detail, change: Change, old: State, new: State, language: str,
    words: Mapping[str, str],
) -> tuple[str, str, str, str]:  # fmt: skip
    """Return part, aspect and the values before and after in words; no part is the thing itself."""
    own = detail.part == change.iri
    state = new if detail.part in new.names else old
    name = words.get(str(detail.aspect)) or new.name(detail.aspect, language)
    sides = ((detail.before, old), (detail.after, new))
    before, after = (_joined(values, side, language) for values, side in sides)
    return "" if own else state.name(detail.part, language), name, before, after


def _joined(values: Iterable[Term], state: State, language: str) -> str:
    """Return values in words, a text with the language that it is in."""
    tags = ((one, one.language if isinstance(one, Literal) else None) for one in values)
    each = (state.name(one, language) + (f" ({tag})" if tag else "") for one, tag in tags)
    return "; ".join(each)


def _is_compared(graph: URIRef) -> bool:
    local = graph.removeprefix(str(GRAPH))
    return local != graph and not local.startswith(_LEFT_OUT)


def _is_told(subject: URIRef, graph: URIRef) -> bool:
    """Tell whether a subject is one of ours; of links only the records count as such."""
    for place, records in _RECORDS.items():
        if graph.startswith(str(GRAPH[place])):
            return subject.startswith(str(WRID[records]))
    return subject.startswith(str(WR)) or subject.startswith(str(WRID))


def _parts(quads: Iterable[Quad]) -> dict[Term, URIRef]:
    """Return of each part what it is part of."""
    above: dict[Term, URIRef] = {}
    for subject, predicate, value, _graph in quads:
        if predicate in _UP:
            above[subject] = URIRef(str(value))
        elif predicate in _DOWN:
            above[value] = URIRef(str(subject))
    return above


def _top(subject: URIRef, above: Mapping[Term, URIRef]) -> URIRef:
    """Return the thing that a part belongs to in the end; itself where it is no part."""
    for _step in range(_DEEPEST):
        subject = above.get(subject, subject)
    return subject


def _names(quads: Sequence[Quad]) -> dict[URIRef, dict[str, str]]:
    """Return what everything is called, by language; parts after what they point to."""
    ranks: dict[tuple[URIRef, str], tuple[int, str]] = {}
    for subject, predicate, value, _graph in quads:
        if predicate in _NAMING and isinstance(subject, URIRef) and isinstance(value, Literal):
            key, found = (subject, value.language or ""), (_NAMING.index(predicate), str(value))
            ranks[key] = min(found, ranks.get(key, found))
    names: dict[URIRef, dict[str, str]] = defaultdict(dict)
    for (subject, language), (_rank, text) in ranks.items():
        names[subject][language] = text
    for subject, predicate, value, _graph in quads:
        if predicate in _CALLED_AFTER and isinstance(value, URIRef) and value in names:
            names.setdefault(URIRef(str(subject)), names[value])
    return dict(names)


def _inner(quads: Iterable[Quad]) -> dict[BNode, list[tuple[URIRef, Term]]]:
    """Return what is said of each node without a name."""
    found: dict[BNode, list[tuple[URIRef, Term]]] = defaultdict(list)
    for subject, predicate, value, _graph in quads:
        if isinstance(subject, BNode):
            found[subject].append((predicate, value))
    return found


def _folded(node: Term, inner: Mapping[BNode, list[tuple[URIRef, Term]]], deep: int = 0) -> str:
    """Return a node without a name by what is said of it, so that its label does not matter."""
    if not isinstance(node, BNode):
        return node.n3()
    told = dict(inner.get(node, ()))
    if RDF.first in told and deep < 50:
        rest = _folded(told[RDF.rest], inner, deep + 1).removeprefix("(").removesuffix(")")
        first = _folded(told[RDF.first], inner, deep + 1)
        return f"({first} {rest.strip()}".rstrip() + ")" if rest != RDF.nil.n3() else f"({first})"
    if deep >= 50:
        return "[...]"
    each = (f"{name.n3()} {_folded(value, inner, deep + 1)}" for name, value in inner.get(node, ()))
    return f"[{'; '.join(sorted(each))}]"


def _changes(old: State, new: State) -> Iterator[Change]:
    for iri in new.facts.keys() - old.facts.keys():
        yield Change(iri, _kind(iri), "new")
    for iri in old.facts.keys() - new.facts.keys():
        yield Change(iri, _kind(iri), "withdrawn")
    for iri in old.facts.keys() & new.facts.keys():
        if old.facts[iri] != new.facts[iri]:
            yield _changed(iri, old.facts[iri], new.facts[iri])


def _changed(iri: URIRef, before: frozenset[Fact], after: frozenset[Fact]) -> Change:
    gone, come = before - after, after - before
    ended = any(name == OWL.deprecated and str(value) in ("true", "1") for _, name, value in come)
    sort = "deprecated" if ended else "changed"
    return Change(iri, _kind(iri), sort, tuple(_details(before, after, gone, come)))


def _details(
    before: frozenset[Fact], after: frozenset[Fact], gone: frozenset[Fact], come: frozenset[Fact]
) -> Iterator[Detail]:
    """Yield each aspect with what went and what came; a part that one of them lacks is one."""
    olds, news = ({part for part, _name, _value in found} for found in (before, after))
    for part in sorted(olds ^ news):
        kind = _class_of(part, before if part in olds else after)
        sides = ((part,), ()) if part in olds else ((), (part,))
        yield Detail(part, kind, *sides)
    both = {fact[:2] for fact in gone | come if fact[0] in olds & news}
    for part, name in sorted(both):
        yield Detail(part, name, _values(gone, part, name), _values(come, part, name))


def _class_of(part: URIRef, facts: Iterable[Fact]) -> URIRef:
    """Return the class of ours that a part is of, by which it is told."""
    kinds = sorted(
        str(value) for one, name, value in facts if one == part and name == RDF.type
    )  # fmt: skip
    ours = [kind for kind in kinds if kind.startswith(str(WR))]
    return URIRef(next(iter(ours or kinds), str(RDF.type)))


def _values(facts: Iterable[Fact], part: URIRef, name: URIRef) -> tuple[Term, ...]:
    found = (value for one, aspect, value in facts if (one, aspect) == (part, name))
    return tuple(sorted(found, key=lambda term: term.n3()))


def _kind(iri: URIRef) -> str:
    """Return the kind of a thing, one of `KINDS`, by its name."""
    if iri.startswith(str(WR)):
        return "term"
    return _KIND_OF.get(iri.removeprefix(str(WRID)).partition("/")[0], "thing")
