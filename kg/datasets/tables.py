"""A table of others: CSV with commas, semicolons or tabs, in UTF-8 or Windows-1252.

Its rows are told by the vocabulary of the W3C for tables: a row has its number and its cells, and
describes a thing, which all rows with the same code or name do together.
https://www.w3.org/TR/csv2rdf/
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from rdflib import DCTERMS, RDF, RDFS, XSD, Literal, Namespace, URIRef

from kg.datasets.dataset import AS_WINDOWS, MAX_NAMED, MAX_TRIPLES, Named, base_of
from kg.datasets.lines import Triple, as_lines
from kg.engine.foreign import is_iri
from kg.errors import Fault, FaultsFound
from kg.namespaces import ROOT
from kg.termlists import Layout, UnreadableList, as_code, decoded, delimiter_of, layout_of
from kg.termlists import reader_of as rows_in

CSVW = Namespace("http://www.w3.org/ns/csvw#")
MAX_ROWS = 200_000
MAX_BYTES = 100_000_000
_CALLED = {
    CSVW.Row: ("regel van een tabel", "row of a table"),
    CSVW.describes: ("gaat over", "is about"),
    CSVW.rownum: ("regelnummer", "line"),
    DCTERMS.identifier: ("code", "code"),
}
_BEGINNING = 100_000
_LOOKED_AT = 200
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)[.,]\d+")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})*")


@dataclass(frozen=True)
class Columns:
    """Which columns have names and codes: a heading or a number from 1, empty to be told by us."""

    names: str = ""
    codes: str = ""


@dataclass(frozen=True)
class Table:
    """The rows of a table under the *name* of its data set, each with its line from 1."""

    name: str
    layout: Layout
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str
    decimal_comma: bool
    title: str = ""

    @property
    def remarks(self) -> Iterator[str]:
        """What was told by us of how it is written."""
        columns, names, codes = self.layout.columns, self.layout.names, self.layout.codes
        if self.encoding != "utf-8":
            yield AS_WINDOWS
        if not self.layout.has_head:
            yield "has no headings: columns are called by their numbers, from 1."
        if names >= 0:
            yield f'names were taken from column "{columns[names]}".'
        if codes >= 0:
            yield f'codes were taken from column "{columns[codes]}".'
        if self._iris >= 0:
            yield f'things are called by the IRIs in column "{columns[self._iris]}".'

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """The things that rows describe, once each.

        Raises:
            FaultsFound: there are too many to look for.
        """
        found: dict[str, Named] = {}
        for _, cells in self.rows:
            if one := self.thing(cells):
                found.setdefault(one.iri, one)
        if len(found) > MAX_NAMED:
            what = f"has {len(found):,} different names or codes, and {MAX_NAMED:,} is the most."
            hint = "Name the column to link by, as --code gemeentecode, or sum the table up."
            raise FaultsFound([Fault(self.name, "", what, hint)])
        return tuple(found.values())

    def thing(self, cells: Sequence[str]) -> Named | None:
        """Return what a row describes; None where it has neither name nor code."""
        label = _at(cells, self.layout.names)
        code = as_code(_at(cells, self.layout.codes), _at(self.layout.columns, self.layout.codes))
        if not (label or code):
            return None
        iri = _at(cells, self._iris) or f"{base_of(self.name)}thing/{key(code or label)}"
        return Named(iri, label or code, code=code)

    @cached_property
    def _iris(self) -> int:
        """The column by whose IRIs things are called, -1 where none is it."""
        places = range(len(self.layout.columns))
        return next((place for place in places if self._calls_things(place)), -1)

    def _calls_things(self, place: int) -> bool:
        """Tell whether a column has IRIs only, none of ours, and none for two names or codes.

        Several rows may have their source or licence in common, and are not one thing by that.
        """
        called: dict[str, str] = {}
        for _, cells in self.rows:
            if cell := cells[place]:
                what = _at(cells, self.layout.codes) or _at(cells, self.layout.names)
                if not _is_iri_of_others(cell) or called.setdefault(cell, what) != what:
                    return False
        return bool(called)

    def triples(self) -> Iterator[str]:
        """Yield the table as lines of N-Triples."""
        yield from as_lines(self._told())

    def _told(self) -> Iterator[Triple]:
        yield from _words()
        for place, heading in enumerate(self.layout.columns):
            yield from self._column(place, heading)
        for one in self.named:
            yield URIRef(one.iri), RDFS.label, Literal(one.label)
            if one.code:
                yield URIRef(one.iri), DCTERMS.identifier, Literal(one.code)
        for line, cells in self.rows:
            yield from self._row(line, cells)

    def _column(self, place: int, heading: str) -> Iterator[Triple]:
        column = self._predicates[place]
        yield column, RDF.type, RDF.Property
        yield column, RDFS.label, Literal(heading)

    def _row(self, line: int, cells: Sequence[str]) -> Iterator[Triple]:
        row = URIRef(f"{base_of(self.name)}row/{line}")
        yield row, RDF.type, CSVW.Row
        yield row, CSVW.rownum, Literal(line)
        if thing := self.thing(cells):
            yield row, CSVW.describes, URIRef(thing.iri)
            yield row, RDFS.label, Literal(thing.label)
        for place, cell in enumerate(cells):
            if cell:
                yield row, self._predicates[place], self._value(place, cell)

    @cached_property
    def _predicates(self) -> tuple[URIRef, ...]:
        """The properties of the columns; two of one heading are told apart by their numbers."""
        slugs = [slug(heading) or "column" for heading in self.layout.columns]
        own = [
            one if slugs.count(one) == 1 else f"{one}-{place}" for place, one in enumerate(slugs, 1)
        ]
        return tuple(URIRef(f"{base_of(self.name)}column/{one}") for one in own)

    def _value(self, place: int, cell: str) -> Literal:
        datatype = self._types[place]
        if datatype == XSD.decimal:
            return Literal(cell.replace(",", "."), datatype=XSD.decimal)
        return Literal(cell, datatype=datatype)

    @cached_property
    def _types(self) -> tuple[URIRef | None, ...]:
        """The datatypes of the columns: numbers where all of one are, else none.

        What begins with a zero is a code. A comma is of a decimal where semicolons part cells;
        there 1.500 may be 1500, and stays as it is written.
        """
        return tuple(
            self._type([cells[place] for _, cells in self.rows if cells[place]])
            for place in range(len(self.layout.columns))
        )

    def _type(self, cells: Sequence[str]) -> URIRef | None:
        if not cells:
            return None
        if all(map(_INTEGER.fullmatch, cells)):
            return XSD.integer
        if not all(_INTEGER.fullmatch(cell) or _DECIMAL.fullmatch(cell) for cell in cells):
            return None
        written = {mark for mark in ".," if mark in "".join(cells)}
        if written == {"."}:
            grouped = self.decimal_comma and all(map(_GROUPED.fullmatch, cells))
            return None if grouped else XSD.decimal
        return XSD.decimal if written == {","} and self.decimal_comma else None


def read_table(path: Path, name: str, columns: Columns) -> Table:
    """Return the table in a file.

    Raises:
        FaultsFound: it is no table, has no such column, or too much in it.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        what = f"has {size:,} bytes, and {MAX_BYTES:,} is the most that is read."
        raise FaultsFound([Fault(path.name, "", what, "Take the columns and rows you need.")])
    try:
        text, encoding = decoded(path.read_bytes())
        delimiter = _delimiter(text[:_BEGINNING], path.suffix.lower())
        rows = _rows(text, delimiter, path.name)
        layout = layout_of([cells for _, cells in rows[:_LOOKED_AT]], columns.names, columns.codes)
    except UnreadableList as error:
        raise FaultsFound([Fault(path.name, "", error.message, error.hint)]) from None
    return Table(name, layout, tuple(rows[layout.has_head :]), encoding, delimiter == ";")


