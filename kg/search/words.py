"""Words as a search compares them: folded, stemmed, and compounds taken apart.

The Dutch stemmer takes one ending at a time, which parts *kans* from *kansen*; used twice it
brings them together. What no stemmer can know, as *stad* and *steden*, is a hidden label.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from itertools import combinations

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

STEMMERS = {"nl": ("dutch", "dutch"), "en": ("english",)}
"""The stemmers of each language, in the order in which they are used."""

SHORTEST_PART = 4
"""Letters that a part of a compound has at least; its first part has one more."""

_APOSTROPHES = "'\u2018\u2019\u02bc"
_WORD = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
_SHORTEST_HEAD = 5


def words_of(text: str) -> list[str]:
    """Return the words of *text*, lower-case, without accents and apostrophes."""
    return _WORD.findall(_fold(text))


def whole(text: str) -> str:
    """Return *text* as one word: spaces, hyphens and brackets do not count."""
    return "".join(words_of(text))


def spellings(text: str) -> list[str]:
    """Return the words of *text*, and those with a hyphen as one word too."""
    return words_of(text) + [whole(found) for found in _HYPHENATED.findall(_fold(text))]


def stemmer(language: str) -> TextAnalyzer:
    """Return what takes folded words to their stems in a language."""
    return _analyzer(Filter.stemmer(name) for name in STEMMERS[language])


def _analyzer(filters: Iterable[Filter]) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.whitespace())
    for one in filters:
        builder = builder.filter(one)
    return builder.build()


_TELLING = _analyzer(Filter.stopword(language) for language in ("dutch", "english"))
_STEMMERS = {language: stemmer(language) for language in STEMMERS}


def stems_of(word: str) -> dict[str, str]:
    """Return the stem of a folded word by language.

    A stem that says nothing by itself is left out, as *een*, which the Dutch stemmer makes of
    a mistyped *gemeente*; unless the word is such a word.
    """
    stems = {language: to.analyze(word)[0] for language, to in _STEMMERS.items()}
    said = {language: stem for language, stem in stems.items() if _TELLING.analyze(stem)}
    return said or stems


def telling(words: Iterable[str]) -> list[str]:
    """Return the words that say what a text is about; all of them when none does."""
    given = list(dict.fromkeys(words))
    return _TELLING.analyze(" ".join(given)) or given


def parts_of(word: str, vocabulary: Collection[str]) -> list[str]:
    """Return the words of *vocabulary* that a compound is made of, in their order.

    What is left of the compound before and after a part has at least four letters or none,
    so that an ending is no part. Of two parts of which one lies in the other the longer stays.
    """
    size = len(word)
    found = [
        (start, end)
        for start, end in combinations(range(size + 1), 2)
        if _is_room_for(start, end, size) and word[start:end] in vocabulary
    ]
    return [word[start:end] for start, end in found if not _lies_in_another((start, end), found)]


def _is_room_for(start: int, end: int, size: int) -> bool:
    """Tell whether a part may lie there in a compound of that size."""
    shortest = SHORTEST_PART if start else _SHORTEST_HEAD
    rests = [rest for rest in (start, size - end) if rest]
    return bool(rests) and end - start >= shortest and min(rests) >= SHORTEST_PART


def _lies_in_another(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in others)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c not in _APOSTROPHES and not unicodedata.combining(c))
