"""Questions: each as a sentence with drop-downs, its answer, and the answer as data."""

import hashlib

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from rdflib import URIRef

from kg.answers import Answer
from kg.formats import rows_of, write
from kg.namespaces import WRID
from kg.sentences import sentence
from webapp import catalogue
from webapp.asking import LANGUAGE, OFFERS, Asking, find, read
from webapp.audiences import asked_audience, audiences
from webapp.citable import answer_cited, permalink
from webapp.claimed import evidence_of
from webapp.documents import as_document
from webapp.fields import as_asked, blanks, fields
from webapp.languages import page_language
from webapp.negotiation import CSV, DOCX, HTML, Offer, choose, split_suffix
from webapp.picturing import picture
from webapp.presentation import Statement, statement, study_key
from webapp.problems import answer_as_data
from webapp.references import Citation
from webapp.services import named, services
from webapp.showing import Download, as_table, grouped, in_formats, in_language, strips
from webapp.snippets import Snippet, snippets
from webapp.sparql import site_address
from webapp.things import text_in
from webapp.twins import twin, twins

questions = Blueprint("questions", __name__)

SHORT_READING = 240
"""Characters up to which what an answer means is read before it."""


@questions.get("/questions")
def index() -> str:
    """Show the questions of the library, or those asked for, by what they belong to."""
    library = services().library.values()
    shown = catalogue.chosen(library)
    return render_template(
        "questions.html",
        groups=grouped(shown),
        total=len(shown),
        all=len(library),
        audiences=audiences(library),
        asked=asked_audience(library),
        words=catalogue.asked_words(),
        downloads=catalogue.downloads(),
    )


@questions.get("/questions.<suffix>")
def index_data(suffix: str) -> Response:
    """Give that list as data."""
    answer_as_data()
    offer = catalogue.offer_of(suffix)
    content = catalogue.written(catalogue.chosen(services().library.values()), offer)
    return Response(content, content_type=offer.content_type)


@questions.get("/questions/<slug>")
def question(slug: str) -> ResponseReturnValue:
    """Show a question with its answer, or give the answer where data are asked for."""
    slug, offer = split_suffix(slug, (*OFFERS, HTML))
    accept = request.headers.get("Accept", "")
    if offer in OFFERS or ("." in slug and HTML.media_type not in accept):
        answer_as_data()
    found = find(slug)
    offer = offer or wanted()
    asking = read(found)
    return page(asking) if offer is HTML else data(asking, offer)


@questions.get("/questions/<slug>/evidence.<any(csv, json, xlsx, docx, ttl):suffix>")
def evidence_data(slug: str, suffix: str) -> Response:
    """Give who says what an answer rests on, how firmly and where, by the names of its claims."""
    answer_as_data()
    asking = read(find(slug))
    found = claims(rows_of(asking.shown(asking.answer())))
    return twin(
        evidence_of(found.values()), suffix, f"{slug}-evidence", _("What the answer rests on")
    )


def wanted() -> Offer:
    """Return what the reader would rather have, a page or data; one that takes neither is told."""
    offer = choose(request.headers.get("Accept", ""), (HTML, *OFFERS))
    names = ", ".join(offer.media_type for offer in (HTML, *OFFERS))
    what = sentence("This question has no answer in that format. There is %(names)s.", names=names)
    return offer or abort(406, what)


def page(asking: Asking) -> str:
    """Return a question as a sentence with its form, its answer and the query behind it.

    One that asks another endpoint, where none may be asked, says what it takes to allow one.
    """
    if not asking.question.can_be_asked:
        return render_template(
            "elsewhere.html", asked=in_language(asking.question), sparql=asking.sparql
        )
    found, whole = asking.question, rows_of(asking.answer())
    answer = rows_of(asking.shown(whole))
    reading, asked = text_in(found.reading, page_language()), fields(found, asking.bindings)
    sentence = blanks(found, asked)
    held = [one.field.name for one in sentence if one.field]
    return render_template(
        "question.html",
        asked=in_language(found),
        reading=reading,
        read_first=len(reading) <= SHORT_READING,
        sentence=sentence,
        fields=[field for field in asked if field.name not in held],
        chosen=asking.chosen,
        says_why_none=bool(found.empty),
        picture=picture(asking, whole),
        part=bool(asking.part),
        every=len(whole),
        without_part=asking.of({}).address(),
        table=as_table(answer, hidden=asking.bindings),
        claims=claims(answer),
        evidence=twins(lambda suffix: asking.address(f"/evidence{suffix}")),
        downloads=downloads(asking),
        sparql=asking.sparql,
        permalink=permalink(asking),
        citations=cited(asking),
        snippets=elsewhere(asking),
        strips=strips(marked(answer)),
    )


def data(asking: Asking, offer: Offer) -> Response:
    """Return the answer as data; whoever holds this very answer already is told so.

    What another endpoint says may be something else the next moment.
    """
    if asking.question.asks_elsewhere:
        response = Response(written(asking, offer), content_type=offer.content_type)
        response.headers["Cache-Control"] = "no-store"
        return response
    parts = "\n".join((services().engine.build_id, offer.name, asking.path(), asking.sparql))
    tag = hashlib.sha256(parts.encode()).hexdigest()[:32]
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        response = Response(written(asking, offer), content_type=offer.content_type)
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def written(asking: Asking, offer: Offer) -> bytes:
    """Return the answer in a format; a document has it as the page shows it."""
    found = asking.shown(asking.answer())
    if offer is not DOCX:
        return write(found, offer.suffix.removeprefix("."), asking.question.slug)
    return as_document(
        as_asked(asking),
        [text_in(asking.question.reading, page_language()), site_address() + asking.path()],
        as_table(rows_of(found), hidden=asking.bindings),
    )


def marked(answer: Answer) -> list[str]:
    """Return the passages that an answer names, or that its statements are read in."""
    things = {term for row in answer.rows for term in row if isinstance(term, URIRef)}
    statements = [thing for thing in things if thing.startswith(WRID["statement/"])]
    read_in = [place for statement in statements for place in services().places(statement)]
    return [thing for thing in [*things, *read_in] if thing.startswith(WRID["passage/"])]


def claims(answer: Answer) -> dict[str, Statement]:
    """Return the statements that an answer names, by their names, in the order of its rows.

    A row may leave out who says something, how firmly, or that it is our reading; they do not.
    """
    things = (term for row in answer.rows for term in row if isinstance(term, URIRef))
    found = [one for one in dict.fromkeys(things) if one.startswith(WRID["statement/"])]
    studies = dict.fromkeys(WRID[f"study/{study_key(place)}"] for place in marked(answer))
    read = [named(services().read(study)) for study in studies]
    return {
        str(one): statement(names, one, services().words)
        for one in found
        for names in read
        if one in names.facts
    }


def cited(asking: Asking) -> list[tuple[Citation, str]]:
    """Return how this very answer is cited, with the address of each form as a file."""
    return [(one, asking.address(one.suffix)) for one in answer_cited(asking)]


def elsewhere(asking: Asking) -> list[Snippet]:
    """Return how to get this very answer from elsewhere."""
    given = {**asking.chosen, LANGUAGE: page_language()} if not asking.part else {}
    return snippets(asking.question.slug, site_address() + asking.path(CSV.suffix), given)


def downloads(asking: Asking) -> list[Download]:
    """Return the answer in each format, for the same choice."""
    return in_formats(OFFERS, lambda offer: asking.address(offer.suffix))


@questions.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of any site read the answers, and caches know what decided on the format."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return response
