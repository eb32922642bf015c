"""Catalogue: the questions that an address chooses, and their list as data."""

from collections.abc import Iterable
from typing import Any

from flask import request, url_for
from rdflib import Literal, URIRef

from kg.answers import Answer
from kg.errors import UnknownFormat
from kg.formats import write
from kg.library import Question
from kg.sentences import sentence
from webapp.asking import OFFERS
from webapp.audiences import AUDIENCE, asked_audience, audience_key
from webapp.examples import question_iri
from webapp.negotiation import Offer
from webapp.showing import Download, in_formats, in_language
from webapp.words import groups

WORDS = "q"

_COLUMNS = ("question", "group", "sentence", "title", "audience", "picture")


def chosen(library: Iterable[Question]) -> list[Question]:
    """Return the questions for the audience that the address names, with all its words.

    Raises:
        BadParameterValue: no question is for that audience.
    """
    questions = list(library)
    audience, words = asked_audience(questions), asked_words().casefold().split()
    return [
        found
        for found in questions
        if audience in ("", audience_key(found)) and has_words(found, words)
    ]


def asked_words() -> str:
    """Return the words that the address asks for."""
    return request.args.get(WORDS, "").strip()


def has_words(found: Question, words: Iterable[str]) -> bool:
    """Tell whether a question has each of these words or parts of words, as the page shows it."""
    asked = in_language(found)
    text = " ".join((asked.question, asked.title, *found.keywords)).casefold()
    return all(word in text for word in words)


def offer_of(suffix: str) -> Offer:
    """Return the format with this suffix.

    Raises:
        UnknownFormat: there is none; the hint names those there are.
    """
    found = next((offer for offer in OFFERS if offer.suffix == f".{suffix}"), None)
    if found is None:
        names = ", ".join(offer.suffix for offer in OFFERS)
        what = sentence("The list of questions is not there in that format.")
        raise UnknownFormat(what, sentence("There is %(names)s.", names=names))
    return found


def written(questions: Iterable[Question], offer: Offer) -> bytes:
    """Return questions in a format, in the language of the page."""
    rows = tuple(row(found) for found in questions)
    return write(Answer(_COLUMNS, rows), offer.suffix.removeprefix("."), "questions")


def row(found: Question) -> tuple[URIRef | Literal, ...]:
    """Return a question as a row of the list."""
    asked, titles = in_language(found), groups()
    group = titles.get(found.group, titles[""])
    texts = (group, asked.question, asked.title, asked.audience, asked.picture)
    return question_iri(found.slug), *map(Literal, texts)


def downloads() -> list[Download]:
    """Return the list that is shown in each format."""
    kept: dict[str, Any] = {
        name: request.args[name] for name in (AUDIENCE, WORDS) if request.args.get(name)
    }
    return in_formats(
        OFFERS,
        lambda offer: url_for(
            "questions.index_data", suffix=offer.suffix.removeprefix("."), **kept
        ),
    )
