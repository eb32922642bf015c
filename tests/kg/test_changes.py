"""Two invented versions of the data, compared statement by statement and term by term."""

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Literal, URIRef

from kg.changes import KINDS, SORTS, Change, Quad, compare, count, state_of, to_answer
from kg.namespaces import GRAPH, WR, WRID
from kg.tokens import Term

EVIDENCE, ONTOLOGY, ENTITIES = GRAPH["evidence/x"], GRAPH.ontology, GRAPH.entities
ONE, TWO = WRID["statement/x/0001"], WRID["statement/x/0002"]
READING, NODE = WRID["reading/x/0001-1"], WRID["node/x/0001"]


def told(graph: URIRef, *triples: tuple[Term, URIRef, Term]) -> list[Quad]:
    """Return triples as quads of one graph."""
    return [(*triple, graph) for triple in triples]


BASE = [
    *told(
        EVIDENCE,
        (ONE, RDF.type, WR.Statement),
        (ONE, WR.gist, Literal("A street is cool.", lang="en")),
        (ONE, WR.hasNode, NODE),
        (NODE, WR.contentOf, ONE),
        (NODE, WR.value, Literal(3)),
        (READING, RDF.type, WR.Reading),
        (READING, WR.ofStatement, ONE),
        (READING, WR.readIn, WRID["passage/x/1-1"]),
        (READING, WR.certainty, WRID["certainty/stated"]),
        (WRID["passage/x/1-1"], WR.locator, Literal("section 1, sentence 1", lang="en")),
    ),
    *told(
        ONTOLOGY,
        (WR.Bench, RDFS.label, Literal("bench", lang="en")),
        (WR.certainty, RDFS.label, Literal("has the certainty", lang="en")),
        (WR.Reading, RDFS.label, Literal("reading", lang="en")),
    ),
    *told(
        ENTITIES,
        (WRID["certainty/stated"], SKOS.prefLabel, Literal("stated", lang="en")),
        (WRID["certainty/hedged"], SKOS.prefLabel, Literal("hedged", lang="en")),
        (WRID["object/street"], SKOS.prefLabel, Literal("street", lang="en")),
    ),
]  # fmt: skip


def changed(*, without: list[Quad] = (), more: list[Quad] = ()) -> tuple[Change, ...]:  # type: ignore[assignment]
    """Return what a version has otherwise that lacks some quads and has others."""
    new = [quad for quad in BASE if quad not in without] + [*more]
    return compare(state_of(BASE), state_of(new))


def rows(*, without: list[Quad] = (), more: list[Quad] = ()) -> list[list[str]]:  # type: ignore[assignment]
    """Return the same as rows in words."""
    new = [quad for quad in BASE if quad not in without] + [*more]
    old, later = state_of(BASE), state_of(new)
    return [[*map(str, row)] for row in to_answer(compare(old, later), old, later).rows]


def test_same_version_has_no_change() -> None:
    """Nothing came, went or changed, in whatever order it is told."""
    assert () == compare(state_of(BASE), state_of(reversed(BASE)))


def test_statement_that_came_or_went_is_told_once() -> None:
    """However much belongs to it; a withdrawn one is called what it was called."""
    came = told(EVIDENCE, (TWO, WR.gist, Literal("New.", lang="en")), (TWO, RDF.type, WR.Statement))
    gone = [quad for quad in BASE if quad[0] in (ONE, NODE, READING)]

    assert [["statement", "new", str(TWO), "New.", "", "", "", ""]] == rows(more=came)
    assert [["statement", "withdrawn", str(ONE), "A street is cool.", "", "", "", ""]] == rows(
        without=gone
    )


def test_firmness_is_told_with_the_reading_it_is_of() -> None:
    """What a reading says is a change of its statement, in words, with the place it was read in."""
    fact = told(EVIDENCE, (READING, WR.certainty, WRID["certainty/stated"]))
    other = told(EVIDENCE, (READING, WR.certainty, WRID["certainty/hedged"]))

    assert [
        ["statement", "changed", str(ONE), "A street is cool.", "section 1, sentence 1",
         "has the certainty", "stated", "hedged"]
    ] == rows(without=fact, more=other)  # fmt: skip


def test_two_readings_that_change_places_are_a_change() -> None:
    """Taken together their values are the same; reading by reading they are not."""
    second = WRID["reading/x/0001-2"]
    base = [
        *BASE,
        *told(EVIDENCE, (second, WR.ofStatement, ONE), (second, WR.certainty, WR.hedged)),
    ]
    stated, hedged = base[8][2], WR.hedged
    swap = {(READING, stated): hedged, (second, hedged): stated}
    new = [
        (s, p, swap.get((s, o), o), g) if p == WR.certainty else (s, p, o, g) for s, p, o, g in base
    ]

    [change] = compare(state_of(base), state_of(new))
    assert [READING, second] == [detail.part for detail in change.details]


