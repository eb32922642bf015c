"""The questions of the library as functions: each has a signature and help of its own."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from inspect import Parameter as Argument
from inspect import Signature
from typing import TypeAlias

from rdflib import URIRef

from kg.answers import Answer
from kg.library import Question
from kg.namespaces import shorten
from kg.parameters import Parameter

Given: TypeAlias = str | int | float | bool | date | None
"""What a parameter may be given as; None leaves it out."""
Asking: TypeAlias = Callable[..., Answer]


class Questions(Mapping[str, Asking]):
    """The questions by slug, and as attributes with ``_`` for ``-``: `questions.co_benefits`."""

    def __init__(self, library: Mapping[str, Question], ask: Asking) -> None:
        self._library = library
        self._ask = ask

    def __getitem__(self, slug: str) -> Asking:
        return as_function(self._library[slug], self._ask)

    def __iter__(self) -> Iterator[str]:
        return iter(self._library)

    def __len__(self) -> int:
        return len(self._library)

    def __getattr__(self, name: str) -> Asking:
        slug = name.replace("_", "-")
        if name.startswith("_") or slug not in self._library:
            raise AttributeError(f"There is no question {slug}; list(graph.questions) has them.")
        return self[slug]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *map(_name, self._library)]

    def __repr__(self) -> str:
        width = max(map(len, self._library), default=0)
        return "\n".join(
            f"{slug:<{width}}  {one.question['en']}" for slug, one in self._library.items()
        )


def as_function(question: Question, ask: Asking) -> Asking:
    """Return a question as a function of its parameters, which *ask* answers."""

    def asking(**params: Given) -> Answer:
        return ask(question.slug, **params)

    asking.__name__ = asking.__qualname__ = _name(question.slug)
    asking.__doc__ = docstring(question)
    arguments = [
        Argument(param.name, Argument.KEYWORD_ONLY, default=default(param), annotation=str)
        for param in question.params
    ]
    asking.__signature__ = Signature(  # type: ignore[attr-defined]  # for help() to show
        arguments, return_annotation=Answer
    )
    return asking


def docstring(question: Question) -> str:
    """Return what a question asks, how to read its answer, and what each parameter takes."""
    lines = [f"{question.question['en']}", ""]
    if reading := question.reading.get("en"):
        lines += [reading, ""]
    lines += ["Args:", *(f"    {param.name}: {takes(param)}" for param in question.params)]
    return "\n".join(lines)


def takes(param: Parameter) -> str:
    """Return what a parameter is for, the kind of its values, and what it is when left out."""
    left_out = default(param)
    kind = f"{shorten(str(param.kind))}; {'free' if left_out is None else left_out} by default"
    return f"{param.note.get('en', '')} ({kind})".strip()


def default(param: Parameter) -> str | None:
    """Return the default as one would write it."""
    return None if param.default is None else shorten(str(param.default))


def written(value: str | int | float | bool | date) -> str:
    """Return a value as a parameter is written."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"<{value}>" if isinstance(value, URIRef) else str(value)


def _name(slug: str) -> str:
    return slug.replace("-", "_")
