"""The engine in process."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rdflib import XSD, Graph, Literal, URIRef

from kg.answers import Answer
from kg.engine import EmbeddedEngine, Engine, open_engine
from kg.errors import NoBuild, QueryFailed, QuerySyntaxError
from kg.settings import Settings

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
A, B = URIRef("http://e/a"), URIRef("http://e/b")


@pytest.fixture
def engine(settings: Settings) -> Engine:
    """Return the engine over the tiny build."""
    return open_engine(settings)


def number(answer: Answer) -> int:
    """Return the one number of an answer."""
    [[term]] = answer.rows
    return int(str(term))


def test_union_is_counted_once(engine: Engine) -> None:
    """The triple that two graphs share is one triple."""
    assert 3 == number(engine.select(COUNT))


def test_rows_have_terms(engine: Engine) -> None:
    """Rows hold IRIs and literals with language or type, None where unbound."""
    answer = engine.select("SELECT ?s ?o ?z (1 AS ?n) { ?s <http://e/p> ?o } ORDER BY ?s")

    assert ("s", "o", "z", "n") == answer.variables
    assert (
        (A, Literal("1"), None, Literal("1", datatype=XSD.integer)),
        (B, Literal("twee", lang="nl"), None, Literal("1", datatype=XSD.integer)),
    ) == answer.rows


def test_ask(engine: Engine) -> None:
    """ASK gives yes or no."""
    assert engine.ask("ASK { <http://e/a> ?p ?o }")
    assert not engine.ask("ASK { <http://e/c> ?p ?o }")


def test_answer_is_rows_or_a_graph_as_the_query_has_it(engine: Engine) -> None:
    """Whoever asks a question need not know its form; yes or no is no answer in any format."""
    assert isinstance(engine.answer(COUNT), Answer)
    assert isinstance(engine.answer("CONSTRUCT WHERE { ?s <http://e/q> ?o }"), Graph)
    with pytest.raises(QueryFailed):
        engine.answer("ASK { ?s ?p ?o }")


@pytest.mark.parametrize(
    "sparql", ["CONSTRUCT WHERE { ?s <http://e/q> ?o }", "DESCRIBE <http://e/b>"]
)
def test_construct(engine: Engine, sparql: str) -> None:
    """CONSTRUCT and DESCRIBE give a graph."""
    assert (B, URIRef("http://e/q"), A) in engine.construct(sparql)


def test_wrong_form_is_refused(engine: Engine) -> None:
    """A query of another form than was asked for gives no answer."""
    with pytest.raises(QueryFailed):
        engine.select("ASK {}")
    with pytest.raises(QueryFailed):
        engine.ask("SELECT * {}")
    with pytest.raises(QueryFailed):
        engine.construct("SELECT * {}")


def test_syntax_error_has_its_place(engine: Engine) -> None:
    """A fault in a query of ours is found by line and column."""
    with pytest.raises(QuerySyntaxError) as caught:
        engine.select("SELECT * {\n ?s ?p }")

    assert (2, 2) == (caught.value.line, caught.value.column)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT (<http://e/f>(?s) AS ?x) { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o FILTER(<http://e/f>(?s)) }",
    ],
)
def test_unknown_function_is_explained(engine: Engine, sparql: str) -> None:
    """A function that is not known shows only while rows are read, and is explained."""
    with pytest.raises(QueryFailed, match=r"<http://e/f> is not known"):
        engine.select(sparql)
    with pytest.raises(QueryFailed, match=r"<http://e/f> is not known"):
        engine.construct(sparql.replace("SELECT *", "CONSTRUCT { ?s ?p ?o }").replace(
            "SELECT (<http://e/f>(?s) AS ?x) { ?s ?p ?o }",
            "CONSTRUCT { ?s ?p ?x } { ?s ?p ?o BIND(<http://e/f>(?s) AS ?x) }",
        ))  # fmt: skip


def test_next_build_is_answered_from(
    engine: Engine, make_build: Callable[[str, str], Path]
) -> None:
    """When the link points elsewhere, the next query is answered from there."""
    before = engine.build_id
    make_build("two", "<http://e/a> <http://e/p> <http://e/b> <http://e/g> .\n")

    assert 1 == number(engine.select(COUNT))
    assert ("one", "two") == (before, engine.build_id)


def test_same_build_is_opened_once(engine: Engine, build: Path) -> None:
    """As long as the link stays, nothing is read again."""
    for path in build.glob("*.gz"):
        path.unlink()

    assert 3 == number(engine.select(COUNT))


def test_threads_share_an_engine(settings: Settings) -> None:
    """Many threads may ask one engine, also for the first time."""
    engine = EmbeddedEngine(settings.build)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: number(engine.select(COUNT)), range(64)))

    assert [3] * 64 == answers


def test_no_build_shows_at_the_start(tmp_path: Path) -> None:
    """Opening fails where there is nothing; an engine that waits fails when asked."""
    settings = Settings(home=tmp_path, build=tmp_path)

    with pytest.raises(NoBuild):
        open_engine(settings)
    with pytest.raises(NoBuild):
        EmbeddedEngine(tmp_path).ask("ASK {}")


def test_build_that_went_meanwhile_is_not_missed(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that a newer one has pushed out before it was opened costs nobody an answer."""
    links = iter([build.with_name("gone")])
    monkeypatch.setattr("kg.engine.embedded.current_build", lambda _: next(links, build))

    assert EmbeddedEngine(build.parent).ask("ASK { ?s ?p ?o }")
