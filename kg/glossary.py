"""The glossary: what the words of the field and of this site mean, in plain Dutch and English.

These texts are ours and stand beside the definitions of the ontology, which are for who builds
on them. They stand in `kg/glossary.toml`, which a curator edits.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pydantic import Field

from kg.curation import place_of
from kg.errors import Fault
from kg.namespaces import expand
from kg.naming import unknown_name
from kg.study import Entry, read_entry

LONGEST = 20
"""Words in a sentence: what a reader at level B1 takes in at once."""

_SENTENCE = re.compile(r"(?<=[.?!])\s+")


class Plain(Entry):
    """What one thing or term means, in both languages; *of* is its name."""

    of: str = Field(min_length=1)
    nl: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Glossary(Entry):
    """All entries: *reading* holds those that tell how to read the site, *word* the others."""

    reading: tuple[Plain, ...] = ()
    word: tuple[Plain, ...] = ()

    @property
    def entries(self) -> tuple[Plain, ...]:
        """All entries, those on how to read the site first."""
        return self.reading + self.word


def load_glossary(path: Path) -> Glossary:
    """Return the glossary of a file; one that is not there is empty.

    Raises:
        FaultsFound: everything wrong with its form; names are not looked up.
    """
    return read_entry(path, Glossary, _explain) if path.is_file() else Glossary()


def glossary_faults(file: str, glossary: Glossary, known: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for names that nothing has or that are explained twice, and long sentences.

    *known* are the IRIs of everything described.
    """
    times = Counter(entry.of for entry in glossary.entries)
    for name, number in times.items():
        if number > 1:
            yield Fault(file, name, f"is explained {number} times.", "Keep one entry.")
        if str(expand(name)) not in known:
            yield unknown_name(file, "", "name", name, known)
    for entry in glossary.entries:
        for sentence in _long_sentences(entry):
            what = f"a sentence of more than {LONGEST} words: {sentence}"
            yield Fault(file, entry.of, what, "Make two of it.")


def _long_sentences(entry: Plain) -> Iterator[str]:
    for text in (entry.nl, entry.en):
        yield from (one for one in _SENTENCE.split(text) if len(one.split()) > LONGEST)


def _explain(file: str, content: Any, error: Any) -> Fault:
    """Return an error of pydantic's in a curator's words, with the entry it is in."""
    loc = error["loc"]
    key = ".".join(part for part in loc[2:] if isinstance(part, str))
    what = f'"{key}": {error["msg"]}.' if key else f"{error['msg']}."
    return Fault(file, place_of(content, loc), what)
