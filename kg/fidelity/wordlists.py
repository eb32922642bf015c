"""The words that are looked for and what each becomes, as they stand in `words.toml`."""

import tomllib
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field

from kg.fidelity.printed import WholeWords, digits_in, value_of
from kg.study import Entry

_FILE = Path(__file__).parent / "words.toml"


class WordList(Entry):
    """Words in all their forms, what they become, and phrases in which they mean other things."""

    becomes: tuple[str, ...]
    words: tuple[str, ...] = Field(min_length=1)
    passed_over: tuple[str, ...] = ()

    @cached_property
    def whole(self) -> WholeWords:
        """What finds these words."""
        return WholeWords(self.words, self.passed_over)


class NumberWords(Entry):
    """Numbers in letters, and the words that multiply the number before them."""

    letters: dict[str, int]
    times: dict[str, int]

    def found_in(self, text: str) -> dict[str, float]:
        """Return the numbers of a text by how they are printed, in digits or in letters.

        "7 miljoen" is one number. A digit within a word (CO2) is no number, nor is that of a
        figure or a section, nor 3-D.
        """
        found = {}
        for printed in (*digits_in(text), *self._in_letters.found_in(text)):
            value = self.letters.get(printed.casefold()) or value_of(printed)
            multiplied = WholeWords(f"{printed} {word}" for word in self.times).found_in(text)
            for name in multiplied:
                found[name] = value * self.times[name.rpartition(" ")[2].casefold()]
            if not multiplied:
                found[printed] = value
        return found

    @cached_property
    def _in_letters(self) -> WholeWords:
        return WholeWords(self.letters)


class WordLists(Entry):
    """All lists, by kind."""

    hedge: tuple[WordList, ...]
    negation: tuple[WordList, ...]
    quantifier: tuple[WordList, ...]
    modal: tuple[WordList, ...]
    number: NumberWords


@cache
def word_lists() -> WordLists:
    """Return the lists that are shipped."""
    return WordLists.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))
