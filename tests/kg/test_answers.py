"""Answers as CSV, TSV, JSON and as a table."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, BNode, Literal, URIRef

from kg.answers import Answer, from_json, show, to_csv, to_json, to_table, to_tsv
from kg.errors import QueryFailed
from kg.tokens import Term

ACTOR = URIRef("https://w3id.org/warmteregie/id/actor/municipality")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
TERMS = st.one_of(
    st.none(),
    st.builds(Literal, TEXTS),
    st.builds(lambda text: Literal(text, lang="nl"), TEXTS),
    st.builds(lambda number: Literal(str(number), datatype=XSD.integer), st.integers()),
    st.just(ACTOR),
    st.just(BNode("b1")),
)
ANSWERS = st.lists(st.tuples(TERMS, TERMS)).map(lambda rows: Answer(("a", "b"), tuple(rows)))


@pytest.fixture
def answer() -> Answer:
    """Return an answer with a term of every kind."""
    return Answer(
        ("thing", "label"),
        (
            (ACTOR, Literal("gemeente", lang="nl")),
            (BNode("b1"), Literal('a, "b"\nc')),
            (None, Literal("01", datatype=XSD.integer, normalize=False)),
        ),
    )


def test_csv_holds_plain_values(answer: Answer) -> None:
    """CSV has names without question mark, plain values and CRLF."""
    expected = (
        "thing,label\r\n"
        "https://w3id.org/warmteregie/id/actor/municipality,gemeente\r\n"
        '_:b1,"a, ""b""\nc"\r\n'
        ",01\r\n"
    )

    assert expected == to_csv(answer)


def test_csv_leaves_formulas_alone() -> None:
    """SPARQL CSV gives values as they are, also those a spreadsheet would calculate."""
    assert "a\r\n=1+1\r\n" == to_csv(Answer(("a",), ((Literal("=1+1"),),)))


def test_tsv_holds_terms(answer: Answer) -> None:
    """TSV has names with question mark and terms as in Turtle."""
    expected = (
        "?thing\t?label\n"
        '<https://w3id.org/warmteregie/id/actor/municipality>\t"gemeente"@nl\n'
        '_:b1\t"a, \\"b\\"\\nc"\n'
        '\t"01"^^<http://www.w3.org/2001/XMLSchema#integer>\n'
    )

    assert expected == to_tsv(answer)


def test_json_leaves_out_what_is_unbound(answer: Answer) -> None:
    """A binding has only the variables that have a value."""
    bindings = json.loads(to_json(answer))["results"]["bindings"]

    assert {"label"} == set(bindings[2])


@given(ANSWERS)
def test_json_comes_back(answer: Answer) -> None:
    """Written and read again, an answer is the same."""
    assert answer == from_json(to_json(answer))


def test_json_keeps_the_spelling(answer: Answer) -> None:
    """A number comes back as it was written."""
    assert "01" == str(from_json(to_json(answer)).rows[2][1])


@given(ANSWERS)
def test_csv_has_every_value(answer: Answer) -> None:
    """Any reader of CSV finds each value, whatever it holds."""
    read = list(csv.reader(io.StringIO(to_csv(answer), newline="")))

    assert len(answer) + 1 == len(read)
    for found, row in zip(read[1:], answer.rows, strict=True):
        assert ["" if term is None else _bare(term) for term in row] == found


def _bare(term: Term) -> str:
    return f"_:{term}" if isinstance(term, BNode) else str(term)


@pytest.mark.parametrize("text", ["", "[]", '{"head": {}, "boolean": true}'])
def test_other_json_is_refused(text: str) -> None:
    """What is no table of results is said so."""
    with pytest.raises(QueryFailed):
        from_json(text)


def test_table_shortens_names(answer: Answer) -> None:
    """A terminal shows prefixed names under their variables."""
    lines = to_table(answer, 80).splitlines()

    assert "thing                    label" == lines[0]
    assert "wrid:actor/municipality  gemeente" == lines[2]


@given(ANSWERS, st.integers(4, 60))
def test_table_cuts_nothing(answer: Answer, width: int) -> None:
    """However narrow the terminal, every character that can be seen is there."""
    shown = to_table(answer, width)
    seen = "".join(show(term) for row in answer.rows for term in row)

    assert set("".join(seen.split())) <= set(shown)
    assert max(map(len, shown.split("\n"))) <= max(width, len("label:"))


def test_long_text_is_wrapped() -> None:
    """A long label is broken over lines, none of its words lost."""
    words = [f"woord{number}" for number in range(40)]
    table = to_table(Answer(("a", "b"), ((ACTOR, Literal(" ".join(words))),)), 60)

    assert all(word in table for word in words)
    assert all(len(line) <= 60 for line in table.splitlines())


def test_columns_that_do_not_fit_become_records() -> None:
    """With more columns than a terminal has room for, each row is a list of its own."""
    names = tuple(f"v{number}" for number in range(20))
    table = to_table(Answer(names, (tuple(Literal("waarde " * 3) for _ in names),)), 40)

    assert "v19:\n  waarde waarde waarde\n" in table


def test_terminal_is_not_steered() -> None:
    """Control characters of the data are spelled out."""
    assert "rood\\x1b[31m" == show(Literal("rood\x1b[31m"))


def test_no_rows_is_an_answer() -> None:
    """The head of an answer without rows is written all the same."""
    empty = Answer(("a",), ())

    assert ("a\r\n", "?a\n", 0) == (to_csv(empty), to_tsv(empty), len(empty))
    assert to_table(empty, 80).startswith("a\n")


def test_column_and_records(answer: Answer) -> None:
    """An answer can be read by column and by row."""
    assert (ACTOR, BNode("b1"), None) == answer.column("thing")
    assert [{"thing", "label"}, {"thing", "label"}, {"label"}] == list(map(set, answer.records()))
    with pytest.raises(KeyError):
        answer.column("other")
