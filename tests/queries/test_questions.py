"""The questions of the library give the answers that were read from the text."""

import csv
from pathlib import Path

import pytest

from kg.answers import Answer
from kg.engine import Engine
from kg.files import shipped_files
from kg.library import bind, bindings_for, load_library
from kg.namespaces import GRAPH

EXPECTED = Path(__file__).parent / "expected"
LIBRARY = load_library(shipped_files().queries / "questions")
ORDERED = ("count-by-level", "method-of-working-principles", "perspectives-on-ordering")
"""Questions in whose answer the order of the rows says something."""


def expected_of(slug: str) -> list[list[str]]:
    """Return the header and rows of the answer that was read from the text."""
    return list(csv.reader((EXPECTED / f"{slug}.csv").read_text("utf-8").splitlines()))


def rows_of(answer: Answer, columns: list[str]) -> list[list[str]]:
    """Return the named columns of an answer as text, labels for things that have one."""
    names = [f"{name}Label" if f"{name}Label" in answer.variables else name for name in columns]
    places = [answer.variables.index(name) for name in names]
    return [["" if row[one] is None else str(row[one]) for one in places] for row in answer.rows]


@pytest.mark.parametrize("slug", sorted(path.stem for path in EXPECTED.glob("*.csv")))
def test_answer_is_the_one_read_from_the_text(engine: Engine, slug: str) -> None:
    """Each expected answer is what the query gives; the file beside it tells what was fitted."""
    header, *expected = expected_of(slug)
    question = LIBRARY[slug]

    answer = engine.select(bind(question.sparql, bindings_for(question, {})))

    assert sorted(expected) == sorted(rows_of(answer, header))


def test_every_question_has_an_expected_answer() -> None:
    """No question is in the library without an answer to hold it to."""
    assert sorted(LIBRARY) == sorted(path.stem for path in EXPECTED.glob("*.csv"))


@pytest.mark.parametrize("slug", ORDERED)
def test_rows_stand_in_the_order_read_from_the_text(engine: Engine, slug: str) -> None:
    """Where the order says something, the answer has it as the expected answer does."""
    question = LIBRARY[slug]
    header, *expected = expected_of(slug)

    answer = engine.select(bind(question.sparql, bindings_for(question, {})))

    assert expected == rows_of(answer, header)


@pytest.mark.parametrize("slug", sorted(LIBRARY))
def test_other_study_gives_no_rows(engine: Engine, slug: str) -> None:
    """The study is a parameter: of a study that is not there nothing is answered."""
    question = LIBRARY[slug]
    bindings = bindings_for(question, {"study": "wrid:study/none-such"})

    assert () == engine.select(bind(question.sparql, bindings)).rows


@pytest.mark.parametrize("slug", sorted(LIBRARY))
def test_english_labels_give_as_many_rows(engine: Engine, slug: str) -> None:
    """In English the same things answer, under other labels."""
    question = LIBRARY[slug]
    dutch, english = (
        engine.select(bind(question.sparql, bindings_for(question, {"lang": lang}))).rows
        for lang in ("nl", "en")
    )

    assert len(dutch) == len(english)
    assert bool(question.empty) == (not dutch)


@pytest.mark.parametrize("slug", sorted(LIBRARY))
def test_outside_knowledge_answers_only_where_it_is_asked_for(engine: Engine, slug: str) -> None:
    """What the study says is answered without anything from elsewhere, but by one question."""
    described = engine.select(f"SELECT ?thing {{ GRAPH <{GRAPH.outside}> {{ ?thing a ?kind }} }}")
    outside = {row[0] for row in described.rows}
    question = LIBRARY[slug]

    answer = engine.select(bind(question.sparql, bindings_for(question, {})))

    named = outside.intersection(term for row in answer.rows for term in row)
    assert (slug == "law-since-the-study") == bool(named)
