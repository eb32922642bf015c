"""The index of the real sources, and a tiny one of invented texts."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kg.files import shipped_files
from kg.library import load_library
from kg.search import INDEX, Card, Index, Text, open_index, texts_of, write_index

MakeIndex = Callable[[Iterable[Text]], Index]


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Return the index of all that is shipped, as a build makes it."""
    from kg.pipeline import named_graphs  # the reasoner is slow to import
    from kg.sources import gather

    files, build = shipped_files(), tmp_path_factory.mktemp("indexed")
    questions = load_library(files.queries / "questions", parse=False)
    write_index(build / INDEX, texts_of(named_graphs(gather(files)), questions.values()))
    return open_index(build)


@pytest.fixture
def make_index(tmp_path: Path) -> MakeIndex:
    """Return what makes an index of the texts given and opens it."""

    def make(texts: Iterable[Text]) -> Index:
        write_index(tmp_path / INDEX, texts)
        return open_index(tmp_path)

    return make


def named(slug: str, name: str, *, language: str = "nl", role: str = "label") -> Text:
    """Return a name of an invented thing."""
    iri = f"https://w3id.org/warmteregie/id/{slug}"
    return Text(Card(iri, "thing", {language: name}), role, language, name)
