"""Code that gets an answer: run as it is shown."""

import ast
import shlex

import pytest

from webapp.snippets import query_snippets, snippets


@pytest.mark.parametrize("text", ["wrid:level/high", 'it\'s "$(rm)" `x` \\', "é"])
def test_whatever_is_given_stays_text(text: str) -> None:
    """A shell, Python and the command line read back exactly what was chosen."""
    address = f"https://host/questions/q.csv?a={text}"
    found = {one.where: one.code for one in snippets("q", address, {"a": text})}

    assert address == shlex.split(found["curl"])[-1]
    assert address == ast.literal_eval(found["Python"].partition("read_csv")[2])
    assert ["--a", text] == shlex.split(found["warmteregie"])[3:5]


@pytest.mark.parametrize("layout", ["csv", "json", "ttl"])
@pytest.mark.parametrize("query", ["ASK {}\n", 'ASK {\r\n "$(rm) `x` \\\\ \U0001f600" }', "it's"])
def test_query_stays_what_it_is(query: str, layout: str) -> None:
    """A shell and Python read back the query, and Python asks at an address that holds it."""
    found = {one.where: one.code for one in query_snippets("https://h/sparql", query, layout)}
    literal = found["Python"].partition("query = ")[2].partition("\naddress")[0]

    assert f"query={query}" == shlex.split(found["curl"])[4]
    assert query == ast.literal_eval(literal)
    assert ast.parse(found["Python"])
