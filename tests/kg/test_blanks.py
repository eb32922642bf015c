"""Blanks: a question as a sentence with its parameters in it."""

import pytest

from kg.blanks import Piece, blank_faults, pieces

ASK = "What does {who} do at {level|each level}?"


def test_sentence_is_cut_at_its_blanks() -> None:
    """Words, then the parameter behind them, then what is said where nothing is chosen."""
    cut = (Piece("What does ", "who"), Piece(" do at ", "level", "each level"), Piece("?"))

    assert cut == pieces(ASK)
    assert (Piece("Who?"),) == pieces("Who?")
    assert () == pieces("")


@pytest.mark.parametrize(
    ("dutch", "told"),
    [
        ("Wat doet {who} op {level|elk niveau}?", ""),
        ("Wat doet {wie} op {level}?", '"{wie}"'),
        ("Wat doet {who}?", "in nl holds other parameters"),
        ("Wat doet {who} op {level} en {level}?", "in nl holds other parameters"),
        ("Wat doet {who} op {level} {?", "a brace too many"),
    ],
)
def test_sentences_hold_the_same_parameters(dutch: str, told: str) -> None:
    """In each language each of them once, and no other."""
    found = blank_faults({"en": ASK, "nl": dutch}, ["who", "level", "lang"])

    assert bool(told) == bool(found)
    assert told in " ".join(what for what, _ in found)
