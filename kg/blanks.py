"""Blanks: a question as a sentence with its parameters where they are chosen.

    What does {chapter} deny, and who says it at {level|each of the three levels}?

What stands behind the bar is said where nothing is chosen.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_BLANK = re.compile(r"\{(?P<name>\w+)(?:\|(?P<free>[^{}|]+))?\}")
Texts = Mapping[str, str]


class Piece(NamedTuple):
    """Some words of a sentence, and the parameter that follows them; empty at the end.

    *free* is what is said in its place where nothing is chosen.
    """

    words: str
    name: str = ""
    free: str = ""


def pieces(text: str) -> tuple[Piece, ...]:
    """Return a sentence with blanks as its pieces, in order."""
    found: list[Piece] = []
    at = 0
    for blank in _BLANK.finditer(text):
        found.append(Piece(text[at : blank.start()], blank["name"], blank["free"] or ""))
        at = blank.end()
    return (*found, Piece(text[at:])) if at < len(text) else tuple(found)


def blank_faults(asks: Texts, names: Iterable[str]) -> list[tuple[str, str]]:
    """Return what is wrong with the sentences of a question, and what to do.

    Each language has to hold the same parameters, of those that there are, each once.
    """
    held = {lang: [one.name for one in pieces(text) if one.name] for lang, text in asks.items()}
    known, every = set(names), {name for found in held.values() for name in found}
    found = [
        (f'"ask" holds "{{{name}}}", which is no parameter.', "Name one of the question's own.")
        for name in sorted(every - known)
    ]
    for text in asks.values():
        if any(brace in piece.words for piece in pieces(text) for brace in "{}"):
            found.append(('"ask" has a brace too many.', "Write {name} or {name|free words}."))
    for lang, own in held.items():
        if sorted(own) != sorted(every):
            hint = f"It is to hold {', '.join(sorted(every))}, each once."
            found.append((f'"ask" in {lang} holds other parameters than elsewhere.', hint))
    return found
