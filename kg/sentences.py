"""Sentences: what is said in English, kept apart from its parts so that others can translate it."""

from collections.abc import Callable, Mapping
from typing import Any


class Sentence(str):
    """A sentence in English: *template* with its named *parts* filled in, and a text like any.

    Parts are names, which every language writes alike, numbers, or sentences themselves.
    """

    template: str
    parts: Mapping[str, "str | float"]

    def __new__(cls, template: str, parts: Mapping[str, "str | float"]) -> "Sentence":
        """Return the sentence in English; without parts a template is said as it is."""
        found = super().__new__(cls, filled(template, parts, str, _number))
        found.template, found.parts = template, dict(parts)
        return found

    def __getnewargs__(self) -> tuple[str, Mapping[str, "str | float"]]:  # type: ignore[override]
        return self.template, self.parts

    def said(self, translate: Callable[[str], str], number: Callable[[float], str]) -> str:
        """Return the sentence as *translate* says its template and *number* writes numbers."""
        return filled(self.template, self.parts, translate, number) if self else ""


def filled(
    template: str,
    parts: Mapping[str, "str | float"],
    translate: Callable[[str], str],
    number: Callable[[float], str],
) -> str:
    """Return a template with its parts in one language."""
    texts = {
        name: part.said(translate, number)
        if isinstance(part, Sentence)
        else (part if isinstance(part, str) else number(part))
        for name, part in parts.items()
    }
    return translate(template) % texts if texts else translate(template)


def sentence(template: str, **parts: "str | float") -> Sentence:
    """Return a sentence; *template* is a text in the code, as the catalogues are made of those."""
    return Sentence(template, parts)


def after(first: Sentence, second: Sentence) -> Sentence:
    """Return two sentences, one after the other; the second alone where the first is empty."""
    both = {"first": first, "second": second}
    return Sentence("%(first)s %(second)s", both) if first else second  # no text to translate


def _number(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:g}"


NOTHING = Sentence("", {})
"""What is said where there is nothing to say."""


def to_data(text: str) -> Any:
    """Return a text as what JSON can hold, a sentence with its parts."""
    if not isinstance(text, Sentence):
        return text
    parts = {name: to_data(part) if isinstance(part, str) else part
             for name, part in text.parts.items()}  # fmt: skip
    return {"template": text.template, "parts": parts}


def from_data(found: Any) -> Any:
    """Return the text that `to_data` wrote."""
    if not isinstance(found, dict):
        return found
    return Sentence(found["template"], {name: from_data(part) for name, part in
                                        found["parts"].items()})  # fmt: skip
