"""What CONTRIBUTING tells a curator to write can be written, and stands in the study it names."""

import re
import tomllib
from pathlib import Path

import pytest

from kg.curation import SectionFile, read_section, section_paths, statement_names
from kg.entities import load_entities, names_in
from kg.files import shipped_files
from kg.graphs import REPORTED
from kg.namespaces import WRID, expand
from kg.ontology import load_ontology
from tests.two_studies import HERE, SECOND

GUIDE = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8")
CURATING = GUIDE.partition("\n## How to curate")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"```toml\n(.*?)```", CURATING, re.DOTALL)


@pytest.fixture(scope="module")
def names() -> frozenset[str]:
    """Return the names of all terms and things that ship."""
    files = shipped_files()
    return names_in(load_ontology(files.ontology), load_entities(files.entities))


def example(block: str) -> SectionFile:
    """Return a block of the guide as the content of a section's file."""
    return SectionFile.model_validate({"section": "1"} | tomllib.loads(block))


@pytest.mark.parametrize("block", BLOCKS)
def test_example_has_the_form_that_is_read(block: str) -> None:
    """Every key is one that a section's file may have, with a value of its kind."""
    found = example(block)

    assert any(entries for table, entries in found if table != "section")


def test_examples_use_names_that_are_there(names: frozenset[str]) -> None:
    """Terms, things and values of the statements are the project's own."""
    used = {name for block in BLOCKS for one in example(block).statement
            for name in statement_names(one)}  # fmt: skip

    assert 10 < len(used)
    assert set() == {name for name in used if str(expand(name)) not in names}


def test_statements_that_are_pointed_at_are_in_the_study() -> None:
    """The table's numbers are statements of the invented study."""
    folder = HERE / "studies" / SECOND
    known = {one.id for path in section_paths(folder) for one in read_section(path).statement}
    table = GUIDE[GUIDE.index("| in the invented study |") : GUIDE.index("What the text lacks")]
    named = re.findall(r"\b00\d\d\b", table)

    assert 14 < len(named)
    assert set() == set(named) - known


def test_kinds_of_speakers_are_all_told(names: frozenset[str]) -> None:
    """Each kind stands in the table, with what its word alone is good for."""
    rows = re.findall(r"\| `([a-z-]+)`[^|]*\| (yes|no) \|", GUIDE)
    kinds = {name.rpartition("/")[2] for name in names if name.startswith(WRID["speaker-kind/"])}

    assert kinds == {kind for kind, _ in rows}
    assert set(REPORTED) == {kind for kind, makes in rows if makes == "no"}
