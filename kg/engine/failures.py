"""What the store complains of, said to the one who asked."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from kg.errors import BuildDamaged, QueryFailed, QuerySyntaxError, WarmteregieError
from kg.namespaces import PREFIXES
from kg.parameters import meant
from kg.seal import REBUILD
from kg.sentences import Sentence, sentence
from kg.tokens import Token, place, placed, tokenize, undeclared

_PADDING = "\n" + " " * 24
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_EXPECTED_CHARACTER = re.compile(r"[\[\"]")
_EXPECTED_WORD = re.compile(r"[A-Za-z_]{2,}")
_UNBOUND = "The SELECT contains a variable that is unbound"
_FUNCTION = re.compile(r"custom (?:aggregate )?function (<[^>]*>) is not supported", re.IGNORECASE)
_DAMAGE = re.compile(r"^(?:Corruption|IO error): ")
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


def explain(error: Exception, sparql: str) -> WarmteregieError:
    """Return our own error for one that the store raised over `padded` *sparql*."""
    text = str(error)
    if isinstance(error, SyntaxError):
        return _syntax_error(sparql, text)
    if function := _FUNCTION.search(text):
        what = sentence("The function %(function)s is not known here.", function=function[1])
        hint = sentence("Use the functions of SPARQL 1.1 only; check the spelling.")
        return QueryFailed(what, hint)
    if _DAMAGE.match(text):
        return BuildDamaged(f"The store of the build is damaged: {text}.", REBUILD)
    if isinstance(error, UnicodeEncodeError):
        what = sentence("The query holds half a character.")
        return QueryFailed(what, sentence("Type it again."))
    return QueryFailed(sentence("The query could not be answered: %(why)s.", why=text))


def padded(sparql: str) -> str:
    """Return the query with space behind it, so that the place of a fault can be told.

    The parser says where it stopped reading: behind the longest keyword it tried, or at the
    end of the text if that comes first.
    """
    return sparql + _PADDING


def _syntax_error(sparql: str, text: str) -> QuerySyntaxError:
    """Return what is wrong, where, and what to do."""
    tokens = tokenize(sparql)
    if name := undeclared(tokens):
        what = sentence('the prefix of "%(name)s" is not declared', name=name.text)
        return _at(sparql, name.start, what, _prefix_hint(name.text.partition(":")[0]))
    if iri := _relative(tokens):
        what = sentence("%(iri)s is not a whole IRI", iri=iri.text)
        return _at(sparql, iri.start, what, sentence("Write it whole."))
    if _UNBOUND in text:
        what = sentence("the SELECT contains a variable that is unbound")
        hint = sentence("Add it to the GROUP BY, or take it out of the SELECT.")
        return _at(sparql, 0, what, hint)
    start, exact = _stopped(sparql, text)
    token = next((token for token in tokens if token.end > start), None)
    if token is None:
        hint = sentence("A bracket is not closed, or a part is missing at the end.")
        return _at(sparql, len(sparql.rstrip()), sentence("the query ends too early"), hint)
    if exact:
        what = sentence('"%(token)s" is not expected here', token=token.text)
    else:
        what = sentence('"%(token)s" begins a part that cannot be read', token=token.text)
    return _at(sparql, token.start, what, _word_hint(tokens))


def _at(sparql: str, start: int, what: Sentence, hint: Sentence) -> QuerySyntaxError:
    line, column = place(sparql, start)
    return QuerySyntaxError(placed(what, line, column), line, column, hint)


def _stopped(sparql: str, text: str) -> tuple[int, bool]:
    """Return the character at which the parser could not go on, and whether it is that very one.

    A character is missed where it should stand; a keyword after its length has been read,
    and then the fault may lie further on in the part that begins there.
    """
    found = _PLACE.search(text)
    if found is None:
        return 0, False
    lines = padded(sparql).split("\n")
    at = sum(len(line) + 1 for line in lines[: int(found[1]) - 1]) + int(found[2]) - 1
    words = _EXPECTED_WORD.findall(found[3])
    if _EXPECTED_CHARACTER.search(found[3]) or not words:
        return at, True
    return at - min(map(len, words)), False


def _relative(tokens: Sequence[Token]) -> Token | None:
    """Return the first IRI that is not whole, in a query without BASE."""
    if any(token.is_word("BASE") for token in tokens):
        return None
    iris = (token for token in tokens if token.kind == "iri")
    return next((token for token in iris if ":" not in token.text), None)


def _prefix_hint(prefix: str) -> Sentence:
    close = get_close_matches(prefix, PREFIXES, 1)
    if close and prefix not in PREFIXES:
        return meant(f"{close[0]}:")
    line = f"PREFIX {prefix}: <{PREFIXES.get(prefix, '...')}>"
    return sentence("Add %(line)s at the top.", line=line)


def _word_hint(tokens: Sequence[Token]) -> Sentence:
    """Return a hint on the first word that is no keyword of SPARQL."""
    for token in tokens:
        if token.kind == "word" and token.text.upper() not in _KEYWORDS:
            close = get_close_matches(token.text.upper(), _KEYWORDS, 1)
            if close:
                return sentence(
                    'Did you mean %(word)s for "%(token)s"?', word=close[0], token=token.text
                )
            return sentence('"%(token)s" is no word of SPARQL.', token=token.text)
    return sentence(
        "Look at what stands just before it: a full stop, a bracket or a quote too few."
    )
