"""Uses: which questions of the library have to do with a thing, told from their texts alone.

No question is asked for it. Which things a parameter can take, and which terms and things a
query names, is found once for each build.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask import url_for

from kg.choices import choices
from kg.library import Question
from kg.namespaces import expand, shorten
from webapp.services import Services
from webapp.showing import Asked, in_language

MOST = 6
"""So many questions after the like of a thing are shown; the rest are found in the library."""

_NAME = re.compile(r"\b(?:wr|wrid):[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class Uses:
    """Questions that take a thing, name it, or ask after what is said of it.

    Those that take it lead to their answer for this very thing.
    """

    taking: tuple[Asked, ...]
    naming: tuple[Asked, ...]
    asking: tuple[Asked, ...]

    def __bool__(self) -> bool:
        return bool(self.taking or self.naming or self.asking)


def uses(asked: Services, iri: str, predicates: Iterable[str]) -> Uses:
    """Return the questions that have to do with a thing that claims with *predicates* are about."""
    takes, names = _index(asked, asked.engine.build_id)
    taking = dict(takes.get(iri, ()))
    naming = [slug for slug in names.get(iri, ()) if slug not in taking]
    like = Counter(slug for one in predicates for slug in names.get(one, ()))
    asking = [slug for slug, _ in like.most_common() if slug not in {*taking, *naming}]
    return Uses(
        tuple(_filled_in(asked.library[slug], name, iri) for slug, name in taking.items()),
        tuple(in_language(asked.library[slug]) for slug in naming),
        tuple(in_language(asked.library[slug]) for slug in asking[:MOST]),
    )


def _filled_in(question: Question, name: str, iri: str) -> Asked:
    """Return a question whose address chooses a thing for one of its parameters."""
    chosen: dict[str, Any] = {name: shorten(iri)}
    href = url_for("questions.question", slug=question.slug, **chosen)
    return replace(in_language(question), href=href)


_Takes = Mapping[str, list[tuple[str, str]]]


@lru_cache(maxsize=2)
def _index(asked: Services, build_id: str) -> tuple[_Takes, Mapping[str, list[str]]]:
    """Return by thing what takes it, question and parameter, and by name what names it."""
    takes: dict[str, list[tuple[str, str]]] = {}
    names: dict[str, list[str]] = {}
    for slug, question in asked.library.items():
        for param in question.params:
            if not param.is_literal and param.name != "study":
                for choice in choices(asked.engine, param.kind):
                    takes.setdefault(str(choice.iri), []).append((slug, param.name))
        for name in sorted(_named(question)):
            names.setdefault(name, []).append(slug)
    return takes, names


def _named(question: Question) -> set[str]:
    """Return the terms and things that a query, or a default of its parameters, names."""
    defaults = {str(param.default) for param in question.params if param.name != "study"}
    return {str(expand(name)) for name in _NAME.findall(question.body)} | defaults
