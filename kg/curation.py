"""Curation: what a reader wrote down of a section, as TOML, and everything wrong with it.

A section's file says what its passages state (statements with their readings), which
passages state nothing and why, where the text has gaps, and which statements are in tension.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field

from kg.errors import Fault, FaultsFound
from kg.namespaces import expand
from kg.naming import did_you_mean, nearest, unknown_name
from kg.study import Entry, InTwoLanguages, read_each, read_entry

NODE = "node"
"""Stands in a statement for its own content node."""


class Citation(Entry):
    """A work cited for a reading, and how strongly."""

    work: str
    manner: str = Field(alias="as")
    through: str = ""


class Reading(Entry):
    """Where a statement was read, who says it and how firmly.

    The first of *passages* is the sentence itself, the others carry level, speaker or hedge.
    """

    passages: tuple[str, ...] = Field(min_length=1)
    speakers: tuple[str, ...] = Field(min_length=1)
    relays: tuple[str, ...] = ()
    stance: str = "says"
    certainty: str = "stated"
    hedge: tuple[str, ...] = ()
    mode: str = "stated"
    note: str = ""
    citations: tuple[Citation, ...] = ()


class Node(Entry):
    """The one node of its own that a statement may have; other keys are its properties."""

    model_config = ConfigDict(extra="allow", frozen=True)
    kind: str = Field(alias="class")

    @property
    def properties(self) -> Mapping[str, Any]:
        """The properties by the local names of their terms."""
        return self.model_extra or {}


class Statement(Entry):
    """One claim, by its number; what it says is in its triple and its node, not in its gist."""

    id: str = Field(pattern=r"^\d{4}$")
    subject: str
    predicate: str
    object: str
    polarity: str = "affirmed"
    quantifier: str = ""
    force: str = "is"
    act: str = ""
    gist: InTwoLanguages
    node: Node | None = None
    reading: tuple[Reading, ...] = Field(min_length=1)


class Silent(Entry):
    """A passage that states nothing, and the reason."""

    passage: str
    reason: str
    repeats: str = ""


class Gap(Entry):
    """Something the text lacks or leaves open."""

    id: str = Field(pattern=r"^\d{2}$")
    kind: str
    passages: tuple[str, ...] = Field(min_length=1)
    concerns: str = ""
    gist: InTwoLanguages


class Tension(Entry):
    """Statements of the study that pull against one another; all sides are kept."""

    id: str = Field(pattern=r"^\d{2}$")
    kind: str
    between: tuple[str, ...] = Field(min_length=2)
    gist: InTwoLanguages


class Explained(Entry):
    """A word of a passage that no statement carries as its kind asks, and where it went."""

    passage: str
    about: Literal["hedge", "negation", "number", "citation", "quantifier", "name", "modal"]
    word: str = Field(min_length=1)
    reason: str = Field(pattern=r"^\S.{10,}\.$")


class SectionFile(Entry):
    """The content of one section's file."""

    section: str
    statement: tuple[Statement, ...] = ()
    silent: tuple[Silent, ...] = ()
    gap: tuple[Gap, ...] = ()
    tension: tuple[Tension, ...] = ()
    explained: tuple[Explained, ...] = ()


@dataclass(frozen=True)
class Known:
    """The names that curated files may use: IRIs of things and terms, and ids of this study."""

    names: frozenset[str]
    passages: frozenset[str]
    speakers: frozenset[str]


_MISSING = {
    "reading": ("has no reading.", "Add a [[statement.reading]] with its passages and speakers."),
    "speakers": ("has no speaker.", 'Say who says it; the study\'s own voice is "authors".'),
    "passages": ("names no passage.", "Name the sentence itself first, then its heading."),
    "between": ("is between fewer than two statements.", "A tension keeps both sides."),
}


def load_curation(folder: Path, known: Known) -> list[SectionFile]:
    """Return the curated sections of a study's folder, in the order of their file names.

    Raises:
        FaultsFound: everything wrong in all files, each with its place and the likely right name.
    """
    sections, faults = read_each(section_paths(folder), read_section)
    faults.extend(curation_faults(sections, known))
    if faults:
        raise FaultsFound(faults)
    return list(sections.values())


def section_paths(folder: Path) -> list[Path]:
    """Return the files of a study's curated sections, in the order of their names."""
    return sorted(path for path in folder.glob("*.toml") if path.name != "study.toml")


def read_section(path: Path) -> SectionFile:
    """Return the content of one section's file.

    Raises:
        FaultsFound: everything wrong with its form; names are not looked up.
    """
    return read_entry(path, SectionFile, _fault)


