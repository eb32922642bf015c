"""The pages of the site itself: home, the reader of the study, what this is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from rdflib import URIRef

from kg.study import Section, Study
from kg.tokens import Term
from webapp.facts import Facts
from webapp.languages import page_language, written
from webapp.reader import section_page
from webapp.services import named, services
from webapp.showing import as_table, downloads, listed, spoken, strips
from webapp.things import text_in
from webapp.words import designation

pages = Blueprint("pages", __name__)
FIRST_QUESTIONS = 5


@dataclass(frozen=True)
class Coverage:
    """How far a section, or the whole study, is read: passages, and those accounted for."""

    name: str
    title: str
    href: str
    passages: int
    accounted: int

    @property
    def unread(self) -> int:
        """The passages of which nothing is known yet."""
        return self.passages - self.accounted


@pages.get("/")
def home() -> str:
    """Show what this is, the study, and where to begin."""
    first = islice(services().library.values(), FIRST_QUESTIONS)
    found = coverage(services().study)
    return render_template(
        "home.html",
        study=services().study,
        others=studies(services().others),
        studies=len(services().studies),
        first=listed(first),
        coverage=found,
        total=total(found),
    )


@pages.get("/study")
@pages.get("/study/<key>")
def study(key: str = "") -> ResponseReturnValue:
    """Show a study's sections, how far each is read, and where they lie.

    The number of a section alone leads to that section of the study that the site is about.
    """
    own = services().study
    if key in numbers(own):
        return redirect(url_for("pages.section", key=own.key, number=key), 301)
    return study_page(find_study(key or own.key))


def study_page(found: Study) -> str:
    """Return the page of one study, with the way to the others."""
    return render_template(
        "study.html",
        study=found,
        others=studies(one for one in services().studies.values() if one.key != found.key),
        since=written(found.researched_from) if found.researched_from else "",
        until=written(found.researched_until) if found.researched_until else "",
        coverage=coverage(found),
        attached=bool(services().texts.get(found.key)),
        query=services().query("pages", "coverage", study=found.iri),
        strips=strips(about=found),
    )


@pages.get("/quality")
def quality() -> str:
    """Show the status of each section of a study and how much was read in it.

    The address may name the study by its key; else it is the one that the site is about.
    """
    found = find_study(request.args.get("study", services().study.key))
    shelf = services().shelves["pages"]
    whole, sections = (
        services().answer("pages", slug, study=found.iri) for slug in ("quality-whole", "quality")
    )
    return render_template(
        "quality.html",
        study=found,
        whole=as_table(whole, hidden=["study"]),
        whole_reading=text_in(shelf["quality-whole"].reading, page_language()),
        sections=as_table(sections, hidden=["study"]),
        sections_reading=text_in(shelf["quality"].reading, page_language()),
        query=services().query("pages", "quality", study=found.iri),
        strips=strips(about=found),
    )


@pages.get("/study/<key>/<number>")
def section(key: str, number: str) -> str:
    """Show one section passage by passage, with what was read in each."""
    found = find_study(key)
    iri = find_section(found, number)
    said = Facts(services().evidence(iri))
    facts = services().facts("pages", "section", section=iri) + said
    page = section_page(named(facts), iri, services().words)
    return render_template(
        "section.html",
        study=found,
        page=page,
        name=designation(number),
        downloads=downloads(iri),
        query=services().evidence_query(iri),
        strips=strips([one.iri for one in page.passages if one.found], found, here=number),
    )


@pages.get("/about")
def about() -> str:
    """Show what this is, how to read it and under which licence it is given."""
    return render_template("about.html", studies=len(services().studies))


def studies(found: Iterable[Study]) -> list[tuple[str, str]]:
    """Return title and address of studies, in the language of the page."""
    return [(spoken(one.title), url_for("pages.study", key=one.key)) for one in found]


def find_study(key: str) -> Study:
    """Return the study that is known by *key*, or answer that there is none."""
    return services().studies.get(key) or abort(404)


def numbers(found: Study) -> set[str]:
    """Return the numbers of a study's sections."""
    return {section.number for section in found.section}


def find_section(found: Study, number: str) -> URIRef:
    """Return the IRI of a section of a study, or answer that there is none."""
    if number not in numbers(found):
        abort(404)
    return found.name("section", number)


def coverage(found: Study) -> list[Coverage]:
    """Return how far each section of a study is read, in the study's order."""
    answer = services().answer("pages", "coverage", study=found.iri)
    counts = {str(row["section"]): row for row in answer.records()}
    return [
        covered(found, section, counts.get(str(found.name("section", section.number)), {}))
        for section in found.section
    ]


def covered(study: Study, section: Section, counts: Mapping[str, Term]) -> Coverage:
    """Return how far one section is read; without counts it has no passages."""
    return Coverage(
        designation(section.number),
        spoken(section.title),
        url_for("pages.section", key=study.key, number=section.number),
        int(str(counts.get("passages", 0))),
        int(str(counts.get("accountedFor", 0))),
    )


def total(found: Iterable[Coverage]) -> Coverage:
    """Return how far all sections together are read."""
    sections = list(found)
    passages = sum(one.passages for one in sections)
    return Coverage("", "", "", passages, sum(one.accounted for one in sections))
