"""The rules, one a kind of word: which words of a passage nothing that is told of it carries.

A rule takes a passage as printed and what is told of it, and returns the words that went
without a trace. Words in citations, addresses, list marks and footnote marks are looked at by
the rule on citations only.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from kg.fidelity.printed import cited_in, names_in, running, without_names, words_in
from kg.fidelity.told import Told
from kg.fidelity.wordlists import WordList, word_lists

Rule = Callable[[str, Told], list[str]]
_DATED = re.compile(r"-(\d{4}[a-z]?)(?:-|$)")


def hedges(text: str, told: Told) -> list[str]:
    """A hedge needs a reading there with a hedge of its own kind: "lijkt" needs *seems*."""
    return _unmarked(word_lists().hedge, text, told)


def negations(text: str, told: Told) -> list[str]:
    """A negation needs a denied statement there, the quantifier none, or a stance not *says*."""
    return _unmarked(word_lists().negation, text, told)


def quantifiers(text: str, told: Told) -> list[str]:
    """A quantifier needs its like on a statement read there, or on a group that speaks there."""
    return _unmarked(word_lists().quantifier, text, told)


def modals(text: str, told: Told) -> list[str]:
    """A modal verb needs a statement there with its force, or a reading with its hedge."""
    return _unmarked(word_lists().modal, text, told)


def _unmarked(lists: Iterable[WordList], text: str, told: Told) -> list[str]:
    """Return the words that become something of which nothing there has a mark.

    That such a word stands in the label of a thing does not count, for what a thing is called
    says nothing of the statement; where it is enough all the same, that is to be explained.
    """
    text = without_names(running(text))
    found = ((one, one.whole.found_in(text)) for one in lists)
    return [
        word
        for one, words in found
        if words and told.marks.isdisjoint(one.becomes)
        for word in words
    ]


def numbers(text: str, told: Told) -> list[str]:
    """A number needs a value there, or a label with that number; a date gives three.

    Numbers in letters count like those in digits. Labels carry numbers, as in the name of a
    plan with its year.
    """
    words = word_lists().number
    found = words.found_in(running(text))
    if not found:
        return []
    labels = words.found_in(f"{told.called}\n{told.heard}")
    known = {*_values(told.values), *labels.values()}
    return [printed for printed, value in found.items() if value not in known]


def _values(values: Iterable[object]) -> set[float]:
    found: set[float] = set()
    for value in values:
        if isinstance(value, date):
            found |= {value.year, value.month, value.day}
        elif isinstance(value, (int, float)):
            found.add(value)
    return found


def citations(text: str, told: Told) -> list[str]:
    """A citation needs a work of its year there: cited, speaking or spoken of.

    One without a year ("z.d.") needs a work without one. The word is the year.
    """
    dated = [_DATED.search(work) for work in told.works]
    known = {found[1] if found else "z.d." for found in dated}
    return [year for year in cited_in(text) if year not in known]


def names(text: str, told: Told) -> list[str]:
    """A name needs a label with it: of what is named there, of who speaks, of a cited work.

    Names are words with a capital inside a sentence, and those of parties and places anywhere.
    """
    found = names_in(running(text), told.lexicon.capitals)
    known = words_in(told.called) | words_in(told.heard)
    return [name for name in found if name.casefold() not in known]


RULES: Mapping[str, Rule] = {
    "hedge": hedges,
    "negation": negations,
    "number": numbers,
    "citation": citations,
    "quantifier": quantifiers,
    "name": names,
    "modal": modals,
}
"""The rules by the kind of word they are about, as `about` in a section's file."""