def _fault(file: str, content: Mapping[str, Any], error: Mapping[str, Any]) -> Fault:
    """Return a complaint about the form of a file as a fault in a curator's words."""
    loc = list(error["loc"])
    place = place_of(content, loc)
    key = str(next((part for part in reversed(loc) if isinstance(part, str)), ""))
    if error["type"] in ("missing", "too_short") and key in _MISSING:
        return Fault(file, place, *_MISSING[key])
    if error["type"] == "missing":
        return Fault(file, place, f'"{key}" is missing.')
    if error["type"] == "extra_forbidden":
        near = nearest(key, _keys_at(loc))
        return Fault(file, place, f'"{key}" is not a key of this table.', did_you_mean(near))
    return Fault(file, place, f'"{key}" is {error["input"]!r}: {error["msg"].lower()}.')


def place_of(content: Mapping[str, Any], loc: Sequence[Any]) -> str:
    """Return the place of a fault as a curator names it: statement 0412, reading 2."""
    if len(loc) < 2 or not isinstance(loc[1], int):
        return ".".join(map(str, loc[:1]))
    entry = content[str(loc[0])][loc[1]]
    named = entry.get("id") or entry.get("passage") or f"number {loc[1] + 1}"
    place = f"{loc[0]} {named}"
    if len(loc) > 3 and isinstance(loc[3], int):
        place += f", {loc[2]} {loc[3] + 1}"
    return place


def _keys_at(loc: Sequence[Any]) -> list[str]:
    """Return the keys that the table at *loc* may have."""
    tables: dict[str, type[Entry]] = {
        "statement": Statement, "reading": Reading, "silent": Silent, "gap": Gap,
        "tension": Tension, "citations": Citation, "gist": InTwoLanguages,
        "explained": Explained,
    }  # fmt: skip
    names = [part for part in loc[:-1] if isinstance(part, str)]
    model = tables.get(names[-1], SectionFile) if names else SectionFile
    return [field.alias or name for name, field in model.model_fields.items()]


def curation_faults(sections: Mapping[str, SectionFile], known: Known) -> Iterator[Fault]:
    """Yield everything wrong in sections by their file names; a doubling is the later file's."""
    for name, section in sections.items():
        yield from _wrong_names(name, section, known)
    yield from _doubled_numbers(sections)
    yield from _doubled_content(sections)
    yield from _misplaced_explanations(sections)
    yield from _unknown_sides(sections)


def _wrong_names(file: str, section: SectionFile, known: Known) -> Iterator[Fault]:
    """Yield a fault for every name in a section's file that nothing has."""
    for place, kind, name in _used_names(section):
        pool = {"passage": known.passages, "speaker": known.speakers}.get(kind)
        if pool is None:
            iri = expand(name)
            if iri is None or str(iri) not in known.names:
                yield unknown_name(file, place, kind, name, known.names)
        elif name not in pool:
            yield unknown_name(file, place, kind, name, pool)


def _used_names(section: SectionFile) -> Iterator[tuple[str, str, str]]:
    """Yield place, kind and name of every name that a section's file uses."""
    for statement in section.statement:
        yield from _statement_uses(statement)
    for silent in section.silent:
        place = f"silent {silent.passage}"
        yield place, "name", f"wrid:silence/{silent.reason}"
        yield from ((place, "passage", one) for one in (silent.passage, silent.repeats) if one)
    for gap in section.gap:
        place = f"gap {gap.id}"
        kinds = (f"wrid:gap-kind/{gap.kind}", gap.concerns)
        yield from ((place, "name", one) for one in kinds if one)
        yield from ((place, "passage", one) for one in gap.passages)
    for tension in section.tension:
        yield f"tension {tension.id}", "name", f"wrid:tension-kind/{tension.kind}"
    for explained in section.explained:
        yield f"explained {explained.passage}", "passage", explained.passage


def _statement_uses(statement: Statement) -> Iterator[tuple[str, str, str]]:
    place = f"statement {statement.id}"
    yield from ((place, "name", name) for name in statement_names(statement))
    for number, reading in enumerate(statement.reading, 1):
        for kind, name in _reading_names(reading):
            yield f"{place}, reading {number}", kind, name


def statement_names(statement: Statement) -> Iterator[str]:
    """Yield the prefixed names a statement uses, its own node and its readings left out."""
    yield from (
        name
        for name in (statement.subject, statement.predicate, statement.object, statement.act)
        if name and name != NODE
    )
    yield f"wrid:polarity/{statement.polarity}"
    yield f"wrid:force/{statement.force}"
    if statement.quantifier:
        yield f"wrid:quantifier/{statement.quantifier}"
    if statement.node:
        yield statement.node.kind
        for key, value in statement.node.properties.items():
            yield f"wr:{key}"
            yield from (one for one in as_list(value) if isinstance(one, str))


