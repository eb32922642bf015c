"""What is drawn of an answer: lengths, places and numbers that are true."""

from rdflib import XSD, Literal

from kg.answers import Answer
from kg.pictures import Picture
from kg.tokens import Term
from webapp.drawing import Ways, bars, matrix, network, timeline

WAYS = Ways(lambda term: "-" if term is None else str(term), "/".join, ("a", "x"))


def words(record: dict[str, Term], column: str) -> str:
    """Return a value in capitals."""
    return str(record.get(column, "none")).upper()


def answer(*rows: str) -> Answer:
    """Return an answer of two columns; a full stop leaves a cell open."""
    cells = [[None if text == "." else Literal(text) for text in row.split()] for row in rows]
    return Answer(("one", "two"), tuple(map(tuple, cells)))


def test_bars_are_as_long_as_their_numbers() -> None:
    """From nought on, the longest over the whole width, in the order of the answer."""
    found = bars(Picture("bar", ("one", "two")), answer("a 2", "b 8", "c 0", "d ."), words, WAYS)

    assert [
        ("A", "2", "25.00%"),
        ("B", "8", "100.00%"),
        ("C", "0", "0.00%"),
        ("D", "0", "0.00%"),
    ] == [(bar.name, bar.number, bar.length) for bar in found]
    assert {""} == {bar.href for bar in found}


def test_bars_without_numbers_count_rows() -> None:
    """The longest first, and each leads to its rows."""
    found = bars(Picture("bar", ("one",)), answer("a x", "b x", "b y", ". y"), words, WAYS)

    assert [("B", "2", "b"), ("A", "1", "a"), ("NONE", "1", "-")] == [
        (bar.name, bar.number, bar.href) for bar in found
    ]


def test_bars_of_nothing_but_noughts_have_no_length() -> None:
    """Nothing is divided by nought."""
    found = bars(Picture("bar", ("one", "two")), answer("a 0", "b -3"), words, WAYS)

    assert ["0.00%", "0.00%"] == [bar.length for bar in found]
    assert () == bars(Picture("bar", ("one", "two")), answer(), words, WAYS)


def test_cells_of_a_matrix_count_rows() -> None:
    """Every pair has its number, and one that has rows leads to them."""
    found = matrix(Picture("matrix", ("one", "two")), answer("a x", "a x", "b y"), words, WAYS)

    assert ("X", "Y") == found.columns
    assert [("A", [2, 0]), ("B", [0, 1])] == [
        (name, [cell.number for cell in cells]) for name, cells in found.rows
    ]
    assert "a/x" == found.rows[0][1][0].href
    assert [True, False] == [cell.chosen for cell in found.rows[0][1]]


def test_years_lie_in_proportion() -> None:
    """A year halfway lies halfway; what has no year comes last and has no place."""
    rows = answer("2030 a", "2050 c", "2040 b", "2030 a", "ooit d", ". e")
    found = timeline(Picture("timeline", ("one", "two")), rows, words)

    assert [("2030", "6.00%"), ("2040", "50.00%"), ("2050", "94.00%"), ("", "")] == [
        (year.name, year.place) for year in found
    ]
    assert [("A",), ("B",), ("C",), ("D", "E")] == [year.things for year in found]


def test_years_too_near_are_not_written_over_one_another() -> None:
    """The list beside the line has them all."""
    rows = answer("2000 a", "2001 b", "2050 c", "2051 d")
    found = timeline(Picture("timeline", ("one", "two")), rows, words)

    assert [True, False, True, False] == [year.written for year in found]


def test_dates_have_their_year() -> None:
    """A day lies in its year; a single year lies at the beginning."""
    rows = Answer(("one", "two"), ((Literal("2024-05-01", datatype=XSD.date), Literal("a")),))
    [found] = timeline(Picture("timeline", ("one", "two")), rows, words)

    assert ("2024", "6.00%") == (found.name, found.place)


def test_graph_ties_each_pair_once() -> None:
    """Lines run from middle to middle, and each thing says what it is tied to."""
    rows = answer("a x", "a x", "a y", "b y", "c .")
    found = network(Picture("graph", ("one", "two")), rows, words)

    assert [("A", ("X", "Y")), ("B", ("Y",))] == [(node.name, node.tied) for node in found.left]
    assert ["X", "Y"] == [node.name for node in found.right]
    middles = {node.name: node.middle for node in (*found.left, *found.right)}
    assert [(middles[a], middles[b]) for a, b in ("AX", "AY", "BY")] == [
        (tie.left, tie.right) for tie in found.ties
    ]
    assert all(0 < middle < found.height for middle in middles.values())
