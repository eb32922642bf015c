"""Citable: what of the site can be cited, in the language of the page, and of which edition."""

from datetime import date
from functools import lru_cache

from flask import url_for
from flask_babel import gettext as _
from rdflib import DCTERMS, OWL, URIRef

from kg.namespaces import WR, WRID
from webapp.asking import Asking
from webapp.facts import Facts
from webapp.fields import as_asked
from webapp.languages import page_language
from webapp.metadata import DATASET, creator_name
from webapp.presentation import choose, study_key
from webapp.references import AUTHOR, Citable, Citation, Edition, citations
from webapp.reporting import said_by
from webapp.services import Services, services
from webapp.showing import spoken
from webapp.sparql import site_address
from webapp.things import Thing


def edition() -> Edition:
    """Return the data set that this build serves; its version names the build as well."""
    asked, build = services(), services().engine.build_id
    facts = _described(asked, build)
    told, number = facts.texts(DATASET, DCTERMS.title), facts.text(DATASET, OWL.versionInfo)
    words = _("version %(number)s, build %(build)s", number=number, build=build)
    return Edition(
        title=choose(told, page_language()).text or "Warmteregie",
        version=words if number else _("build %(build)s", build=build),
        dated=facts.text(DATASET, DCTERMS.modified),
        number=number,
        author=creator_name() or AUTHOR,
    )


@lru_cache(maxsize=2)
def _described(asked: Services, build_id: str) -> Facts:
    return asked.facts("resource", "description", thing=str(DATASET))


def citable(thing: Thing) -> Citable:
    """Return a thing, a statement or a passage as what can be cited; so too the data set."""
    if thing.iri == str(DATASET):
        return dataset_citable()
    rests = [thing.iri] if "/passage/" in thing.iri else own_passages(thing)
    found = [passage for iri in rests if (passage := services().passage(iri))]
    return Citable(
        title=thing.label.text,
        sort=thing.kinds[0].label.text if thing.kinds else _("thing"),
        url=edition().permalink(thing.iri),
        place=". ".join(["; ".join(map(place, rests)), *said(thing)]).strip(". "),
        page=str(found[0].page) if found else "",
    )


def dataset_citable() -> Citable:
    """Return the data set as what can be cited."""
    served = edition()
    return Citable(served.title, _("Data set"), served.permalink(str(DATASET)), whole=True)


def dataset_cited() -> tuple[Citation, ...]:
    """Return how the data set is cited today."""
    return citations(dataset_citable(), edition(), page_language(), date.today())


def permalink(asking: Asking) -> str:
    """Return the lasting address of an answer, with the version of the data it was given from."""
    return edition().permalink(site_address() + asking.path())


def answer_cited(asking: Asking) -> tuple[Citation, ...]:
    """Return how the answer to a question with its choice is cited today."""
    answer = Citable(as_asked(asking), _("answer"), permalink(asking))
    return citations(answer, edition(), page_language(), date.today())


def own_passages(thing: Thing) -> list[str]:
    """Return the passages that a statement is read in; none for anything else."""
    is_statement = thing.iri.startswith(WRID["statement/"])
    return list(dict.fromkeys(thing.marked)) if is_statement else []


def said(thing: Thing) -> list[str]:
    """Return who says a statement and how firmly, each once; nothing for anything else."""
    own = [one for one in (*thing.about, *thing.elsewhere) if one.iri == thing.iri]
    return list(dict.fromkeys(said_by(reading) for one in own for reading in one.readings))


def place(passage: str) -> str:
    """Return where a passage stands in its study, in words."""
    study, found = services().studies.get(study_key(passage)), services().passage(passage)
    names = services().names([URIRef(passage)])
    locator = choose(names.texts(URIRef(passage), WR.locator), page_language()).text
    if not (study and found):
        return locator
    title = spoken(study.title)
    if found.first_line == found.last_line:
        line = found.first_line
        return str(
            _("Read in %(study)s, %(place)s, line %(line)s", study=title, place=locator, line=line)
        )
    return str(
        _("Read in %(study)s, %(place)s, lines %(first)s to %(last)s",
          study=title, place=locator, first=found.first_line, last=found.last_line)
    )  # fmt: skip


def cite_address(iri: str, suffix: str) -> str:
    """Return where a citation of a thing can be fetched as a file."""
    if iri.startswith(str(WR)):
        return url_for("citations.cite", kind="def", slug=iri[len(WR) :] + suffix)
    kind, _sep, slug = iri[len(WRID) :].partition("/")
    return url_for("citations.cite", kind=kind, slug=slug + suffix)
