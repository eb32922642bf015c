"""Term lists: names and codes of others, from a list or a table that somebody pasted or sent.

A name a line, or CSV with commas, semicolons or tabs, with or without headings.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kg.errors import AskedWrongly
from kg.sentences import sentence

MAX_BYTES = 100_000
MAX_TERMS = 500
MAX_COLUMNS = 100
MAX_CELL = 1_000

_LOOKED_AT = 20
_DELIMITERS = ("\t", ";", ",")
_NAMING = frozenset(
    ("naam", "name", "label", "term", "begrip", "concept", "titel", "title", "preflabel",
     "gemeente", "gemeentenaam", "municipality", "organisatie", "organisation", "instrument",
     "actor", "plaats", "place", "omschrijving")
)  # fmt: skip
_CODING = frozenset(
    ("code", "id", "iri", "uri", "url", "gemeentecode", "gm", "gmcode", "cbs", "cbscode",
     "identifier", "notation", "statcode")
)  # fmt: skip
_CBS = re.compile(r"\d{1,4}")
_OF_CBS = frozenset(("gemeentecode", "gm", "gmcode", "cbs", "cbscode"))
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_SMALLER = sentence("Send the columns with names and codes only, or the list in parts.")
_AGAIN = sentence("Save the table as CSV, in UTF-8, and send that.")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class UnreadableList(AskedWrongly):
    """A list or table that cannot be taken as one."""


class ListTooLarge(UnreadableList):
    """A list or table with too much in it, which may be one otherwise."""


@dataclass(frozen=True)
class Term:
    """What stands in one row: its line (from 1), a name, a code and an IRI, each maybe empty."""

    line: int
    text: str
    code: str = ""
    iri: str = ""


@dataclass(frozen=True)
class Layout:
    """How a table is laid out: its columns, which has names and which codes, -1 where none has.

    *columns* are headings, or numbers from 1 where the first row has none.
    """

    columns: tuple[str, ...]
    names: int
    codes: int
    has_head: bool


@dataclass(frozen=True)
class TermList:
    """The rows of a list, and how it was taken: its columns, and which has names and which codes.

    *encoding* is ``utf-8`` or ``windows-1252``. *columns* are headings, or numbers from 1 where
    there are none; of a plain list there are none. The place of a column is -1 where none is it.
    """

    terms: tuple[Term, ...]
    encoding: str
    columns: tuple[str, ...] = ()
    names: int = 0
    codes: int = -1
    has_head: bool = False
    empty: int = field(default=0)


def read_terms(content: bytes, column: str = "", code: str = "") -> TermList:
    """Return the names and codes in a list or table, empty rows left out.

    *column* and *code* name the columns to take, by heading or by number from 1; left out, they
    are told by their headings and by what is in them.

    Raises:
        ListTooLarge: it has too many bytes, rows or columns, or a cell is too long.
        UnreadableList: it is empty, no text, or has no such column.
    """
    if len(content) > MAX_BYTES:
        raise too_many_bytes()
    text, encoding = decoded(content)
    rows = _rows(text)
    return _taken(rows, encoding, column.strip(), code.strip())


def too_many_bytes() -> ListTooLarge:
    """Return the error for a list of more than `MAX_BYTES`."""
    told = sentence("The list has more than %(most)s kB.", most=MAX_BYTES // 1000)
    return ListTooLarge(told, _SMALLER)


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of bytes and its encoding: UTF-8, or else Windows-1252.

    Raises:
        UnreadableList: it is neither, or no text.
    """
    for encoding in ("utf-8-sig", "windows-1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        return text, encoding.removesuffix("-sig")
    raise UnreadableList(sentence("What was sent is no text."), _AGAIN)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that have something in them, with their lines.

    Raises:
        ListTooLarge: there are too many, or a cell or row is too large.
        UnreadableList: there are none, or they are no CSV.
    """
    delimiter = delimiter_of(text)
    reader = reader_of(text, delimiter, quoted=delimiter in text)
    found: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            kept = [cell.strip().strip('"') for cell in cells]
            if any(kept):
                found.append((line, kept))
            line = reader.line_num + 1
            _check_row(found, line - 1)
    except csv.Error:
        told = sentence("Line %(line)s cannot be read as part of a table.", line=str(line))
        raise UnreadableList(told, _AGAIN) from None
    if not found:
        told = sentence("There is nothing in the list.")
        raise UnreadableList(told, sentence("Paste a name a line, or a table."))
    return found


def _check_row(found: Sequence[tuple[int, list[str]]], line: int) -> None:
    if len(found) > MAX_TERMS + 1:
        raise _too_many()
    cells = found[-1][1] if found else []
    if len(cells) > MAX_COLUMNS:
        told = sentence("Line %(line)s has too many columns.", line=str(line))
        raise ListTooLarge(told, _SMALLER)
    if any(len(cell) > MAX_CELL for cell in cells):
        told = sentence("Line %(line)s has a cell that is too long for a name.", line=str(line))
        raise ListTooLarge(told, sentence("Is a quotation mark left open there?"))


def _too_many() -> ListTooLarge:
    told = sentence("The list has more than %(most)s rows.", most=MAX_TERMS)
    return ListTooLarge(told, _SMALLER)


def delimiter_of(text: str) -> str:
    """Return what parts the cells: what stands as often in each of the first rows.

    Quoted or not: where a quotation mark is left open no row is a row. A plain list has no such
    thing, and a tab parts it: no name has one.
    """
    for one in _DELIMITERS:
        for quoted in (True, False):
            widths = _widths(text, one, quoted=quoted)
            if len(set(widths)) == 1 and widths[0] > 1 and (len(widths) > 1 or one == "\t"):
                return one
    return "\t"


def reader_of(text: str, delimiter: str, *, quoted: bool) -> Any:
    """Return a reader of the rows of a text; where nothing parts them, quotation marks are text."""
    lines = io.StringIO(text, newline="")
    if quoted:
        return csv.reader(lines, delimiter=delimiter)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _widths(text: str, delimiter: str, *, quoted: bool) -> list[int]:
    """Return how many cells each of the first rows has; none where they cannot be read."""
    rows = reader_of(text, delimiter, quoted=quoted)
    try:
        return [len(row) for row in islice(rows, _LOOKED_AT) if any(map(str.strip, row))]
    except csv.Error:
        return []


def _taken(rows: list[tuple[int, list[str]]], encoding: str, column: str, code: str) -> TermList:
    """Return rows as terms, by the columns asked for or those that look like it."""
    width = max(len(cells) for _, cells in rows)
    cells = [[*own, *[""] * (width - len(own))] for _, own in rows]
    laid = layout_of(cells, column, code)
    columns, names, codes, has_head = laid.columns, laid.names, laid.codes, laid.has_head
    body = cells[has_head:]
    terms = [
        _term(line, own, names, codes, columns)
        for (line, _), own in zip(rows[has_head:], body, strict=True)
    ]
    kept = tuple(one for one in terms if one.text or one.code)
    if not kept:
        told = sentence("No row has a name in it.")
        raise UnreadableList(told, sentence("Choose the column with the names."))
    if len(kept) > MAX_TERMS:
        raise _too_many()
    shown = columns if width > 1 or has_head else ()
    return TermList(kept, encoding, shown, names, codes, has_head, len(terms) - len(kept))


def layout_of(cells: Sequence[Sequence[str]], column: str = "", code: str = "") -> Layout:
    """Return how rows of one width are laid out, by the columns asked for or by what is in them.

    Raises:
        UnreadableList: there is no such column.
    """
    has_head, width = _has_head(cells), len(cells[0])
    body = cells[has_head:]
    columns = tuple(cells[0]) if has_head else tuple(str(at + 1) for at in range(width))
    codes = _place(columns, code) if code else _codes_at(columns, body, has_head)
    names = _place(columns, column) if column else _names_at(columns, body, codes)
    return Layout(columns, names, codes, has_head)


def _term(line: int, cells: Sequence[str], names: int, codes: int, columns: Sequence[str]) -> Term:
    text = cells[names] if names >= 0 else ""
    code = as_code(cells[codes], columns[codes]) if codes >= 0 and codes != names else ""
    iris = [cell for cell in cells if _IRI.fullmatch(cell)]
    return Term(line, " ".join(text.split()), code, next(iter(iris), ""))


def as_code(cell: str, heading: str) -> str:
    """Return a code as registers write it: the number of a municipality with GM before it."""
    if _plain(heading) in _OF_CBS and _CBS.fullmatch(cell):
        return f"GM{cell.zfill(4)}"
    return cell


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.casefold())


def _has_head(cells: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row has headings: all filled, each once, and one that we know.

    A list of one column has a heading only if that can be nothing else; *gemeente* can.
    """
    first = [_plain(cell) for cell in cells[0]]
    if len(cells) == 1 or len(set(first)) < len(first) or not all(first):
        return False
    known = _NAMING | _CODING if len(first) > 1 else frozenset(("naam", "name", "label"))
    return any(cell in known for cell in first)


def _place(columns: Sequence[str], wanted: str) -> int:
    """Return where a column stands that is named by its heading or its number.

    Raises:
        UnreadableList: there is none.
    """
    plain = [column.casefold() for column in columns]
    if wanted.casefold() in plain:
        return plain.index(wanted.casefold())
    if wanted.isdecimal() and 0 < int(wanted[:6]) <= len(columns):
        return int(wanted) - 1
    told = sentence("There is no column “%(name)s”.", name=wanted[:40])
    there = ", ".join(column[:40] for column in columns[:20])
    raise UnreadableList(told, sentence("Choose one of these: %(names)s.", names=there))


def _codes_at(columns: Sequence[str], body: Sequence[Sequence[str]], has_head: bool) -> int:
    if len(columns) == 1:
        return -1
    plain = [_plain(column) for column in columns]
    found = [at for at, column in enumerate(plain) if has_head and column in _CODING]
    coded = [at for at in range(len(columns)) if _is_coded([row[at] for row in body])]
    return next(iter([*sorted(found, key=lambda at: plain[at] not in _OF_CBS), *coded]), -1)


def _is_coded(cells: Sequence[str]) -> bool:
    return bool(cells) and all(re.fullmatch(r"(?i)gm\d{4}", cell) for cell in cells if cell)


def _names_at(columns: Sequence[str], body: Sequence[Sequence[str]], codes: int) -> int:
    """Return the column that has names: by its heading, or the first with letters in most rows."""
    others = [at for at in range(len(columns)) if at != codes]
    named = [at for at in others if _plain(columns[at]) in _NAMING]
    lettered = [at for at in others if _share_with_letters([row[at] for row in body]) > 0.5]
    return next(iter([*named, *lettered, *others]), -1)


def _share_with_letters(cells: Sequence[str]) -> float:
    plain = [cell for cell in cells if re.search(r"[^\W\d_]{2}", cell) and not _IRI.match(cell)]
    return len(plain) / len(cells) if cells else 0.0
