"""The pages of the site itself: home, the reader of the study, what this is."""

from collections.abc import Iterable
from functools import lru_cache, partial

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from rdflib import URIRef

from kg.study import Study
from webapp.beginning import first_questions, levels
from webapp.coverage import around, as_rows, coverage, in_boxes, parts
from webapp.facts import Facts
from webapp.instruments import instruments_of
from webapp.languages import asked_language, page_language, written
from webapp.problems import problem
from webapp.reader import SectionPage, section_page
from webapp.services import Services, named, services
from webapp.showing import downloads, listed, spoken, strips
from webapp.sieve import Kind, Sieve, choices, sift, speakers
from webapp.signposting import sign_page
from webapp.twins import twin, twins
from webapp.words import designation, shown_kinds

pages = Blueprint("pages", __name__)


@pages.get("/")
def home() -> str:
    """Show what this is, where to begin, the instruments by level, and the study."""
    found = instruments_of(services(), services().study)
    return render_template(
        "home.html",
        study=services().study,
        others=studies(services().others),
        studies=len(services().studies),
        first=listed(first_questions(services().library)),
        levels=levels(found),
        unplaced=len(found.levels.get("", ())),
        unexplained=len(found.unexplained),
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
        query=services().query("pages", "passages", study=found.iri),
        strips=strips(about=found),
        downloads=twins(partial(study_address, found)),
    )


@pages.get("/study.<any(csv, json, xlsx, docx, ttl):suffix>")
def study_data(suffix: str) -> Response:
    """Give how far each section of a study is read as data, or as a document.

    The address may name the study by its key; else it is the one that the site is about.
    """
    found = find_study(request.args.get("study", services().study.key))
    return twin(as_rows(found), suffix, "study", spoken(found.title))


def study_address(found: Study, suffix: str) -> str:
    """Return where that list is as data."""
    return url_for("pages.study_data", suffix=suffix[1:], study=found.key, lang=page_language())


@pages.get("/study/<key>/<number>")
def section(key: str, number: str) -> ResponseReturnValue:
    """Show one section passage by passage, with what was read in each, or what is asked of it.

    The address may ask for one kind (`show`) and for one speaker (`speaker`).
    """
    found = find_study(key)
    iri = find_section(found, number)
    tongue = page_language(), asked_language(), request.script_root
    page = section_read(services(), services().engine.build_id, iri, tongue)
    asked = request.args.get("show", ""), request.args.get("speaker", "")
    return refusal(page, *asked) or shown(found, number, page, Sieve.of(*asked))


def refusal(page: SectionPage, kind: str, speaker: str) -> ResponseReturnValue | None:
    """Return the answer to a kind that is none, or to a speaker who is not heard here."""
    if kind and kind not in list(Kind):
        kinds = [(str(one), name) for one, name in shown_kinds().items()]
        return problem(400, _("A section cannot be asked to show that."), valid=kinds)
    voices = [(name, link.label.text) for name, link in speakers(page)]
    if speaker and speaker not in [name for name, _link in voices]:
        return problem(400, _("Nobody of that name speaks in this section."), valid=voices)
    return None


def shown(found: Study, number: str, page: SectionPage, sieve: Sieve) -> str:
    """Return the page of a section, with what the sieve lets through."""
    name = found.name("section", number)
    sign_page(name, "CreativeWork", downloads(name))
    sifted = sift(page, sieve)
    return render_template(
        "section.html",
        study=found,
        page=page,
        number=number,
        name=designation(number),
        sieve=sieve,
        sifted=sifted,
        choices=choices(page, sieve),
        speakers=speakers(page),
        shown_kinds=shown_kinds(),
        whole=url_for("pages.section", key=found.key, number=number),
        coverage=in_boxes(page),
        around=around(found, number),
        parts=parts(found, number),
        downloads=downloads(name),
        query=services().evidence_query(name),
        strips=strips([one.iri for one in sifted.passages if one.found], found, here=number),
    )


@lru_cache(maxsize=64)
def section_read(
    asked: Services, build_id: str, section: URIRef, tongue: tuple[str, ...]
) -> SectionPage:
    """Return a section as one build has it; *tongue* is what its names and addresses go by."""
    return section_page(named(section_facts(asked, build_id, section)), section, asked.words)


@lru_cache(maxsize=32)
def section_facts(asked: Services, build_id: str, section: URIRef) -> Facts:
    """Return what one build holds of a section: its passages, and all that was read in them."""
    evidence = Facts(asked.evidence(section))
    return asked.facts("pages", "section", section=section) + evidence


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
