"""The worked example: a model of a heat network, linked, and asked what concerns it."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.engine import DUMP, EmbeddedEngine, Engine, current_build
from kg.files import shipped_files
from kg.library import bind, bindings_for, load_question
from tests.queries.test_questions import rows_of

MODEL = Path(__file__).parents[1] / "kg" / "esdl" / "traps.esdl"
QUESTION = shipped_files().queries / "questions" / "linked-data-sets.rq"
EXPECTED = Path(__file__).parent / "expected-linked" / "havenproef.csv"
VALUES = """
PREFIX wr: <https://w3id.org/warmteregie/def/>
SELECT ?value ?formula ?note WHERE {
  GRAPH <https://w3id.org/warmteregie/graph/data/havenproef> {
    ?measured a wr:Footprint ;
      wr:calculatedValue ?value ;
      wr:formula ?formula ;
      <http://www.w3.org/2004/02/skos/core#editorialNote> ?note .
  }
  FILTER (LANG(?formula) = "en" && LANG(?note) = "en")
}
ORDER BY ?value
"""

Link = Callable[..., Result]


@pytest.fixture(scope="module")
def home(builds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the real build in `build`."""
    folder = tmp_path_factory.mktemp("linked")
    shutil.copytree(builds / "current", folder / "build" / current_build(builds).name)
    (folder / "build" / "current").symlink_to(current_build(builds).name)
    return folder


@pytest.fixture(scope="module")
def link(home: Path) -> Link:
    """Return what runs `warmteregie link` over that build."""
    from webapp.cli import main_group  # with all its verbs

    names = {"WARMTEREGIE_BUILD": str(home / "build"), "WARMTEREGIE_HOME": str(home)}

    def run(*arguments: str) -> Result:
        return CliRunner(env=names).invoke(main_group, ["link", *arguments])

    return run


@pytest.fixture(scope="module")
def linked(home: Path, link: Link) -> Engine:
    """Return the engine over the graph that the model was linked to, every proposal accepted."""
    to = str(home / "review.tsv")
    for asked in (("--to", to), ("--reviewed", to, "--reviewer", "A. Reader")):
        done = link(str(MODEL), "--name", "havenproef", *asked)
        assert 0 == done.exit_code, done.output
    return EmbeddedEngine(home / "build")


def test_study_says_what_concerns_the_model(linked: Engine) -> None:
    """Instruments, co-benefits and barriers, each with who says it and how firmly."""
    question = load_question(QUESTION)
    header, *expected = EXPECTED.read_text("utf-8").splitlines()
    columns = header.split(",")
    given = {"dataset": "graph:data/havenproef"}

    answer = linked.select(bind(question.sparql, bindings_for(question, given)))

    assert sorted(csv_rows(expected)) == sorted(rows_of(answer, columns))
    assert {"instrument", "meekoppelkans", "belemmering"} == {
        row[columns.index("kind")] for row in rows_of(answer, columns)
    }


def csv_rows(lines: list[str]) -> list[list[str]]:
    """Return lines of CSV as rows."""
    return list(csv.reader(lines))


def test_calculated_values_are_marked_as_no_answer_of_the_study(linked: Engine) -> None:
    """Each with its formula; the sizes are those of the file, added up by hand."""
    rows = list(linked.select(VALUES).records())

    assert [150.0, 800.0] == [float(row["value"]) for row in rows]
    assert {"Input of a model, not the study's answer."} == {str(row["note"]) for row in rows}
    assert all("outerDiameter" in str(row["formula"]) for row in rows)


def test_taken_out_again_the_graph_is_what_it_was(
    builds: Path, home: Path, link: Link, linked: Engine
) -> None:
    """Byte for byte; the last test, as the others want it in."""
    assert 0 == link("--remove", "havenproef").exit_code
    dumps = [(current_build(one) / DUMP).read_bytes() for one in (builds, home / "build")]

    assert dumps[0] == dumps[1]
