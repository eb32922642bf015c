"""Answers as spreadsheets: every row, every label, nothing read as a formula."""

import csv
import io

import pytest
from openpyxl import load_workbook
from rdflib import Literal, URIRef

from kg.answers import Answer, readable
from kg.engine import Engine
from kg.files import shipped_files
from kg.library import bind, bindings_for, load_library
from kg.sheets import to_sheet_csv, to_xlsx

STATEMENTS = load_library(shipped_files().queries / "pages", required_params=())["statements"]


@pytest.fixture(scope="module", params=["nl", "en"])
def statements(engine: Engine, request: pytest.FixtureRequest) -> Answer:
    """Return every reading of the real study, in Dutch and in English."""
    bindings = bindings_for(STATEMENTS, {"lang": request.param})
    return readable(engine.select(bind(STATEMENTS.sparql, bindings)), hidden=bindings)


def test_every_reading_has_one_row(engine: Engine, statements: Answer) -> None:
    """As many rows as readings, in either language."""
    count = engine.select(
        "SELECT (COUNT(?r) AS ?n) WHERE { ?r a <https://w3id.org/warmteregie/def/Reading> }"
    )

    assert int(str(count.rows[0][0])) == len(statements) == len(set(statements.column("reading")))


def test_every_row_says_who_how_firmly_and_where(statements: Answer) -> None:
    """No row is without claim, speaker, certainty and locator; hedged rows name their hedge."""
    for name in ("claim", "subject", "predicate", "object", "speakers", "certainty", "locator"):
        assert all(str(term) for term in statements.column(name))
    hedged = {"met voorbehoud", "with a hedge"}
    pairs = zip(statements.column("certainty"), statements.column("hedges"), strict=True)
    assert all(str(hedge) for certainty, hedge in pairs if str(certainty) in hedged)


def test_note_is_in_the_language_asked_for(engine: Engine, statements: Answer) -> None:
    """Every reading with a note has it in the language of its labels, and no other reading has."""
    dutch = "alle" in map(str, statements.column("quantifier"))
    noted = engine.select(
        "SELECT ?r ?note WHERE { ?r <https://w3id.org/warmteregie/def/note> ?note "
        f'FILTER (LANG(?note) = "{"nl" if dutch else "en"}") }}'
    )

    said = zip(statements.column("reading"), statements.column("note"), strict=True)
    assert len(noted) > 700
    assert {(str(r), str(note)) for r, note in noted.rows} == {
        (str(r), str(note)) for r, note in said if note is not None
    }


def test_workbook_and_csv_say_the_same(statements: Answer) -> None:
    """The Excel workbook has the rows of the CSV, numbers as numbers."""
    sheet = load_workbook(io.BytesIO(to_xlsx(statements, "statements"))).active
    rows = list(csv.reader(io.StringIO(to_sheet_csv(statements))))

    assert rows == [["" if cell is None else str(cell) for cell in row] for row in sheet.values]


def test_text_like_a_formula_stays_text() -> None:
    """A label that begins with an equals sign is no formula and an IRI no link."""
    answer = Answer(
        ("x", "y"), ((Literal("=1+1"), URIRef("http://e.example/")), (None, Literal(3)))
    )

    sheet = load_workbook(io.BytesIO(to_xlsx(answer, "x"))).active

    assert [("x", "y"), ("=1+1", "http://e.example/"), (None, 3)] == list(sheet.values)
    assert "s" == sheet["A2"].data_type
    assert sheet["B2"].hyperlink is None


def test_same_answer_gives_the_same_bytes(statements: Answer) -> None:
    """No date of the day is written into the workbook."""
    assert to_xlsx(statements, "x") == to_xlsx(statements, "x")
