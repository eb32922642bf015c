"""Words as a search compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.search.words import parts_of, spellings, stems_of, telling, whole, words_of

VOCABULARY = frozenset(
    ("riool", "onderhoud", "meekoppelen", "kans", "verordening", "ordening", "plan", "warmtenet")
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("De Omgevingsprogramma's", ["de", "omgevingsprogrammas"]),
        ("financiële prikkels", ["financiele", "prikkels"]),
        ("NEN-norm (Tilburg)", ["nen", "norm", "tilburg"]),
        ("wadi\u2019s", ["wadis"]),
        ("?s { } -- 'n", ["s", "n"]),
        ("", []),
    ],
)
def test_words_are_folded(text: str, words: list[str]) -> None:
    """Case, accents, apostrophes and punctuation do not count."""
    assert words == words_of(text)


def test_name_is_one_word_too() -> None:
    """Spaces, hyphens and brackets do not make another name."""
    assert 1 == len({whole("co-benefit"), whole("Co benefit"), whole("(co) benefit")})


def test_hyphenated_word_has_both_spellings() -> None:
    """With its hyphen a word is two, without it one; both are known."""
    assert ["the", "co", "benefit", "cobenefit"] == spellings("the co-benefit")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("meekoppelkans", "meekoppelkansen"),
        ("mantelbuis", "mantelbuizen"),
        ("warmtenet", "warmtenetten"),
        ("vergunning", "vergunningen"),
        ("ondergrondse", "ondergrond"),
    ],
)
def test_dutch_plural_has_the_stem_of_its_singular(one: str, other: str) -> None:
    """The stemmer is used twice, because once parts kans from kansen."""
    assert stems_of(one)["nl"] == stems_of(other)["nl"]


def test_stem_that_says_nothing_is_left_out() -> None:
    """A mistyped gemeente must not find every text with een; the word een itself may."""
    assert "nl" not in stems_of("geeente")
    assert "nl" in stems_of("een")


def test_telling_words_are_those_that_say_something() -> None:
    """Articles fall away, unless there is nothing else."""
    assert ["ordening", "ondergrond"] == telling(["de", "ordening", "van", "de", "ondergrond"])
    assert ["van", "de"] == telling(["van", "de"])


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("rioolonderhoud", ["riool", "onderhoud"]),
        ("meerjarenonderhoudsplan", ["onderhoud", "plan"]),
        ("meekoppelkans", ["kans"]),
        ("participatieverordening", ["verordening"]),  # and no ordening
        ("warmtenetten", []),  # an ending is no part
        ("riool", []),
        ("riol", []),
    ],
)
def test_compound_is_split_by_the_words_of_our_names(word: str, parts: list[str]) -> None:
    """A part is a word of ours with enough left before and after it, the longest there is."""
    assert parts == parts_of(word, VOCABULARY)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    """What was folded is folded."""
    folded = words_of(text)

    assert folded == words_of(" ".join(folded))
    assert "".join(folded) == whole(text)
