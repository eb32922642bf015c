"""What a library query may not hold, because engines read it in different ways.

Every finding was met on an engine that was tried; the query then has another spelling that
all of them answer alike.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pyparsing import ParseException
from rdflib import Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.boundness import bound
from kg.errors import QuerySyntaxError
from kg.tokens import Token, depths, place, query_form, tokenize, undeclared

_DURATION = re.compile(r"(?:^xsd:|XMLSchema#)(?:dayTime|yearMonth)?[dD]uration>?$")
_MANY = 4
"""Branches of a UNION in an OPTIONAL: Virtuoso lost rows of five (docs/engines.md)."""
_ESCAPE = re.compile(r"\\[uU][0-9A-Fa-f]{4}")


class Remark(NamedTuple):
    """One thing that would not travel: its line from 1 (0: the whole), what and what instead."""

    line: int
    what: str
    hint: str = ""


class Judgement(NamedTuple):
    """The remarks on a query, and the variables it gives back (none when it is not SPARQL)."""

    remarks: tuple[Remark, ...]
    variables: frozenset[str] = frozenset()


def judge(sparql: str) -> Judgement:
    """Return everything in the query that engines do not agree on; no remark is what we want.

    The variables are those a SELECT gives back, and of the other forms all that occur. A
    query that cannot be parsed has that one remark only.
    """
    try:
        tokens = tokenize(sparql)
        # rdflib knows some prefixes by itself; a stranger's engine does not.
        if name := undeclared(tokens):
            what = f'the prefix of "{name.text}" is not declared.'
            return Judgement((_at(sparql, name, what, "Write out its PREFIX at the top."),))
        algebra = translateQuery(parseQuery(sparql)).algebra
    except QuerySyntaxError as error:
        return Judgement((Remark(error.line, error.message, error.hint),))
    except ParseException as error:
        what = f"not SPARQL: {error.msg} at column {error.column}."
        return Judgement((Remark(error.lineno, what),))
    except Exception as error:  # rdflib raises plain Exception for what its grammar lets through
        return Judgement((Remark(0, f"not SPARQL: {error}."),))
    names = {token.text[1:] for token in tokens if token.kind == "variable"}
    given = map(str, algebra.PV) if query_form(tokens) == "SELECT" else names
    return Judgement((*_spelling(sparql, tokens), *_meaning(algebra)), frozenset(given))


def _spelling(sparql: str, tokens: Sequence[Token]) -> Iterator[Remark]:
    """Yield what can be seen in the tokens alone."""
    for token in _exists_in_select(tokens):
        hint = "Use an OPTIONAL and BOUND, or a FILTER EXISTS in the group."
        yield _at(sparql, token, "EXISTS in a SELECT clause; engines differ on it.", hint)
    for token in tokens:
        if token.kind in ("name", "iri") and _DURATION.search(token.text):
            yield _at(sparql, token, "a duration; engines differ on them.", "Use years or days.")
        if token.kind in ("string", "iri") and _ESCAPE.search(token.text):
            yield _at(sparql, token, "a codepoint escape.", "Write the character itself.")
    for token in _trailing_values(tokens):
        hint = "Put it first in the WHERE group."
        yield _at(sparql, token, "VALUES after the WHERE group; engines differ on it.", hint)


def _at(sparql: str, token: Token, what: str, hint: str) -> Remark:
    return Remark(place(sparql, token.start)[0], what, hint)


def _exists_in_select(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield each EXISTS that stands between a SELECT and the group it selects from."""
    selecting: list[int] = []
    for depth, token in depths(tokens):
        if token.is_word("SELECT"):
            selecting.append(depth)
        elif selecting and token.text == "{" and depth == selecting[-1]:
            selecting.pop()
        elif selecting and token.is_word("EXISTS"):
            yield token