def test_another_reading_is_one_detail() -> None:
    """It is told by its place, and not by all that is said of it."""
    second = WRID["reading/x/0001-2"]
    more = told(
        EVIDENCE,
        (second, RDF.type, WR.Reading),
        (second, WR.ofStatement, ONE),
        (second, WR.readIn, WRID["passage/x/1-1"]),
    )

    [row] = rows(more=more)
    assert ["section 1, sentence 1", "reading", "", "section 1, sentence 1"] == row[4:]


def test_gist_changed_in_one_language_says_in_which() -> None:
    """A reader of the other language sees that it does not concern that one."""
    old, new = (told(EVIDENCE, (ONE, WR.gist, Literal(text, lang="en")))
                for text in ("A street is cool.", "A street is cooler."))  # fmt: skip

    [row] = rows(without=old, more=new)
    assert ["A street is cooler.", "A street is cool. (en)", "A street is cooler. (en)"] == [
        row[3], *row[6:]
    ]  # fmt: skip


def test_term_that_is_deprecated_says_so() -> None:
    """A name is never removed: that it is no longer to be used is the change."""
    ended = told(ONTOLOGY, (WR.Bench, OWL.deprecated, Literal(True)))

    assert [("term", "deprecated")] == [(one.kind, one.sort) for one in changed(more=ended)]


def test_node_without_name_is_known_by_what_is_said_of_it() -> None:
    """Its label differs from build to build and is no change; what it says is one."""

    def with_list(label: str, *members: URIRef) -> list[Quad]:
        nodes = [BNode(f"{label}{number}") for number, _ in enumerate(members)]
        rest = [*nodes[1:], RDF.nil]
        return told(
            ONTOLOGY,
            (WR.Bench, OWL.unionOf, nodes[0]),
            *((node, RDF.first, one) for node, one in zip(nodes, members, strict=True)),
            *((node, RDF.rest, after) for node, after in zip(nodes, rest, strict=True)),
        )

    base = state_of(BASE + with_list("a", WR.Bench, WR.certainty))
    assert () == compare(base, state_of(BASE + with_list("z", WR.Bench, WR.certainty)))

    other = state_of(BASE + with_list("a", WR.Bench, WR.Reading))
    found = compare(base, other)
    assert ["(bench has the certainty)", "(bench reading)"] == [
        str(cell) for cell in to_answer(found, base, other).rows[0][6:]
    ]


@pytest.mark.parametrize("graph", ["inferred", "shapes", "meta", "study/x"])
def test_what_follows_from_the_rest_is_left_out(graph: str) -> None:
    """A triple that changes with another one is not told a second time."""
    assert () == changed(more=told(GRAPH[graph], (ONE, WR.gist, Literal("No.", lang="en"))))


@pytest.mark.parametrize(
    ("graph", "record"),
    [("links/garden", "link/garden/object/street/12"), ("alignments/garden", "mapping/garden/x/y")],
)
def test_link_is_a_change_of_its_record_only(graph: str, record: str) -> None:
    """The thing that is linked stays as it is."""
    more = told(
        GRAPH[graph],
        (WRID["object/street"], SKOS.closeMatch, URIRef("https://example.org/12")),
        (WRID[record], RDFS.label, Literal("street - garden street", lang="nl")),
    )

    assert {"link": {"new": 1}} == count(changed(more=more))


def test_changes_are_counted_by_kind_and_sort() -> None:
    """In the order of kinds and sorts, what has none left out."""
    more = told(EVIDENCE, (TWO, RDF.type, WR.Statement), (ONE, WR.force, WR.may))
    more += told(ENTITIES, (WRID["object/tree"], SKOS.prefLabel, Literal("tree", lang="en")))
    found = count(changed(more=more))

    assert {"statement": {"new": 1, "changed": 1}, "thing": {"new": 1}} == found
    assert (list(found), list(found["statement"])) == (
        [kind for kind in KINDS if kind in found],
        [sort for sort in SORTS if sort in found["statement"]],
    )


def test_thing_is_called_by_its_label_before_anything_else() -> None:
    """A statement has its gist, a study its title; where there is a label, that is the name."""
    thing = WRID["work/x"]
    more = told(
        ENTITIES,
        (thing, DCTERMS.title, Literal("A long title", lang="en")),
        (thing, SKOS.prefLabel, Literal("Short 2031", lang="en")),
    )

    [row] = rows(more=more)
    assert "Short 2031" == row[3]
