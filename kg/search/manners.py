"""The manners of finding, from the best to the least: each is one query over the index.

A word that the index does not know as it stands is taken for a typing error; a word that it
does know is not, or *regie* would find *regio*.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tantivy import Occur, Query, Schema

from kg.search.index import Index
from kg.search.words import SHORTEST_PART, stems_of, telling, whole, words_of

_SHORTEST_BEGINNING = 3
_SHORTEST_MISTYPED = 4
_LONG = 6
"""Letters from which a mistyped word may also be the beginning of one."""


class Manner(StrEnum):
    """How a text answers to the words that were asked for, the best first."""

    WHOLE = "whole"
    """The name is what was asked."""
    BEGINNING = "beginning"
    """The name, or a word of it for each word asked, begins with what was asked."""
    STEM = "stem"
    """The name has the words asked in another form."""
    PART = "part"
    """A word asked is part of a compound in the name; the others may begin or end otherwise."""
    NEAR_WHOLE = "near-whole"
    """The name is what was asked but for one typing error."""
    NEAR = "near"
    """The name has the words asked but for one typing error in each."""
    TEXT = "text"
    """A definition or gist has the words asked, their beginnings, or compounds of them."""
    NEAR_TEXT = "near-text"
    """A definition or gist has the words asked but for one typing error in each."""
    SOME = "some"
    """A name, definition or gist has some of the words asked."""


@dataclass(frozen=True)
class Asked:
    """What was asked for: the text as one word, its words, and the stems that say something."""

    whole: str
    words: tuple[str, ...]
    telling: tuple[str, ...]


def read(text: str) -> Asked:
    """Return what a text asks for; nothing where it has no letters or digits."""
    words = words_of(text)
    return Asked(whole(text), tuple(words), tuple(telling(words)))


def queries(index: Index, asked: Asked) -> Iterator[tuple[Manner, Query]]:
    """Yield the query of each manner but the last, the best first."""
    ask = _Words(index.schema)
    yield Manner.WHOLE, ask.term("whole", asked.whole)
    yield Manner.BEGINNING, ask.beginning(asked)
    yield Manner.STEM, ask.on("name", every(map(ask.stem, asked.telling)))
    as_typed = every(map(ask.as_it_stands, asked.telling))
    yield Manner.PART, ask.on("name", as_typed)
    yield Manner.NEAR_WHOLE, ask.near("whole", asked.whole)
    forgiven = [_forgiving(index, ask, word) for word in asked.telling]
    is_mistyped = not all(known for _, known in forgiven)
    near = every(query for query, _ in forgiven)
    if is_mistyped:
        yield Manner.NEAR, ask.on("name", near)
    yield Manner.TEXT, ask.on("text", as_typed)
    if is_mistyped:
        yield Manner.NEAR_TEXT, ask.on("text", near)


def some(index: Index, words: Sequence[str]) -> Iterator[Query]:
    """Yield queries for all but one of the words, all but two, and so on."""
    ask = _Words(index.schema)
    found = [(Occur.Should, _forgiving(index, ask, word)[0]) for word in words]
    for least in range(len(words) - 1, 0, -1):
        yield Query.boolean_query(found, minimum_number_should_match=least)


def _forgiving(index: Index, ask: "_Words", word: str) -> tuple[Query, bool]:
    """Return the query for a word, and whether the index knows it as it stands.

    One that it does not know is looked for with a typing error.
    """
    as_typed = ask.as_it_stands(word)
    if index.knows(as_typed):
        return as_typed, True
    return ask.near("word", word, begins=len(word) >= _LONG), False


def every(found: Iterable[Query]) -> Query:
    """Return the query for what all of these find."""
    return Query.boolean_query([(Occur.Must, query) for query in found])


def any_of(found: Iterable[Query]) -> Query:
    """Return the query for what any of these finds."""
    return Query.boolean_query([(Occur.Should, query) for query in found])


@dataclass(frozen=True)
class _Words:
    """Queries for one word over one index."""

    schema: Schema

    def term(self, field: str, word: str) -> Query:
        return Query.term_query(self.schema, field, word)

    def on(self, shelf: str, query: Query) -> Query:
        """Return a query over names or over other texts only; the shelf adds no score."""
        return every([query, Query.const_score_query(self.term("shelf", shelf), 0)])

    def stem(self, word: str) -> Query:
        return any_of(self.term(language, stem) for language, stem in stems_of(word).items())

    def stem_or_part(self, word: str) -> Query:
        parts = [self.term("part", stem) for stem in stems_of(word).values()]
        if len(word) >= SHORTEST_PART:
            parts.append(self.starts("back", word[::-1]))
        return any_of([self.stem(word), *parts])

    def starts(self, field: str, word: str) -> Query:
        if len(word) < _SHORTEST_BEGINNING:
            return self.term(field, word)
        return Query.fuzzy_term_query(self.schema, field, word, distance=0, prefix=True)

    def as_it_stands(self, word: str) -> Query:
        return any_of([self.starts("word", word), self.stem_or_part(word)])

    def near(self, field: str, word: str, *, begins: bool = False) -> Query:
        """Return the query for *word* with one letter too many, missing, wrong or misplaced."""
        if len(word) < _SHORTEST_MISTYPED:
            return Query.empty_query()
        return Query.fuzzy_term_query(self.schema, field, word, distance=1, prefix=begins)

    def beginning(self, asked: Asked) -> Query:
        """Return the query for names that begin so; a word that is whole counts for more."""
        begun = any_of(
            [
                self.starts("whole", asked.whole),
                self.on("name", every(self.starts("word", word) for word in asked.words)),
            ]
        )
        exact = [
            (Occur.Should, Query.const_score_query(self.term("word", word), 1))
            for word in asked.words
        ]
        return Query.boolean_query([(Occur.Must, Query.const_score_query(begun, 1)), *exact])
