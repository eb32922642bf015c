"""What is refused before anything is parsed."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QueryBoolean, Store

from kg.engine.guard import check
from kg.errors import QueryFailed, QueryRefused, QuerySyntaxError

# Port 1 is refused by the engine's own client, so nothing is ever sent.
CALL = "SERVICE <http://127.0.0.1:1/> { ?x ?y ?z }"


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://e/> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?s { ?s ?p ?o } }",
        "PREFIX e: <http://e/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
        "SELECT * {SERVICE<http://e/>{}}",
        "SELECT * { # '\n SERVICE <http://e/> {} #'\n}",
        "SELECT * { ?s ?p 'a' . SERVICE # x\n <http://e/> {} }",
    ],
)
def test_service_is_refused(sparql: str) -> None:
    """A SERVICE is found wherever it stands and however it is written."""
    with pytest.raises(QueryRefused, match="SERVICE may not be used"):
        check(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?s ?p 'SERVICE <http://e/> {}' }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://e/> {}",
        "SELECT ?SERVICE { ?SERVICE ?p ?o }",
        "PREFIX SERVICE: <http://e/> SELECT * { ?s SERVICE:SERVICE <http://e/SERVICE> }",
        "SELECT * { ?s ?p ?o FILTER(?o < 5 && ?o > 3) }",
        "SELECT * { ?s <http://e/#x> (1 <http://e/it's#y>) }",
        "SELECT * { ?s <urn:x#y> [ <urn:x#z> ?o ] }",
        "PREFIX : <#> BASE <urn:a#b> SELECT * { ?s ?p ?o }",
        'SELECT * { ?s ?p "caf\\u00e9" }',
        "SELECT * { ?insert ?delete 'DROP' }",
    ],
)
def test_innocent_query_passes(sparql: str) -> None:
    """The word alone, in a string, comment, name or variable, is no SERVICE."""
    assert check(sparql)


def test_allowed_service_passes() -> None:
    """A constant IRI of the list may be asked, and only that one."""
    assert check("ASK { SERVICE SILENT <http://e/> {} }", services=["http://e/"])
    with pytest.raises(QueryRefused, match="may be asked: http://e/"):
        check("ASK { SERVICE <http://e/x> {} }", services=["http://e/"])
    with pytest.raises(QueryRefused):
        check("ASK { SERVICE ?s {} }", services=["http://e/"])


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <http://e/> <http://e/> 1 }",
        "PREFIX e: <http://e/> # x\n delete where { ?s ?p ?o }",
        "LOAD <http://e/>",
        "CLEAR ALL",
        "DROP GRAPH <http://e/>",
        "CREATE GRAPH <http://e/>",
        "ADD <http://e/> TO <http://e/b>",
        "MOVE <http://e/> TO <http://e/b>",
        "COPY <http://e/> TO <http://e/b>",
        "BASE <http://e/> WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_update_is_refused(sparql: str) -> None:
    """Every form of update is refused as what it is."""
    with pytest.raises(QueryRefused, match="is an update"):
        check(sparql)


def test_length_is_limited() -> None:
    """A query of the greatest length passes, a longer one does not."""
    assert check("ASK {}", max_length=6)
    with pytest.raises(QueryRefused, match="7 characters; 6"):
        check("ASK {} ", max_length=6)


@pytest.mark.parametrize("brackets", ["{}", "()", "[]"])
def test_depth_is_limited(brackets: str) -> None:
    """Brackets of every kind count, those in strings and comments do not."""
    opening, closing = brackets
    assert check(opening * 5 + closing * 5, max_depth=5)
    assert check(f"'{opening * 9}' #{opening * 9}", max_depth=5)
    with pytest.raises(QueryRefused, match="more than 5 brackets"):
        check(opening * 6 + closing * 6, max_depth=5)


@pytest.mark.parametrize("text", ["ASK { ?s ?p 'x }", "ASK { \\ }", 'ASK { """ }'])
def test_unreadable_query_is_a_syntax_error(text: str) -> None:
    """What is no sequence of tokens is never passed on."""
    with pytest.raises(QuerySyntaxError):
        check(text)


# Each was found to hide a call: our tokens and the engine's parted ways at the "<", the quote
# or the escape before it.
HIDDEN = [
    f'SELECT * {{ FILTER(1<2#>"""\n) {CALL} #"""\n}}',
    f"SELECT * {{ FILTER(1<'>' || 1='x' ) {CALL} #'\n}}",
    f"SELECT * {{ VALUES ?v {{ '''a' }} {CALL} # \\x'''\n}}",
    f"SELECT * {{ VALUES ?v {{ '''a' }} {CALL} #'\n}}",
    f'SELECT * {{ FILTER(1<<http://e/#>) }} {CALL} #"',
    f"SELECT * {{ FILTER(?a<<http://e/#>||true)\n {CALL} }}",
    f"SELECT * {{ <<?s?p'>'>> ?q ?r . {CALL} #'\n}}",
    f"PREFIX a: <http://e/> SELECT * {{ ?s a:b\\' ?o . {CALL} #'\n}}",
    f"SELECT * {{ ?s ?p 'a\\u0027 . {CALL} #' }}",
    f'SELECT * {{ ?s ?p "\\\\u0022 . {CALL} #" }}',
    f"SELECT * {{ ?s ?p 1 #\r . {CALL} }}",
]


@pytest.mark.parametrize("sparql", HIDDEN)
def test_hidden_call_is_refused(sparql: str) -> None:
    """No spelling that reads in two ways gets a call past the guard."""
    with pytest.raises(QueryFailed):
        check(sparql)


PIECES = st.sampled_from(
    [
        CALL, "'", '"', "'''", '"""', "''", "\\'", "\\", "\\u0027", "#", "\n", "\r", " ", "<", ">",
        "<<", ">>",
        "FILTER(", "(", ")", "{", "}", "[", "]", "?a", "1", "a:b", "<http://e/#'>", "<#>",
        "<urn:x#>",
        "VALUES ?v {", "BIND(", " AS ?w)", "||", "&&", "=", "?s ?p ?o .", ".", "@nl", "UNION",
    ]
)  # fmt: skip


def _store() -> Store:
    store = Store()
    store.add(Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), NamedNode("http://e/o")))
    return store


STORE = _store()


def calls_out(sparql: str) -> bool:
    """Tell whether the engine, asked without a guard, would call another host."""
    try:
        found = STORE.query(f"PREFIX a: <http://e/> {sparql}")
        if not isinstance(found, QueryBoolean):
            list(found)
    except OSError as error:
        return "port 1" in str(error)
    except (SyntaxError, RuntimeError, ValueError):
        return False
    return False


def test_call_would_be_made() -> None:
    """The engine does call out by itself, so the property below can fail."""
    assert calls_out(f"SELECT * {{ {CALL} }}")
    assert sum(map(calls_out, HIDDEN)) >= 4


def passes(sparql: str) -> bool:
    """Tell whether the guard lets a query by."""
    try:
        check(f"PREFIX a: <http://e/> {sparql}")
    except QueryFailed:
        return False
    return True


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=8).map("".join))
@example("FILTER(1", '<2#>"""\n) ' + CALL + ' #"""\n')
def test_what_passes_never_calls_out(first: str, second: str) -> None:
    """Whatever the pieces make, a query that passes the guard makes no call."""
    sparql = f"SELECT * {{ {first}{second} }}"

    assert not (passes(sparql) and calls_out(sparql))


@given(st.text())
def test_any_text_passes_or_is_refused(text: str) -> None:
    """The guard fails on no text in another way than by refusing it."""
    passes(text)
