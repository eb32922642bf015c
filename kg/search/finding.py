"""Finding: from what someone types to the things that are called or described so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from rdflib import Literal, URIRef

from kg.answers import Answer
from kg.errors import SearchTooLong
from kg.search.index import Index
from kg.search.manners import Asked, Manner, queries, read, some
from kg.search.texts import KINDS, Card, Text
from kg.search.words import parts_of
from kg.sentences import sentence

LONGEST = 200
"""Characters that a search may have."""

_ROLES = ("label", "alternative", "hidden", "keyword", "definition", "question", "gist")
_BY_TEXT = (Manner.TEXT, Manner.NEAR_TEXT)
_NEAR_WORDS, _ALIKE = 3, 0.7
_MOST_GUESSED = 4


@dataclass(frozen=True)
class Hit:
    """A thing that was found, and why: the text that was found, its role, and how it answers."""

    card: Card
    manner: Manner
    role: str
    language: str
    text: str


@dataclass(frozen=True)
class Found:
    """What a search gives, the best first; where it gives nothing, words that come near."""

    hits: tuple[Hit, ...]
    near: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """Return how many hits there are of each kind, kinds without one left out."""
        found = [hit.card.kind for hit in self.hits]
        return {kind: found.count(kind) for kind in KINDS if kind in found}

    def of_kind(self, kind: str) -> "Found":
        """Return the hits of one kind; of all kinds where *kind* is empty."""
        return Found(tuple(hit for hit in self.hits if kind in ("", hit.card.kind)), self.near)


def find(index: Index, text: str) -> Found:
    """Return what *text* finds, each thing once, by the best of the texts it is found by.

    Nothing in *text* is an operator: it is read as words.

    Raises:
        SearchTooLong: it has more than `LONGEST` characters.
    """
    if len(text) > LONGEST:
        what = sentence(
            "A search takes at most %(most)s characters; this one has %(length)s.",
            most=LONGEST,
            length=len(text),
        )
        hint = sentence("Search for a few words; a SPARQL query goes to `warmteregie query`.")
        raise SearchTooLong(what, hint)
    asked = read(text)
    if not asked.words:
        return Found(())
    hits = _hits(index, asked) or _some_hits(index, asked)
    return Found(hits, () if hits else _near_words(index, asked))


def find_names(index: Index, text: str, most: int) -> tuple[Hit, ...]:
    """Return what is called so, begins so or has these words in its name, each thing once.

    At most *most* of each manner are looked at. A text that is too long finds nothing.
    """
    asked = read(text[: LONGEST + 1])
    if not asked.words or len(text) > LONGEST:
        return ()
    return _each_once(
        hit
        for manner, query in queries(index, asked)
        if manner not in _BY_TEXT
        for hit in _in_order(islice(index.matches(query), most), manner)
    )


def _hits(index: Index, asked: Asked) -> tuple[Hit, ...]:
    return _each_once(
        hit
        for manner, query in queries(index, asked)
        for hit in _in_order(index.matches(query), manner)
    )


def _some_hits(index: Index, asked: Asked) -> tuple[Hit, ...]:
    """Return what most of the words find, where nothing has all of them."""
    parts = (part for word in asked.telling for part in parts_of(word, index.vocabulary))
    for query in some(index, list(dict.fromkeys([*asked.telling, *parts]))):
        if hits := _in_order(index.matches(query), Manner.SOME):
            return _each_once(hits)
    return ()


def _each_once(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the first hit of each thing."""
    found: dict[str, Hit] = {}
    for hit in hits:
        found.setdefault(hit.card.iri, hit)
    return tuple(found.values())


def _in_order(matches: Iterable[tuple[Text, float]], manner: Manner) -> list[Hit]:
    """Return the hits of one manner: by score, kind and role, shorter names first."""
    ranked = sorted(matches, key=lambda match: _rank(*match))
    return [Hit(text.card, manner, text.role, text.language, text.text) for text, _ in ranked]


def _rank(text: Text, score: float) -> tuple[float, int, int, int, str]:
    return (
        -round(score, 3),
        KINDS.index(text.card.kind),
        len(text.text),
        _ROLES.index(text.role),
        text.card.iri,
    )


def _near_words(index: Index, asked: Asked) -> tuple[str, ...]:
    """Return words of the index that look like those asked for."""
    found = (
        near
        for word in asked.telling[:_MOST_GUESSED]
        for near in get_close_matches(word, sorted(index.vocabulary), _NEAR_WORDS, _ALIKE)
    )
    return tuple(dict.fromkeys(found))


def to_answer(hits: Iterable[Hit], language: str) -> Answer:
    """Return hits as a table; a label that is not there in *language* is in another one."""
    return Answer(
        ("kind", "label", "about", "found", "role", "text", "thing"),
        tuple(
            (
                Literal(hit.card.kind),
                in_language(hit.card.label, language),
                in_language(hit.card.about, language),
                Literal(hit.manner),
                Literal(hit.role),
                Literal(hit.text, lang=hit.language or None),
                URIRef(hit.card.iri),
            )
            for hit in hits
        ),
    )


def in_language(texts: Mapping[str, str], language: str) -> Literal | None:
    """Return the text in *language*, else one in no language, else any; None of none."""
    for wanted in (language, "", *sorted(texts)):
        if wanted in texts:
            return Literal(texts[wanted], lang=wanted or None)
    return None
