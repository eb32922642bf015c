"""The glossary: every entry names something, in both languages, in short sentences."""

from pathlib import Path

import pytest

from kg.errors import FaultsFound
from kg.files import shipped_files
from kg.glossary import Glossary, Plain, glossary_faults, load_glossary

KNOWN = frozenset(["https://w3id.org/warmteregie/id/object/bench"])
BENCH = Plain(of="wrid:object/bench", nl="Om op te zitten.", en="To sit on.")


def told(*entries: Plain) -> list[str]:
    """Return what is wrong with entries, in a curator's words."""
    found = glossary_faults("glossary.toml", Glossary(word=entries), KNOWN)
    return [f"{fault.place} {fault.what} {fault.hint}" for fault in found]


def test_plain_entry_has_no_fault() -> None:
    """A known name, two languages, short sentences: nothing to say."""
    assert [] == told(BENCH)


def test_unknown_name_is_told_with_the_likely_one() -> None:
    """A misspelled name is a fault, and the right one is proposed."""
    [fault] = told(BENCH.model_copy(update={"of": "wrid:object/bensh"}))

    assert '"wrid:object/bensh" is not a known name.' in fault
    assert 'Did you mean "wrid:object/bench"?' in fault


def test_entry_given_twice_is_told() -> None:
    """Two explanations of one thing would both be right and differ."""
    assert ["wrid:object/bench is explained 2 times. Keep one entry."] == told(BENCH, BENCH)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_long_sentence_is_told(language: str) -> None:
    """Twenty words are a sentence, twenty-one are two."""
    fine, long = " ".join(["woord"] * 20), " ".join(["woord"] * 21)

    assert [] == told(BENCH.model_copy(update={language: f"{fine}. {fine}."}))
    assert [f"wrid:object/bench a sentence of more than 20 words: {long}. Make two of it."] == told(
        BENCH.model_copy(update={language: f"Kort. {long}."})
    )


def test_entry_without_a_language_is_told(tmp_path: Path) -> None:
    """No reader is left out."""
    path = tmp_path / "glossary.toml"
    path.write_text('[[word]]\nof = "wrid:object/bench"\nnl = "Om op te zitten."\n')

    with pytest.raises(FaultsFound) as found:
        load_glossary(path)
    assert [("word number 1", '"en": Field required.')] == [
        (fault.place, fault.what) for fault in found.value.faults
    ]


def test_glossary_explains_the_words_a_visitor_meets() -> None:
    """There are plenty of them, and those on how to read the site are among them."""
    glossary = load_glossary(shipped_files().glossary)
    reading = {entry.of for entry in glossary.reading}

    assert len(glossary.entries) >= 50
    assert {
        "wrid:certainty/hedged", "wrid:mode/interpreted", "wr:Outside", "wrid:polarity/denied",
        "wr:Gap", "wr:Tension", "wrid:certainty/open",
    } <= reading  # fmt: skip
