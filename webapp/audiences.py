"""Audiences: for whom a question is, as a filter on the list of questions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flask import request

from kg.errors import BadParameterValue
from kg.library import Question
from kg.parameters import given_twice, likely, no_value
from webapp.languages import page_language
from webapp.things import text_in

AUDIENCE = "audience"


@dataclass(frozen=True)
class Audience:
    """For whom questions are: how the address says it, its name, and how many there are."""

    key: str
    name: str
    number: int


def audience_key(question: Question) -> str:
    """Return how an address names the audience of a question; empty where it has none."""
    return question.audience.get("en", "").replace(" ", "-")


def audiences(questions: Iterable[Question]) -> list[Audience]:
    """Return the audiences of questions, those with most questions first."""
    asked = list(questions)
    names = {audience_key(one): text_in(one.audience, page_language()) for one in asked}
    counts = Counter(audience_key(one) for one in asked)
    return [Audience(key, names[key], number) for key, number in counts.most_common() if key]


def asked_audience(questions: Iterable[Question]) -> str:
    """Return the audience that the address chooses, empty where it chooses none.

    Raises:
        BadParameterValue: it chooses two, or one that no question is for.
    """
    given = [text for text in request.args.getlist(AUDIENCE) if text]
    valid = [(one.key, one.name) for one in audiences(questions)]
    if len(given) > 1:
        raise BadParameterValue(*given_twice(AUDIENCE, len(given)), valid)
    if given and given[0] not in dict(valid):
        hint = likely(given[0], dict(valid))
        raise BadParameterValue(no_value(given[0], AUDIENCE), hint, valid)
    return given[0] if given else ""
