"""What the curated sections tell of a passage: its statements and readings, and their names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.curation import Gap, Reading, SectionFile, Statement, as_list
from kg.fidelity.labels import Lexicon, Voice
from kg.namespaces import expand, shorten

Read = tuple[Statement, Reading]
_WORK = "wrid:work/"


@dataclass(frozen=True)
class Told:
    """All that is told of one passage: what is read there, and what it lacks or leaves open."""

    read: tuple[Read, ...]
    gaps: tuple[Gap, ...]
    lexicon: Lexicon

    @cached_property
    def marks(self) -> frozenset[str]:
        """All that softens, denies, counts or asks in a statement, its readings or a group."""
        marks = {voice.quantifier for voice in self._voices}
        for statement, reading in self.read:
            marks |= {statement.polarity, statement.quantifier, statement.force}
            marks |= {reading.stance, reading.certainty, *reading.hedge}
        return frozenset(marks)

    @cached_property
    def values(self) -> tuple[object, ...]:
        """The values of the nodes' properties, names included."""
        nodes = [statement.node.properties for statement, _ in self.read if statement.node]
        return tuple(one for node in nodes for value in node.values() for one in as_list(value))

    @cached_property
    def called(self) -> str:
        """The labels of the things and relations that the statements name, one a line.

        Where nothing is read the gists of the gaps: a gap has no triples, so its gist is what it
        tells. That of a statement does not count.
        """
        if not self.read:
            return "\n".join(gap.gist.nl for gap in self.gaps)
        return self._labels(name for statement, _ in self.read for name in _names_of(statement))

    @cached_property
    def heard(self) -> str:
        """The labels of those who speak and of the works they cite, one a line."""
        voices = (iri for one in self._voices for iri in (one.iri, *one.stands_for))
        return "\n".join([self._labels(self._cited), self._labels(map(shorten, voices))])

    @cached_property
    def works(self) -> frozenset[str]:
        """The names of the works that are cited, speak or are spoken of."""
        named = {name for statement, _ in self.read for name in _names_of(statement)}
        speaking = (shorten(iri) for one in self._voices for iri in one.stands_for)
        return frozenset(one for one in {*named, *self._cited, *speaking} if one.startswith(_WORK))

    @property
    def _cited(self) -> set[str]:
        cited = (one for _, reading in self.read for one in reading.citations)
        return {name for one in cited for name in (one.work, one.through)}

    def _labels(self, names: Iterable[str]) -> str:
        iris = (str(expand(name)) for name in sorted(set(names)))
        return "\n".join(label for iri in iris for label in self.lexicon.labels.get(iri, ()))

    @property
    def _voices(self) -> list[Voice]:
        """The voices that speak, and those whose word is passed on."""
        names = {name for _, one in self.read for name in (*one.speakers, *one.relays)}
        return [voice for name, voice in self.lexicon.voices.items() if name in names]


def _names_of(statement: Statement) -> Iterator[str]:
    """Yield the names of the things and relations of a statement, that of its node's class not."""
    yield from (statement.subject, statement.predicate, statement.object, statement.act)
    for key, value in statement.node.properties.items() if statement.node else ():
        yield f"wr:{key}"
        yield from (one for one in as_list(value) if isinstance(one, str))


def told_by_passage(sections: Iterable[SectionFile], lexicon: Lexicon) -> dict[str, Told]:
    """Return by passage id what all sections together tell of it, be it nothing.

    That is what is read in it as the sentence itself; where nothing is, what is read with it,
    for then it is a lead-in that others take their level, speaker or hedge from.
    """
    own: dict[str, list[Read]] = defaultdict(list)
    leading: dict[str, list[Read]] = defaultdict(list)
    gaps: dict[str, list[Gap]] = defaultdict(list)
    for section in sections:
        for statement in section.statement:
            for reading in statement.reading:
                own[reading.passages[0]].append((statement, reading))
                for passage in reading.passages[1:]:
                    leading[passage].append((statement, reading))
        for gap in section.gap:
            for passage in gap.passages:
                gaps[passage].append(gap)
    told: dict[str, Told] = defaultdict(lambda: Told((), (), lexicon))
    for passage in {*own, *leading, *gaps}:
        read = own[passage] or leading[passage]
        told[passage] = Told(tuple(read), tuple(gaps[passage]), lexicon)
    return told
