"""The graph in Python: alike over a build and over the endpoint of a site that runs."""

import subprocess
import sys
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef

import kg
from kg.answers import Answer
from kg.errors import (
    BadParameterValue,
    EngineFailed,
    NoBuild,
    QueryFailed,
    QuerySyntaxError,
    UnknownParameter,
    UnknownQuestion,
    UnknownThing,
    WarmteregieError,
    WrongUse,
)
from kg.files import shipped_files
from kg.handle import Handle
from kg.library import load_library
from kg.namespaces import GRAPH, WR, WRID
from tests.webapp.live import serving
from tests.webapp.mini_site import write_build

STUDY = "wrid:study/bankjes-2030"
STATEMENT = "wrid:statement/bankjes-2030-0001"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the endpoint of the invented site, which the real server serves."""
    with serving(tmp_path_factory.mktemp("served")) as live:
        yield f"http://127.0.0.1:{live.port}/sparql"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Handle:
    """Return the graph of the invented study in a build."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARMTEREGIE_BUILD", str(write_build(tmp_path_factory.mktemp("built"))))
        return kg.open()


@pytest.fixture(params=["built", "served"])
def graph(request: pytest.FixtureRequest, built: Handle, address: str) -> Handle:
    """Return the same graph in a build and at an endpoint."""
    return built if request.param == "built" else kg.open(address)


def test_question_is_answered_with_its_parameters(graph: Handle) -> None:
    """Parameters are given as names or as terms of an answer; the default is the real study."""
    answer = graph.ask("gaps-by-kind", study=STUDY, lang="en")
    [study] = answer.column("study")

    assert answer == graph.ask("gaps-by-kind", study=str(study), lang="en")
    assert answer == graph.questions.gaps_by_kind(study=study, lang="en")
    assert () == graph.ask("gaps-by-kind", study=None).rows


def test_sparql_gives_what_its_form_gives(graph: Handle) -> None:
    """Rows, a truth, or a graph."""
    rows = graph.sparql(COUNT)
    triples = graph.sparql(f"DESCRIBE <{WRID['object/bench']}>")

    assert isinstance(rows, Answer)
    assert isinstance(triples, Graph)
    assert len(triples) > 0
    assert graph.sparql("ASK { ?s ?p ?o }") is True


def test_description_names_what_it_mentions(graph: Handle) -> None:
    """What a thing is, under its names, and what points at it."""
    found = graph.describe("wrid:object/bench")

    assert (WRID["object/bench"], RDF.type, WR.PhysicalObject) in found
    assert "a wr:PhysicalObject" in found.serialize()


def test_evidence_is_a_row_a_reading(graph: Handle) -> None:
    """Who says it, how firmly, and where; of whichever study the statement is."""
    found = graph.evidence_for(STATEMENT, lang="en")

    assert len(found) > 0
    assert {"speakers", "certainty", "locator", "firstLine"} <= set(found.variables)
    assert {WRID["statement/bankjes-2030-0001"]} == set(found.column("statement"))
    assert found == graph.evidence_for(WRID["statement/bankjes-2030-0001"], lang="en")


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own
def test_whole_graph_comes_with_its_named_graphs(graph: Handle) -> None:
    """As many triples as the endpoint counts, and what one graph holds stays in it."""
    dataset = graph.to_rdflib()
    counted = graph.sparql(COUNT)

    assert isinstance(counted, Answer)
    assert int(str(counted.rows[0][0])) == len(dataset)
    assert len(dataset.graph(GRAPH.entities)) > 0
    assert (WRID["object/bench"], RDF.type, WR.PhysicalObject) in dataset


def test_data_frame_has_values_to_calculate_with(graph: Handle) -> None:
    """A column a variable; numbers are numbers, things their IRI, what is not bound is missing."""
    frame = graph.to_dataframe(
        graph.sparql(
            "SELECT ?thing ?n ?x ?year ?none WHERE { VALUES (?thing ?n ?x ?year ?none)"
            ' { (<http://e/1> 2 1.5 "2022"^^<http://www.w3.org/2001/XMLSchema#gYear> UNDEF) } }'
        )  # type: ignore[arg-type]  # a SELECT gives an answer
    )

    assert ["thing", "n", "x", "year", "none"] == list(frame.columns)
    assert ["http://e/1", 2, 1.5, 2022] == frame.iloc[0].tolist()[:4]
    assert frame["none"].isna().all()


