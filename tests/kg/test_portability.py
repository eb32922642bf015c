"""Constructs that engines read in different ways, each seen caught once."""

import pytest

from kg.portability import judge

PREFIX = "PREFIX wr: <https://w3id.org/warmteregie/def/>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"

FIVE = " UNION ".join(f"{{ ?a wr:{name} ?c }}" for name in "qrstu")

BOTH = "{ ?a wr:p ?b } UNION { ?a wr:q ?b }"
DISTINCT = "{ SELECT DISTINCT ?a { ?a wr:p ?b } }"
OPEN = "{ ?a wr:p ?b } UNION { ?b wr:q ?c . ?a wr:r ?c }"


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
        ("SELECT ?a { { ?a wr:p ?b } UNION { VALUES ?a { wr:x } } }", "a branch of"),
        ("SELECT ?a { { VALUES ?a { wr:x } } UNION { ?a wr:p ?b } ?a wr:q ?c }", "a branch of"),
        ("SELECT ?b { ?a wr:p ?c OPTIONAL { ?a wr:q ?b } } GROUP BY ?b", "GROUP BY ?b,"),
        (f"SELECT ?c {{ {OPEN} }} GROUP BY ?c", "GROUP BY ?c,"),
        ("SELECT ?b { VALUES (?a ?b) { (1 2) (3 UNDEF) } ?a wr:p ?c } GROUP BY ?b", "GROUP BY ?b,"),
        (f"SELECT ?d {{ {OPEN} BIND (STR(?c) AS ?d) }} GROUP BY ?d", "GROUP BY ?d,"),
        (f"SELECT ?a {{ {{ SELECT ?b ?c {{ {OPEN} }} }} }} GROUP BY ?b ?c", "GROUP BY ?c,"),
        (f"SELECT ?a {{ GRAPH ?g {{ {OPEN} }} }} GROUP BY ?g ?c", "GROUP BY ?c,"),
        (f"SELECT (BOUND(?c) AS ?d) {{ {{ SELECT DISTINCT * {{ {OPEN} }} }} }}", "BOUND(?c) as a"),
        (
            f"SELECT * {{ {{ SELECT DISTINCT ?c {{ {OPEN} }} }} BIND (STR(BOUND(?c)) AS ?d) }}",
            "BOUND(?c) as a",
        ),
        (f"SELECT * {{ {{ SELECT ?a {{ {BOTH} }} }} {DISTINCT} }}", "SELECT DISTINCT beside"),
        (
            f"SELECT * {{ {DISTINCT} ?a wr:r ?d OPTIONAL {{ ?a wr:s ?e }} FILTER (?d != 1) "
            f"BIND (1 AS ?f) {{ SELECT ?a {{ {BOTH} }} }} }}",
            "SELECT DISTINCT beside",
        ),
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
        "SELECT ?a { { ?a wr:p ?b } UNION { BIND (wr:x AS ?a) } }",
        "SELECT ?a { { ?a wr:p ?b } UNION { VALUES ?a { wr:x } ?a wr:q ?b } }",
        f"SELECT ?a {{ {OPEN} }} GROUP BY ?a ?b ?given",
        f"SELECT ?d {{ {OPEN} BIND (COALESCE(?c, ?b) AS ?d) }} GROUP BY ?d",
        f"SELECT ?d {{ {OPEN} BIND (IF(BOUND(?c), 1, 2) AS ?d) }} GROUP BY ?d",
        f"SELECT ?b {{ {OPEN} MINUS {{ ?a wr:r ?c }} }} GROUP BY ?b",
        "SELECT ?b { { SELECT ?a (MIN(?c) AS ?b) { ?a wr:p ?c } GROUP BY ?a } } GROUP BY ?b",
        f"SELECT ?b {{ {{ SELECT DISTINCT ?b ?c {{ {OPEN} }} }} FILTER (!BOUND(?c)) }}",
        f"SELECT (BOUND(?c) AS ?d) {{ {OPEN} }}",
        f"SELECT (BOUND(?b) AS ?d) {{ {{ SELECT DISTINCT ?b ?c {{ {OPEN} }} }} }}",
        f"SELECT * {{ {{ SELECT ?a (COUNT(*) AS ?n) {{ {BOTH} }} GROUP BY ?a }} {DISTINCT} }}",
        f"SELECT * {{ {{ SELECT ?a {{ {BOTH} }} }} {{ SELECT ?a {{ {BOTH} }} }} }}",
        f"SELECT * {{ {BOTH} {DISTINCT} }}",
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
