"""What the store complains of, said to the one who asked."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from kg.errors import QueryFailed, QuerySyntaxError
from kg.namespaces import PREFIXES
from kg.tokens import Token, offset, place, tokenize, undeclared

_PLACE = re.compile(r"error at (\d+):(\d+)")
_FUNCTION = re.compile(r"custom (?:aggregate )?function (<[^>]*>) is not supported", re.IGNORECASE)
_WORDS = """
SELECT CONSTRUCT DESCRIBE ASK WHERE PREFIX BASE FROM NAMED DISTINCT REDUCED OPTIONAL UNION GRAPH
FILTER BIND VALUES MINUS EXISTS NOT GROUP ORDER BY HAVING LIMIT OFFSET ASC DESC AS COUNT SUM MIN
MAX AVG SAMPLE GROUP_CONCAT SEPARATOR UNDEF IN STR LANG LANGMATCHES DATATYPE BOUND COALESCE IF
REGEX CONTAINS STRSTARTS STRENDS STRLEN SUBSTR REPLACE UCASE LCASE CONCAT IRI URI BNODE YEAR
MONTH DAY NOW ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC SAMETERM ABS ROUND CEIL FLOOR RAND UUID
STRUUID STRLANG STRDT STRBEFORE STRAFTER ENCODE_FOR_URI HOURS MINUTES SECONDS TIMEZONE TZ MD5
SHA1 SHA256 SHA384 SHA512 A TRUE FALSE SERVICE SILENT
"""
_KEYWORDS = frozenset(_WORDS.split())


def explain(error: Exception, sparql: str) -> QueryFailed:
    """Return our own error for one that the store raised over the query."""
    text = str(error)
    if isinstance(error, SyntaxError) and (found := _PLACE.search(text)):
        return _syntax_error(sparql, int(found[1]), int(found[2]))
    if function := _FUNCTION.search(text):
        hint = "Use the functions of SPARQL 1.1 only; check the spelling."
        return QueryFailed(f"The function {function[1]} is not known here.", hint)
    if isinstance(error, UnicodeEncodeError):
        return QueryFailed("The query holds half a character.", "Type it again.")
    return QueryFailed(f"The query could not be answered: {text}.")


def _syntax_error(sparql: str, line: int, column: int) -> QuerySyntaxError:
    """Return the error with its place; a prefix that is not declared is the place itself."""
    tokens = tokenize(sparql)
    if token := undeclared(tokens):
        line, column = place(sparql, token.start)
        return QuerySyntaxError(
            f'Line {line}, column {column}: the prefix of "{token.text}" is not declared.',
            line,
            column,
            _prefix_hint(token.text.partition(":")[0]),
        )
    start = offset(sparql, line, column)
    at = next((token for token in tokens if token.end > start), None)
    what = f'"{at.text}" is not expected here' if at else "the query ends too early"
    return QuerySyntaxError(
        f"Line {line}, column {column}: {what}.", line, column, _word_hint(tokens)
    )


def _prefix_hint(prefix: str) -> str:
    if prefix in PREFIXES:
        return f"Add PREFIX {prefix}: <{PREFIXES[prefix]}> at the top."
    close = get_close_matches(prefix, PREFIXES, 1)
    return f'Did you mean "{close[0]}:"?' if close else f"Add PREFIX {prefix}: <...> at the top."


def _word_hint(tokens: Sequence[Token]) -> str:
    """Return a hint on the first word that is no keyword of SPARQL."""
    for token in tokens:
        if token.kind == "word" and token.text.upper() not in _KEYWORDS:
            close = get_close_matches(token.text.upper(), _KEYWORDS, 1)
            if close:
                return f'Did you mean {close[0]} for "{token.text}"?'
            return f'"{token.text}" is no word of SPARQL.'
    return "Look at what stands just before it: a full stop, a bracket or a quote too few."
