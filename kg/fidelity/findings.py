"""What is found in the passages of a study, set against what its sections explain."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.curation import Explained, SectionFile
from kg.errors import Fault
from kg.fidelity.labels import Labels, Lexicon
from kg.fidelity.printed import WholeWords, printed
from kg.fidelity.rules import RULES
from kg.fidelity.told import Told, told_by_passage
from kg.passages import Passage
from kg.sources import CuratedStudy

Key = tuple[str, str, str]
"""A passage, the kind of a word in it, and the word in lower case."""

_UNJUDGED = ("page-header", "footnote")
"""Kinds of passages that are marks of the layout or give sources, and state nothing."""

_MEND = {
    "hedge": "Give a reading there its hedge",
    "negation": "Deny a statement there, or give its reading the stance it has",
    "number": "Give a statement there a node with this value",
    "citation": "Cite the work in a reading there",
    "quantifier": "Give a statement there its quantifier",
    "name": "Name the thing in a statement there, or add the label by which it goes here",
    "modal": "Give a statement there its force",
}


@dataclass(frozen=True)
class Fidelity:
    """What is at fault, and of the findings that are explained how many there are by kind.

    *unread* are the passages that could not be judged because the text lacks them.
    """

    faults: tuple[Fault, ...] = ()
    explained: Counter[str] = field(default_factory=Counter)
    unread: tuple[str, ...] = ()

    def __add__(self, other: "Fidelity") -> "Fidelity":
        """Return what is found in both."""
        return Fidelity(
            tuple(sorted(self.faults + other.faults)),
            self.explained + other.explained,
            self.unread + other.unread,
        )


def judge(one: CuratedStudy, words: Mapping[str, str], labels: Labels) -> Fidelity:
    """Return what is found in the curated passages of a study, and what of it is explained.

    *words* are the study's own by passage id: without them a passage is not judged, nor is what
    explains it. *labels* are those of things and terms.
    """
    told = told_by_passage(one.sections, Lexicon.of(labels, one.speakers))
    open_ones = {section.number for section in one.study.section if section.status == "open"}
    closed = (section for section in one.sections if section.section not in open_ones)
    judged = (_judge_section(_passages(one, section), section, words, told) for section in closed)
    return sum(judged, Fidelity())


def _passages(one: CuratedStudy, section: SectionFile) -> list[Passage]:
    """Return the passages of a section that are no mere marks."""
    own = (passage for passage in one.passages if passage.section == section.section)
    return [passage for passage in own if passage.kind not in _UNJUDGED]


def _judge_section(
    passages: Sequence[Passage],
    section: SectionFile,
    words: Mapping[str, str],
    told: Mapping[str, Told],
) -> Fidelity:
    """Return what is found in one section."""
    texts = {one.id: printed(words[one.id], one.kind) for one in passages if one.id in words}
    found, said = _found(texts, told), _said(section, words)
    faults = (*_lost(section, found, said), *_idle(section, found, said, words))
    explained = Counter(about for _, about, _ in found.keys() & said.keys())
    unread = tuple(one.id for one in passages if one.id not in words)
    return Fidelity(tuple(sorted(faults)), explained, unread)


def _found(texts: Mapping[str, str], told: Mapping[str, Told]) -> dict[Key, str]:
    """Return every word of these passages that nothing carries, as printed."""
    return {
        (passage, about, word.casefold()): word
        for passage, text in texts.items()
        for about, rule in RULES.items()
        for word in rule(text, told[passage])
    }


def _said(section: SectionFile, words: Mapping[str, str]) -> dict[Key, Explained]:
    """Return what a section explains, of passages whose words are there."""
    return {
        (one.passage, one.about, one.word.casefold()): one
        for one in section.explained
        if one.passage in words
    }


def _lost(section: SectionFile, found: Mapping[Key, str], said: Container[Key]) -> Iterator[Fault]:
    """Yield a fault for every finding that is not explained."""
    for key, word in found.items():
        passage, about, _ = key
        if key not in said:
            yield Fault(
                f"{section.section}.toml", f"passage {passage}",
                f'nothing that is read there carries the {about} "{word}".',
                f"{_MEND[about]}, or tell in an [[explained]] where it went.",
            )  # fmt: skip


def _idle(
    section: SectionFile,
    found: Container[Key],
    said: Mapping[Key, Explained],
    words: Mapping[str, str],
) -> Iterator[Fault]:
    """Yield a fault for every explanation of what is no finding."""
    for key, one in said.items():
        if key not in found:
            stands = WholeWords([one.word]).found_in(words[one.passage])
            yield Fault(
                f"{section.section}.toml", f"explained {one.passage}",
                f'the {one.about} "{one.word}" '
                + ("needs no explanation." if stands else "does not stand there."),
                "Take it out, or name the passage, the kind and the word that it is about.",
            )  # fmt: skip
