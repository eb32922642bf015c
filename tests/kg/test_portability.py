"""Constructs that engines read in different ways, each seen caught once."""

import pytest

from kg.portability import judge

PREFIX = "PREFIX wr: <https://w3id.org/warmteregie/def/>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"

FIVE = " UNION ".join(f"{{ ?a wr:{name} ?c }}" for name in "qrstu")


def whats(sparql: str) -> list[str]:
    """Return what is remarked on a query, shortened to its first words."""
    return [" ".join(remark.what.split()[:3]) for remark in judge(PREFIX + sparql).remarks]


@pytest.mark.parametrize(
    ("sparql", "what"),
    [
        ("SELECT ?a { ?a wr:p* ?b }", "a path with"),
        ("SELECT ?a { ?a wr:q/wr:p+ ?b }", "a path with"),
        ("SELECT ?a { ?a ^wr:p+ ?b }", "a path with"),
        ("SELECT ?a { ?a ^(wr:p+) ?b }", "a path with"),
        ("SELECT ?a { ?a (wr:q|wr:p*) ?b }", "a path with"),
        ("SELECT (EXISTS { ?a ?b ?c } AS ?x) { ?a ?b ?c }", "EXISTS in a"),
        ("SELECT ?a { { SELECT (NOT EXISTS { ?a ?b ?c } AS ?x) ?a { ?a ?b ?c } } }", "EXISTS in a"),
        ('SELECT ?a { ?a wr:p "P1D"^^xsd:duration }', "a duration; engines"),
        (
            'SELECT ?a { ?a wr:p "P1D"^^<http://www.w3.org/2001/XMLSchema#dayTimeDuration> }',
            "a duration; engines",
        ),
        ("SELECT (SUM(?b) AS ?n) { ?a wr:p ?b }", "SUM without GROUP"),
        ("SELECT ?n { { SELECT (SUM(?b) AS ?n) { ?a wr:p ?b } } }", "SUM without GROUP"),
        ("SELECT ?a { ?a wr:p ?b } VALUES ?a { wr:x }", "VALUES after the"),
        (f"SELECT * {{ ?a wr:p ?b OPTIONAL {{ {FIVE} }} }}", "a UNION of"),
        (f"SELECT * {{ ?a wr:p ?b MINUS {{ {FIVE} }} }}", "a UNION of"),
        ('SELECT ?a { ?a wr:p "\\u0041" }', "a codepoint escape."),
        ("SELECT ?a { ?a wr:p ", "not SPARQL: Expected"),
        ("SELECT ?a { ?a skos:p ?b }", "the prefix of"),
        ("SELECT ?a { ?a wr:p 'x }", "Line 3, column"),
        ("SELECT ?a { ?a a ?b } GROUP BY ?a HAVING (?n) ?b (SUM() AS ?x)", "not SPARQL: Expected"),
        ("INSERT DATA {}", "not SPARQL: Expected"),
    ],
)
def test_construct_is_remarked(sparql: str, what: str) -> None:
    """Each construct that engines differ on is named."""
    assert [what] == whats(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?a { ?a wr:p* wr:x }",
        "SELECT ?a { ?a a wr:C . ?a wr:p+ ?b }",
        "SELECT ?a { VALUES ?a { wr:x } ?a wr:p* ?b }",
        "SELECT ?a { ?a wr:p? ?b }",
        "SELECT * { ?a wr:p ?b OPTIONAL { { ?a wr:q ?c } UNION { ?a wr:r ?c } } }",
        f"SELECT * {{ ?a wr:p ?b . {FIVE} }}",
        "SELECT ?a { ?a ?b ?c FILTER EXISTS { ?a wr:p ?d } }",
        "SELECT ?a (SUM(?b) AS ?n) { ?a wr:p ?b } GROUP BY ?a",
        "SELECT (COUNT(?b) AS ?n) { ?a wr:p ?b }",
        "SELECT ?a { VALUES ?a { wr:x } ?a wr:p ?b }",
        "SELECT ?a { ?a wr:p 'VALUES EXISTS xsd:duration' }",
        "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }",
        "ASK { ?a ?b ?c }",
        "DESCRIBE wr:x",
    ],
)
def test_portable_query_is_not_remarked(sparql: str) -> None:
    """What all engines answer alike passes."""
    assert [] == whats(sparql)


def test_remark_has_the_line() -> None:
    """A remark names the line it is about, where it can."""
    [remark] = judge("SELECT ?a {\n ?a ?b ?c }\nVALUES ?a { 1 }").remarks

    assert 3 == remark.line


@pytest.mark.parametrize(
    ("sparql", "variables"),
    [
        ("SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c } GROUP BY ?a", {"a", "n"}),
        ("SELECT * { ?a ?b ?c }", {"a", "b", "c"}),
        ("CONSTRUCT { ?a ?b 1 } { ?a ?b ?c }", {"a", "b", "c"}),
        ("SELECT ?a {", set()),
    ],
)
def test_variables_are_those_given_back(sparql: str, variables: set[str]) -> None:
    """A SELECT gives back what it projects; other forms hold all their variables."""
    assert variables == judge(sparql).variables
