"""The study's sentences stay out of the repository: gists, labels and notes are our own words."""

import subprocess
from pathlib import Path

import pytest

from kg.passages import words_of

ROOT = Path(__file__).parents[2]
LONGEST = 8
"""Words in a row that a text of ours may share with the study: names and terms need some."""


def runs(words: list[str]) -> set[tuple[str, ...]]:
    """Return every run of one word more than may be shared."""
    return {tuple(words[at : at + LONGEST + 1]) for at in range(len(words) - LONGEST)}


def tracked() -> list[Path]:
    """Return the files of the repository; skip where there is no repository."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a checkout: there is no list of the repository's files")
    return [ROOT / name for name in done.stdout.split("\0") if name]


def test_no_sentence_of_the_study_is_in_the_repository(study_text: str) -> None:
    """No file shares nine words in a row with the study."""
    theirs = runs(words_of(study_text))

    shared = {}
    for path in tracked():
        try:
            common = runs(words_of(path.read_text("utf-8"))) & theirs
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        if common:
            shared[path.name] = " ".join(min(common))

    assert {} == shared
