"""What is refused before a query is parsed: the engine's parser and its network are not ours.

A deep nesting ends the whole process of the parser, and a SERVICE is followed wherever it
points. Where our tokens and the engine's might part ways, the query is refused too.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from kg.engine.dataset import unescape
from kg.errors import QueryRefused
from kg.sentences import Sentence, sentence
from kg.tokens import OPENING, Token, depths, place, placed, tokenize

MAX_LENGTH = 100_000
"""Characters a query may have."""
MAX_DEPTH = 64
"""Brackets that may stand open at once."""

UPDATES = (
    "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH",
)  # fmt: skip

# Quotes, brackets, a backslash, a hash or a line end; some engines read escapes first of all.
_ESCAPE = re.compile(r"\\(?:u00|U000000)(?:0[aAdD]|2[237]|3[cCeE]|5[cC]|7[bBdD])")
_UNMISTAKABLE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")


def check(
    sparql: str,
    *,
    max_length: int = MAX_LENGTH,
    max_depth: int = MAX_DEPTH,
    services: Collection[str] = (),
) -> list[Token]:
    """Return the tokens of a query that may be parsed.

    *services* are the IRIs that a SERVICE may name.

    Raises:
        QueryRefused: too long, too deep, an update, a SERVICE that is not allowed, or
            written so that it can be read in two ways.
        QuerySyntaxError: it cannot be read as tokens.
    """
    if len(sparql) > max_length:
        raise QueryRefused(*too_long(len(sparql), max_length))
    tokens = tokenize(sparql)
    _refuse_update(tokens)
    _refuse_depth(sparql, tokens, max_depth)
    _refuse_service(sparql, tokens, services)
    _refuse_double_meaning(sparql, tokens)
    return tokens


def too_long(length: int, most: int) -> tuple[Sentence, Sentence]:
    """Return that a query has too many characters, and what to do."""
    what = sentence(
        "The query has %(length)s characters; %(most)s is the most.", length=length, most=most
    )
    return what, sentence("Split it, or ask for less at a time.")


def first_keyword(tokens: Sequence[Token]) -> str:
    """Return the first keyword after the prologue in capitals; empty when there is none."""
    words = (token.text.upper() for token in tokens if token.kind == "word")
    return next((word for word in words if word not in ("PREFIX", "BASE", "VERSION")), "")


def _refuse_update(tokens: Sequence[Token]) -> None:
    if (word := first_keyword(tokens)) in UPDATES:
        raise QueryRefused(
            sentence("%(word)s is an update; this endpoint only answers queries.", word=word),
            sentence("Use SELECT, CONSTRUCT, ASK or DESCRIBE."),
        )


def _refuse_depth(sparql: str, tokens: Sequence[Token], max_depth: int) -> None:
    for depth, token in depths(tokens):
        if depth >= max_depth and token.kind == "bracket":
            what = sentence("more than %(most)s brackets are open", most=max_depth)
            hint = sentence("Write it with fewer groups inside groups.")
            raise _refused(sparql, token, what, hint)


def _refuse_service(sparql: str, tokens: Sequence[Token], services: Collection[str]) -> None:
    for index, token in enumerate(tokens):
        if token.is_word("SERVICE") and _target(tokens[index + 1 : index + 3]) not in services:
            names = ", ".join(sorted(services)) or sentence("none")
            hint = sentence("Services that may be asked: %(names)s.", names=names)
            raise _refused(sparql, token, sentence("SERVICE may not be used here"), hint)


def _target(after: Sequence[Token]) -> str | None:
    """Return the IRI that a SERVICE names; None when it is no constant."""
    targets = [token for token in after if not token.is_word("SILENT")][:1]
    return next((unescape(token.text[1:-1]) for token in targets if token.kind == "iri"), None)


def _refuse_double_meaning(sparql: str, tokens: Sequence[Token]) -> None:
    """Refuse what the engine may read otherwise than we do.

    That is a ``<`` that may compare or open an IRI, and an escape that may close a string.
    What follows is then a comment or a string to one of us and not to the other.
    """
    for token in _ambiguous(tokens):
        what = sentence('"%(token)s" can be read in two ways', token=token.text)
        hint = sentence(
            'Write a space after a < that compares, a prefixed name for an IRI, \\" for a quote.'
        )
        raise _refused(sparql, token, what, hint)


def _ambiguous(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens that can be read in two ways: operators stand between round brackets."""
    around: list[str] = []
    for token, after in pairwise([*tokens, Token("end", " ", -1)]):
        if token.kind == "bracket":
            around = [*around, token.text] if token.text in OPENING else around[:-1]
        escaped = token.kind in ("string", "iri") and _ESCAPE.search(token.text)
        doubled = token.text == "<" and after.text[0] == "<" and after.start == token.end
        if (
            escaped
            or doubled
            or (token.kind == "iri" and around[-1:] == ["("] and _hides(token.text))
        ):
            yield token


def _hides(iri: str) -> bool:
    """Tell whether an IRI, read as an operator and more, would open a comment or a string."""
    return ("#" in iri or "'" in iri) and not _UNMISTAKABLE.match(iri)


def _refused(sparql: str, token: Token, what: Sentence, hint: Sentence) -> QueryRefused:
    """Return what is refused, with the place where it stands."""
    line, column = place(sparql, token.start)
    return QueryRefused(placed(what, line, column), hint, line, column)