def test_literal_that_is_not_of_its_type_stays_text() -> None:
    """What the graph says wrongly is shown as it says it."""
    from kg.dataframe import to_value

    assert "soon" == to_value(Literal("soon", datatype=URIRef(f"{RDF}date")))


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        (lambda graph: graph.ask("gaps-by-knd"), UnknownQuestion, 'mean "gaps-by-kind"'),
        (lambda graph: graph.question("gaps-by-knd"), UnknownQuestion, 'mean "gaps-by-kind"'),
        (lambda graph: graph.ask("gaps-by-kind", lnag="nl"), UnknownParameter, 'mean "lang"'),
        (lambda graph: graph.ask("gaps-by-kind", study="x"), BadParameterValue, "no value"),
        (lambda graph: graph.ask("gaps-by-kind", study="wrid:a> }"), BadParameterValue, "a> }"),
        (
            lambda graph: graph.ask("gaps-by-kind", study="wrid:study/none"),
            BadParameterValue,
            "takes a wr:Study",
        ),
        (lambda graph: graph.describe("bench"), BadParameterValue, "no value"),
        (lambda graph: graph.describe("wrid:object/bnch"), UnknownThing, "wrid:object/bnch"),
        (lambda graph: graph.evidence_for("wrid:object/bench"), UnknownThing, "no statement"),
        (lambda graph: graph.sparql("SELECT ?x {"), QuerySyntaxError, "Line 1, column 12"),
        (lambda graph: graph.sparql("DELETE WHERE { ?s ?p ?o }"), QueryFailed, "Line 1"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(
    graph: Handle, asked: object, error: type[WarmteregieError], said: str
) -> None:
    """The same error over a build and over an endpoint, with what was probably meant."""
    assert callable(asked)
    with pytest.raises(error) as raised:
        asked(graph)

    assert said in str(raised.value)


def test_address_that_answers_nothing_is_told_at_once(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not an address, nobody there, a page instead of an endpoint, no build at all."""
    with pytest.raises(WrongUse, match="Write it like https"):
        kg.open("example.org/sparql")
    with pytest.raises(EngineFailed, match=r"cannot be reached.\n  Check .* address"):
        kg.open("http://127.0.0.1:1/sparql")
    with pytest.raises(EngineFailed, match=r"takes no queries at that address \(405\)"):
        kg.open(address.removesuffix("sparql"))
    monkeypatch.setenv("WARMTEREGIE_BUILD", str(tmp_path))
    with pytest.raises(NoBuild):
        kg.open()


def test_site_tells_its_own_reason(address: str) -> None:
    """The detail of a problem is passed on, not its JSON."""
    with pytest.raises(QueryFailed, match='It says: "Line 1, column 12: SERVICE'):
        kg.open(address).sparql("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")


def test_site_never_hears_the_password_of_our_engine(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Name and password in the surroundings are for the engine of the settings alone."""
    monkeypatch.setenv("WARMTEREGIE_ENGINE_USER", "dba")
    monkeypatch.setenv("WARMTEREGIE_ENGINE_PASSWORD", "secret")

    assert "secret" not in repr(vars(vars(kg.open(address))["_engine"]._endpoint))


@pytest.mark.parametrize("slug", sorted(load_library(shipped_files().queries / "questions")))
def test_every_question_has_help(built: Handle, slug: str) -> None:
    """Its sentence, how to read it, and each parameter with kind and default."""
    question = load_library(shipped_files().queries / "questions", parse=False)[slug]
    asking = built.question(slug)

    assert [param.name for param in question.params] == list(signature(asking).parameters)
    assert str(asking.__doc__).startswith(question.question["en"])
    for param in question.params:
        assert f"\n    {param.name}: {param.note['en']} (" in str(asking.__doc__)


def test_questions_can_be_looked_through(built: Handle) -> None:
    """As a mapping, by attribute, and as a list with their sentences."""
    questions = built.questions

    assert "gaps-by-kind" in questions
    assert "gaps-by-knd" not in questions
    assert "gaps_by_kind" in dir(questions)
    assert len(questions) == len(repr(questions).splitlines())
    with pytest.raises(AttributeError, match=r"list\(graph.questions\)"):
        questions.gaps_by_knd()


def test_missing_pandas_is_named_with_how_to_get_it(
    built: Handle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything else works without pandas."""
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(WrongUse, match=r"pip install 'warmteregie\[notebook\]'"):
        built.to_dataframe(Answer((), ()))


def test_import_is_light() -> None:
    """Neither the engine nor rdflib nor pandas is imported before a graph is opened."""
    code = "import kg, sys; print(*sorted({'rdflib', 'pyoxigraph', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "" == done.stdout.strip()
