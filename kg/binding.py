"""Binding values to the variables of a query: one block, text never spliced.

The block is `VALUES`, or a query of ours that finds them. It stands first in the outermost
group, where every engine that was tried honours it; a trailing one fails on some and a FILTER
costs a hundred times as much.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from rdflib import URIRef

from kg.errors import BadParameterValue, QuerySyntaxError
from kg.sentences import sentence
from kg.tokens import Term, Token, closing, depths, query_form, tokenize, write_term

_MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def bind(sparql: str, bindings: Mapping[str, Term]) -> str:
    """Return the query with each variable of *bindings* bound to its term.

    Lines keep their numbers. Without bindings the query comes back as it is. A variable that
    says which endpoint a SERVICE asks is written out there: engines do not agree on whether
    one that VALUES binds will do. https://www.w3.org/TR/sparql11-federated-query/#variableService

    Raises:
        BadParameterValue: a term cannot be written, or a name is not a variable's.
        QuerySyntaxError: the query has no group to bind in, or a bracket is not closed.
    """
    if not bindings:
        return sparql
    return _with_block(_insert(sparql, _endpoints(sparql, bindings)), values_block(bindings))


def _endpoints(sparql: str, bindings: Mapping[str, Term]) -> Iterator[tuple[int, int, str]]:
    """Yield where a bound variable says whom a SERVICE asks, with the IRI to be put there."""
    tokens = [token for token in tokenize(sparql) if not token.is_word("SILENT")]
    for before, token in pairwise(tokens):
        term = bindings.get(token.text[1:]) if token.kind == "variable" else None
        if before.is_word("SERVICE") and term is not None:
            yield token.start, token.end, write_term(URIRef(str(term)))


def bind_each(sparql: str, name: str, terms: Iterable[Term]) -> str:
    """Return the query asked of each of several values of one variable; of none it finds nothing.

    Raises:
        As `bind`.
    """
    rows = " ".join(write_term(term) for term in terms)
    return _with_block(sparql, f"VALUES ?{_checked(name)} {{ {rows} }}")


def bind_found(sparql: str, finding: str) -> str:
    """Return the query asked of whatever the SELECT query *finding* finds, as one query.

    Prefixes that only *finding* declares come first; both are ours, one PREFIX a line, and
    mean the same by the same prefix.

    Raises:
        QuerySyntaxError: the query has no group to bind in, or a bracket is not closed.
    """
    start = next(token.start for token in tokenize(finding) if token.is_word("SELECT"))
    bound = _with_block(sparql, f"{{ {finding[start:].rstrip()}\n}}")
    known = sparql.splitlines()
    lacking = [line for line in finding[:start].splitlines() if line and line not in known]
    return "\n".join([*lacking, bound])


def _with_block(sparql: str, block: str) -> str:
    """Return the query with *block* first in its outermost group."""
    tokens = tokenize(sparql)
    group = outermost_group(tokens)
    if group is None:
        return _with_group(sparql, tokens, query_form(tokens), block)
    return _insert(sparql, _places(sparql, tokens, group, block))


def values_block(bindings: Mapping[str, Term]) -> str:
    """Return the `VALUES` block of one row that holds the terms.

    Raises:
        BadParameterValue: a term cannot be written, or a name is not a variable's.
    """
    names = " ".join(f"?{_checked(name)}" for name in bindings)
    terms = " ".join(write_term(term) for term in bindings.values())
    return f"VALUES ({names}) {{ ({terms}) }}"


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise BadParameterValue(sentence('"%(name)s" is not the name of a variable.', name=name))
    return name


def outermost_group(tokens: Sequence[Token]) -> int | None:
    """Return the index of the brace that opens the outermost WHERE group, or None.

    The template of a CONSTRUCT is no group; braces inside an expression are not outermost.
    """
    braces = [
        index
        for index, (depth, token) in enumerate(depths(tokens))
        if not depth and token.text == "{"
    ]
    if query_form(tokens) == "CONSTRUCT" and braces and not _is_where(tokens, braces[0]):
        braces = braces[1:]
    return braces[0] if braces else None


def _is_where(tokens: Sequence[Token], brace: int) -> bool:
    return brace > 0 and tokens[brace - 1].is_word("WHERE")


def _places(
    sparql: str, tokens: Sequence[Token], group: int, block: str
) -> list[tuple[int, int, str]]:
    """Return what to put from where to where, so that *block* comes first in the group."""
    first, last = tokens[group], tokens[closing(tokens, group)]
    # A group that is one subquery takes nothing beside it; a group around it does.
    nested = tokens[group + 1].is_word("SELECT")
    places = [(first.end, first.end, f" {block} " + ("{" if nested else ""))]
    if nested:
        places.append((last.start, last.start, "} "))
    short = next((token for token in tokens[:group] if token.is_word("CONSTRUCT")), None)
    if short and "{" not in [token.text for token in tokens[:group]]:
        # CONSTRUCT WHERE {...} takes triples only: its pattern is written out as a template.
        places.insert(0, (short.end, short.end, " " + _on_one_line(sparql, tokens, group)))
    return places


def _on_one_line(sparql: str, tokens: Sequence[Token], group: int) -> str:
    """Return the group without its line breaks and comments."""
    inside = tokens[group : closing(tokens, group) + 1]
    return " ".join(sparql[token.start : token.end] for token in inside)


def _insert(sparql: str, places: Iterable[tuple[int, int, str]]) -> str:
    for start, end, text in sorted(places, reverse=True):
        sparql = sparql[:start] + text + sparql[end:]
    return sparql


def _with_group(sparql: str, tokens: Sequence[Token], form: str, block: str) -> str:
    """Return a DESCRIBE without a group with one that holds *block*."""
    if form != "DESCRIBE":
        what = sentence("The query has no WHERE group to bind values in.")
        raise QuerySyntaxError(what, hint=sentence("Add one."))
    modifier = next((token.start for token in tokens if token.is_word(*_MODIFIERS)), None)
    if modifier is None:
        return f"{sparql}\nWHERE {{ {block} }}"
    return _insert(sparql, [(modifier, modifier, f"WHERE {{ {block} }} ")])
