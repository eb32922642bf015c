"""How far a study is curated: counted from its sources, and the same from the graph."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from rdflib import Graph

from kg.coverage import COUNTED, coverage, unreviewed
from kg.curation import SectionFile
from kg.engine import Engine
from kg.files import shipped_files
from kg.library import bind, load_library
from kg.passages import Passage
from kg.sources import CuratedStudy, gather
from kg.study import Section, Study

GIST = {"nl": "Zo is het.", "en": "So it is."}


def section(number: str, **status: str) -> Section:
    """Return a section of the study on roofs."""
    return Section.model_validate({"number": number, "title": GIST, **status})


def statement(name: str, *readings: Mapping[str, Any]) -> dict[str, Any]:
    """Return a statement as it is curated, with its readings."""
    claim = {"subject": "wrid:a/b", "predicate": "wr:has", "object": "wrid:a/c", "gist": GIST}
    return {"id": name, **claim, "reading": readings}


@pytest.fixture
def roofs(study: Study, passages: list[Passage]) -> CuratedStudy:
    """Return the study on roofs with one statement read in two sections."""
    cited = {"work": "wrid:work/jansen-2020", "as": "as-source"}
    file = SectionFile.model_validate(
        {
            "section": "1.1",
            "statement": [
                statement(
                    "0001",
                    {"passages": ["1.1-2"], "speakers": ["jansen"], "citations": [cited, cited]},
                    {"passages": ["1.2-1", "1.1-0"], "speakers": ["authors", "jansen"]},
                ),
                statement("0002", {"passages": ["1.1-3"], "speakers": ["authors"]}),
            ],
            "gap": [{"id": "01", "kind": "slip", "passages": ["1.2-1", "1.2-2"], "gist": GIST}],
            "tension": [{"id": "01", "kind": "tension", "between": ["0001", "0002"], "gist": GIST}],
        }
    )
    sections = (section("1.1", status="reviewed"), section("1.2"))
    study = study.model_copy(update={"section": sections})
    return CuratedStudy(study, tuple(passages), Graph(), (file,))


def test_each_section_is_counted_where_its_sentences_stand(roofs: CuratedStudy) -> None:
    """A statement counts where it is read, a tension where a side of it is, a gap where it shows.

    What is only read with, such as a heading, counts for nothing but as accounted for.
    """
    found = coverage([roofs])

    assert {
        "roofs 1.1": dict(zip(COUNTED, (2, 2, 2, 2, 0, 1), strict=True)),
        "roofs 1.2": dict(zip(COUNTED, (1, 1, 2, 0, 1, 1), strict=True)),
    } == {name: dict(one.counts) for name, one in found.items()}
    assert [3, 2] == [one.accounted for one in found.values()]


def test_section_that_is_not_reviewed_is_named(roofs: CuratedStudy) -> None:
    """Reviewed is said by people, so only its absence can be told."""
    [fault] = unreviewed([roofs])

    assert "section 1.2" in str(fault)
    assert "is open, not reviewed" in str(fault)
    assert [] == list(unreviewed([replace(roofs, study=one_section(roofs.study))]))


def one_section(study: Study) -> Study:
    """Return a study with its reviewed section left."""
    return study.model_copy(update={"section": (section("1.1", status="reviewed"),)})


def test_graph_gives_the_same_counts(engine: Engine) -> None:
    """What the page on quality counts by query is what a build counts from the sources."""
    [one] = gather(shipped_files()).studies
    shelf = load_library(shipped_files().queries / "pages", required_params=())
    answer = engine.select(bind(shelf["quality"].body, {"study": one.study.iri}))

    counted = {
        str(row["section"]): {name: int(str(row[name])) for name in COUNTED}
        for row in answer.records()
    }

    assert {
        str(one.study.name("section", name.split()[1])): dict(found.counts)
        for name, found in coverage([one]).items()
    } == counted
