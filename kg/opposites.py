"""Opposites: statements of one study that cannot both hold, and that no tension holds together.

Two statements are compared when they make the same claim: the same triple, content node, force
and act. Other forces make other claims, for what is done, may be done and should be done can
all be so at once. Two studies may disagree; that is no fault of either.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from kg.curation import SectionFile, Statement, content_of
from kg.errors import Fault
from kg.sources import CuratedStudy, sections_by_name, told_by_study

_EVERY = ("", "all", "none")
"""Quantifiers that leave no case out; a claim without one speaks of the kind as such."""
_MAJORITY = ("most", "nearly-all")
_HINT = "Name both in a [[tension]], or read the passages again and resolve it."


def opposite_faults(studies: Iterable[CuratedStudy]) -> list[Fault]:
    """Return a fault for every pair of statements of a study that disagree unmarked."""
    return told_by_study({one.study.key: opposites(sections_by_name(one)) for one in studies})


def opposites(sections: Mapping[str, SectionFile]) -> Iterator[Fault]:
    """Yield a fault for every pair of statements that disagree unmarked; it is the later one's.

    *sections* are by file name. A statement that nobody says, because it is asked or its
    absence noted, is opposed to nothing.
    """
    held = [set(one.between) for section in sections.values() for one in section.tension]
    for claims in _by_claim(sections).values():
        for (_, first), (file, second) in combinations(claims, 2):
            what = _disagreement(first, second)
            if what and not any({first.id, second.id} <= sides for sides in held):
                yield Fault(file, f"statement {second.id}", what, _HINT)


def _by_claim(
    sections: Mapping[str, SectionFile],
) -> Mapping[tuple[object, ...], list[tuple[str, Statement]]]:
    """Return what somebody says by its claim, polarity and quantifier apart."""
    found: dict[tuple[object, ...], list[tuple[str, Statement]]] = defaultdict(list)
    for file, section in sections.items():
        for statement in section.statement:
            if any(reading.stance == "says" for reading in statement.reading):
                *claim, _, _, force, act = content_of(statement)
                found[*claim, force, act].append((file, statement))
    return found


def _disagreement(first: Statement, second: Statement) -> str:
    """Return how two statements of one claim disagree; empty when both can hold."""
    if first.polarity != second.polarity:
        verb = "denies" if second.polarity == "denied" else "affirms"
        other = "affirms" if second.polarity == "denied" else "denies"
        return f"{verb} what statement {first.id} {other}." if _overlap(first, second) else ""
    stated = (first.quantifier, second.quantifier)
    if all(stated) and stated[0] != stated[1]:
        return f"holds of {stated[1]} what statement {first.id} holds of {stated[0]}."
    return ""


def _overlap(first: Statement, second: Statement) -> bool:
    """Tell whether two quantifiers share a case: some are and some are not is fine."""
    stated = (first.quantifier, second.quantifier)
    return any(one in _EVERY for one in stated) or all(one in _MAJORITY for one in stated)
