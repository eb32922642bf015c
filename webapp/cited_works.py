"""Cited works: which works studies cite and where, from the graph."""

from collections import defaultdict
from collections.abc import Iterable

from rdflib import SKOS, URIRef

from kg.namespaces import WR
from webapp.citable import edition
from webapp.languages import page_language
from webapp.literature import Work
from webapp.presentation import choose, study_key
from webapp.services import services
from webapp.showing import spoken


def works_of(**chosen: str) -> list[Work]:
    """Return the works that a study cites (*study*), or the one of that name (*work*), by name."""
    cited: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in services().answer("pages", "works-of-study", **chosen).records():
        cited[str(row["work"]), str(row["study"])].append(str(row["passage"]))
    found = [_work(work, passages) for (work, _study), passages in cited.items()]
    return sorted(found, key=lambda one: (one.printed.casefold(), one.cited_in))


def _work(iri: str, passages: Iterable[str]) -> Work:
    """Return a work with the passages of one study that it is cited in."""
    told = services().facts("resource", "description", thing=iri)
    ordered = sorted(set(passages), key=services().position)
    study = services().studies.get(study_key(ordered[0]))
    work = URIRef(iri)
    return Work(
        slug=iri.rpartition("/")[2],
        url=edition().permalink(iri),
        printed=choose(told.texts(work, SKOS.prefLabel), "nl").text,
        note=choose(told.texts(work, SKOS.scopeNote), page_language()).text,
        cited_in=spoken(study.title) if study else study_key(ordered[0]),
        places=tuple(map(_place, ordered)),
    )


def _place(passage: str) -> str:
    names = services().names([URIRef(passage)])
    return choose(names.texts(URIRef(passage), WR.locator), page_language()).text
