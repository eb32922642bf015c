"""Values bound to a query: one block, in its place, and nothing else changed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Store
from rdflib import XSD, BNode, Graph, Literal, URIRef

from kg.binding import bind, bind_each, bind_found
from kg.errors import BadParameterValue, QuerySyntaxError
from kg.tokens import Term, tokenize

THING = URIRef("http://e/thing")
BLOCK = "VALUES (?x) { (<http://e/thing>) }"

TRICKY = [
    "SELECT ?x WHERE { ?x ?p '}{' }",
    "SELECT ?x { # {\n ?x ?p ?o }",
    'PREFIX a: <http://e/#> SELECT ?x { ?x ?p """{ VALUES }""" }',
    "SELECT ?x (EXISTS { ?x ?p ?o } AS ?there) { ?x ?p ?o }",
    "SELECT ?x WHERE { SELECT ?x { ?x ?p ?o } }",
    "SELECT ?x WHERE { { SELECT ?x { ?x ?p ?o } } ?x ?q ?r }",
    "CONSTRUCT { ?x ?p ?o } WHERE { ?x ?p ?o }",
    "CONSTRUCT WHERE { ?x ?p ?o . ?o ?q '}' # }\n }",
    "CONSTRUCT FROM <http://e/g> WHERE { ?x ?p ?o }",
    "CONSTRUCT {} { ?x ?p ?o }",
    "ASK { ?x ?p ?o }",
    "ASK FROM <http://e/g> { ?x ?p ?o }",
    "DESCRIBE ?x WHERE { ?x ?p ?o }",
    "DESCRIBE ?x",
    "DESCRIBE ?x # no group",
    "DESCRIBE ?x LIMIT 5",
]
LOTS: list[list[Term]] = [[], [URIRef("e:a")], [URIRef("e:a"), URIRef("e:c")]]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("sparql", TRICKY)
def test_bound_query_is_a_query(sparql: str) -> None:
    """Whatever the form, two engines can parse what was bound, and the block is there once."""
    bound = bind(sparql, {"x": THING})

    assert 1 == bound.count(BLOCK)
    Store().query(bound)
    Graph().query(bound)


def test_block_comes_first_in_the_group() -> None:
    """The block stands just inside the outermost group, on the line of its brace."""
    assert "SELECT ?x\n{ VALUES (?x) { (<http://e/thing>) }  ?x ?p ?o }" == bind(
        "SELECT ?x\n{ ?x ?p ?o }", {"x": THING}
    )


def test_several_values_make_one_row() -> None:
    """All parameters stand in one block of one row."""
    bound = bind("SELECT ?x ?y { ?x ?p ?y }", {"x": THING, "y": Literal("a", lang="nl")})

    assert 'VALUES (?x ?y) { (<http://e/thing> "a"@nl) }' in bound


def test_nothing_bound_changes_nothing() -> None:
    """Without bindings the query is the very text it was."""
    assert "ASK {}  # x" == bind("ASK {}  # x", {})


def test_bound_rows_are_those_of_the_value() -> None:
    """The answer holds the rows of the bound value only."""
    store = Store()
    store.update("INSERT DATA { <http://e/thing> <http://e/p> 1 . <http://e/b> <http://e/p> 2 }")
    query = "SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o } GROUP BY ?x"

    rows = [[str(term) for term in row] for row in store.query(bind(query, {"x": THING}))]  # type: ignore[union-attr]

    assert [["<http://e/thing>", f'"1"^^<{XSD.integer}>']] == rows


@given(TEXTS)
@example("\\u0022 } # ")
@example("\\U00000022")
@example("'''\"\"\"")
@example("\r\n\t\b\f\\")
def test_value_comes_back_as_it_was(text: str) -> None:
    """Two engines read the very text that was bound."""
    bound = bind("SELECT ?x {}", {"x": Literal(text)})

    assert [text] == [row["x"].value for row in Store().query(bound)]  # type: ignore[union-attr]


@given(TEXTS)
@example("\\u0022 } # ")
@example("\\\\u0022")
def test_value_comes_back_from_the_other_engine(text: str) -> None:
    """The engine that reads codepoint escapes first gives the very text too."""
    bound = bind("SELECT ?x WHERE {}", {"x": Literal(text)})

    assert [Literal(text)] == [row[0] for row in Graph().query(bound)]  # type: ignore[index]


@given(st.sampled_from(TRICKY), st.one_of(TEXTS.map(Literal), TEXTS.map(URIRef)))
def test_value_never_changes_the_structure(sparql: str, value: Term) -> None:
    """A value is one token where any other value would be, or it is refused."""
    try:
        bound = bind(sparql, {"x": value})
    except BadParameterValue:
        return
    plain = Literal("a") if isinstance(value, Literal) else THING

    assert [token.kind for token in tokenize(bind(sparql, {"x": plain}))] == [
        token.kind for token in tokenize(bound)
    ]


@pytest.mark.parametrize("name", ["x y", "x) {", "", "1", "?x"])
def test_name_that_is_no_variable_is_refused(name: str) -> None:
    """Names go into the text, so they are held to what a variable may be."""
    with pytest.raises(BadParameterValue):
        bind("ASK {}", {name: THING})


def test_blank_node_is_refused() -> None:
    """A blank node in a query means anything, so it cannot be a value."""
    with pytest.raises(BadParameterValue):
        bind("ASK {}", {"x": BNode()})


@pytest.mark.parametrize("sparql", ["SELECT ?x", "SELECT ?x { ?x ?p ?o", ""])
def test_query_without_a_group_is_refused(sparql: str) -> None:
    """There must be a place for the block."""
    with pytest.raises(QuerySyntaxError):
        bind(sparql, {"x": THING})


def test_query_is_asked_of_each_of_several_values() -> None:
    """One variable takes as many values as there are, and none of none."""
    store = Store()
    store.update("INSERT DATA { <e:a> <e:p> 1 . <e:b> <e:p> 2 . <e:c> <e:p> 3 }")
    of = [len(list(store.query(bind_each("SELECT * { ?x ?p ?o }", "x", some)))) for some in LOTS]

    assert [0, 1, 2] == of


def test_name_of_each_is_a_variable() -> None:
    """No text is spliced under the cover of a name."""
    with pytest.raises(BadParameterValue, match="not the name"):
        bind_each("SELECT * { ?x ?p ?o }", "x {} #", [THING])


def test_query_is_asked_of_what_another_finds() -> None:
    """Two queries make one, whose prefixes are those of both."""
    asked = "PREFIX e: <http://e/>\nSELECT ?x ?o { ?x e:p ?o . }"
    finding = "PREFIX e: <http://e/>\nPREFIX f: <http://f/>\n\nSELECT ?x { ?x a f:C } # all\n"
    whole = bind_found(asked, finding)
    store = Store()
    store.update("""INSERT DATA {
        <e:a> a <http://f/C> ; <http://e/p> 1 . <e:b> a <http://f/D> ; <http://e/p> 2 }""")

    assert 1 == whole.count("PREFIX e:") == whole.count("PREFIX f:")
    assert ["1"] == [row["o"].value for row in store.query(whole)]
    assert [] == list(Graph().query(whole))


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_endpoint_of_a_service_is_written_out(silent: str) -> None:
    """Where a variable says whom a SERVICE asks, its value stands there, and in the block."""
    term = Literal("http://e/query", datatype=XSD.anyURI)

    bound = bind(f"SELECT ?e {{\n ?s ?p ?e SERVICE {silent}?e {{ ?s ?q ?e }} }}", {"e": term})

    assert f"SERVICE {silent}<http://e/query> {{ ?s ?q ?e }}" in bound
    assert "VALUES (?e)" in bound
    assert 2 == len(bound.splitlines())


def test_endpoint_that_is_no_iri_is_refused() -> None:
    """Nothing but a whole IRI can be put there."""
    with pytest.raises(BadParameterValue):
        bind("SELECT * { SERVICE ?e { ?s ?p ?o } }", {"e": Literal("http://e/> { } #")})
