"""Sentences: English as it is, and their parts for who says them otherwise."""

import pickle

from kg.sentences import NOTHING, Sentence, after, from_data, sentence, to_data

WHAT = sentence("%(name)s has %(number)s legs", name="A 100% bench", number=1_200)
WHOLE = sentence("Line %(line)s: %(what)s.", line="7", what=WHAT)
DUTCH = {
    "%(name)s has %(number)s legs": "%(number)s poten heeft %(name)s",
    "Line %(line)s: %(what)s.": "Regel %(line)s: %(what)s.",
}


def in_dutch(text: Sentence) -> str:
    """Return a sentence as a page in Dutch says it."""
    return text.said(lambda template: DUTCH.get(template, template), lambda number: f"<{number}>")


def test_sentence_is_its_english() -> None:
    """Who does not translate sees no difference."""
    assert "Line 7: A 100% bench has 1,200 legs." == WHOLE
    assert "100% of it" == sentence("100% of it")


def test_parts_are_said_in_the_same_language() -> None:
    """A sentence inside another is translated, its numbers written by who translates."""
    assert "Regel 7: <1200> poten heeft A 100% bench." == in_dutch(WHOLE)


def test_two_sentences_follow_each_other() -> None:
    """An empty one leaves no space behind, and nothing asks a catalogue for an empty text."""
    assert "Regel 7: x. 1" == in_dutch(after(sentence("Line %(line)s: %(what)s.", line="7",
                                                      what="x"), sentence("1")))  # fmt: skip
    assert WHAT is after(NOTHING, WHAT)
    assert "" == NOTHING.said(lambda template: "header of the catalogue", str)


def test_sentence_survives_a_journey() -> None:
    """Another process says the same in the same languages; other texts stay as they are."""
    for found in (from_data(to_data(WHOLE)), pickle.loads(pickle.dumps(WHOLE))):
        assert WHOLE == found
        assert in_dutch(WHOLE) == in_dutch(found)
    assert "a text" == from_data(to_data("a text"))
