"""Complaints of the engine, in words and with their place."""

import pytest
from pyoxigraph import Store

from kg.engine.failures import explain, padded
from kg.errors import QueryFailed, QuerySyntaxError

W = "PREFIX wr: <https://w3id.org/warmteregie/def/>\n"


def complaint(sparql: str) -> QueryFailed:
    """Return what the engine's complaint about a query is explained as."""
    try:
        found = Store().query(padded(sparql))
        list(found)  # type: ignore[arg-type]
    except Exception as error:
        return explain(error, sparql)
    raise AssertionError(f"no complaint about {sparql}")


@pytest.mark.parametrize(
    ("sparql", "line", "column", "what"),
    [
        ("SELECT * {\n ?s ?p }", 2, 2, '"?s" begins a part that cannot be read'),
        ("SELECT * {\r\n é }", 2, 2, '"é" begins a part that cannot be read'),
        ("SELECT * {\n 'é€😀' ?s }", 2, 11, '"}" is not expected here'),
        ("SELECT * {?s ?p ?o} }", 1, 21, '"}" begins a part that cannot be read'),
        ("SELECT * {?s ?p ?o} LIMIT x", 1, 27, '"x" is not expected here'),
        ("SELECT * {?s ?p ?o FILTER ?s}", 1, 27, '"?s" begins a part that cannot be read'),
        ("SELECT * {?s ?p ?o ORDER BY ?s}", 1, 20, '"ORDER" begins a part that cannot be read'),
        ("SELECT * {?s ?p ?o} ORDER ?s", 1, 27, '"?s" begins a part that cannot be read'),
        ("SELECT ?x  # x", 1, 15, "the query ends too early"),
        ("SELECT * {?s ?p ?o", 1, 19, "the query ends too early"),
        ("", 1, 1, "the query ends too early"),
        ("SELECT * {\n?s wr:p ?o }", 2, 4, 'the prefix of "wr:p" is not declared'),
        ("SELECT * {?s <a> ?o}", 1, 14, "<a> is not a whole IRI"),
    ],
)
def test_syntax_error_has_its_place(sparql: str, line: int, column: int, what: str) -> None:
    """Line and column are those of the token that does not fit."""
    error = complaint(sparql)

    assert isinstance(error, QuerySyntaxError)
    assert (f"Line {line}, column {column}: {what}.", line, column) == (
        error.message, error.line, error.column,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sparql", "hint"),
    [
        ("SELEC * {}", 'Did you mean SELECT for "SELEC"?'),
        ("ASK { OPTIONL {} }", 'Did you mean OPTIONAL for "OPTIONL"?'),
        ("ASK { zzzzzz }", '"zzzzzz" is no word of SPARQL.'),
        ("ASK { ?s wr:p ?o }", "Add PREFIX wr: <https://w3id.org/warmteregie/def/> at the top."),
        ("ASK { ?s wrd:p ?o }", 'Did you mean "wrid:"?'),
        ("ASK { ?s zzz:p ?o }", "Add PREFIX zzz: <...> at the top."),
        ("ASK { ?s ?p }", "Look at what stands just before it"),
        ("SELECT ?s ?n { ?s ?p ?o } GROUP BY ?s", "Add it to the GROUP BY"),
    ],
)
def test_hint_says_what_to_do(sparql: str, hint: str) -> None:
    """The hint names the likely word or the line to add."""
    assert hint in complaint(sparql).hint


def test_unknown_function_is_named() -> None:
    """The function that is not known is named."""
    error = complaint("SELECT (<http://e/f>(1) AS ?x) {}")

    assert "The function <http://e/f> is not known here." == error.message


def test_half_a_character_is_explained() -> None:
    """A lone surrogate is no fault of ours."""
    assert "half a character" in complaint("ASK { ?s ?p '\ud800' }").message


def test_other_complaints_are_passed_on() -> None:
    """What we know nothing better to say of is said as the engine says it."""
    assert "The query could not be answered: boom." == explain(OSError("boom"), "ASK {}").message