def _rows(text: str, delimiter: str, file: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows that have something in them, all of one width, with their lines.

    Raises:
        FaultsFound: there are too many, or one cannot be read.
    """
    reader = rows_in(text, delimiter, quoted=delimiter in text)
    found: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            kept = [cell.strip() for cell in cells]
            if any(kept):
                found.append((line, kept))
                _check_size(found, len(kept), file)
            line = reader.line_num + 1
    except csv.Error as error:
        hint = "Is a quotation mark left open there? Else save the table as CSV again."
        fault = Fault(file, f"line {line}", f"{error}.", hint)
        raise FaultsFound([fault]) from None
    if not found:
        raise FaultsFound([Fault(file, "", "is empty.", "A table has a row for each thing.")])
    width = max(_filled(cells) for _, cells in found)
    if width > len(found[0][1]):
        raise FaultsFound([_too_wide(found, file)])
    return [(line, (*cells[:width], *[""] * (width - len(cells)))) for line, cells in found]


def _filled(cells: Sequence[str]) -> int:
    """Return how many cells a row has up to the last that has something in it."""
    return max((place for place, cell in enumerate(cells, 1) if cell), default=0)


def _too_wide(found: Sequence[tuple[int, Sequence[str]]], file: str) -> Fault:
    first = len(found[0][1])
    line, cells = next((line, cells) for line, cells in found if _filled(cells) > first)
    what = f"has {_filled(cells)} cells, and the first row, line {found[0][0]}, has {first}."
    hint = "Take away what stands above the headings, or quote the cell that has what parts cells."
    return Fault(file, f"line {line}", what, hint)


def _delimiter(text: str, suffix: str) -> str:
    """Return what parts the cells; of a CSV what stands in most of the first rows at least.

    So that a row of another width is told, and the table is not taken for a plain list.
    """
    found = delimiter_of(text)
    if suffix != ".csv" or found in text:
        return found
    lines = [line for line in text.splitlines() if line.strip()][:_LOOKED_AT]
    often = {one: sum(one in line for line in lines) for one in ";,"}
    likely = max(often, key=lambda one: often[one])
    return likely if often[likely] > len(lines) / 2 else found


def _check_size(found: Sequence[object], width: int, file: str) -> None:
    if len(found) > MAX_ROWS + 1 or len(found) * (width + 3) > MAX_TRIPLES:
        most = min(MAX_ROWS, MAX_TRIPLES // (width + 3))
        what = f"has more than {most:,} rows, which is the most of a table of {width} columns."
        hint = "Sum it up, for instance by municipality, or leave columns and rows out."
        raise FaultsFound([Fault(file, "", what, hint)])


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place >= 0 else ""


def _is_iri_of_others(cell: str) -> bool:
    return bool(_IRI.fullmatch(cell)) and not cell.startswith(ROOT) and is_iri(cell)


def _words() -> Iterator[Triple]:
    """Yield what the terms for tables are called here."""
    for term, (nl, en) in _CALLED.items():
        yield term, RDFS.label, Literal(nl, lang="nl")
        yield term, RDFS.label, Literal(en, lang="en")


def slug(text: str) -> str:
    """Return a text in letters, digits and hyphens, as a part of an IRI."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold())[:60].strip("-")


def key(text: str) -> str:
    """Return a text as the last part of an IRI that no other text has but for its capitals."""
    plain = text.casefold()
    same = slug(plain) == plain
    return plain if same else f"{slug(plain)}-{sha256(plain.encode()).hexdigest()[:6]}".strip("-")
