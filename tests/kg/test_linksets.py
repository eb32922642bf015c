"""Links to other data: what a file may hold, what contradicts what, and the real ones."""

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VOID, Graph, Literal, URIRef

from kg.checks import validation_faults
from kg.entailment import infer
from kg.errors import FaultsFound
from kg.files import Files, shipped_files
from kg.linkchecks import contradictions, load_linksets, unlinked
from kg.linkrecords import link_graphs, record_name
from kg.linksets import COLUMNS, Link, Linked, Subject, subjects
from kg.namespaces import GRAPH, SCHEMA, SSSOM, WR, WRID
from kg.pipeline import named_graphs
from kg.sources import Sources, gather

SOURCES = r"""
[[source]]
id = "garden"
name.nl = "Tuinlijst"
name.en = "Garden list"
language = "nl"
home = "https://example.org/garden/"
holds.concept = '^https://example\.org/garden/\d+$'
holds.class = '^https://example\.org/garden/[A-Z]\w+$'

[[source]]
id = "towns"
name.nl = "Steden"
name.en = "Towns"
language = "nl"
home = "https://example.org/towns/"
holds.organisation = '^https://example\.org/towns/[go]\d+$'
holds.place = '^https://example\.org/towns/[gp]\d+$'
"""
NONE = """
[[none]]
thing = "wrid:object/bench"
looked_in = ["garden"]
why.nl = "Geen bank."
why.en = "No bench."
looked_up = 2031-04-02
"""
HEAD = """#mapping_set_id: https://w3id.org/warmteregie/id/linkset/{0}
#mapping_set_title: Links
#license: https://creativecommons.org/licenses/by/4.0/
#subject_source: https://w3id.org/warmteregie/id/dataset/warmteregie
#object_source: https://example.org/{0}/
#curie_map:
#  {0}: https://example.org/{0}/
"""
ROW = {
    "subject_id": "wrid:object/tree", "subject_label": "boom", "predicate_id": "skos:exactMatch",
    "object_id": "garden:12", "object_label": "boom", "object_category": "concept",
    "mapping_justification": "semapv:ManualMappingCuration", "confidence": "0.90",
    "mapping_date": "2031-04-02", "author_label": "a", "reviewer_label": "b",
    "comment": "same word", "other": "verified_in: the list of 2031",
}  # fmt: skip
TOWN = {"subject_id": "wrid:party/a", "subject_label": "gemeente A", "object_id": "towns:o1",
        "predicate_id": "schema:sameAs", "object_category": "organisation"}  # fmt: skip
THINGS = {
    WRID["object/tree"]: Subject(frozenset({WR.PhysicalObject, SKOS.Concept}), frozenset({"boom"})),
    WRID["object/shrub"]: Subject(frozenset({SKOS.Concept}), frozenset({"struik"})),
    WRID["object/bench"]: Subject(frozenset({SKOS.Concept}), frozenset({"bank"})),
    WRID["object/gate"]: Subject(frozenset({SKOS.Concept}), frozenset({"hek"}), deprecated=True),
    WRID["party/a"]: Subject(frozenset({WR.Party}), frozenset({"gemeente A"})),
    WRID["place/a"]: Subject(frozenset({WR.Place}), frozenset({"A"})),
}


