"""The judgement on a build: kept in its folder, and read back as it was."""

from pathlib import Path

import pytest

from kg.judgement import JUDGEMENT, Judgement, read_judgement, write_judgement

SOME = Judgement(
    counts={"statements": 8},
    inferred={"rdf:type": 5},
    explained={"modal": 2},
    checks=[{"en": "A thing is two things", "nl": "Een ding is twee dingen"}],
    questions=5,
    unanswered=1,
    not_checked=["the text"],
)


def test_judgement_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Nothing is lost on the way, and the same judgement gives the same bytes."""
    write_judgement(tmp_path, SOME)
    first = (tmp_path / JUDGEMENT).read_bytes()
    write_judgement(tmp_path, SOME)

    assert SOME == read_judgement(tmp_path)
    assert first == (tmp_path / JUDGEMENT).read_bytes()


@pytest.mark.parametrize("text", [None, "", "{}", "[1]", "not json", '{"counts": {}}'])
def test_build_without_a_judgement_has_none(tmp_path: Path, text: str | None) -> None:
    """An older build, or a file that is no judgement, is no error: pages say there is none."""
    if text is not None:
        (tmp_path / JUDGEMENT).write_text(text)

    assert read_judgement(tmp_path) is None