def _trailing_values(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield each VALUES that stands outside every group."""
    return (token for depth, token in depths(tokens) if not depth and token.is_word("VALUES"))


def _meaning(algebra: CompValue) -> Iterator[Remark]:
    """Yield what has to be seen in the algebra."""
    parts = list(_parts(algebra))
    held = {str(name) for part in parts for name in _bound(part)}
    for part in parts:
        if part.name == "BGP":
            yield from _open_closures(part, held)
        if part.name in ("LeftJoin", "Minus") and _branches(part.p2) > _MANY:
            what = "a UNION of five or more in an OPTIONAL or MINUS; an engine loses rows of it."
            yield Remark(0, what, "Make it a UNION beside the rest, its last branch for none.")
        if part.name == "AggregateJoin" and part.p.expr is None and _sums(part):
            hint = "Add GROUP BY, or count instead."
            yield Remark(0, "SUM without GROUP BY; of no rows engines give 0 or nothing.", hint)
        yield from _values_alone(part)
        yield from _open_keys(part)
        yield from _bound_of_distinct(part)
        yield from _beside_distinct(part)


def _values_alone(part: CompValue) -> Iterator[Remark]:
    """Yield a remark when a branch of a UNION is nothing but VALUES."""
    if part.name == "Union" and any(_is_values(branch) for branch in (part.p1, part.p2)):
        what = "a branch of a UNION that is VALUES alone; an engine gives no row of it."
        yield Remark(0, what, "Use BIND, or put a triple pattern beside it in the branch.")


def _is_values(branch: CompValue) -> bool:
    parts = list(_parts(branch))
    triples = any(part.name == "BGP" and part.triples for part in parts)
    return not triples and any(part.name == "values" for part in parts)


def _open_keys(part: CompValue) -> Iterator[Remark]:
    """Yield each variable that rows are grouped by and that some of them do not have."""
    if part.name == "AggregateJoin" and part.p.expr:
        for name in sorted(bound(part.p).open.intersection(part.p.expr)):
            what = f"GROUP BY ?{name}, which can be unbound; an engine puts each such row apart."
            yield Remark(0, what, "Group in a subquery by what is always bound, then join.")


def _bound_of_distinct(part: CompValue) -> Iterator[Remark]:
    """Yield each BOUND whose truth is made a value, of a variable a SELECT DISTINCT leaves open."""
    if part.name == "Extend":
        asked = {one.arg for one in _parts(part.expr) if one.name == "Builtin_BOUND"}
        for inner in _parts(part.p):
            for name in sorted(asked & bound(inner).open) if inner.name == "Distinct" else ():
                what = f"BOUND(?{name}) as a value, after SELECT DISTINCT; an engine says it is."
                yield Remark(0, what, "Use COALESCE, or BOUND in a FILTER.")


def _beside_distinct(part: CompValue) -> Iterator[Remark]:
    """Yield a remark when a subquery with a UNION is joined with a SELECT DISTINCT."""
    if part.name == "Join":
        one, other = (list(_subqueries(side)) for side in (part.p1, part.p2))
        for these, those in ((one, other), (other, one)):
            if any(sub.name == "Distinct" for sub in these) and any(map(_is_union, those)):
                what = "SELECT DISTINCT beside a subquery with a UNION; an engine loses rows."
                yield Remark(0, what, "Leave out DISTINCT, or write the UNION without SELECT.")
                return


def _subqueries(part: CompValue) -> Iterator[CompValue]:
    """Yield the subqueries that stand in a group itself."""
    if part.name == "ToMultiSet" and part.p.name != "values":
        yield part.p
    elif part.name == "Join":
        yield from _subqueries(part.p1)
        yield from _subqueries(part.p2)
    elif part.name in ("LeftJoin", "Minus"):
        yield from _subqueries(part.p1)
    elif part.name in ("Extend", "Filter"):
        yield from _subqueries(part.p)


def _is_union(subquery: CompValue) -> bool:
    """Tell whether a subquery has a UNION and does not group."""
    names = {part.name for part in _parts(subquery)}
    return "Union" in names and "AggregateJoin" not in names


def _parts(value: object) -> Iterator[CompValue]:
    """Yield every node of an algebra tree, outermost first."""
    if isinstance(value, CompValue):
        yield value
        for child in value.values():
            yield from _parts(child)
    elif isinstance(value, (list, tuple)):
        for child in value:
            yield from _parts(child)


def _branches(value: object) -> int:
    """Return how many branches the unions within a part of the algebra have, 1 for none."""
    return 1 + sum(part.name == "Union" for part in _parts(value))


def _sums(part: CompValue) -> bool:
    return any(aggregate.name == "Aggregate_Sum" for aggregate in part.A)


def _bound(part: CompValue) -> Iterator[Variable]:
    """Yield the variables that a triple pattern without closure, or a VALUES block, binds."""
    if part.name == "BGP":
        for triple in part.triples:
            if not _is_closure(triple[1]):
                yield from (term for term in triple if isinstance(term, Variable))
    elif part.name == "values":
        yield from (name for row in part.res for name in row)


def _open_closures(part: CompValue, bound: set[str]) -> Iterator[Remark]:
    """Yield each ``*`` or ``+`` path whose two ends nothing else binds."""
    for subject, path, target in part.triples:
        ends = (subject, target)
        if _is_closure(path) and all(
            isinstance(end, Variable) and str(end) not in bound for end in ends
        ):
            yield Remark(
                0,
                f"a path with * or + from ?{subject} to ?{target}, free at both ends.",
                "Bind one end in another pattern, or ask for the closure made at build.",
            )


def _is_closure(path: object) -> bool:
    """Tell whether a property path repeats some part without end."""
    if isinstance(path, MulPath):
        return path.mod in ("*", "+") or _is_closure(path.path)
    if isinstance(path, (SequencePath, AlternativePath)):
        return any(_is_closure(step) for step in path.args)
    return isinstance(path, InvPath) and isinstance(path.arg, Path) and _is_closure(path.arg)
