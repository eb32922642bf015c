"""Alignments of our terms: what a row may say, the modules made of them, and the real ones."""

import csv
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, TIME, BNode, Graph, URIRef
from rdflib.namespace import GEO, DefinedNamespace

from kg.alignments import alignment_graphs, module_triples
from kg.checks import name_faults, validation_faults
from kg.entailment import infer
from kg.errors import FaultsFound
from kg.files import shipped_files
from kg.linkchecks import OF_CLASSES, OF_PROPERTIES, load_linksets, unlinked
from kg.linksets import COLUMNS, Linked, Linkset, Subject, term_subjects
from kg.namespaces import ALIGNMENT, GRAPH, MODULE, ROOT, WR, WRID
from kg.pipeline import named_graphs
from kg.reasoning import classify
from kg.sources import Sources

SOURCES = r"""
[[source]]
id = "garden"
name.nl = "Tuinwoorden"
name.en = "Garden words"
language = "en"
home = "https://example.org/garden/"
holds.class = '^https://example\.org/garden/[A-Z]\w+$'
holds.property = '^https://example\.org/garden/[a-z]\w+$'
holds.data-property = '^https://example\.org/garden/[a-z]\w+$'
holds.concept = '^https://example\.org/garden/\d+$'
holds.scheme = '^https://example\.org/garden/list$'
says = [
    ["https://example.org/garden/Tree", "owl:disjointWith", "https://example.org/garden/Paper"],
]
"""
HEAD = """#mapping_set_id: https://w3id.org/warmteregie/id/alignment/garden
#mapping_set_title: Terms
#license: https://creativecommons.org/licenses/by/4.0/
#subject_source: https://w3id.org/warmteregie/def/
#object_source: https://example.org/garden/
#curie_map:
#  garden: https://example.org/garden/
"""
ROW = {
    "subject_id": "wr:Study", "subject_label": "studie", "predicate_id": "rdfs:subClassOf",
    "object_id": "garden:Paper", "object_label": "paper", "object_category": "class",
    "mapping_justification": "semapv:ManualMappingCuration", "confidence": "0.90",
    "mapping_date": "2031-04-02", "author_label": "a", "reviewer_label": "b",
    "comment": "same word", "other": "verified_in: the list of 2031",
}  # fmt: skip
TREE = {"object_id": "garden:Tree", "predicate_id": "rdfs:seeAlso"}
MADE = {"subject_id": "wr:made", "subject_label": "maakte", "object_id": "garden:made",
        "predicate_id": "rdfs:subPropertyOf", "object_category": "property"}  # fmt: skip
PLAN = {"subject_id": "wrid:instrument/plan", "subject_label": "plan"}
THINGS = {
    WR.Study: Subject(frozenset({OWL.Class}), frozenset({"studie"})),
    WR.made: Subject(frozenset({OWL.ObjectProperty}), frozenset({"maakte"})),
    WRID["instrument/plan"]: Subject(frozenset({WR.Instrument, SKOS.Concept}), frozenset({"plan"})),
    WRID["object/tree"]: Subject(frozenset({SKOS.Concept}), frozenset({"boom"})),
}


def write(folder: Path, *rows: dict[str, str]) -> None:
    """Write the sources and a file of alignments, each row as `ROW` but for what is given."""
    lines = ["\t".join(COLUMNS), *("\t".join((ROW | row)[one] for one in COLUMNS) for row in rows)]
    (folder / "sources.toml").write_text(SOURCES, "utf-8")
    (folder / "none-fits.toml").write_text("", "utf-8")
    (folder / "garden.sssom.tsv").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


def load(folder: Path) -> Linked:
    """Return the alignments of a folder."""
    return load_linksets(folder, THINGS, "alignment")


