"""A second study in the graph changes no answer on the first, and answers for itself."""

from pathlib import Path

import pytest

from kg.checks import check_faults, name_faults, validation_faults
from kg.coverage import coverage_faults
from kg.engine import EmbeddedEngine, Engine
from kg.entailment import infer
from kg.errors import FaultsFound
from kg.files import Files, shipped_files
from kg.library import Question, bind, bindings_for, load_library
from kg.namespaces import GRAPH, WRID
from kg.opposites import opposite_faults
from kg.pipeline import named_graphs
from kg.sources import gather
from tests.two_studies import FIRST, SECOND, both_files, write_graph

pytestmark = pytest.mark.long
QUERIES = shipped_files().queries
LIBRARY = load_library(QUERIES / "questions", parse=False)
STATEMENTS = load_library(QUERIES / "pages", required_params=(), parse=False)["statements"]
ANSWERED = {
    "causes-of-crowding": {"koudenet", "sterk"},
    "co-benefits": {"de riolering gelijktijdig vervangen"},
    "co-benefits-by-source": {"interviews"},
    "co-benefits-in-time-conditions": {"afgestemde planning", "extra voorbereiding"},
    "coordinating-works": {"geïnterviewden"},
    "count-by-level": {"strategisch niveau", "2"},
    "duration-and-speed": {"drukte in de ondergrond", "het proces duurt langer", "koudenet"},
    "instruments-by-level": {"koudeplan", "convenant tussen gemeenten en netbeheerders"},
    "instruments-illustrated": {"convenant van Koudebron en Waterhoven", "Koudebron"},
    "interviewed-parties": {"gemeente Waterhoven", "Koudebron", "Bureau Plaszicht"},
    "laying-options-objections": {"leidingen bundelen", "netbeheerder"},
    "powers-and-acts": {"koudenet", "warmtenet", "not"},
    "refusing-heat-networks": {"de auteurs", "2-1"},
    "works-cited-for": {"Vennink (2030)", "als bron"},
}
"""Questions that the second study answers, each with some of what is in the answer."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Return the sources of both studies."""
    return both_files(tmp_path_factory.mktemp("both"))


@pytest.fixture(scope="module")
def both(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return an engine over both studies."""
    return EmbeddedEngine(write_graph(files, tmp_path_factory.mktemp("both-build")))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return an engine over the real study alone, made in the same way."""
    return EmbeddedEngine(write_graph(shipped_files(), tmp_path_factory.mktemp("one-build")))


def asked(question: Question, **given: str) -> str:
    """Return a question with its parameters as they are left out, but for those given."""
    return bind(question.sparql, bindings_for(question, given))


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("slug", sorted(LIBRARY))
def test_second_study_changes_no_answer_on_the_first(
    alone: Engine, both: Engine, slug: str, lang: str
) -> None:
    """The two share things, and yet each answer holds the rows of its own study, in their order."""
    query = asked(LIBRARY[slug], lang=lang)

    assert alone.select(query) == both.select(query)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_statements_of_the_first_are_its_own(alone: Engine, both: Engine, lang: str) -> None:
    """The table of all statements is that of one study."""
    query = asked(STATEMENTS, lang=lang)

    assert alone.select(query) == both.select(query)


@pytest.mark.parametrize("slug", sorted(LIBRARY))
def test_second_study_answers_with_its_own_rows(both: Engine, slug: str) -> None:
    """What is found is said in the second study: no number or passage of the first is in a row."""
    answer = both.select(asked(LIBRARY[slug], study=f"wrid:study/{SECOND}"))
    found = {str(term) for row in answer.rows for term in row}

    assert [] == [term for term in found if FIRST in term]
    assert ANSWERED.get(slug, set()) <= found


def test_all_statements_of_the_second_can_be_had(both: Engine) -> None:
    """One row a reading, all of them the second study's."""
    rows = both.select(asked(STATEMENTS, study=f"wrid:study/{SECOND}")).column("reading")

    assert 26 == len(rows)
    assert all(str(row).startswith(WRID[f"reading/{SECOND}-"]) for row in rows)


def test_both_studies_pass_every_check(files: Files) -> None:
    """Shapes, names, coverage, opposites and the checks on what follows find nothing."""
    sources = gather(files)
    graphs = named_graphs(sources)

    assert [] == [
        *coverage_faults(sources.studies),
        *opposite_faults(sources.studies),
        *name_faults(sources, graphs),
        *validation_faults(sources.shapes, graphs),
        *check_faults(files, graphs | {GRAPH.inferred: infer(graphs)}),
    ]


def spoilt(folder: Path, file: str, old: str, new: str) -> Files:
    """Return both studies with a change in a file of the second."""
    files = both_files(folder)
    path = files.studies / SECOND / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return files


def test_fault_of_one_of_two_studies_names_its_folder(tmp_path: Path) -> None:
    """Both studies have a 2.1.toml; a curator must know which."""
    files = spoilt(tmp_path, "2.1.toml", "wr:inDimension", "wr:inDimensoin")

    with pytest.raises(FaultsFound) as found:
        gather(files)

    assert [f"{SECOND}/2.1.toml"] == [fault.file for fault in found.value.faults]


def test_tension_that_is_taken_out_leaves_the_opposites(tmp_path: Path) -> None:
    """What the authors affirm and the official denies is told once nothing holds both."""
    files = both_files(tmp_path)
    path = files.studies / SECOND / "2.1.toml"
    before, _, after = path.read_text("utf-8").partition("[[tension]]")
    path.write_text(before + after[after.index("[[statement]]") :], "utf-8")

    [fault] = opposite_faults(gather(files).studies)
    assert (f"{SECOND}/2.1.toml", "statement 0023") == (fault.file, fault.place)


def test_unaccounted_passage_of_the_second_names_it(tmp_path: Path) -> None:
    """Coverage is told by study too."""
    silence = '[[silent]]\npassage = "2-6"\nreason = "heading"\n'
    files = spoilt(tmp_path, "2.toml", silence, "")

    found = coverage_faults(gather(files).studies)

    assert [] == found  # a heading that is read with its list is accounted for
    path = files.studies / SECOND / "2.toml"
    path.write_text(path.read_text("utf-8").replace('passage = "2-0"', 'passage = "2-6"'), "utf-8")
    [fault] = coverage_faults(gather(files).studies)
    assert (f"{SECOND}/2.toml", "passage 2-0") == (fault.file, fault.place)