def _reading_names(reading: Reading) -> Iterator[tuple[str, str]]:
    yield from (("passage", name) for name in reading.passages)
    yield from (("speaker", name) for name in (*reading.speakers, *reading.relays))
    yield "name", f"wrid:stance/{reading.stance}"
    yield "name", f"wrid:certainty/{reading.certainty}"
    yield "name", f"wrid:mode/{reading.mode}"
    yield from (("name", f"wrid:hedge/{hedge}") for hedge in reading.hedge)
    for citation in reading.citations:
        yield "name", citation.work
        yield "name", f"wrid:citation-manner/{citation.manner}"
        if citation.through:
            yield "name", citation.through


def as_list(value: Any) -> list[Any]:
    """Return a value of a node's property as a list: one value may stand alone."""
    return value if isinstance(value, list) else [value]


def content_of(statement: Statement) -> tuple[Any, ...]:
    """Return what a statement says, for comparison: its triple, node, quantifier and force."""
    node = statement.node and (
        statement.node.kind,
        tuple(
            (key, tuple(sorted(map(str, as_list(value)))))
            for key, value in sorted(statement.node.properties.items())
        ),
    )
    triple = statement.subject, statement.predicate, statement.object
    return *triple, node, statement.polarity, statement.quantifier, statement.force, statement.act


def _doubled_numbers(sections: Mapping[str, SectionFile]) -> Iterator[Fault]:
    """Yield a fault for every number that two entries of one kind have."""
    for kind in ("statement", "gap", "tension"):
        places: dict[str, list[str]] = defaultdict(list)
        for file, section in sections.items():
            for entry in getattr(section, kind):
                places[entry.id].append(file)
        for number, files in places.items():
            if len(files) > 1:
                yield Fault(
                    files[-1], f"{kind} {number}", f"number {number} is given {len(files)} times.",
                    "A number is given once and never reused; take the next free one.",
                )  # fmt: skip


def _doubled_content(sections: Mapping[str, SectionFile]) -> Iterator[Fault]:
    """Yield a fault for every statement that says what another number says already."""
    first: dict[tuple[Any, ...], str] = {}
    for file, section in sections.items():
        for statement in section.statement:
            other = first.setdefault(content_of(statement), statement.id)
            if other != statement.id:
                yield Fault(
                    file, f"statement {statement.id}", f"says what statement {other} says already.",
                    f"Give statement {other} another reading instead.",
                )  # fmt: skip


def _misplaced_explanations(sections: Mapping[str, SectionFile]) -> Iterator[Fault]:
    """Yield a fault for every word explained twice, or not in the file of its section."""
    for file, section in sections.items():
        words = Counter((one.passage, one.about, one.word.casefold()) for one in section.explained)
        for (passage, about, word), times in words.items():
            place, own = f"explained {passage}", passage.rpartition("-")[0]
            if times > 1:
                what = f'the {about} "{word}" is explained {times} times.'
                yield Fault(file, place, what, "Keep the one that says best where it went.")
            if own != section.section:
                what = "is a passage of another section."
                yield Fault(file, place, what, f"Explain it in {own}.toml.")


def _unknown_sides(sections: Mapping[str, SectionFile]) -> Iterator[Fault]:
    """Yield a fault for every tension whose sides are not two known statements."""
    numbers = {statement.id for section in sections.values() for statement in section.statement}
    for file, section in sections.items():
        for tension in section.tension:
            for number in tension.between:
                if number not in numbers:
                    yield Fault(
                        file, f"tension {tension.id}", f'statement "{number}" does not exist.',
                        did_you_mean(nearest(number, numbers)),
                    )  # fmt: skip


def accounted_for(sections: Iterable[SectionFile]) -> Counter[str]:
    """Return how often each passage is accounted for: read, silent for a reason, or a gap."""
    counts: Counter[str] = Counter()
    for section in sections:
        for statement in section.statement:
            for reading in statement.reading:
                counts.update(set(reading.passages))
        counts.update(silent.passage for silent in section.silent)
        counts.update(passage for gap in section.gap for passage in gap.passages)
    return counts


def is_asserted(statement: Statement, reported: Collection[str] = ()) -> bool:
    """Tell whether a statement is also a plain triple of its study.

    Only what is affirmed, unconditional, in the indicative, of all and not of some, and read
    at least once as stated by the study, said outright, and by a voice of its own. *reported*
    names the speakers whose word alone is no more than reported: nobody knows who they are,
    or they are known by hearsay, or they plead for a bill.
    """
    return (
        (statement.polarity, statement.force) == ("affirmed", "is")
        and statement.quantifier in ("", "all")
        and not _has_condition(statement)
        and any(
            (reading.stance, reading.certainty, reading.mode) == ("says", "stated", "stated")
            and not set(reported).issuperset(reading.speakers)
            and not set(reported).intersection(reading.relays)
            for reading in statement.reading
        )
    )


def _has_condition(statement: Statement) -> bool:
    return statement.node is not None and "underCondition" in statement.node.properties
