"""The matcher: candidates from codes, from the search index and from letters; then the scores."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain

from rapidfuzz.fuzz import ratio, token_set_ratio
from rapidfuzz.process import extract
from rdflib import SKOS

from kg.engine import Engine
from kg.matching.candidates import BY_WORDS, LONGEST, Candidate, Reason, Wanted
from kg.matching.likeness import LIKE, Folded, fold, likeness
from kg.matching.things import Thing, Things, folded, number_form, read_things
from kg.namespaces import ROOT, WR, WRID
from kg.search import Index, find_names, open_index

MOST = 50
"""Candidates that are ever given for one name."""

_SHOWN = 5
_LOOKED_AT = 20
"""Names that are looked at of those that are found in one way."""
_LETTERS = 70.0
"""How like (of 100) the letters of a name must be to be found by them alone."""
_SURE, _CLASH = 93.0, 90.0
"""The score from which a name can be sure, and that from which another one makes it unsure."""
_SHORTEST = 3
_LEAST = 40.0
_OF_OTHER_KIND = 0.8
_REPLACED = 5.0
_NUMBER = 85.0
_ACTOR, _PLACE = str(WR.Actor), str(WR.Place)
_MUNICIPALITY = re.compile(r"(?i)gm\d{4}")
_SCORE = {Reason.IDENTIFIER: 100.0, Reason.CODE: 100.0, Reason.NUMBER: _NUMBER}


@dataclass(frozen=True, eq=False)
class Matcher:
    """Finds what names, codes and identifiers of others may mean. Safe to share between threads."""

    index: Index
    things: Things

    def match(self, wanted: Wanted, limit: int = _SHOWN) -> tuple[Candidate, ...]:
        """Return at most *limit* candidates, the best first; none where nothing comes near.

        What is no longer to be used is never one; what took its place is, and never sure.
        A text of more than `LONGEST` characters is no name of ours.
        """
        if not wanted.text.strip()[:LONGEST] or len(wanted.text) > LONGEST:
            found = list(self._coded(wanted.code, bool(wanted.kinds)))
        else:
            found = [*self._coded_so(wanted), *self._named(wanted.text)]
        ranked = sorted(_best_of_each(self._of_kind(found, wanted)), key=_rank)
        return tuple(self._judged(ranked, wanted))[: min(limit, MOST)]

    def beginning(self, text: str) -> list[Thing]:
        """Return the things with a name that begins so, the shortest first.

        Then those with a name of which another word begins so; none for an empty text.
        """
        begun = fold(text[:LONGEST]).text
        found: dict[str, tuple[bool, int]] = {}
        for name, iri in zip(*self._every_name, strict=True):
            if begun and f" {begun}" in f" {name}":
                rank = not name.startswith(begun), len(name)
                found[iri] = min(rank, found.get(iri, rank))
        ranked = sorted(found, key=lambda iri: (found[iri], iri))
        return [one for one in map(self.things.by_iri.__getitem__, ranked)
                if self.things.is_offered(one)]  # fmt: skip

    def _coded_so(self, wanted: Wanted) -> Iterator[Candidate]:
        """Yield what is meant by codes; one whose names are not at all the text is no more sure."""
        yield from self._coded(wanted.text, bool(wanted.kinds))
        asked = fold(wanted.text)
        for found in self._coded(wanted.code, bool(wanted.kinds)):
            like = max(likeness(asked, name)[0] for name in found.thing.names)
            yield found if like >= LIKE else replace(found, sure=False, score=found.score - 30)

    def _coded(self, code: str, kind_is_known: bool) -> Iterator[Candidate]:
        """Yield the things with an identifier or code.

        A bare number can be sure only where a kind is asked for, and letters belong before it.
        """
        for iri in self._identified(code):
            yield from self._in_use(iri, Reason.IDENTIFIER, code.strip())
        is_number = code.strip().isdecimal()
        for iri in self.things.codes.get(folded(code), ()):
            yield from self._in_use(iri, Reason.NUMBER if is_number else Reason.CODE, code.strip())
        for iri in self.things.codes.get(number_form(code.strip()), ()) if is_number else ():
            reason = Reason.CODE if kind_is_known else Reason.NUMBER
            yield from self._in_use(iri, reason, code.strip())

    def _identified(self, text: str) -> Iterator[str]:
        """Yield the thing that a text is the IRI of, whole, prefixed or within our things."""
        plain = text.strip().replace("http://w3id.org/", "https://w3id.org/")
        local = plain.removeprefix(str(WRID)).removeprefix("wrid:")
        iri = str(WRID) + local.removeprefix(f"{ROOT}doc/")
        if iri in self.things.by_iri:
            yield iri

    def _in_use(self, iri: str, reason: Reason, found: str) -> Iterator[Candidate]:
        """Yield the thing that a code or identifier is of, or what took its place."""
        for one in self.things.in_place_of(iri):
            is_same = one == iri
            yield Candidate(
                thing=self.things.by_iri[one],
                score=_SCORE[reason] - (0 if is_same else _REPLACED),
                sure=is_same and reason is not Reason.NUMBER,
                reason=reason,
                found=found,
                instead_of="" if is_same else iri,
            )

    def _named(self, text: str) -> Iterator[Candidate]:
        """Yield the things with a name like a text, each by its best name."""
        asked = fold(text)
        if not asked.words:
            return
        found = dict.fromkeys(chain(self._by_words(text), self._by_letters(asked)))
        for iri in found:
            yield from self._by_name(self.things.by_iri[iri], asked)

    def _by_words(self, text: str) -> Iterator[str]:
        for hit in find_names(self.index, text, _LOOKED_AT):
            if hit.card.iri in self.things.by_iri:
                yield hit.card.iri

    def _by_letters(self, asked: Folded) -> Iterator[str]:
        """Yield the things with a name whose letters are like those asked."""
        names, things = self._every_name
        found = extract(asked.text, names, scorer=ratio, score_cutoff=_LETTERS, limit=_LOOKED_AT)
        if len(asked.words) > 1:  # the name may be some of them
            found += extract(
                asked.text, names, scorer=token_set_ratio, score_cutoff=100, limit=_LOOKED_AT
            )
        for _, _, at in found:
            yield things[at]

    @cached_property
    def _every_name(self) -> tuple[list[str], list[str]]:
        """Every name, folded, and beside it the thing it is of."""
        pairs = [
            (fold(name.text).text, iri)
            for iri, thing in self.things.by_iri.items()
            for name in thing.names
        ]
        return [name for name, _ in pairs], [iri for _, iri in pairs]

    def _by_name(self, thing: Thing, asked: Folded) -> Iterator[Candidate]:
        """Yield a thing by its best name, or what took its place; nothing that is too unlike."""
        best = max(thing.names, key=lambda name: (likeness(asked, name)[0], -len(name.text)))
        score, reason = likeness(asked, best)
        if score < _LEAST:
            return
        for one in self.things.in_place_of(thing.iri):
            ended = "" if one == thing.iri else thing.iri
            yield Candidate(
                thing=self.things.by_iri[one],
                score=score - (_REPLACED if ended else 0),
                sure=False,
                reason=reason,
                found=best.text,
                role=best.role,
                language=best.language,
                instead_of=ended,
            )

    def _of_kind(self, found: Iterable[Candidate], wanted: Wanted) -> Iterator[Candidate]:
        """Yield candidates of the kinds asked for, told so; others less likely, or not at all."""
        kinds = wanted.kinds
        for one in found:
            is_kind = _is_kind(one.thing, wanted)
            if not kinds and one.thing.is_apparatus and one.reason in BY_WORDS:
                continue
            if not _fits_code(one, wanted.code):
                continue
            if is_kind or not kinds:
                yield replace(one, is_kind=is_kind if kinds else None)
            elif wanted.strictness == "should":
                yield replace(one, is_kind=False, sure=False, score=one.score * _OF_OTHER_KIND)

    def _judged(self, ranked: list[Candidate], wanted: Wanted) -> Iterator[Candidate]:
        """Yield candidates with the word on whether one is sure, which at most the first can be."""
        by_code = bool(ranked) and ranked[0].sure  # and then names do not speak against it
        rivals = [
            one
            for one in ranked[1:]
            if one.score >= _CLASH and not (by_code and one.reason in BY_WORDS)
        ]
        for at, one in enumerate(ranked):
            named = one.reason is Reason.NAME and self._is_sure_name(one, ranked, wanted)
            yield replace(one, sure=at == 0 and not rivals and (one.sure or named))

    def _is_sure_name(self, one: Candidate, ranked: list[Candidate], wanted: Wanted) -> bool:
        """Tell whether a thing called so is surely meant.

        Not where its name is a form for searching only, or short; where a place was not asked
        for as such, as the municipality of that name is another thing; where what has the name
        is out of use; and where another differs by its sort only.
        """
        return (
            one.score >= _SURE
            and one.role != "hidden"
            and not one.instead_of
            and one.is_kind is not False
            and not wanted.code
            and len(fold(wanted.text).text) >= _SHORTEST
            and (bool(wanted.kinds) or not _is_proper_place(one.thing))
            and not any(other.reason is Reason.SORT for other in ranked)
        )


def _fits_code(one: Candidate, code: str) -> bool:
    """Tell whether a candidate may have a code: a municipality is no notion of a name like its."""
    is_other = not one.thing.is_any((_ACTOR, _PLACE))
    by_letters = one.reason in (Reason.NEAR, Reason.PART)
    return not (is_other and by_letters and _MUNICIPALITY.fullmatch(code.strip()))


def _is_kind(thing: Thing, wanted: Wanted) -> bool:
    if wanted.strictness == "all":
        return wanted.kinds <= thing.every_kind
    return thing.is_any(wanted.kinds)


def _is_proper_place(thing: Thing) -> bool:
    return _PLACE in thing.every_kind and str(SKOS.Concept) not in thing.every_kind


def _best_of_each(found: Iterable[Candidate]) -> list[Candidate]:
    """Return each thing once, by the best that was found of it."""
    best: dict[str, Candidate] = {}
    for one in found:
        if one.iri not in best or (one.score, one.sure) > (best[one.iri].score, best[one.iri].sure):
            best[one.iri] = one
    return list(best.values())


def _rank(one: Candidate) -> tuple[float, bool, int, str]:
    return (-one.score, not one.sure, len(one.found), one.iri)


def matcher_of(engine: Engine) -> Matcher:
    """Return the matcher over the build that serves, made once for each build.

    Raises:
        NoIndex: the build has no search index.
        QueryFailed: the engine does not answer.
    """
    return _matcher(engine, engine.build_id)


@lru_cache(maxsize=2)
def _matcher(engine: Engine, build_id: str) -> Matcher:
    index = open_index(engine.build)
    return Matcher(index, read_things(engine, index))
