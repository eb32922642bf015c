"""Quality: what a build was held against, how far a study is read, and what it leaves open."""

from dataclasses import dataclass
from functools import lru_cache, partial

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from rdflib import Literal

from kg.answers import Answer
from kg.judgement import read_judgement
from kg.library import bind, bindings_for
from kg.study import Study
from kg.tokens import Term
from webapp.coverage import coverage, total
from webapp.languages import page_language
from webapp.pages import find_study
from webapp.presentation import Label, choose
from webapp.remarks import COLUMNS, LISTS, remarks_of
from webapp.services import Services, services
from webapp.showing import Download, as_table, in_language, strips
from webapp.tables import Table
from webapp.things import text_in
from webapp.twins import twin, twins

quality = Blueprint("quality", __name__)

UNANSWERED = ("where-answered", "named-nowhere-explained", "unmapped-and-unknown")
"""The questions of the library on what a study leaves unanswered."""


@dataclass(frozen=True)
class Answered:
    """A question of the library with the answer it has for one study."""

    title: str
    reading: str
    href: str
    table: Table
    downloads: list[Download]


@quality.get("/quality")
def page() -> str:
    """Show what the build was held against, and what a reader of a study has to mind.

    The address may name the study by its key; else it is the one that the site is about.
    """
    build = services().engine.build_id
    return _page(services(), build, request.script_root, request.full_path, page_language())


@lru_cache(maxsize=8)
def _page(asked: Services, build_id: str, root: str, path: str, language: str) -> str:
    """Return the page as it is in one build: it is long, and says the same all along.

    Whatever of a request it depends on stands in the arguments.
    """
    study = find_study(request.args.get("study", services().study.key))
    shelf = services().shelves["pages"]
    whole, sections = (
        services().answer("pages", slug, study=study.iri) for slug in ("quality-whole", "quality")
    )
    return render_template(
        "quality.html",
        study=study,
        build=build_id,
        judgement=read_judgement(services().engine.build),
        rules=rules(),
        total=total(coverage(study)),
        whole=as_table(whole, hidden=["study"]),
        sections=as_table(sections, hidden=["study"]),
        sections_reading=text_in(shelf["quality"].reading, page_language()),
        remarks=remarks_of(study),
        unanswered=[answered(slug, study) for slug in UNANSWERED if slug in services().library],
        query=services().query("pages", "marked-statements", study=study.iri),
        titles=titles(),
        twins={name: twins(partial(list_address, name, study)) for name in LISTS},
        strips=strips(about=study),
    )


@quality.get("/quality/<name>.<any(csv, json, xlsx, docx, ttl):suffix>")
def data(name: str, suffix: str) -> Response:
    """Give one of the lists of the page as data, or as a document."""
    study = find_study(request.args.get("study", services().study.key))
    rows = LISTS.get(name) or abort(404)
    answer = Answer(COLUMNS, tuple(rows(remarks_of(study))))
    return twin(answer, suffix, name, titles()[name])


def titles() -> dict[str, str]:
    """Return what the lists of the page are called."""
    return {
        "gaps": _("What the text lacks"),
        "open": _("What is asked or left open"),
        "tensions": _("What pulls against one another"),
        "denials": _("What is denied"),
        "ours": _("What is our reading"),
    }


def list_address(name: str, study: Study, suffix: str) -> str:
    """Return where a list of the page is as data."""
    return url_for(
        "quality.data", name=name, suffix=suffix[1:], study=study.key, lang=page_language()
    )


def rules() -> list[Label]:
    """Return in the language of the page what each shape asks for, in the order of their names."""
    found: dict[Term, list[Literal]] = {}
    for row in services().answer("pages", "rules").records():
        found.setdefault(row["rule"], []).append(Literal(row["message"]))
    return [choose(texts, page_language()) for texts in found.values()]


def answered(slug: str, study: Study) -> Answered:
    """Return what a question of the library answers for a study."""
    question = services().library[slug]
    bindings = bindings_for(question, {"study": str(study.iri), "lang": page_language()})
    answer = services().engine.select(bind(question.body, bindings))
    asked = in_language(question)

    def address(suffix: str) -> str:
        place, language = slug + suffix, page_language()
        return url_for("questions.question", slug=place, study=str(study.iri), lang=language)

    return Answered(
        asked.question,
        text_in(question.reading, page_language()),
        asked.href,
        as_table(answer, hidden=bindings),
        twins(address),
    )
