"""Links of others held against the graph: what of ours each means, and whether it is there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, URIRef

from kg.engine import Pasted
from kg.inlinks import Judged, Known, Told, crossed, judge, meant
from kg.tokens import is_iri
from webapp.examples import question_iri
from webapp.facts import Facts
from webapp.services import Services, services
from webapp.things import is_true

_LABELS = (SKOS.prefLabel, SKOS.altLabel, RDFS.label)


def judged(pasted: Pasted, site: str) -> tuple[list[Judged], Facts]:
    """Return all links of a file to us, judged by the build that serves, and what names mean."""
    found = [(link, name) for link in pasted.links if (name := meant(link.target, site))]
    facts = asked_of_each("names-meant", (name.iri for _, name in found))
    known = Known(
        told(facts),
        names(services(), services().engine.build_id),
        linked({link.subject for link in pasted.links if link.subject}),
    )
    links = crossed([judge(link, name, known, pasted.theirs) for link, name in found])
    return links, facts + asked_of_each("names-meant", others(links))


def others(links: Iterable[Judged]) -> set[str]:
    """Return the names of ours that are said to be meant, or to come near."""
    doubted = {iri for one in links for _, iris in one.doubts for iri in iris}
    return doubted | {iri for one in links for iri in one.instead}


def told(facts: Facts) -> dict[str, Told]:
    """Return what the graph holds of names, of questions what the library does."""
    found = {str(subject): _told(facts, URIRef(str(subject))) for subject, _, _ in facts.triples}
    for slug, question in services().library.items():
        found.setdefault(str(question_iri(slug)), Told(labels=frozenset(question.title.values())))
    return found


def _told(facts: Facts, iri: URIRef) -> Told:
    return Told(
        kinds=frozenset(map(str, facts.things(iri, RDF.type))),
        labels=frozenset(str(text) for name in _LABELS for text in facts.texts(iri, name)),
        deprecated=any(map(is_true, facts.values(iri, OWL.deprecated))),
        successors=tuple(map(str, facts.things(iri, DCTERMS.isReplacedBy))),
    )


def linked(subjects: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Return for things of others those of ours that our own links make the same."""
    found: dict[str, list[str]] = defaultdict(list)
    for ours, _, theirs in asked_of_each("linked-by-us", subjects).triples:
        found[str(theirs)].append(str(ours))
    return found


def asked_of_each(slug: str, iris: Iterable[str]) -> Facts:
    """Return what a query of the pages gives for each of several names."""
    terms = [URIRef(iri) for iri in sorted(set(iris)) if is_iri(iri)]
    return Facts(services().triples_of_each("pages", slug, "thing", terms))


@lru_cache(maxsize=2)
def names(asked: Services, build_id: str) -> Mapping[str, frozenset[str]]:
    """Return the names that one build has, with their labels casefolded."""
    return {iri: frozenset(labels) for iri, labels in _gathered(asked)}


def _gathered(asked: Services) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in asked.answer("pages", "names-to-link").records():
        found[str(row["thing"])].append(str(row["label"]).casefold())
    yield from found.items()
