"""The pages of the site itself: home, the reader of the study, what this is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from flask import Blueprint, abort, render_template, url_for
from flask_babel import format_date
from rdflib import URIRef

from kg.study import Section
from kg.tokens import Term
from webapp.reader import section_page
from webapp.services import named, services
from webapp.showing import downloads, listed, spoken, strip
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
    found, first = coverage(), islice(services().library.values(), FIRST_QUESTIONS)
    return render_template(
        "home.html", study=services().study, first=listed(first), coverage=found, total=total(found)
    )


@pages.get("/study")
def study() -> str:
    """Show the study's sections, how far each is read, and where they lie."""
    found, attached = services().study, bool(services().texts.get(services().study.key))
    query = services().query("pages", "coverage", study=found.iri)
    return render_template(
        "study.html",
        study=found,
        since=month(found.researched_from),
        until=month(found.researched_until),
        coverage=coverage(),
        attached=attached,
        query=query,
    )


@pages.get("/study/<number>")
def section(number: str) -> str:
    """Show one section passage by passage, with what was read in each."""
    iri = find_section(number)
    said = services().facts("resource", "evidence", thing=iri)
    facts = services().facts("pages", "section", section=iri) + said
    page = section_page(named(facts), iri, services().words)
    return render_template(
        "section.html",
        page=page,
        name=designation(number),
        downloads=downloads(iri),
        query=services().query("resource", "evidence", thing=iri),
        strip=strip([one.id for one in page.passages if one.found], here=number),
    )


@pages.get("/about")
def about() -> str:
    """Show what this is, how to read it and under which licence it is given."""
    return render_template("about.html", study=services().study)


def month(text: str) -> str:
    """Return a month such as ``2021-09`` in words, in the language of the page; none for none."""
    return str(format_date(date.fromisoformat(f"{text}-01"), "MMMM y")) if text else ""


def find_section(number: str) -> URIRef:
    """Return the IRI of a section of the study, or answer that there is none."""
    if number not in {found.number for found in services().study.section}:
        abort(404)
    return services().study.name("section", number)


def coverage() -> list[Coverage]:
    """Return how far each section of the study is read, in the study's order."""
    found = services().study
    answer = services().answer("pages", "coverage", study=found.iri)
    counts = {str(row["section"]): row for row in answer.records()}
    return [
        covered(section, counts.get(str(found.name("section", section.number)), {}))
        for section in found.section
    ]


def covered(section: Section, counts: Mapping[str, Term]) -> Coverage:
    """Return how far one section is read; without counts it has no passages."""
    return Coverage(
        designation(section.number),
        spoken(section.title),
        url_for("pages.section", number=section.number),
        int(str(counts.get("passages", 0))),
        int(str(counts.get("accountedFor", 0))),
    )


def total(found: Iterable[Coverage]) -> Coverage:
    """Return how far all sections together are read."""
    sections = list(found)
    passages = sum(one.passages for one in sections)
    return Coverage("", "", "", passages, sum(one.accounted for one in sections))
