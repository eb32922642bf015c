"""Asking: from an address to a question with what was chosen for it, checked before it is run."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from rdflib import XSD

from kg.choices import checked_bindings
from kg.errors import UnknownFormat
from kg.formats import Found
from kg.library import Question, bind, find_question
from kg.parameters import Parameter, read_value
from kg.tokens import Term
from webapp.languages import page_language
from webapp.negotiation import CSV, JSON, JSONLD, TSV, TURTLE, XLSX
from webapp.services import services

OFFERS = (CSV, TSV, JSON, XLSX, TURTLE, JSONLD)
LANGUAGE = "lang"


@dataclass(frozen=True)
class Asking:
    """A question with what the address chooses; *chosen* leaves the language out.

    *sparql* has everything bound and can be run anywhere.
    """

    question: Question
    chosen: Mapping[str, str]
    bindings: Mapping[str, Term]
    sparql: str

    def address(self, suffix: str = "") -> str:
        """Return where this very choice is answered, in the language of the page."""
        return request.script_root + self.path(suffix)

    def path(self, suffix: str = "") -> str:
        """Return that address from the root of the site on."""
        choice = urlencode({**self.chosen, LANGUAGE: page_language()})
        return f"/questions/{self.question.slug}{suffix}?{choice}"

    def answer(self) -> Found:
        """Return the answer."""
        return services().engine.answer(self.sparql)


def find(slug: str) -> Question:
    """Return the question of the library with this slug.

    Raises:
        UnknownFormat: it is the slug of one with a suffix that nobody offers.
        UnknownQuestion: there is none.
    """
    library = services().library
    stem, _, suffix = slug.rpartition(".")
    if slug not in library and stem in library:
        raise UnknownFormat(
            f'The question "{stem}" has no answer as ".{suffix}".',
            f"It has one as {', '.join(offer.suffix for offer in OFFERS)}.",
        )
    return find_question(library, slug)


def read(question: Question) -> Asking:
    """Return a question with what the address chooses for it; nothing of it is run.

    Raises:
        UnknownParameter: the address names one that the question does not take.
        BadParameterValue: two values for one parameter, or one that it cannot take.
    """
    given = request.args.to_dict(flat=False)
    tongue = [text for text in given.pop(LANGUAGE, []) if text]
    if any(param.name == LANGUAGE for param in question.params):
        given[LANGUAGE] = tongue or [page_language()]
    for text in tongue:  # a question without labels has a page in some language too
        read_value(Parameter(LANGUAGE, XSD.string), text)
    bindings = checked_bindings(services().engine, question, given, page_language())
    chosen = {
        name: text.strip()
        for name, [text, *_] in given.items()
        if text.strip() and name != LANGUAGE
    }
    return Asking(question, chosen, bindings, bind(question.body, bindings))
