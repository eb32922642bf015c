"""Every word of the field finds its thing: singular, plural, and with one typing error."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.search import Index, Manner, find
from tests.kg.search.word_table import (
    FIRST,
    WORDS,
    Word,
    missing_letters,
    places,
    swapped_letters,
)

AS_TYPED = (Manner.WHOLE, Manner.BEGINNING, Manner.STEM, Manner.PART)
"""The manners in which no typing error is supposed."""


def place(index: Index, text: str, thing: str) -> int:
    """Return the place of a thing among the hits, counted from one; beyond all where it is not."""
    found = [hit.card.iri for hit in find(index, text).hits]
    return found.index(thing) + 1 if thing in found else len(found) + FIRST + 1


def makes_another_word(index: Index, text: str) -> bool:
    """Tell whether what is typed is, as it stands, another word of ours: *cites* for *cities*."""
    hits = find(index, text).hits
    return bool(hits) and hits[0].manner in AS_TYPED


def forms() -> list[tuple[Word, str]]:
    """Return each word of the table in each of its forms."""
    return [(word, form) for word in WORDS for form in word.forms]


@pytest.mark.parametrize(("word", "form"), forms(), ids=lambda case: getattr(case, "text", case))
def test_word_finds_its_thing(index: Index, word: Word, form: str) -> None:
    """In singular and in plural, in Dutch and in English, the thing is the first hit."""
    assert 1 == place(index, form, word.thing)


@pytest.mark.parametrize("mistype", [missing_letters, swapped_letters])
def test_typing_error_is_forgiven(index: Index, mistype: object) -> None:
    """Any letter of a long word left out, any two changed about: among the first three.

    An error that makes another word of ours finds that word; these are fewer than one in
    a hundred, or the words of the table could not be told from others any more.
    """
    typed = [(word, text) for word, form in forms() for text in mistype(form)]  # type: ignore[operator]
    lost = [text for word, text in typed if place(index, text, word.thing) > FIRST]

    assert len(typed) > 1000
    assert [] == [text for text in lost if not makes_another_word(index, text)]
    assert len(lost) <= len(typed) / 100


@st.composite
def wrong_letters(draw: st.DrawFn) -> tuple[Word, str]:
    """Return a word of the table with one letter of a long word in it typed wrong."""
    word, form = draw(st.sampled_from([case for case in forms() if any(places(case[1]))]))
    at = draw(st.sampled_from(list(places(form))))
    letter = draw(st.sampled_from(string.ascii_lowercase.replace(form[at].lower(), "")))
    return word, form[:at] + letter + form[at + 1 :]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=1000)
@given(case=wrong_letters())
def test_wrong_letter_is_forgiven(index: Index, case: tuple[Word, str]) -> None:
    """Any letter of a long word typed as any other: among the first three."""
    word, text = case

    assert place(index, text, word.thing) <= FIRST or makes_another_word(index, text)


def test_table_is_whole() -> None:
    """The words that the field cannot do without are all in the table."""
    texts = {word.text for word in WORDS}

    assert {
        "sturing", "regie", "regietype", "doorzettingsmacht", "eigen script", "ordening",
        "meekoppelkans", "verzilveren", "netbeheerder", "ondergrond", "bovengrond",
        "kabels en leidingen", "ordeningsprofiel", "omgevingsvisie", "omgevingsprogramma",
        "omgevingsplan", "omgevingsvergunning", "AVOI", "warmtekavel", "graafrust",
        "mantelbuis", "drukte", "riool", "stad",
    } <= texts  # fmt: skip
