"""Asking: from an address to a question with what was chosen for it, checked before it is run."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from flask import request
from rdflib import XSD, URIRef

from kg.answers import Answer, from_json
from kg.choices import checked_bindings
from kg.engine import Dataset
from kg.errors import BadParameterValue, NoEndpoint, UnknownFormat
from kg.formats import Found
from kg.library import Question, bind, find_question
from kg.namespaces import shorten
from kg.parameters import Parameter, brief, given_twice, read_value
from kg.pictures import CELL
from kg.sentences import sentence
from kg.tokens import Term
from webapp.languages import page_language
from webapp.negotiation import CSV, DOCX, JSON, JSONLD, TSV, TURTLE, XLSX
from webapp.references import VERSION
from webapp.requests import noting
from webapp.services import services

OFFERS = (CSV, TSV, JSON, XLSX, DOCX, TURTLE, JSONLD)
LANGUAGE = "lang"


@dataclass(frozen=True)
class Asking:
    """A question with what the address chooses; *chosen* leaves the language out.

    *sparql* has everything bound and can be run anywhere; *part* is the part of a picture
    whose rows alone are shown, empty where all are.
    """

    question: Question
    chosen: Mapping[str, str]
    bindings: Mapping[str, Term]
    sparql: str
    part: Mapping[str, str] = field(default_factory=dict)

    def address(self, suffix: str = "") -> str:
        """Return where this very choice is answered, in the language of the page."""
        return request.script_root + self.path(suffix)

    def path(self, suffix: str = "") -> str:
        """Return that address from the root of the site on."""
        choice = urlencode({**self.chosen, **self.part, LANGUAGE: page_language()})
        return f"/questions/{self.question.slug}{suffix}?{choice}"

    def of(self, part: Mapping[str, str]) -> "Asking":
        """Return the same choice, showing a part of its picture."""
        return replace(self, part=part)

    def answer(self) -> Found:
        """Return the whole answer: of a question that asks others too, from a process apart.

        Raises:
            NoEndpoint: it asks another endpoint, and none may be asked here.
            ServiceFailed: that gave no answer.
        """
        if not self.question.asks_elsewhere:
            return services().engine.answer(self.sparql)
        if not self.question.can_be_asked:
            raise NoEndpoint
        with noting(services().pool, self.sparql, "json", Dataset()) as found:
            return from_json(found.read().decode("utf-8"))

    def shown(self, found: Found) -> Found:
        """Return the rows of an answer that belong to the part that is shown.

        Raises:
            BadParameterValue: none does; *valid* holds the values that have rows.
        """
        picture = self.question.picture
        if not (picture and self.part and isinstance(found, Answer)):
            return found
        columns = dict(zip(CELL, picture.parts, strict=False))
        for name, text in self.part.items():
            found = with_value(found, columns[name], name, text)
        return found


def find(slug: str) -> Question:
    """Return the question of the library with this slug.

    Raises:
        UnknownFormat: it is the slug of one with a suffix that nobody offers.
        UnknownQuestion: there is none.
    """
    library = services().library
    stem, _, suffix = slug.rpartition(".")
    if slug not in library and stem in library:
        what = sentence(
            'The question "%(question)s" has no answer as ".%(suffix)s".',
            question=stem,
            suffix=suffix,
        )
        names = ", ".join(offer.suffix for offer in OFFERS)
        raise UnknownFormat(what, sentence("It has one as %(names)s.", names=names))
    return find_question(library, slug)


def read(question: Question) -> Asking:
    """Return a question with what the address chooses for it; nothing of it is run.

    Raises:
        UnknownParameter: the address names one that the question does not take.
        BadParameterValue: two values for one parameter, or one that it cannot take.
    """
    given = request.args.to_dict(flat=False)
    given.pop(VERSION, None)
    tongue = [text for text in given.pop(LANGUAGE, []) if text]
    if any(param.name == LANGUAGE for param in question.params):
        given[LANGUAGE] = tongue or [page_language()]
    part = _part(question, given)
    for text in tongue:  # a question without labels has a page in some language too
        read_value(Parameter(LANGUAGE, XSD.string), text)
    bindings = checked_bindings(services().engine, question, given, page_language())
    chosen = {
        name: text.strip()
        for name, [text, *_] in given.items()
        if text.strip() and name != LANGUAGE
    }
    return Asking(question, chosen, bindings, bind(question.body, bindings), part)


def _part(question: Question, given: dict[str, list[str]]) -> dict[str, str]:
    """Take out of *given* what names a part of the question's picture, and return it."""
    parts = question.picture.parts if question.picture else ()
    found = {name: given.pop(name) for name in CELL[: len(parts)] if name in given}
    for name, texts in found.items():
        if len(texts) > 1:
            raise BadParameterValue(*given_twice(name, len(texts)))
    return {name: text for name, [text] in found.items() if text}


def with_value(answer: Answer, column: str, name: str, text: str) -> Answer:
    """Return the rows that have, as an address writes it, the value *text* under a variable.

    Raises:
        BadParameterValue: none has; the error calls the variable *name*.
    """
    values = answer.column(column)
    rows = [row for row, value in zip(answer.rows, values, strict=True) if written(value) == text]
    if not rows:
        what = sentence(
            '"%(value)s" is no value for "%(name)s": no row has it.', value=brief(text), name=name
        )
        raise BadParameterValue(
            what, valid=[(one, "") for one in sorted(set(map(written, values)))]
        )
    return Answer(answer.variables, tuple(rows))


def written(term: Term | None) -> str:
    """Return a term as an address gives it; a dash where nothing is bound."""
    if term is None:
        return "-"
    return shorten(term) if isinstance(term, URIRef) else str(term)
