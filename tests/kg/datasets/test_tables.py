"""Tables of others become rows and things, however they are written."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef

from kg.datasets.tables import CSVW, Columns, Table, read_table
from kg.errors import FaultsFound
from tests.kg.datasets.conftest import REGISTER, written

BASE = "https://w3id.org/warmteregie/id/data/tuin/"


def read(folder: Path, content: str | bytes, columns: Columns | None = None) -> Table:
    """Return the table in a file with this content."""
    return read_table(written(folder, "tuin.csv", content), "tuin", columns or Columns())


def graph_of(table: Table) -> Graph:
    """Return a table as a graph."""
    return Graph().parse(data="\n".join(table.triples()), format="nt")


def test_windows_1252_with_semicolons_is_read(tmp_path: Path) -> None:
    """As spreadsheets of Dutch offices write it; how it was taken is said."""
    table = read(tmp_path, REGISTER.replace("Elders", "Één").encode("windows-1252"))

    assert [("Beukdorp", "GM9901"), ("Één", "GM9902")] == [
        (one.label, one.code) for one in table.named
    ]
    assert [
        "read as Windows-1252, as it is no UTF-8.",
        'names were taken from column "Gemeente".',
        'codes were taken from column "gemeentecode".',
    ] == list(table.remarks)


def test_columns_are_numbers_only_where_all_of_one_is(tmp_path: Path) -> None:
    """A code with a zero before it stays text; a comma is of a decimal where semicolons part."""
    graph = graph_of(read(tmp_path, REGISTER))
    row = URIRef(f"{BASE}row/2")

    values = {str(p).rpartition("/")[2]: o for p, o in graph.predicate_objects(row)}
    assert Literal("012") == values["aantal-bankjes"]
    assert 1.5 == float(values["lengte"].toPython())
    assert URIRef(f"{BASE}thing/gm9901") == graph.value(row, CSVW.describes)
    assert {"gemeentecode", "Gemeente", "Aantal bankjes", "Lengte"} == {
        str(graph.value(column, RDFS.label)) for column in graph.subjects(RDF.type, RDF.Property)
    }


def test_table_without_headings_has_numbered_columns(tmp_path: Path) -> None:
    """Nothing is lost: the first row is one too."""
    table = read(tmp_path, "GM9901,Beukdorp,5\nGM9902,Elders,7\n")

    assert ("1", "2", "3") == table.layout.columns
    assert ["Beukdorp", "Elders"] == [one.label for one in table.named]
    assert "has no headings: columns are called by their numbers, from 1." in table.remarks


def test_rows_of_one_code_describe_one_thing(tmp_path: Path) -> None:
    """So that a reader reviews each municipality once, and not once a row."""
    table = read(tmp_path, "gemeente,jaar,n\nBeukdorp,2030,1\nBeukdorp,2031,2\n")

    assert 1 == len(table.named)
    assert 2 == len(list(graph_of(table).subjects(CSVW.describes)))


def test_column_can_be_chosen(tmp_path: Path) -> None:
    """By heading or number; one that is not there is told with those that are."""
    content = "wat,naam\nbankje,x1\nboom,x2\n"
    assert ["bankje", "boom"] == [
        one.label for one in read(tmp_path, content, Columns("wat")).named
    ]

    with pytest.raises(FaultsFound, match=r"no column “waar”[^$]*Choose one of these: wat, naam"):
        read(tmp_path, content, Columns("waar"))


def test_row_with_an_iri_of_its_own_is_called_by_it(tmp_path: Path) -> None:
    """A table of linked data stays linked."""
    [one] = read(tmp_path, "naam,iri\nbankje,https://example.org/b\n").named

    assert "https://example.org/b" == one.iri


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x89PNG\r\n\x00\x01", "no text"),
        (b"", "is empty"),
        ("naam;n\n" + "a;1\n" * 200_001, "more than 200,000 rows"),
        ("naam," + ",".join(f"k{at}" for at in range(60)) + "\n" + ("a," * 60 + "b\n") * 16_000,
         "rows, which is the most of a table of 61 columns"),
        ("naam\n" + "".join(f"naam {at}\n" for at in range(20_001)), "20,001 different names"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told(tmp_path: Path, content: str | bytes, told: str) -> None:
    """Pictures, nothing at all, and tables that are too large, with what to do."""
    with pytest.raises(FaultsFound, match=told):
        _ = read(tmp_path, content).named


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Nd"]), max_size=12)
"""No digits: numbers are told apart by a test of their own."""


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_no_cell_is_lost(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    """Whatever stands in a table stands in its graph, cell by cell."""
    filled = [cell.strip() for row in rows for cell in row if cell.strip()]
    assume(filled)
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([("naam", "a", "b"), *rows])

    graph = graph_of(read(tmp_path_factory.mktemp("tables"), out.getvalue()))

    told = [str(o) for p, o in graph.predicate_objects() if str(p).startswith(f"{BASE}column/")]
    assert sorted(filled) == sorted(told)


def test_rows_of_one_source_are_not_one_thing(tmp_path: Path) -> None:
    """Nor is a thing called as one of ours, or by what no graph can hold."""
    ours = "https://w3id.org/warmteregie/id/party/bank"
    for cell in ("https://example.org/source", ours, "https://example.org/[1]"):
        table = read(tmp_path, f"naam,bron\nbankje,{cell}\nboom,{cell}\n")
        assert [f"{BASE}thing/bankje", f"{BASE}thing/boom"] == [one.iri for one in table.named]

    own = read(tmp_path, "naam,iri\nbankje,https://e.org/a\nboom,\nbankje,https://e.org/a\n")
    assert ["https://e.org/a", f"{BASE}thing/boom"] == [one.iri for one in own.named]
    assert 'things are called by the IRIs in column "iri".' in own.remarks


@pytest.mark.parametrize(
    ("cells", "is_number"),
    [(("1.500", "2.250"), False), (("1.500", "2,5"), False), (("1.5", "2.250"), True)],
)
def test_dot_that_may_group_thousands_is_left_alone(
    tmp_path: Path, cells: tuple[str, str], is_number: bool
) -> None:
    """Where semicolons part cells 1.500 may be 1500, and is no number that we tell."""
    graph = graph_of(read(tmp_path, "naam;n\na;{}\nb;{}\n".format(*cells)))
    told = list(graph.objects(predicate=URIRef(f"{BASE}column/n")))

    assert {*cells} == {str(one) for one in told}
    assert {XSD.decimal if is_number else None} == {
        one.datatype for one in told if isinstance(one, Literal)
    }


@pytest.mark.parametrize(
    "content",
    [
        "naam;n\nbankje;1\nboom;2;3\n",
        "Lijst van 2031\nnaam;n\nbankje;1\nboom;2\n",
        "naam;n\n" + "bankje;1\n" * 30 + "boom;2;3\n",
    ],
)
def test_row_beyond_the_headings_is_told(tmp_path: Path, content: str) -> None:
    """A table is never taken for a list, nor its headings for a row, because of one odd row."""
    with pytest.raises(FaultsFound, match=r"line \d+: has \d cells, and the first row, line 1"):
        read(tmp_path, content)


def test_columns_with_nothing_in_them_are_none(tmp_path: Path) -> None:
    """As sheets write them behind the last."""
    assert ("naam", "n") == read(tmp_path, "naam;n;;\nbankje;1;;\nboom;2\n").layout.columns


def test_breaks_in_cells_stay_in_their_lines(tmp_path: Path) -> None:
    """A cell of two lines, and what other tools take for a line's end."""
    table = read(tmp_path, 'naam,a\nbankje,"een\ntwee"\nboom,x\u2028y\x85z\n')
    lines = list(table.triples())

    assert lines == "\n".join(lines).splitlines()
    told = set(graph_of(table).objects(predicate=URIRef(f"{BASE}column/a")))
    assert {Literal("een\ntwee"), Literal("x\u2028y\x85z")} == told
