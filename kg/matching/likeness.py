"""Likeness: how far a name is what was asked for, from 0 to 100, and in which way.

Letters are compared by rapidfuzz, https://rapidfuzz.github.io/RapidFuzz/; what comes before that
is ours: words in another order, in another form, and a word that tells the sort.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio, token_sort_ratio

from kg.matching.candidates import Reason
from kg.search import Text
from kg.search.words import STEMMERS, stems_of, words_of

SORTS = frozenset(
    ("gemeente", "gemeenten", "municipality", "provincie", "province", "waterschap", "stad",
     "city", "town", "of", "de", "het", "the", "van")
)  # fmt: skip
"""Words that tell the sort of a party or place, and those between it and its name."""

LIKE = 60.0
"""The least score that a likeness of letters is worth showing for."""

_LESS = {"label": 0.0, "alternative": 2.0, "hidden": 5.0}
_ORDER, _FORM, _SORT, _LETTERS, _PART, _OTHER_NUMBER = 95.0, 92.0, 88.0, 90.0, 50.0, 55.0
_NEAR, _COMMON, _ALIKE = 72.0, 70.0, 65.0
"""The score from which a name is much like; the most for one that has something in common, and
the least for one that has no word in common."""
_TELLING = 4
"""Letters that the words of a name have at least to say something among others."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Folded:
    """A text as names are compared: its words without capitals and accents, and its numbers."""

    words: tuple[str, ...]
    text: str
    numbers: tuple[str, ...]

    @property
    def own(self) -> tuple[str, ...]:
        """Its words without those that tell a sort."""
        return tuple(word for word in self.words if word not in SORTS)


@lru_cache(maxsize=50_000)
def fold(text: str) -> Folded:
    """Return a text as names are compared."""
    words = tuple(words_of(text))
    joined = " ".join(words)
    return Folded(words, joined, tuple(sorted(_DIGITS.findall(joined))))


def likeness(asked: Folded, name: Text) -> tuple[float, Reason]:
    """Return how far a name is what was asked, less where it is not the thing's first name."""
    score, reason = _likeness(asked, fold(name.text), name.language)
    return max(0.0, round(score - _LESS.get(name.role, 0.0), 1)), reason


def _likeness(asked: Folded, name: Folded, language: str) -> tuple[float, Reason]:
    if "".join(asked.words) == "".join(name.words):
        return 100.0, Reason.NAME
    if sorted(asked.words) == sorted(name.words):
        return _ORDER, Reason.ORDER
    if asked.numbers != name.numbers:  # 2021 is not much like 2022
        return min(_letters(asked, name), _OTHER_NUMBER), Reason.PART
    if _stems(asked.words, language) & _stems(name.words, language):
        return _FORM, Reason.FORM
    if asked.own and asked.own == name.own:
        return _SORT, Reason.SORT
    score = _letters(asked, name)
    least = _PART if has_words(asked, name) else 0.0
    if not begin_alike(asked, name):
        return least, Reason.PART
    if score >= _NEAR and is_near(asked, name):
        return score, Reason.NEAR
    return max(least, min(score, _COMMON) if score >= _ALIKE else least), Reason.PART


def _letters(asked: Folded, name: Folded) -> float:
    alike = max(ratio(asked.text, name.text), token_sort_ratio(asked.text, name.text))
    return alike * _LETTERS / 100


def is_near(asked: Folded, name: Folded) -> bool:
    """Tell whether one letter in four at most is otherwise; words that tell a sort do not count.

    So *visie* is not near to *visible*, nor one municipality to another.
    """
    own, other = " ".join(asked.own), " ".join(name.own)
    return OSA.distance(own, other) <= max(1, len(own) // 4)


def begin_alike(asked: Folded, name: Folded) -> bool:
    """Tell whether a word of each begins with the same letter, as typing errors come later.

    So *Utrecht* has nothing of *echt*, nor *Groningen* of *woningen*.
    """
    return not {word[0] for word in asked.own}.isdisjoint(word[0] for word in name.own)


def has_words(asked: Folded, name: Folded) -> bool:
    """Tell whether a name has each word asked, or parts of one; or each of its own is asked."""
    words = asked.own or asked.words
    if all(any(word in own for own in name.words) for word in words):
        return True
    return bool(name.own) and set(name.own) <= set(words) and len("".join(name.own)) >= _TELLING


@lru_cache(maxsize=50_000)
def _stems(words: tuple[str, ...], language: str) -> frozenset[tuple[str, ...]]:
    """Return the words as stems, in the language of a name, or in each where it has none."""
    languages = [language] if language in STEMMERS else list(STEMMERS)
    return frozenset(tuple(stems_of(word).get(one, word) for word in words) for one in languages)
