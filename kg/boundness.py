"""Which variables a part of rdflib's SPARQL algebra binds in some row, and which in every row."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import NamedTuple

from rdflib import Variable
from rdflib.plugins.sparql.parserutils import CompValue

Names = frozenset[Variable]
_ALWAYS = ("Builtin_BOUND", "Builtin_EXISTS", "Builtin_NOTEXISTS")
"""Expressions that have a value whether or not their variables have."""


class Bound(NamedTuple):
    """The variables that have a value in some row of a part, and those that have in every row."""

    may: Names = frozenset()
    sure: Names = frozenset()

    @property
    def open(self) -> Names:
        """The variables that can be without a value."""
        return self.may - self.sure

    def __or__(self, other: "Bound") -> "Bound":
        """Return what a row of this has when it is joined with a row of the other."""
        return Bound(self.may | other.may, self.sure | other.sure)


def bound(part: CompValue) -> Bound:
    """Return what a part binds by itself; what is given to a query from outside is not known."""
    if rule := _RULES.get(part.name):
        return rule(part)
    return bound(part.p) if "p" in part else Bound()


def _all(terms: Iterable[object]) -> Bound:
    names = frozenset(term for term in terms if isinstance(term, Variable))
    return Bound(names, names)


def _values(part: CompValue) -> Bound:
    rows = [{name for name, term in row.items() if term != "UNDEF"} for row in part.res]
    may: Names = frozenset().union(*rows)
    return Bound(may, may.intersection(*rows))


def _union(part: CompValue) -> Bound:
    one, other = bound(part.p1), bound(part.p2)
    return Bound(one.may | other.may, one.sure & other.sure)


def _extend(part: CompValue) -> Bound:
    inner = bound(part.p)
    return inner | _named(part.var, part.expr, inner)


def _aggregates(part: CompValue) -> Bound:
    inner = bound(part.p)
    return reduce(Bound.__or__, (_named(one.res, one.vars, inner) for one in part.A), Bound())


def _project(part: CompValue) -> Bound:
    inner, given = bound(part.p), frozenset(part.PV)
    return Bound(inner.may & given, inner.sure & given)


_RULES: Mapping[str, Callable[[CompValue], Bound]] = {
    "BGP": lambda part: _all(term for triple in part.triples for term in triple),
    "values": _values,
    "Join": lambda part: bound(part.p1) | bound(part.p2),
    "LeftJoin": lambda part: bound(part.p1) | Bound(bound(part.p2).may),
    "Union": _union,
    "Minus": lambda part: bound(part.p1),
    "Graph": lambda part: bound(part.p) | _all([part.term]),
    "Extend": _extend,
    "AggregateJoin": _aggregates,
    "Project": _project,
}


def _named(name: Variable, expression: object, inner: Bound) -> Bound:
    """Return what an expression or an aggregate binds to its name."""
    known = frozenset({name})
    return Bound(known, known if _is_sure(expression, inner.sure) else frozenset())


def _is_sure(expression: object, sure: Names) -> bool:
    """Tell whether an expression has a value as far as that hangs on its variables."""
    if isinstance(expression, Variable):
        return expression in sure
    if isinstance(expression, (list, tuple)):
        return all(_is_sure(one, sure) for one in expression)
    if not isinstance(expression, CompValue) or expression.name in _ALWAYS:
        return True
    if expression.name == "Builtin_COALESCE":
        return any(_is_sure(one, sure) for one in expression.arg)
    return all(_is_sure(one, sure) for one in expression.values())
