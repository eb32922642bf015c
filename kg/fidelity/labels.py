"""What things, terms and speakers are called: the names and numbers that naming them carries."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import RDFS, SKOS, Graph, URIRef

from kg.fidelity.printed import capitals_in
from kg.namespaces import WR, WRID

LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, RDFS.label)
"""The kinds of labels, those by which a thing is only found included."""

Labels = Mapping[str, tuple[str, ...]]
"""All labels of a thing or term, in both languages, by its IRI."""

_NAMED = re.compile(r"/id/(?:party|place)/")


@dataclass(frozen=True)
class Voice:
    """A speaker: for how many it stands, which is one of a voice nobody knows, and for what."""

    iri: str
    quantifier: str
    stands_for: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """What is known of names: labels by IRI, and the speakers of a study by local name."""

    labels: Labels
    voices: Mapping[str, Voice]

    @classmethod
    def of(cls, labels: Labels, speakers: Graph) -> "Lexicon":
        """Return what is known from the labels of things and terms, and from the speakers."""
        return cls({**labels, **labels_in(speakers)}, _voices_in(speakers))

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The words with a capital in what parties and places are called, and never without one.

        So the "De" of a firm is no name, for it opens sentences too.
        """
        named = (labels for iri, labels in self.labels.items() if _NAMED.search(iri))
        words = {word for labels in named for one in labels for word in capitals_in(one)}
        small = {word for labels in self.labels.values() for one in labels for word in one.split()}
        return frozenset(word for word in words if word.casefold() not in small)


def labels_in(*graphs: Graph) -> dict[str, tuple[str, ...]]:
    """Return the labels of all that is described in these graphs."""
    found: dict[str, set[str]] = defaultdict(set)
    for graph in graphs:
        for kind in LABELS:
            for thing, label in graph.subject_objects(kind):
                found[str(thing)].add(str(label))
    return {thing: tuple(sorted(labels)) for thing, labels in found.items()}


def _voices_in(speakers: Graph) -> dict[str, Voice]:
    return {
        _local(iri): _voice(speakers, iri)
        for iri in set(speakers.subjects(WR.speakerKind))
        if isinstance(iri, URIRef)
    }


def _voice(speakers: Graph, iri: URIRef) -> Voice:
    one = speakers.value(iri, WR.speakerKind) == WRID["speaker-kind/unidentified"]
    quantifier = speakers.value(iri, WR.quantifier) or ("one" if one else "")
    stands_for = (*speakers.objects(iri, WR.speaksFor), *speakers.objects(iri, WR.voiceOf))
    return Voice(str(iri), _local(quantifier), tuple(map(str, stands_for)))


def _local(iri: object) -> str:
    return str(iri).rpartition("/")[2]