def write(folder: Path, source: str, *rows: dict[str, str]) -> None:
    """Write a file of links, each row as `ROW` but for what is given."""
    lines = ["\t".join(COLUMNS), *("\t".join((ROW | row)[one] for one in COLUMNS) for row in rows)]
    (folder / f"{source}.sssom.tsv").write_text(
        HEAD.format(source) + "\n".join(lines) + "\n", "utf-8"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of sound links."""
    (tmp_path / "sources.toml").write_text(SOURCES, "utf-8")
    (tmp_path / "none-fits.toml").write_text(NONE, "utf-8")
    write(tmp_path, "garden", {})
    write(tmp_path, "towns", TOWN)
    return tmp_path


def faults_of(folder: Path) -> list[str]:
    """Return the faults of a folder of links as text."""
    with pytest.raises(FaultsFound) as found:
        load_linksets(folder, THINGS)
    return [str(fault) for fault in found.value.faults]


def test_sound_links_are_read_with_what_they_rest_on(folder: Path) -> None:
    """A row is a link by its full names, with where it was verified."""
    garden, towns = load_linksets(folder, THINGS).sets
    [link] = garden.links

    assert URIRef("https://example.org/garden/12") == link.target
    assert "the list of 2031" == link.verified_in
    assert SCHEMA.sameAs == towns.links[0].predicate


def test_no_folder_is_no_links(tmp_path: Path) -> None:
    """Where nothing is linked, nothing is wrong."""
    assert Linked() == load_linksets(tmp_path / "none", THINGS)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (
            {"subject_id": "wrid:object/tre"},
            '"wrid:object/tre" is not a known thing.\n  Did you mean "wrid:object/tree"?',
        ),
        (
            {"subject_id": "wrid:object/gate", "subject_label": "hek"},
            '"wrid:object/gate" is deprecated.',
        ),
        ({"subject_label": "bomen"}, '"wrid:object/tree" is not called "bomen".'),
        ({"predicate_id": "skos:sameMatch"}, '"skos:sameMatch" is not a known relation.'),
        ({"predicate_id": "owl:sameAs"}, '"owl:sameAs" is not a known relation.'),
        (
            {"predicate_id": "schema:sameAs"},
            '"schema:sameAs" does not go with a target that is a concept.',
        ),
        (
            {"object_id": "garden:Tree", "object_category": "class"},
            '"skos:exactMatch" does not go with a target that is a class.',
        ),
        (
            {"object_id": "garden:twelve"},
            "https://example.org/garden/twelve has not the form of a concept of garden.",
        ),
        ({"object_id": "gadren:12"}, "gadren:12 has not the form of a concept of garden."),
        ({"object_category": "place"}, 'garden holds no "place".'),
        (
            {"subject_id": "wrid:party/a", "subject_label": "gemeente A"},
            '"wrid:party/a" is no concept, and its target is.',
        ),
        ({"mapping_justification": ""}, '"mapping_justification" is empty.'),
        ({"mapping_justification": "rdfs:label"}, '"rdfs:label" is no justification of semapv.'),
        ({"confidence": ""}, '"confidence" is empty.'),
        ({"confidence": "1.10"}, 'confidence "1.10" is no number from 0 to 1.'),
        ({"confidence": "-0.1"}, 'confidence "-0.1" is no number from 0 to 1.'),
        ({"confidence": "nan"}, 'confidence "nan" is no number from 0 to 1.'),
        ({"mapping_date": ""}, '"mapping_date" is empty.'),
        ({"mapping_date": "2031-02-30"}, 'mapping_date "2031-02-30" is no day.'),
        ({"other": "seen"}, "does not tell where it was verified."),
        ({"other": "verified_in: "}, "does not tell where it was verified."),
        ({"reviewer_label": ""}, '"reviewer_label" is empty.'),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_its_place(
    folder: Path, changed: dict[str, str], fault: str
) -> None:
    """Each fault names file and row, beside a sound row that is not told of."""
    write(
        folder, "garden", {"subject_id": "wrid:object/shrub", "subject_label": "struik"},
        {"object_id": "garden:13"} | changed,
    )  # fmt: skip
    found = faults_of(folder)

    assert any(one.startswith(f"garden.sssom.tsv, row 10: {fault}") for one in found), found
    assert all("row 10" in one for one in found)


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        ({"predicate_id": "skos:closeMatch"}, "links this pair again: garden.sssom.tsv, row 9."),
        (
            {"object_id": "garden:13"},
            "makes its subject the same as a second thing of this source: garden.sssom.tsv, row 9.",
        ),
        (
            {"subject_id": "wrid:object/shrub", "subject_label": "struik"},
            "makes its target the same as a second thing of ours: garden.sssom.tsv, row 9.",
        ),
    ],
)
def test_links_that_contradict_are_told(folder: Path, second: dict[str, str], fault: str) -> None:
    """The later of two rows that cannot both hold is at fault, and names the earlier."""
    write(folder, "garden", {}, second)

    assert any(f"row 10: {fault}" in one for one in faults_of(folder))


def test_broader_and_exact_to_two_targets_are_no_contradiction(folder: Path) -> None:
    """A thing may be one concept and a kind of another; two things may be near to a third."""
    near = {"predicate_id": "skos:closeMatch", "object_id": "garden:12"}
    shrub = {"subject_id": "wrid:object/shrub", "subject_label": "struik"}
    write(folder, "garden", {}, {"predicate_id": "skos:broadMatch", "object_id": "garden:13"},
          shrub | near)  # fmt: skip

    assert 4 == len(load_linksets(folder, THINGS).links)


def test_municipality_is_no_city(folder: Path) -> None:
    """An organisation is not made the same as a place, in one row or in two."""
    place = {"object_id": "towns:p1", "object_category": "place"}
    write(folder, "towns", TOWN, TOWN | place)
    found = faults_of(folder)

    assert any('"wrid:party/a" is no place, and its target is.' in one for one in found)
    assert any("makes its subject both an organisation and a place" in one for one in found)


def test_target_is_not_city_here_and_municipality_there(folder: Path) -> None:
    """What is an organisation for one thing of ours is no place for another."""
    town = TOWN | {"object_id": "towns:g1"}
    city = town | {
        "subject_id": "wrid:place/a", "subject_label": "A", "object_category": "place",
        "predicate_id": "rdfs:seeAlso",
    }  # fmt: skip
    write(folder, "towns", town, city)

    assert ["towns.sssom.tsv, row 10: calls its target something else than towns.sssom.tsv, row 9."
            ] == [one.partition("\n")[0] for one in faults_of(folder)]  # fmt: skip


def test_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    """Form, rows and what none fits: nobody mends ten faults in ten times."""
    write(folder, "garden", {"confidence": "2"})
    (folder / "towns.sssom.tsv").write_text("subject_id\tobject_id\n", "utf-8")
    (folder / "moon.sssom.tsv").write_text("", "utf-8")
    (folder / "none-fits.toml").write_text(
        NONE.replace("bench", "tree").replace("garden", "gardn"), "utf-8"
    )
    found = "\n".join(faults_of(folder))

    for told in (
        'garden.sssom.tsv, row 9: confidence "2"', "towns.sssom.tsv: has other columns.",
        'towns.sssom.tsv, head: "license" is missing.', "moon.sssom.tsv: is of no source",
        "none-fits.toml, wrid:object/tree: has a link.", '"gardn" is not a source.',
    ):  # fmt: skip
        assert told in found


def test_row_with_a_cell_too_few_is_told(folder: Path) -> None:
    """A tab that is missing does not shift what is read."""
    path = folder / "garden.sssom.tsv"
    path.write_text(path.read_text("utf-8").replace("\tconcept", "concept"), "utf-8")

    assert any("row 9: has 12 cells" in one for one in faults_of(folder))


def test_build_stops_at_a_wrong_link(tiny: Files, folder: Path) -> None:
    """Links are sources: what is wrong in them is told before anything is made."""
    tiny.linksets.mkdir()
    for path in filter(Path.is_file, folder.iterdir()):
        shutil.copy(path, tiny.linksets)

    with pytest.raises(FaultsFound, match='"wrid:object/tree" is not a known thing'):
        gather(tiny)


def link(subject: int, predicate: URIRef, target: int, line: int) -> Link:
    """Return a link between two numbered things of one source."""
    return Link("f", line, ROW, WRID[str(subject)], predicate, WRID[f"t/{target}"], URIRef("j"))


LINKS = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from([SKOS.exactMatch, SKOS.closeMatch]), st.integers(0, 3)
    ),
    max_size=6,
).map(lambda told: [link(*one, line) for line, one in enumerate(told)])  # fmt: skip


@given(LINKS)
def test_what_has_no_contradiction_is_a_pairing(links: list[Link]) -> None:
    """Without a fault no pair is linked twice and the same is one to one; with one, it is not."""
    exact = [one for one in links if one.predicate == SKOS.exactMatch]
    pairs = {(one.subject, one.target) for one in links}
    sound = (
        len(pairs) == len(links)
        and len({one.subject for one in exact}) == len(exact)
        and len({one.target for one in exact}) == len(exact)
    )

    assert sound == (not list(contradictions(links)))


@given(LINKS, st.randoms())
def test_order_does_not_decide_whether_links_contradict(links: list[Link], random: object) -> None:
    """Rows in another order have a fault exactly when these have one."""
    other = list(links)
    random.shuffle(other)  # type: ignore[attr-defined]

    assert bool(list(contradictions(links))) == bool(list(contradictions(other)))


def test_link_has_its_record_in_its_own_graph(folder: Path) -> None:
    """The triple, what its target is called, and what it rests on; the set describes itself."""
    linked = load_linksets(folder, THINGS)
    graph = link_graphs(linked)[GRAPH["links/garden"]]
    record, target = WRID["link/garden/object/tree/12"], URIRef("https://example.org/garden/12")

    assert record == record_name(linked.links[0], linked.sets[0])
    assert (WRID["object/tree"], SKOS.exactMatch, target) in graph
    assert (target, RDFS.label, Literal("boom", lang="nl")) in graph
    assert (record, RDF.type, OWL.Axiom) in graph
    assert (record, OWL.annotatedTarget, target) in graph
    assert (record, SSSOM.other, Literal("verified_in: the list of 2031")) in graph
    assert (WRID["linkset/garden"], VOID.triples, Literal(1)) in graph
    home = URIRef("https://example.org/garden/")
    assert (home, DCTERMS.title, Literal("Garden list", lang="en")) in graph
    assert (WRID["linkset/garden"], VOID.linkPredicate, SKOS.exactMatch) in graph


@pytest.fixture(scope="module")
def graphs(sources: Sources) -> dict[URIRef, Graph]:
    """Return the named graphs of the sources."""
    return named_graphs(sources)


def test_links_are_enough_and_few_of_them_places(sources: Sources) -> None:
    """At least 120, at most 40 of them of places or organisations."""
    of_places = [
        one
        for one in sources.linked.links
        if one.category in ("place", "organisation") or one["subject_id"].startswith("wrid:party/")
    ]

    assert 120 <= len(sources.linked.links)
    assert len(of_places) <= 40


def test_every_instrument_and_co_benefit_has_a_link_or_a_reason(sources: Sources) -> None:
    """None is passed over: where none fits it is told where we looked."""
    things = subjects(sources.entities, sources.outside)

    assert [] == list(unlinked(sources.linked, things, (WR.Instrument, WR.CoBenefit)))


FALSE_FRIENDS = {
    "http://www.eionet.europa.eu/gemet/concept/2270",
    "http://www.eionet.europa.eu/gemet/concept/2753",
    "http://www.eionet.europa.eu/gemet/concept/3175",
    "http://www.eionet.europa.eu/gemet/concept/14947",
    "http://definities.geostandaarden.nl/imkl2015/id/waarde/Thema/wees",
    "https://openenergyplatform.org/ontology/oeo/OEO_00360033",
}


def test_false_friends_are_avoided(sources: Sources) -> None:
    """What has our word and means something else is no target; the heat lot is never the same."""
    links = {(one["subject_id"], one["object_id"]): one for one in sources.linked.links}
    area = "ow:functie/id/concept/Warmtetransitiegebied"

    assert FALSE_FRIENDS.isdisjoint(str(one.target) for one in links.values())
    assert SKOS.relatedMatch == links["wrid:place/heat-lot", area].predicate
    assert "eurovoc:5503" == links["wrid:object/district-heating", "eurovoc:5503"]["object_id"]
    assert ("wrid:matter/heating-by-natural-gas", "eurovoc:5503") not in links


def test_every_link_has_a_name_of_its_own(sources: Sources) -> None:
    """No two records fall together."""
    names = Counter(record_name(one, held) for held in sources.linked.sets for one in held.links)

    assert {1} == set(names.values())


def test_files_stand_in_order_and_without_quotes(sources: Sources) -> None:
    """A row is found by its subject; a new one has one place to stand in."""
    for path in sorted(shipped_files().linksets.glob("*.sssom.tsv")):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        keys = [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows]

        assert sorted(keys) == keys, path.name


def test_links_are_not_reasoned_on(sources: Sources) -> None:
    """What follows is the same with links that would change it."""
    ontology, entities = sources.ontology, sources.entities
    wild = Graph()
    wild.add((WRID["place/rotterdam"], RDF.type, WR.Party))
    wild.add((WRID["place/rotterdam"], OWL.sameAs, WRID["party/municipality-rotterdam"]))
    told = {GRAPH.ontology: ontology, GRAPH.entities: entities}

    assert set(infer(told)) == set(infer(told | {GRAPH["links/wild"]: wild}))


@pytest.mark.long
def test_shapes_find_nothing_in_links(sources: Sources, graphs: dict[URIRef, Graph]) -> None:
    """What is asserted passes the shapes with all links in it."""
    assert any(name.startswith(GRAPH["links/"]) for name in graphs)
    assert [] == validation_faults(sources.shapes, graphs)
