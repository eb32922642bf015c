"""Links of others to us: which thing of ours each means, and what is wrong with it.

Values in, values out: what the graph knows of a name is asked for elsewhere. Nothing is guessed
silently; a name that is not as it should be is put right only to say how it should be written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz, process
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from kg.linkchecks import MAPPINGS, SAME
from kg.namespaces import ROOT, SCHEMA, WR, WRID, expand

SAYING_SAME = (*SAME, OWL.sameAs)
"""The relations by which two things are one."""
KIND = str(RDF.type)
LABELS = (str(SKOS.prefLabel), str(SKOS.altLabel), str(RDFS.label), str(SCHEMA.name))
"""What a file calls its things by."""

_TO_CLASSES = (RDF.type, RDFS.subClassOf, OWL.equivalentClass)
_HOST = re.compile(r"(https?)://(www\.)?w3id\.org/warmteregie(?=[/#?]|$)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"https?://[^/?#]*warmteregie[^/?#]*/(?:.*/)?(?=(?:id|doc|def)/)", re.I)
_PREFIXED = re.compile(r"(?:wr|wrid):\S+")
_SUFFIX = re.compile(r"\.(?:html|ttl|nt|rdf|jsonld|json)$")
_VERSION = re.compile(r"def/\d[^/]*/")
_LONGEST = 200
"""Characters of a name by which another is sought that it may have been meant for."""
_ALIKE = 82
"""How alike two names are, of 100, so that one may have been meant for the other."""
_PARTS = ("id", "def", "graph")


class Slip(StrEnum):
    """What is wrong with how a name is written."""

    HTTP = "http"
    WWW = "www"
    CASE = "case"
    HOST = "host"
    PAGE = "page"
    NO_ID = "no-id"
    SUFFIX = "suffix"
    QUERY = "query"
    SLASH = "slash"
    PREFIX = "prefix"
    TEXT = "text"


class Verdict(StrEnum):
    """What the graph knows of the name that is meant."""

    EXISTS = "exists"
    DEPRECATED = "deprecated"
    UNKNOWN = "unknown"


class Doubt(StrEnum):
    """What may be wrong with a link to a thing that is there."""

    NAMELESS = "nameless"
    TERM = "term"
    NO_CONCEPT = "no-concept"
    NO_CLASS = "no-class"
    NO_RELATION = "no-relation"
    TOO_MUCH = "too-much"
    ONE_MAPPING = "one-mapping"
    PLACE_FOR_ORGANISATION = "place-for-organisation"
    ORGANISATION_FOR_PLACE = "organisation-for-place"
    CALLED_SO = "called-so"
    LINKED_TO = "linked-to"


_ORGANISATIONS = re.compile(
    r"(?:org#\w*Organi[sz]ation\w*|foaf/0\.1/(?:Organization|Group)|schema\.org/\w*Organization|"
    r"tooi/def/ont/\w+|def/Party)$"
)
_PLACES = re.compile(
    r"(?:schema\.org/(?:\w*Place|City|AdministrativeArea)|geosparql#(?:Feature|SpatialObject)|"
    r"dc/terms/Location|geonames\.org/ontology#Feature|wgs84_pos#SpatialThing|def/Place)$"
)


@dataclass(frozen=True, order=True)
class InLink:
    """A triple of somebody else with a name in it that means us.

    The subject is empty where it has no name, the predicate where that itself is the name;
    *is_text* tells that the object is a text.
    """

    subject: str
    predicate: str
    target: str
    is_text: bool = False


@dataclass(frozen=True)
class Meant:
    """The name of ours that is meant, and how what was written differs from it."""

    iri: str
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True)
class Told:
    """What the graph holds of a name of ours."""

    kinds: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    deprecated: bool = False
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Theirs:
    """What a file says of one of its own things: its classes and what it is called."""

    kinds: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Judged:
    """A link, what it means, and what is to be said of it; *instead* are names of ours.

    *others* are the names of ours that a doubt is about.
    """

    link: InLink
    meant: Meant
    verdict: Verdict
    instead: tuple[str, ...] = ()
    doubts: tuple[tuple[Doubt, tuple[str, ...]], ...] = ()

    @property
    def is_good(self) -> bool:
        """Tell whether nothing at all is to be said of it."""
        return self.verdict is Verdict.EXISTS and not self.meant.slips and not self.doubts


@dataclass(frozen=True)
class Known:
    """What links are held against: *told* by name, all names with their labels, our own links.

    Labels of *names* are casefolded; *linked* gives for a thing of theirs those of ours that we
    say are the same.
    """

    told: Mapping[str, Told]
    names: Mapping[str, Iterable[str]] = field(default_factory=dict)
    linked: Mapping[str, Sequence[str]] = field(default_factory=dict)


def meant(name: str, site: str = "") -> Meant | None:
    """Return the name of ours that a name was meant to be; None where it does not mean us.

    *site* is where this site is seen: its pages are no names.
    """
    name = name.strip()
    if _PREFIXED.fullmatch(name):
        return Meant(str(expand(name)), (Slip.PREFIX,))
    rest, slips = _rest(name, site)
    if rest is None:
        return None
    local, more = _tidied(rest)
    return Meant(ROOT + local, (*slips, *more))


def _rest(name: str, site: str) -> tuple[str | None, tuple[Slip, ...]]:
    """Return what follows our namespace in a name, and how that was misspelt."""
    if found := _HOST.match(name):
        slips = (
            (Slip.HTTP, found[1].lower() == "http"),
            (Slip.WWW, bool(found[2])),
            (Slip.CASE, found[0] != found[0].lower()),
        )
        return name[found.end() :].lstrip("/#"), tuple(slip for slip, is_so in slips if is_so)
    if site and name.startswith(f"{site}/"):
        return name[len(site) + 1 :], (Slip.HOST,)
    if found := _ELSEWHERE.match(name):
        return name[found.end() :], (Slip.HOST,)
    return None, ()


def _tidied(rest: str) -> tuple[str, list[Slip]]:
    """Return a local name as it should be, and what was wrong with it."""
    slips = []
    plain = re.split(r"[?#]", rest, maxsplit=1)[0]
    if plain != rest:
        slips.append(Slip.QUERY)
    if plain.startswith("doc/"):
        slips.append(Slip.PAGE)
        plain = plain[4:] if plain.startswith("doc/def/") else f"id/{plain[4:]}"
    if plain.partition("/")[0] not in _PARTS and "/" in plain.strip("/"):
        slips.append(Slip.NO_ID)
        plain = f"id/{plain}"
    if _SUFFIX.search(plain):
        slips.append(Slip.SUFFIX)
        plain = _SUFFIX.sub("", plain)
    if plain.endswith("/") and plain != "def/" and not _VERSION.fullmatch(plain):
        slips.append(Slip.SLASH)
        plain = plain.rstrip("/")
    return plain, slips


def judge(link: InLink, found: Meant, known: Known, theirs: Mapping[str, Theirs]) -> Judged:
    """Return what is to be said of a link that means *found*."""
    slips = (*found.slips, *([Slip.TEXT] if link.is_text else []))
    target, told = Meant(found.iri, slips), known.told.get(found.iri)
    if told is None:
        return Judged(link, target, Verdict.UNKNOWN, near(found.iri, known.names))
    verdict = Verdict.DEPRECATED if told.deprecated else Verdict.EXISTS
    doubts = tuple(_doubts(link, found.iri, told, known, theirs.get(link.subject, Theirs())))
    return Judged(link, target, verdict, told.successors if told.deprecated else (), doubts)


def crossed(judged: Sequence[Judged]) -> list[Judged]:
    """Return links with a doubt more where one thing is made the same as several of ours."""
    same: dict[tuple[str, str], list[str]] = {}
    for one in judged:
        if one.verdict is not Verdict.UNKNOWN and URIRef(one.link.predicate) in SAYING_SAME:
            same.setdefault((one.link.subject, one.link.predicate), []).append(one.meant.iri)
    return [_crossed(one, same.get((one.link.subject, one.link.predicate), [])) for one in judged]


def _crossed(one: Judged, same: Sequence[str]) -> Judged:
    others = tuple(sorted({iri for iri in same if iri != one.meant.iri}))
    if not others or not one.link.subject or one.verdict is Verdict.UNKNOWN:
        return one
    doubts = (*one.doubts, (Doubt.ONE_MAPPING, others[:3]))
    return Judged(one.link, one.meant, one.verdict, one.instead, doubts)


def _doubts(
    link: InLink, iri: str, told: Told, known: Known, theirs: Theirs
) -> Iterator[tuple[Doubt, tuple[str, ...]]]:
    relation = URIRef(link.predicate)
    if not link.subject:
        yield Doubt.NAMELESS, ()
    if relation in MAPPINGS and iri.startswith(str(WR)):
        yield Doubt.TERM, ()
    elif relation in MAPPINGS and str(SKOS.Concept) not in told.kinds:
        yield Doubt.NO_CONCEPT, ()
    if relation in _TO_CLASSES and iri.startswith(str(WRID)):
        yield Doubt.NO_CLASS, ()
    if better := _relation_for(link.predicate):
        yield Doubt.NO_RELATION, (better,)
    if relation == OWL.sameAs:
        yield Doubt.TOO_MUCH, ()
    if relation in SAYING_SAME:
        yield from _false_friends(link, iri, told, known, theirs)


def _relation_for(predicate: str) -> str:
    """Return the relation that a misspelt one was meant to be; empty for any other."""
    spelled = {str(one).casefold(): str(one) for one in (*MAPPINGS, *SAYING_SAME, RDFS.seeAlso)}
    plain = predicate.casefold().replace("http://schema.org/", str(SCHEMA))
    plain = plain.replace("https://www.w3.org/", "http://www.w3.org/")
    found = spelled.get(plain, "")
    return found if found != predicate else ""


def _false_friends(
    link: InLink, iri: str, told: Told, known: Known, theirs: Theirs
) -> Iterator[tuple[Doubt, tuple[str, ...]]]:
    """Yield why a thing of theirs may not be the one of ours that it is made the same as."""
    others = tuple(one for one in known.linked.get(link.subject, ()) if one != iri)
    if others and iri not in known.linked[link.subject]:
        yield Doubt.LINKED_TO, others[:3]
    if _any(_ORGANISATIONS, theirs.kinds) and str(WR.Place) in told.kinds:
        yield Doubt.PLACE_FOR_ORGANISATION, ()
    if _any(_PLACES, theirs.kinds) and str(WR.Party) in told.kinds:
        yield Doubt.ORGANISATION_FOR_PLACE, ()
    called = {label.casefold() for label in theirs.labels}
    if called and called.isdisjoint(label.casefold() for label in told.labels):
        named = [one for one, labels in known.names.items() if one != iri and called & {*labels}]
        if named:
            yield Doubt.CALLED_SO, tuple(sorted(named)[:3])


def _any(pattern: re.Pattern[str], names: Iterable[str]) -> bool:
    return any(pattern.search(name) for name in names)


def kinds_meant(classes: Iterable[str]) -> frozenset[str]:
    """Return the kinds of ours that a thing of these classes of others should be of."""
    known = list(classes)
    pairs = ((_ORGANISATIONS, WR.Party), (_PLACES, WR.Place))
    return frozenset(str(kind) for pattern, kind in pairs if _any(pattern, known))


def near(iri: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to three names of ours that a name nothing has may have been meant for.

    The same slug of another kind comes first, then what is spelled almost so.
    """
    space, slug = _space(iri), iri.rpartition("/")[2]
    pool = {one: one[len(space) :] for one in names if one.startswith(space)}
    same = sorted(one for one in pool if one.endswith(f"/{slug}"))
    local = iri[len(space) :][:_LONGEST]
    alike = process.extract(local, pool, scorer=fuzz.ratio, limit=3, score_cutoff=_ALIKE)
    return tuple(dict.fromkeys([*same, *(one for _local, _score, one in alike)]))[:3]


def _space(iri: str) -> str:
    return str(WR) if iri.startswith(str(WR)) else str(WRID)
