"""Outside knowledge: dated, with its sources, beside what the studies say and never in it."""

from datetime import date
from pathlib import Path

import pytest
from rdflib import RDF, XSD, Graph, Literal, URIRef

from kg.entailment import infer
from kg.entities import names_in
from kg.errors import FaultsFound
from kg.graphs import outside_graph, union_of
from kg.namespaces import GRAPH, WR, WRID
from kg.outside import OutsideFile, load_outside, overdue
from kg.pipeline import named_graphs
from kg.sources import Sources

NAMES = frozenset(
    map(str, (WR.inForceFrom, WR.amendsAct, WR.LegalAct, WRID["act/orchards"], WRID["act/hedges"]))
)
SOURCE = """
[[source]]
id = "gazette"
title = "Wet op de boomgaarden"
address = "https://example.org/gazette"
publisher = "the gazette"
date = 2031-04-02
"""
FACT = """
[[fact]]
id = "001"
subject = "wrid:act/orchards"
predicate = "wr:inForceFrom"
value = 2031-07-01
gist.nl = "De wet geldt sinds 1 juli 2031."
gist.en = "The act is in force since 1 July 2031."
note.nl = "De studie noemt geen dag."
note.en = "The study names no day."
sources = ["gazette"]
looked_up = 2031-08-01
check_by = 2032-08-01
"""
FACT_IRI = WRID["outside-fact/001"]


@pytest.fixture(scope="module")
def graphs(sources: Sources) -> dict[URIRef, Graph]:
    """Return the named graphs of the sources."""
    return named_graphs(sources)


def load(folder: Path, *texts: str) -> tuple[OutsideFile, ...]:
    """Write each text as a file of outside knowledge and load them all."""
    for number, text in enumerate(texts, 1):
        (folder / f"{number}.toml").write_text(text, "utf-8")
    return load_outside(folder, NAMES)


def faults_of(folder: Path, *texts: str) -> list[str]:
    """Return the faults of these files as text."""
    with pytest.raises(FaultsFound) as found:
        load(folder, *texts)
    return [str(fault) for fault in found.value.faults]


def test_fact_is_reified_and_never_plain(tmp_path: Path) -> None:
    """What a fact says is tied to its source and days; its triple stands nowhere by itself."""
    graph = outside_graph(load(tmp_path, SOURCE + FACT))

    assert (FACT_IRI, WR.knowledgeStatus, WR.Outside) in graph
    assert (FACT_IRI, RDF.object, Literal(date(2031, 7, 1))) in graph
    assert (FACT_IRI, WR.checkBy, Literal("2032-08-01", datatype=XSD.date)) in graph
    assert [] == list(graph.triples((WRID["act/orchards"], None, None)))


@pytest.mark.parametrize(
    ("written", "kind"),
    [("2031-04-02", XSD.date), ('"2031-04"', XSD.gYearMonth), ('"2031"', XSD.gYear)],
)
def test_source_is_dated_as_exactly_as_it_is(tmp_path: Path, written: str, kind: URIRef) -> None:
    """A day, a month or a year stays one, as it was written."""
    text = SOURCE.replace("date = 2031-04-02", f"date = {written}")
    graph = outside_graph(load(tmp_path, text))

    [dated] = graph.objects(None, WR.sourceDate)
    assert (written.strip('"'), kind) == (str(dated), dated.datatype)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('sources = ["gazette"]', "sources = []", '1.toml, fact 001: "sources": tuple should have'),
        ("check_by = 2032-08-01", "", '1.toml, fact 001: "check_by": field required.'),
        ("looked_up = 2031-08-01", "", '1.toml, fact 001: "looked_up": field required.'),
        ('gist.en = "The', 'gist.eng = "The', '1.toml, fact 001: "gist.en": field required.'),
        ("check_by = 2032", "check_by = 2030", "1.toml, fact 001: check_by is before looked_up."),
        ("value = 2031-07-01", "", "1.toml, fact 001: give either an object (a name) or a value"),
        ("date = 2031-04-02", 'date = "spring"', '1.toml, source gazette: "date'),
        ("https://example.org", "page 3", '1.toml, source gazette: "address": '),
        (
            "wrid:act/orchards", "wrid:act/orchard",
            '1.toml, fact 001: "wrid:act/orchard" is not a known name.\n'
            '  Did you mean "wrid:act/orchards"?',
        ),
        (
            'sources = ["gazette"]', 'sources = ["gazete"]',
            '1.toml, fact 001: "wrid:outside-source/gazete" is not a known name.\n'
            '  Did you mean "wrid:outside-source/gazette"?',
        ),
    ],
)  # fmt: skip
def test_what_a_fact_lacks_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    """No fact without source, dates and both sentences; names are looked up."""
    assert old in SOURCE + FACT
    told = faults_of(tmp_path, (SOURCE + FACT).replace(old, new))

    assert any(one.startswith(fault) for one in told), told


