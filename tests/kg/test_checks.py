"""What a full check adds to reading the sources: names nothing describes, and every query."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from kg.checks import empty_faults, library_faults, name_faults, translation_faults
from kg.engine import EmbeddedEngine
from kg.files import shipped_files
from kg.namespaces import WR, WRID
from kg.pipeline import named_graphs
from kg.sources import Sources
from tests.webapp.mini_site import write_build


def test_names_of_the_real_sources_are_described(sources: Sources) -> None:
    """No Turtle of ours uses a term or a thing that is nowhere."""
    assert [] == list(name_faults(sources, named_graphs(sources)))


def test_note_left_in_english_is_a_fault(sources: Sources) -> None:
    """A check asks for the Dutch of every note of every study, and finds it in the real one."""
    [study] = sources.studies
    bare = replace(sources, studies=(replace(study, notes={}),))

    assert [] == translation_faults(sources)
    assert {True} == {"has no Dutch" in fault.what for fault in translation_faults(bare)}


@pytest.mark.parametrize("part", ["ontology", "shapes", "entities", "metadata"])
def test_name_that_nothing_has_is_a_fault(sources: Sources, part: str) -> None:
    """A misspelt class would make a thing escape its shapes; it is named with the right one."""
    misspelt = Graph()
    misspelt.add((WRID["actor/baker"], RDF.type, WR.ActrKind))
    spoilt = replace(sources, **{part: getattr(sources, part) + misspelt})

    [fault] = name_faults(spoilt, named_graphs(spoilt))
    assert 'wrid:actor/baker: "wr:ActrKind" is not a known name.' in str(fault)
    assert 'Did you mean "wr:ActorKind"?' in fault.hint


def test_names_of_others_and_of_versions_need_no_description(sources: Sources) -> None:
    """What other vocabularies hold is theirs to describe; a version is only a name."""
    spoken = Graph()
    spoken.add((WRID["actor/baker"], RDF.type, URIRef("http://example.org/Baker")))
    spoilt = replace(sources, entities=sources.entities + spoken)

    assert [] == list(name_faults(spoilt, named_graphs(spoilt)))


SHELVES = ["checks", "elsewhere", "examples", "facets", "pages", "questions", "resource"]


def test_broken_query_of_any_shelf_is_a_fault(tmp_path: Path) -> None:
    """A query is judged before a visitor asks it; each shelf tells of its own and of no other."""
    files = replace(shipped_files(), queries=tmp_path / "queries")
    shutil.copytree(shipped_files().queries, files.queries)
    broken = [sorted((files.queries / shelf).glob("*.rq"))[0] for shelf in SHELVES]
    for path in broken:
        path.write_text(path.read_text("utf-8").replace("WHERE {", "WHERE {{", 1), "utf-8")

    assert SHELVES == sorted(path.name for path in files.queries.iterdir() if path.is_dir())
    assert sorted(path.name for path in broken) == sorted(
        fault.file for fault in library_faults(files)
    )


QUESTION = """#+ title: Benches
#+ title@nl: Bankjes
#+ question: Which benches?
#+ question@nl: Welke bankjes?
#+ param: study  wr:Study  = wrid:study/%s  which
SELECT ?study WHERE { ?study %s ?value . }
"""


@pytest.mark.parametrize(
    ("study", "pattern", "empty", "said"),
    [
        ("bankjes-2030", "?property", "", None),
        ("bankjes-2030", "<http://e/none>", "#+ empty: Nobody said so.\n", None),
        ("none-such", "<http://e/none>", "", None),
        ("bankjes-2030", "<http://e/none>", "", "has no rows as it is asked by default"),
        ("bankjes-2030", "?property", "#+ empty: Nobody.\n", "is meant to have no rows, and has"),
        ("bankjes-2030", "wr:is", "", "gives no answer: Line"),
    ],
)
def test_question_without_rows_is_a_fault(
    tmp_path: Path, study: str, pattern: str, empty: str, said: str | None
) -> None:
    """Unless its header says that it is meant to have none, and then with rows."""
    builds = write_build(tmp_path)
    (tmp_path / "benches.rq").write_text(empty + QUESTION % (study, pattern))

    found = [str(fault) for fault in empty_faults(tmp_path, EmbeddedEngine(builds))]

    assert len(found) == (0 if said is None else 1)
    assert f"benches.rq: {said}" in "".join(found) or said is None
