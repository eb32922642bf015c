"""What follows is in the union, and changes no answer that is about what was said."""

import gzip
from pathlib import Path

import pytest
from rdflib import RDF, URIRef

from kg.binding import bind_found
from kg.engine import DUMP, EmbeddedEngine, Engine
from kg.files import shipped_files
from kg.library import Question, bind, bindings_for, load_library
from kg.namespaces import GRAPH, WR, WRID

QUERIES = shipped_files().queries
QUESTIONS = load_library(QUERIES / "questions")
PAGES = load_library(QUERIES / "pages", required_params=())
RESOURCE = load_library(QUERIES / "resource", required_params=())
NEEDING_INFERENCE = frozenset({"agreements-by-level", "how-many-of-whom"})
"""Questions that rest on what follows of things: what lies under a concept, who is an actor."""


@pytest.fixture(scope="module")
def without(builds: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return an engine over the real build without what was inferred."""
    folder = tmp_path_factory.mktemp("asserted") / "current"
    folder.mkdir()
    dump = gzip.decompress((builds / "current" / DUMP).read_bytes()).decode("utf-8")
    asserted = "".join(
        line for line in dump.splitlines(keepends=True) if GRAPH.inferred.n3() not in line
    )
    assert asserted != dump
    (folder / DUMP).write_bytes(gzip.compress(asserted.encode("utf-8")))
    return EmbeddedEngine(folder.parent)


def bound(question: Question) -> str:
    """Return a question with its parameters as they are left out."""
    return bind(question.sparql, bindings_for(question, {}))


@pytest.mark.parametrize("slug", sorted(QUESTIONS.keys() - NEEDING_INFERENCE))
def test_answer_is_the_same_without_what_follows(
    engine: Engine, without: Engine, slug: str
) -> None:
    """A question about what the study says is answered by what was asserted."""
    query = bound(QUESTIONS[slug])

    assert without.select(query) == engine.select(query)


@pytest.mark.parametrize("slug", sorted(NEEDING_INFERENCE))
def test_answer_that_rests_on_what_follows_loses_rows_without(
    engine: Engine, without: Engine, slug: str
) -> None:
    """What follows finds more of what was said, and says nothing of its own."""
    query = bound(QUESTIONS[slug])

    assert set(without.select(query).rows) < set(engine.select(query).rows)


def test_statements_are_the_same_without_what_follows(engine: Engine, without: Engine) -> None:
    """One row a reading, with the class its node was given and no other."""
    query = bound(PAGES["statements"])

    assert without.select(query) == engine.select(query)


@pytest.mark.parametrize("slug", ["description", "evidence"])
@pytest.mark.parametrize(
    "thing",
    [
        WR.ContentNode, WR.Mechanism, WR.Matter, WR.atLevel, WRID["actor/municipality"],
        WRID["level/tactical"], WRID["statement/warmtenetten-regie-2022-0002"],
        WRID["node/warmtenetten-regie-2022-0002"], WRID["section/warmtenetten-regie-2022/2"],
    ],
)  # fmt: skip
def test_thing_is_described_by_what_was_asserted(
    engine: Engine, without: Engine, slug: str, thing: URIRef
) -> None:
    """A thing's own page and data say what was said; what follows is asked for apart."""
    query = about(slug, thing)

    assert set(without.construct(query)) == set(engine.construct(query))


def about(slug: str, thing: URIRef) -> str:
    """Return a query of a thing; what it is evidence in is found by another one."""
    if slug == "description":
        return bind(RESOURCE[slug].body, {"thing": thing})
    return bind_found(RESOURCE[slug].body, bind(RESOURCE["parts"].body, {"thing": thing}))


def test_union_holds_what_follows_once(engine: Engine, without: Engine) -> None:
    """The default graph is what was asserted and what follows, no triple of it twice."""
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    inferred = f"SELECT (COUNT(*) AS ?n) {{ GRAPH {GRAPH.inferred.n3()} {{ ?s ?p ?o }} }}"
    [[asserted]], [[union]] = without.select(count).rows, engine.select(count).rows
    [[following]] = engine.select(inferred).rows

    assert int(str(following)) > 0
    assert int(str(asserted)) + int(str(following)) == int(str(union))


def test_what_follows_is_about_our_names_and_declared(engine: Engine) -> None:
    """Both ends of every inferred triple are ours, and each class is one of the ontology."""
    query = f"SELECT ?s ?p ?o {{ GRAPH {GRAPH.inferred.n3()} {{ ?s ?p ?o }} }}"
    rows = engine.select(query).rows
    declared = "SELECT ?c { GRAPH %s { ?c a <http://www.w3.org/2002/07/owl#Class> } }"
    classes = set(engine.select(declared % GRAPH.ontology.n3()).column("c"))

    assert [] == [row for row in rows if not all("/warmteregie/" in str(row[i]) for i in (0, 2))]
    assert set() == {kind for _, word, kind in rows if word == RDF.type} - classes
