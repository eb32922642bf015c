"""The words of SPARQL: a query as tokens, and an RDF term as one token.

The tokenizer is strict where a lenient one could be misled: a quote or a backslash that
opens no valid token is an error, never skipped over. Codepoint escapes are known in strings
and IRIs only. https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from rdflib import XSD, BNode, Literal, URIRef

from kg.errors import BadParameterValue, QuerySyntaxError
from kg.sentences import Sentence, sentence

Term: TypeAlias = URIRef | BNode | Literal

FORMS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
OPENING = {"{": "}", "(": ")", "[": "]"}
CLOSING = frozenset(OPENING.values())

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = rf"{_BASE}_0-9\-\u00b7\u0300-\u036f\u203f\u2040"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ECHAR = rf"\\[tbnrf\\\"']|{_UCHAR}"
_LOCAL = rf"(?:[{_CHARS}:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<string>
        \"\"\"(?:(?:\"\"|\")?(?:[^\"\\]|{_ECHAR}))*+\"\"\"
      | '''(?:(?:''|')?(?:[^'\\]|{_ECHAR}))*+'''
      | \"(?!\"\")(?:[^\"\\\r\n]|{_ECHAR})*+\"
      | '(?!'')(?:[^'\\\r\n]|{_ECHAR})*+'
    )
  | (?P<iri><(?:[^<>\"{{}}|^`\\\x00-\x20]|{_UCHAR})*+>)
  | (?P<blank>_:[{_BASE}_0-9](?:[{_CHARS}.]*[{_CHARS}])?)
  | (?P<name>(?:[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?)?:(?:{_LOCAL}(?:(?:{_LOCAL}|\.)*{_LOCAL})?)?)
  | (?P<variable>[?$][{_CHARS}]+)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<word>[A-Za-z_][{_CHARS}]*)
  | (?P<bracket>[{{}}()\[\]])
  | (?P<sign>[^\"'\\])
    """,
    re.VERBOSE,
)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^<>\"{}|^`\\\x00-\x20]*")
_TAG = re.compile(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Token(NamedTuple):
    """A piece of a query: its kind, its text and where it starts, counted from 0."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The place just after the token."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Tell whether the token is one of the keywords *words*, given in capitals."""
        return self.kind == "word" and self.text.upper() in words


def tokenize(sparql: str) -> list[Token]:
    """Return the tokens of a query in order, white space and comments left out.

    Raises:
        QuerySyntaxError: a string that does not end, or a backslash out of place.
    """
    return [token for token in _read(sparql) if token.kind not in ("space", "comment")]


def _read(sparql: str) -> Iterator[Token]:
    """Yield every token; together they are the whole query."""
    at = 0
    while at < len(sparql):
        found = _TOKEN.match(sparql, at)
        if found is None:
            raise _unreadable(sparql, at)
        yield Token(found.lastgroup or "sign", found[0], at)
        at = found.end()


def _unreadable(sparql: str, at: int) -> QuerySyntaxError:
    """Return what is wrong where no token begins."""
    line, column = place(sparql, at)
    if sparql[at] == "\\":
        what, hint = sentence("a backslash stands outside a string"), sentence("Remove it.")
    else:
        what = sentence(
            "the string that opens with %(quote)s does not end, or holds a wrong escape",
            quote=sparql[at],
        )
        hint = sentence("Close it on the same line, or use three quotes; write a backslash twice.")
    return QuerySyntaxError(placed(what, line, column), line, column, hint)


def placed(what: Sentence, line: int, column: int) -> Sentence:
    """Return what is wrong with a query as a sentence with its place."""
    return sentence(
        "Line %(line)s, column %(column)s: %(what)s.",
        line=str(line), column=str(column), what=what,
    )  # fmt: skip


def place(text: str, at: int) -> tuple[int, int]:
    """Return line and column of the character *at*, both counted from 1."""
    before = text[:at].replace("\r\n", " \n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def query_form(tokens: Iterable[Token]) -> str:
    """Return the form of a query, one of `FORMS`; empty when it has none of them."""
    return next((token.text.upper() for token in tokens if token.is_word(*FORMS)), "")


def undeclared(tokens: Sequence[Token]) -> Token | None:
    """Return the first prefixed name whose prefix the query did not declare before it."""
    declared: set[str] = set()
    for before, token in pairwise([Token("start", "", 0), *tokens]):
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and before.is_word("PREFIX"):
            declared.add(prefix)
        elif token.kind == "name" and prefix not in declared:
            return token
    return None


def depths(tokens: Iterable[Token]) -> Iterator[tuple[int, Token]]:
    """Yield each token with the number of brackets open around it.

    A bracket is as deep as what stands beside it, not as what stands inside it.
    """
    depth = 0
    for token in tokens:
        closes = token.kind == "bracket" and token.text in CLOSING
        depth -= closes
        yield depth, token
        depth += token.kind == "bracket" and not closes


def closing(tokens: Sequence[Token], opening: int) -> int:
    """Return the index of the bracket that closes the one at index *opening*.

    Raises:
        QuerySyntaxError: it is never closed.
    """
    for index, (depth, token) in enumerate(depths(tokens[opening:])):
        if index and depth <= 0 and token.text in CLOSING:
            return opening + index
    what = sentence('A "%(bracket)s" is never closed.', bracket=tokens[opening].text)
    raise QuerySyntaxError(what, hint=sentence("Close it."))


def is_iri(text: str) -> bool:
    """Tell whether *text* is a whole IRI: with a scheme, and no character an IRI may not hold."""
    return _IRI.fullmatch(text) is not None


def write_term(term: Term) -> str:
    """Return the term as one SPARQL token; a literal keeps its spelling and its type.

    Raises:
        BadParameterValue: a blank node, or characters that no IRI or string may hold.
    """
    if isinstance(term, BNode):
        what = sentence("A blank node cannot be asked for.")
        raise BadParameterValue(what, sentence("Give its IRI."))
    if isinstance(term, URIRef):
        if not is_iri(term):
            what = sentence('"%(iri)s" is not a whole IRI.', iri=str(term))
            raise BadParameterValue(what, sentence("Write it as https://... ."))
        return f"<{term}>"
    return _write_literal(term)


def _write_literal(literal: Literal) -> str:
    """Return a literal in double quotes, with its language or its datatype."""
    text = write_string(str(literal))
    if literal.language:
        if not _TAG.fullmatch(literal.language):
            what = sentence('"%(tag)s" is not a language tag.', tag=literal.language)
            raise BadParameterValue(what, sentence("Write nl or en."))
        return f"{text}@{literal.language}"
    if literal.datatype in (None, XSD.string):
        return text
    return f"{text}^^{write_term(URIRef(str(literal.datatype)))}"


def write_string(text: str) -> str:
    """Return *text* as a string in double quotes that means the same on every engine.

    Some engines read codepoint escapes before they read strings, so a backslash before a
    ``u`` would mean two things; that ``u`` is written as an escape itself.

    Raises:
        BadParameterValue: half a character (a lone surrogate), which cannot be sent.
    """
    if re.search(r"[\ud800-\udfff]", text):
        what = sentence("The text holds half a character.")
        raise BadParameterValue(what, sentence("Type it again."))
    escaped = re.sub(r"[\\\"\n\r\t]", lambda found: _ESCAPES[found[0]], text)
    return '"' + re.sub(
        r"(?<=\\\\)[uU]", lambda found: f"\\U{ord(found[0]):08x}", escaped
    ) + '"'  # fmt: skip
