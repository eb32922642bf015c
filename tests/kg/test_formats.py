"""Every format an answer is offered in, whatever form the query has."""

import csv
import io
import json

import openpyxl
import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef

from kg.answers import Answer
from kg.formats import FORMATS, Found, write
from kg.namespaces import WR, WRID
from kg.resultset import RS

ROWS = Answer(
    ("level", "count"),
    (
        (WRID["level/high"], Literal(10)),
        (WRID["level/low"], None),
        (Literal("naast", lang="nl"), Literal("01", datatype=URIRef("urn:own"))),
        *((BNode("x"), Literal(number)) for number in range(9)),
    ),
)
TRIPLES = Graph().parse(data='<urn:b> <urn:p> "x"@nl . <urn:a> <urn:p> <urn:b> .', format="turtle")


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("found", [ROWS, TRIPLES, Answer(("a",), ()), Graph()])
def test_every_answer_is_there_in_every_format(found: Found, layout: str) -> None:
    """No question is without one of them, and the same answer gives the same bytes."""
    assert b"" != write(found, layout, "levels") == write(found, layout, "levels")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser
@pytest.mark.parametrize(("layout", "parser"), [("ttl", "turtle"), ("jsonld", "json-ld")])
def test_rows_are_a_result_set(layout: str, parser: str) -> None:
    """Each row keeps its place, its terms and what it leaves open."""
    graph = Graph().parse(write(ROWS, layout, "levels"), format=parser)
    rows = {
        int(graph.value(row, RS["index"])): {  # type: ignore[arg-type]
            str(graph.value(cell, RS.variable)): graph.value(cell, RS.value)
            for cell in graph.objects(row, RS.binding)
        }
        for row in graph.objects(graph.value(predicate=RDF.type, object=RS.ResultSet), RS.solution)
    }

    assert {"level", "count"} == {str(name) for name in graph.objects(None, RS.resultVariable)}
    assert 12 == len(rows)
    assert {"level": WRID["level/high"], "count": Literal(10)} == rows[1]
    assert {"level": WRID["level/low"]} == rows[2]
    assert ROWS.rows[2] == (rows[3]["level"], rows[3]["count"])


def test_graph_is_itself() -> None:
    """What a CONSTRUCT gives is given, not a table about it."""
    graph = Graph().parse(write(TRIPLES, "ttl", "graph"), format="turtle")

    assert set(TRIPLES) == set(graph)


def test_graph_as_rows_has_a_row_a_triple() -> None:
    """Who has a spreadsheet only reads a graph too, in a fixed order."""
    rows = list(csv.reader(io.StringIO(write(TRIPLES, "csv", "graph").decode())))
    document = json.loads(write(TRIPLES, "json", "graph"))

    assert [["subject", "predicate", "object"], ["urn:a", "urn:p", "urn:b"]] == rows[:2]
    assert 2 == len(document["results"]["bindings"])


def test_workbook_holds_the_columns_of_the_csv() -> None:
    """A spreadsheet is a twin too: the same columns, numbers as numbers."""
    book = openpyxl.load_workbook(io.BytesIO(write(ROWS, "xlsx", "levels")))
    [sheet] = book.worksheets
    [head, first, *_] = sheet.iter_rows(values_only=True)

    assert ("levels", ("level", "count")) == (sheet.title, head)
    assert (str(WRID["level/high"]), 10) == first


def test_unknown_format_is_refused() -> None:
    """Nothing is written in a format that is not there."""
    with pytest.raises(KeyError):
        write(ROWS, "xml", str(WR))
