"""The questions as an OpenAPI document: one path each, with all that can be given and got.

https://spec.openapis.org/oas/v3.1.0
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from flask_babel import gettext as _
from rdflib import XSD, URIRef

from kg.library import Question
from kg.namespaces import shorten
from kg.parameters import Parameter
from kg.pictures import CELL
from webapp.asking import OFFERS
from webapp.negotiation import JSON, JSONLD, PROBLEM, Offer
from webapp.things import text_in

Part = dict[str, Any]
Values = Callable[[Parameter], Sequence[tuple[str, str]]]
"""What gives the valid values of a parameter with their labels; none where it is typed freely."""

_LITERALS: Mapping[URIRef, Part] = {
    XSD.integer: {"type": "integer"},
    XSD.decimal: {"type": "number"},
    XSD.boolean: {"type": "boolean"},
    XSD.gYear: {"type": "string", "pattern": r"^\d{4}$"},
    XSD.date: {"type": "string", "format": "date"},
}
_PROBLEM: Part = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "hint": {"type": "string"},
        "valid": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["value", "label"],
                "properties": {"value": {"type": "string"}, "label": {"type": "string"}},
            },
        },
    },
}
_RESULTS: Part = {
    "type": "object",
    "required": ["head", "results"],
    "properties": {
        "head": {
            "type": "object",
            "properties": {"vars": {"type": "array", "items": {"type": "string"}}},
        },
        "results": {
            "type": "object",
            "properties": {"bindings": {"type": "array", "items": {"type": "object"}}},
        },
    },
}


def document(
    questions: Iterable[Question], values: Values, root: str, language: str, tags: Mapping[str, str]
) -> Part:
    """Return the description of all questions at the site *root*, its texts in *language*.

    *tags* are the headings of groups, in their order.
    """
    asked = list(questions)
    used = {question.group for question in asked}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Warmteregie: {_('Questions')}",
            "version": version("warmteregie"),
            "description": _("Each question is one query; its answer is what was read."),
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": root}],
        "tags": [{"name": tag} for group, tag in tags.items() if group in used],
        "paths": {
            f"/questions/{question.slug}.{{format}}": {
                "get": operation(question, values, language, tags)
            }
            for question in asked
        },
        "components": {
            "parameters": {"format": _format()},
            "responses": {name: _problem(said) for name, said in _errors().items()},
            "schemas": {"Problem": _PROBLEM, "Results": _RESULTS},
        },
    }


def operation(question: Question, values: Values, language: str, tags: Mapping[str, str]) -> Part:
    """Return how one question is asked and answered."""
    texts = (question.question, question.reading)
    ref = "#/components/responses/"
    return {
        "operationId": question.slug,
        "summary": text_in(question.title, language),
        "description": "\n\n".join(filter(None, (text_in(text, language) for text in texts))),
        "tags": [tags.get(question.group, question.group)],
        "parameters": [
            {"$ref": "#/components/parameters/format"},
            *(parameter(param, values(param), language) for param in question.params),
            *parts(question),
        ],
        "responses": {
            "200": {
                "description": _("The answer"),
                "content": {offer.media_type: {"schema": _schema(offer)} for offer in OFFERS},
            },
            **{status: {"$ref": f"{ref}{status}"} for status in _errors()},
        },
    }


def parameter(param: Parameter, values: Sequence[tuple[str, str]], language: str) -> Part:
    """Return what can be given for one parameter."""
    found: Part = {
        "name": param.name,
        "in": "query",
        "description": text_in(param.note, language),
        "schema": dict(_LITERALS.get(param.kind, {"type": "string"})),
    }
    if values:
        found["schema"]["enum"] = [value for value, _label in values]
        found["schema"]["x-enumDescriptions"] = dict(values)
    if param.default is not None:
        is_thing = isinstance(param.default, URIRef)
        found["schema"]["default"] = shorten(param.default) if is_thing else str(param.default)
    return found


def parts(question: Question) -> list[Part]:
    """Return what can be given to have the rows behind a part of the question's picture only."""
    columns = question.picture.parts if question.picture else ()
    return [
        {
            "name": name,
            "in": "query",
            "description": _("Only the rows with this value of %(column)s.", column=column),
            "schema": {"type": "string"},
        }
        for name, column in zip(CELL, columns, strict=False)
    ]


def _format() -> Part:
    names = [offer.suffix.removeprefix(".") for offer in OFFERS]
    schema = {"type": "string", "enum": names}
    return {"name": "format", "in": "path", "required": True, "schema": schema}


def _schema(offer: Offer) -> Part:
    if offer is JSON:
        return {"$ref": "#/components/schemas/Results"}
    return {} if offer is JSONLD else {"type": "string"}


def _errors() -> dict[str, str]:
    """Return what each error means, by status."""
    return {
        "400": _("A parameter or value that this question cannot take; valid ones are named."),
        "404": _("No such question, or no such format."),
        "503": _("Too busy, too slow, or nothing built yet; ask again later."),
    }


def _problem(said: str) -> Part:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": said, "content": {PROBLEM.media_type: {"schema": schema}}}
