"""What is wrong with links: each by itself, and with one another.

A municipality is no city: an organisation is the same as an organisation only, a place as a
place. A SKOS mapping is between concepts only; a class or document is pointed at by a thing. Terms
are compared with what they are: a class with a class, a property with a property.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from rdflib import OWL, RDFS, SKOS, URIRef

from kg.errors import Fault, FaultsFound
from kg.linksets import (
    COLUMNS,
    NONE_FITS,
    SOURCES,
    Kind,
    Link,
    Linked,
    Linkset,
    Subject,
    read_linksets,
)
from kg.namespaces import SCHEMA, WR, expand, shorten
from kg.naming import did_you_mean, nearest

MAPPINGS = (
    SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch,
)  # fmt: skip
OF_CLASSES = (RDFS.subClassOf, OWL.equivalentClass)
OF_PROPERTIES = (RDFS.subPropertyOf, OWL.equivalentProperty)
SAME = (SKOS.exactMatch, SCHEMA.sameAs, OWL.equivalentClass, OWL.equivalentProperty)
"""The relations that say that two things are one: of those a thing has one in each source."""

_FITTING: dict[Kind, dict[str, tuple[URIRef, ...]]] = {
    "linkset": {
        "concept": MAPPINGS,
        "class": (RDFS.seeAlso,),
        "document": (RDFS.seeAlso,),
        "organisation": (SCHEMA.sameAs, RDFS.seeAlso),
        "place": (SCHEMA.sameAs, RDFS.seeAlso),
    },
    "alignment": {
        "concept": MAPPINGS,
        "class": (*OF_CLASSES, RDFS.seeAlso),
        "property": (*OF_PROPERTIES, RDFS.seeAlso),
        "data-property": (*OF_PROPERTIES, RDFS.seeAlso),
        "scheme": (RDFS.seeAlso,),
    },
}
_KIND_OF_SUBJECT = {
    "organisation": WR.Party,
    "property": OWL.ObjectProperty,
    "data-property": OWL.DatatypeProperty,
}
_JUSTIFICATION = re.compile(r"https://w3id\.org/semapv/vocab/[A-Z]\w+")

Things = Mapping[URIRef, Subject]


def load_linksets(folder: Path, things: Things, kind: Kind = "linkset") -> Linked:
    """Return all links of a folder, checked; *things* are those that they may be about.

    Raises:
        FaultsFound: everything wrong in all files, each with its row.
    """
    linked, faults = read_linksets(folder, kind)
    faults += link_faults(linked, things)
    if faults:
        raise FaultsFound(faults)
    return linked


def link_faults(linked: Linked, things: Things) -> Iterator[Fault]:
    """Yield everything wrong in links that could be read, and in what none fits."""
    for one in linked.sets:
        for link in one.links:
            yield from row_faults(link, one, things)
    yield from contradictions(linked.links)
    yield from none_fits_faults(linked, things)


def row_faults(link: Link, within: Linkset, things: Things) -> Iterator[Fault]:
    """Yield everything wrong with a link by itself."""
    for column in COLUMNS:
        if not link[column].strip():
            yield link.fault(f'"{column}" is empty.')
    yield from _subject_faults(link, things)
    yield from _predicate_faults(link, within, things)
    yield from _target_faults(link, within)
    yield from _grounds_faults(link)


def _subject_faults(link: Link, things: Things) -> Iterator[Fault]:
    name = link["subject_id"]
    known = things.get(link.subject)
    if known is None:
        near = nearest(name, (shorten(str(one)) for one in things))
        yield link.fault(f'"{name}" is not a known thing.', did_you_mean(near))
    elif known.deprecated:
        yield link.fault(f'"{name}" is deprecated.', "Link what replaces it.")
    elif link["subject_label"] not in known.labels:
        label = link["subject_label"]
        hint = f"It is called {' or '.join(sorted(known.labels))}."
        yield link.fault(f'"{name}" is not called "{label}".', hint)


def _predicate_faults(link: Link, within: Linkset, things: Things) -> Iterator[Fault]:
    name, fitting = link["predicate_id"], _FITTING[within.kind]
    known = {one for some in fitting.values() for one in some}
    if link.predicate not in known:
        names = [shorten(str(one)) for one in sorted(known)]
        yield link.fault(f'"{name}" is not a known relation.', f"These are {', '.join(names)}.")
    elif link.predicate not in fitting.get(link.category, known):
        yield link.fault(f'"{name}" does not go with a target that is a {link.category}.')
    if link.subject in things and not _is_alike(link, things[link.subject]):
        kind = link.category if link.predicate not in MAPPINGS else "concept"
        yield link.fault(f'"{link["subject_id"]}" is no {kind}, and its target is.')


def _is_alike(link: Link, thing: Subject) -> bool:
    """Tell whether a thing of ours is of the kind that its target and relation ask for."""
    kinds = thing.kinds
    if link.predicate in MAPPINGS:
        return SKOS.Concept in kinds
    if link.predicate in OF_CLASSES:
        return OWL.Class in kinds or is_of_cases(link, thing)
    if link.category in _KIND_OF_SUBJECT:
        return _KIND_OF_SUBJECT[link.category] in kinds
    return link.category != "place" or (WR.Place in kinds and SKOS.Concept not in kinds)


def is_of_cases(link: Link, thing: Subject) -> bool:
    """Tell whether a link says of what class the cases of a kind of instrument are.

    A kind is an individual here; "is a kind of" is then said of whatever is a case of it.
    """
    return link.predicate == RDFS.subClassOf and WR.Instrument in thing.kinds


def _target_faults(link: Link, within: Linkset) -> Iterator[Fault]:
    form = within.source.holds.get(link.category)  # type: ignore[call-overload]
    if form is None:
        held = ", ".join(within.source.holds)
        yield link.fault(f'{within.source.id} holds no "{link.category}".', f"It holds: {held}.")
    elif not re.fullmatch(form, link.target):
        what = f"{link.target} has not the form of a {link.category} of {within.source.id}."
        yield link.fault(what, f"{SOURCES} says: {form}")


def _grounds_faults(link: Link) -> Iterator[Fault]:
    """Yield what is wrong with why, how sure, when and where a link was found."""
    if link["mapping_justification"] and not _JUSTIFICATION.fullmatch(link.justification):
        yield link.fault(f'"{link["mapping_justification"]}" is no justification of semapv.')
    if link["confidence"] and not _is_share(link["confidence"]):
        yield link.fault(f'confidence "{link["confidence"]}" is no number from 0 to 1.')
    if link["mapping_date"] and not _is_day(link["mapping_date"]):
        yield link.fault(f'mapping_date "{link["mapping_date"]}" is no day.', "Write 2031-04-02.")
    if not link.verified_in:
        yield link.fault(
            "does not tell where it was verified.", 'Write "verified_in: ..." in other.'
        )


def _is_share(text: str) -> bool:
    return bool(re.fullmatch(r"0(\.\d+)?|1(\.0+)?", text))


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def contradictions(links: Sequence[Link]) -> Iterator[Fault]:
    """Yield the later row of every two links that cannot both hold; those of all files together."""
    same = [link for link in links if link.predicate in SAME]
    named = [link for link in links if link.predicate == SCHEMA.sameAs]
    for grouped, what in (
        (_twice(links, lambda one: (one.subject, one.target)), "links this pair again:"),
        (
            _twice(same, lambda one: (one.subject, one.file, one.predicate)),
            "makes its subject the same as a second thing of this source:",
        ),
        (
            _twice(same, lambda one: one.target),
            "makes its target the same as a second thing of ours:",
        ),
        (
            _apart(named, lambda one: one.subject),
            "makes its subject both an organisation and a place:",
        ),
        (_apart(links, lambda one: one.target), "calls its target something else than"),
    ):
        for first, second in grouped:
            yield second.fault(f"{what} {first.file}, row {first.line}.", _said(first))


Key = Callable[[Link], object]


def _twice(links: Iterable[Link], key: Key) -> Iterator[tuple[Link, Link]]:
    """Yield the first link of each key with every later one."""
    found: dict[object, list[Link]] = defaultdict(list)
    for link in links:
        found[key(link)].append(link)
    for first, *later in found.values():
        yield from ((first, one) for one in later)


def _apart(links: Iterable[Link], key: Key) -> Iterator[tuple[Link, Link]]:
    """Yield the first link of each key with every later one whose target is of another kind."""
    return (pair for pair in _twice(links, key) if pair[0].category != pair[1].category)


def _said(link: Link) -> str:
    relation = f"{link['subject_id']} {link['predicate_id']} {link['object_id']}"
    return f"There it says: {relation}, a {link.category}."


def none_fits_faults(linked: Linked, things: Things) -> Iterator[Fault]:
    """Yield what is wrong in what none fits: unknown names, and things that have a link."""
    sources = {one.source.id for one in linked.sets}
    has_link = {link.subject for link in linked.links}
    seen: set[str] = set()
    for one in linked.none_fits:
        iri = expand(one.thing)
        if iri not in things:
            near = did_you_mean(nearest(one.thing, (shorten(str(name)) for name in things)))
            yield Fault(NONE_FITS, one.thing, "is not a known thing.", near)
        if iri in has_link:
            yield Fault(NONE_FITS, one.thing, "has a link.", "Take this entry away.")
        if one.thing in seen:
            yield Fault(NONE_FITS, one.thing, "is given twice.", "Keep one entry.")
        seen.add(one.thing)
        for source in one.looked_in:
            if source not in sources:
                yield Fault(NONE_FITS, one.thing, f'"{source}" is not a source.', SOURCES)


def unlinked(linked: Linked, things: Things, kinds: Iterable[URIRef]) -> Iterator[URIRef]:
    """Yield the things of these kinds that have neither a link nor a reason why none fits."""
    told = {link.subject for link in linked.links}
    told |= {iri for one in linked.none_fits if (iri := expand(one.thing))}
    wanted = set(kinds)
    for iri, thing in sorted(things.items()):
        if wanted & thing.kinds and iri not in told:
            yield iri