def test_sound_alignments_are_read(tmp_path: Path) -> None:
    """A class, a property, the cases of a kind, a concept and a list: each with its like."""
    concept = PLAN | {"predicate_id": "skos:broadMatch", "object_category": "concept"}
    scheme = {"predicate_id": "rdfs:seeAlso", "object_category": "scheme"}
    write(tmp_path, {}, MADE, PLAN, concept | {"object_id": "garden:12"},
          scheme | {"object_id": "garden:list"})  # fmt: skip

    assert 5 == len(load(tmp_path).links)
    assert WRID["alignment/garden"] == load(tmp_path).sets[0].iri


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"subject_id": "wr:Stdy"}, '"wr:Stdy" is not a known thing.\n  Did you mean "wr:Study"?'),
        ({"subject_label": "studies"}, '"wr:Study" is not called "studies".'),
        ({"predicate_id": "schema:sameAs"}, '"schema:sameAs" is not a known relation.'),
        (
            {"predicate_id": "rdfs:subPropertyOf"},
            '"rdfs:subPropertyOf" does not go with a target that is a class.',
        ),
        (
            {"predicate_id": "skos:closeMatch"},
            '"skos:closeMatch" does not go with a target that is a class.',
        ),
        (MADE | {"object_category": "data-property"}, '"wr:made" is no data-property'),
        (
            MADE | {"predicate_id": "rdfs:subClassOf", "object_category": "class",
                    "object_id": "garden:Made"},
            '"wr:made" is no class, and its target is.',
        ),
        ({"subject_id": "wrid:object/tree", "subject_label": "boom"}, '"wrid:object/tree" is no c'),
        (PLAN | {"predicate_id": "owl:equivalentClass"}, '"wrid:instrument/plan" is no class'),
        (
            {"predicate_id": "skos:closeMatch", "object_category": "concept",
             "object_id": "garden:12"},
            '"wr:Study" is no concept, and its target is.',
        ),
        ({"object_id": "garden:paper"}, "https://example.org/garden/paper has not the form of a"),
        ({"object_category": "document"}, 'garden holds no "document".'),
        ({"other": "seen"}, "does not tell where it was verified."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_row_is_told(
    tmp_path: Path, changed: dict[str, str], fault: str
) -> None:
    """A class goes with a class, a property with a property of its sort; both ends are known."""
    write(tmp_path, TREE, changed)
    with pytest.raises(FaultsFound) as found:
        load(tmp_path)
    told = [str(one) for one in found.value.faults]

    assert any(one.startswith(f"garden.sssom.tsv, row 10: {fault}") for one in told), told
    assert all("row 10" in one for one in told)


@pytest.mark.parametrize(
    ("first", "second", "fault"),
    [
        ({}, {"predicate_id": "rdfs:seeAlso"}, "links this pair again"),
        (
            {"predicate_id": "owl:equivalentClass"},
            {"predicate_id": "owl:equivalentClass", "object_id": "garden:Tree"},
            "makes its subject the same as a second thing of this source",
        ),
    ],
)
def test_alignments_that_contradict_are_told(
    tmp_path: Path, first: dict[str, str], second: dict[str, str], fault: str
) -> None:
    """A pair has one relation, and a term one like in a vocabulary."""
    write(tmp_path, first, second)

    with pytest.raises(FaultsFound, match=f"row 10: {fault}"):
        load(tmp_path)


def test_module_declares_what_it_names_and_imports_ours(tmp_path: Path) -> None:
    """Header, stubs with labels, what the vocabulary says itself, and the axioms."""
    write(tmp_path, {}, TREE, MADE, PLAN)
    graph = alignment_graphs(load(tmp_path))[GRAPH["alignments/garden"]]
    paper, made = (URIRef(f"https://example.org/garden/{name}") for name in ("Paper", "made"))
    [cases] = graph.subjects(OWL.hasValue, WRID["instrument/plan"])

    assert (ALIGNMENT.garden, OWL.imports, URIRef(str(WR))) in graph
    assert (paper, RDF.type, OWL.Class) in graph
    assert (made, RDF.type, OWL.ObjectProperty) in graph
    assert (URIRef("https://example.org/garden/Tree"), OWL.disjointWith, paper) in graph
    assert (WR.Study, RDFS.subClassOf, paper) in graph
    assert (WR.made, RDFS.subPropertyOf, made) in graph
    assert (cases, OWL.onProperty, WR.caseOf) in graph
    assert (cases, RDFS.subClassOf, paper) in graph
    assert (WRID["instrument/plan"], None, None) not in graph


def test_records_tell_what_an_alignment_rests_on(tmp_path: Path) -> None:
    """Beside each module a graph of its own, which reasoners need not load."""
    write(tmp_path, {})
    graph = alignment_graphs(load(tmp_path))[GRAPH["alignments/garden/records"]]
    record = WRID["mapping/garden/Study/Paper"]

    assert WR.Study == graph.value(record, OWL.annotatedSource)
    assert WRID["alignment/garden"] == graph.value(record, DCTERMS.isPartOf)
    assert (WR.Study, RDFS.subClassOf, None) not in graph


def modules(sources: Sources) -> Graph:
    """Return all modules of alignments as one graph."""
    graph = Graph()
    for one in sources.aligned.sets:
        for triple in module_triples(one):
            graph.add(triple)
    return graph


@pytest.mark.long
def test_terms_and_things_are_consistent_with_all_alignments(sources: Sources) -> None:
    """HermiT finds no contradiction in what others say of their classes and what ours are."""
    found = classify(sources.ontology + sources.entities + modules(sources), individuals=False)

    assert found.consistent
    assert () == found.unsatisfiable


def test_alignment_that_contradicts_a_vocabulary_is_found(sources: Sources) -> None:
    """A programme that were an entity as well would be nothing: PROV-O holds the two apart."""
    wrong = modules(sources)
    wrong.add((WR.ResearchProgramme, RDFS.subClassOf, PROV.Entity))

    assert WR.ResearchProgramme in classify(
        sources.ontology + wrong, individuals=False
    ).unsatisfiable  # fmt: skip


def test_modules_name_nothing_that_is_not_declared(sources: Sources) -> None:
    """OWL 2 DL: each class and property of an axiom is declared, ours in the ontology."""
    graph = modules(sources)
    known = sources.ontology + graph
    for relation, kinds in (
        *((one, (OWL.Class, OWL.Restriction)) for one in OF_CLASSES),
        *((one, (OWL.ObjectProperty, OWL.DatatypeProperty)) for one in OF_PROPERTIES),
    ):
        for ends in graph.subject_objects(relation):
            for end in ends:
                assert any((end, RDF.type, kind) in known for kind in kinds), end
    reserved = tuple(map(str, (RDF, RDFS, OWL)))
    declared = [str(one) for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
                for one in graph.subjects(RDF.type, kind)]  # fmt: skip
    assert [] == [one for one in declared if one.startswith(reserved)]
    annotations = set(sources.ontology.subjects(RDF.type, OWL.AnnotationProperty))
    assert annotations.isdisjoint(map(URIRef, declared))
    blank = {one for one in graph.subjects() if isinstance(one, BNode)}
    assert blank == set(graph.subjects(RDF.type, OWL.Restriction))


def test_each_foreign_term_above_ours_is_an_alignment(sources: Sources) -> None:
    """What the ontology itself puts below a term of others stands in the files too."""
    told = {(one.subject, one.predicate, one.target) for one in sources.aligned.links}
    asserted = {
        (ours, relation, theirs)
        for relation in (*OF_CLASSES, *OF_PROPERTIES)
        for ours, theirs in sources.ontology.subject_objects(relation)
        if str(ours).startswith(ROOT)
        and isinstance(theirs, URIRef)
        and not str(theirs).startswith(ROOT)
    }

    assert asserted
    assert set() == asserted - told


BUNDLED: dict[str, type[DefinedNamespace]] = {
    "skos": SKOS, "prov": PROV, "org": ORG, "foaf": FOAF, "dcterms": DCTERMS, "time": TIME,
    "geosparql": GEO,
}  # fmt: skip


@pytest.mark.parametrize("vocabulary", sorted(BUNDLED))
def test_target_is_a_term_of_its_vocabulary(sources: Sources, vocabulary: str) -> None:
    """Of vocabularies that rdflib has by name, every target is one of the names."""
    [one] = [one for one in sources.aligned.sets if one.source.id == vocabulary]
    names = BUNDLED[vocabulary]

    for link in one.links:
        assert link.target in names, link.target


def test_class_of_catalogued_concepts_holds_nothing_else(sources: Sources) -> None:
    """Where a class of ours is said to be of concepts or lists, all its things are told to be."""
    [skos] = [one for one in sources.aligned.sets if one.source.id == "skos"]
    above = {(link.subject, link.target) for link in skos.links if link.predicate in OF_CLASSES}
    for ours, theirs in above:
        for thing in sources.entities.subjects(RDF.type, ours):
            assert (thing, RDF.type, theirs) in sources.entities, thing


WANTED = ("instruments", "actors", "cobenefits", "regie-types", "subsurface")


def test_classes_that_matter_have_an_alignment_or_a_reason(sources: Sources) -> None:
    """None is passed over, but for content nodes: no vocabulary has a place for those."""
    ontology = sources.ontology
    nodes = set(ontology.transitive_subjects(RDFS.subClassOf, WR.ContentNode))
    wanted = {
        term
        for topic in WANTED
        for term in ontology.subjects(RDFS.isDefinedBy, MODULE[topic])
        if (term, RDF.type, OWL.Class) in ontology and term not in nodes
    }
    terms = {iri: one for iri, one in term_subjects(ontology).items() if iri in wanted}

    assert 20 < len(terms)
    assert [] == list(unlinked(sources.aligned, terms, (OWL.Class,)))


def by_id(sources: Sources) -> dict[str, Linkset]:
    """Return the alignments by vocabulary."""
    return {one.source.id: one for one in sources.aligned.sets}


def test_kinds_of_instruments_are_kinds_of_policy_instruments(sources: Sources) -> None:
    """A covenant of named parties follows to be a policy instrument of OEO, the kind does not."""
    told = modules(sources) + sources.ontology
    case, kind = WRID["case/covenant-test"], WRID["instrument/covenants"]
    told.add((case, RDF.type, WR.InstrumentCase))
    told.add((kind, RDF.type, WR.Instrument))
    told.add((case, WR.caseOf, kind))
    probe = URIRef(f"{WR}Probe")
    told.add((probe, RDF.type, OWL.Class))
    told.add((URIRef("https://openenergyplatform.org/ontology/oeo/OEO_00140151"),
              RDFS.subClassOf, probe))  # fmt: skip
    types = classify(told).types

    assert probe in types[case]
    assert probe not in types.get(kind, frozenset())


def test_false_friends_are_avoided(sources: Sources) -> None:
    """Not the spatial planning policy of German states; LegalAct is no enacted law."""
    targets = {str(one.target).rpartition("/")[2] for one in sources.aligned.links}

    assert "OEO_00360033" not in targets
    assert {RDFS.seeAlso} == {one.predicate for one in by_id(sources)["eli"].links}


def test_alignments_are_not_reasoned_on(sources: Sources) -> None:
    """What follows is the same with alignments that would change it."""
    told = {GRAPH.ontology: sources.ontology}
    wild = Graph()
    wild.add((WR.Place, RDFS.subClassOf, WR.Party))

    assert set(infer(told)) == set(infer(told | {GRAPH["alignments/wild"]: wild}))


@pytest.mark.long
def test_shapes_and_names_find_nothing_in_alignments(sources: Sources) -> None:
    """What is asserted passes the shapes with all alignments in it."""
    graphs = named_graphs(sources)

    assert any(name.startswith(GRAPH["alignments/"]) for name in graphs)
    assert [] == validation_faults(sources.shapes, graphs)
    assert [] == list(name_faults(sources, graphs))


def test_files_stand_in_order(sources: Sources) -> None:
    """A row is found by its subject; a new one has one place to stand in."""
    for path in sorted(shipped_files().alignments.glob("*.sssom.tsv")):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        keys = [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows]

        assert sorted(keys) == keys, path.name