def test_number_is_given_once(tmp_path: Path) -> None:
    """Two facts of one number, in two files, are told of both."""
    told = faults_of(tmp_path, SOURCE + FACT, FACT)

    assert ["1.toml", "2.toml"] == [one.split(",")[0] for one in told]
    assert all("wrid:outside-fact/001: is given twice." in one for one in told)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """A file that cannot be read does not hide the faults of the next."""
    told = faults_of(tmp_path, "[[fact]", SOURCE + FACT.replace("orchards", "orchids"))

    assert [True, True] == [one.startswith(f"{n}.toml") for n, one in enumerate(told, 1)]


def test_without_a_folder_there_is_no_outside_knowledge(tmp_path: Path) -> None:
    """A checkout without outside knowledge is whole."""
    assert () == load_outside(tmp_path / "none", NAMES)


@pytest.mark.parametrize(
    ("today", "due"), [(date(2032, 8, 1), 0), (date(2032, 8, 2), 1), (date(2031, 8, 1), 0)]
)
def test_fact_is_overdue_from_the_day_after(tmp_path: Path, today: date, due: int) -> None:
    """On the day by which to check it again a fact still holds."""
    lines = list(overdue(outside_graph(load(tmp_path, SOURCE + FACT)), today))

    line = "wrid:outside-fact/001: was to be checked again by 2032-08-01."
    assert [line] * due == lines


def test_outside_shares_no_triple_with_the_studies(graphs: dict[URIRef, Graph]) -> None:
    """No triple of outside knowledge is a plain triple of a study, or a record of its evidence."""
    outside = set(graphs[GRAPH.outside])
    told = {name: set(graph) for name, graph in graphs.items() if name != GRAPH.outside}

    assert len(outside) > 100
    assert any(name.startswith(GRAPH["study/"]) for name in told)
    assert {name: set() for name in told} == {name: outside & held for name, held in told.items()}


def test_what_is_known_from_elsewhere_is_no_plain_triple(graphs: dict[URIRef, Graph]) -> None:
    """The triple of a fact is in no graph at all, so that no question can take it for said."""
    outside, union = graphs[GRAPH.outside], union_of(graphs)
    facts = list(outside.subjects(RDF.type, WR.OutsideFact))
    said = [
        tuple(outside.value(fact, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        for fact in facts
    ]

    assert len(facts) > 20
    assert [] == [triple for triple in said if triple in union]


def test_studies_name_nothing_that_only_outside_knowledge_has(sources: Sources) -> None:
    """What is described outside is known to no section: a statement about it is a fault."""
    outside = names_in(outside_graph(sources.outside))
    known = names_in(sources.ontology, sources.entities)
    others = (GRAPH.outside, GRAPH["links/"])  # a link may be about what only these know
    used = {
        str(node) for name, graph in named_graphs(sources).items()
        if not str(name).startswith(others) for triple in graph for node in triple
    }  # fmt: skip

    assert str(WRID["act/wet-collectieve-warmte"]) in outside
    assert set() == outside & known
    assert set() == outside & used


def test_nothing_follows_from_outside_knowledge_but_regie_types(
    graphs: dict[URIRef, Graph],
) -> None:
    """The facts as shipped add nothing to what follows; a situation of regie adds its type."""
    told = {name: graphs[name] for name in (GRAPH.ontology, GRAPH.entities)}
    evening = WRID["situation/evening"]
    situation = Graph()
    situation.add((evening, RDF.type, WR.RegieSituation))
    for characteristic in (WR.powerToPrevail, WR.ownScript):
        situation.add((evening, characteristic, WRID["characteristic-value/present"]))
    without = set(infer(told))

    assert without == set(infer(told | {GRAPH.outside: graphs[GRAPH.outside]}))
    added = set(infer(told | {GRAPH.outside: graphs[GRAPH.outside] + situation})) - without
    assert {evening} == {subject for subject, _, _ in added}
    assert (evening, RDF.type, WR.ControlOrientedRegie) in added
