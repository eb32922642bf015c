"""Answers: what a SELECT query gives, and how it is written down."""

import csv
import io
import json
import re
import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rdflib import XSD, BNode, Literal, URIRef

from kg.errors import QueryFailed
from kg.namespaces import shorten
from kg.sentences import sentence
from kg.tokens import Term, write_string

Row = tuple[Term | None, ...]

LABEL = "Label"
"""What the name of a column of labels ends with: `levelLabel` labels `level`."""

_NARROWEST = 8
_GAP = "  "
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Answer:
    """The rows of a SELECT query, in the query's own order; None where nothing is bound."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, variable: str) -> tuple[Term | None, ...]:
        """Return the terms under one variable, from top to bottom.

        Raises:
            KeyError: the answer has no such variable.
        """
        if variable not in self.variables:
            raise KeyError(variable)
        at = self.variables.index(variable)
        return tuple(row[at] for row in self.rows)

    def records(self) -> Iterator[dict[str, Term]]:
        """Yield each row as a mapping that holds the bound variables only."""
        for row in self.rows:
            pairs = zip(self.variables, row, strict=True)
            yield {name: term for name, term in pairs if term is not None}


def readable(answer: Answer, hidden: Collection[str] = ()) -> Answer:
    """Return the answer as people read it: a label in the place of what it is the label of.

    A column ``xLabel`` takes the place of the column ``x``; the columns in *hidden* are left
    out, as those of parameters that were given.
    """
    shown = [
        name
        for name in answer.variables
        if name not in hidden
        and not (name.endswith(LABEL) and name[: -len(LABEL)] in answer.variables)
    ]
    places = [
        answer.variables.index(name + LABEL if name + LABEL in answer.variables else name)
        for name in shown
    ]
    return Answer(tuple(shown), tuple(tuple(row[one] for one in places) for row in answer.rows))


def to_csv(answer: Answer) -> str:
    """Return the answer as SPARQL 1.1 CSV: plain values, no types, CRLF.

    https://www.w3.org/TR/sparql11-results-csv-tsv/#csv
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(answer.variables)
    writer.writerows([_plain(term) for term in row] for row in answer.rows)
    return out.getvalue()


def to_tsv(answer: Answer) -> str:
    """Return the answer as SPARQL 1.1 TSV: terms as in Turtle, nothing where unbound.

    https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv
    """
    head = "\t".join(f"?{name}" for name in answer.variables)
    lines = ["\t".join(_turtle(term) for term in row) for row in answer.rows]
    return "".join(f"{line}\n" for line in [head, *lines])


def to_json(answer: Answer) -> str:
    """Return the answer as SPARQL 1.1 JSON results.

    https://www.w3.org/TR/sparql11-results-json/
    """
    bindings = [
        {name: _json_term(term) for name, term in record.items()} for record in answer.records()
    ]
    document = {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False) + "\n"


def from_json(text: str | bytes) -> Answer:
    """Return the answer that SPARQL 1.1 JSON results hold.

    Raises:
        QueryFailed: *text* is something else, for instance the answer to an ASK query.
    """
    try:
        document = json.loads(text)
        variables = tuple(document["head"]["vars"])
        rows = tuple(
            tuple(_term(found[name]) if name in found else None for name in variables)
            for found in document["results"]["bindings"]
        )
    except (ValueError, KeyError, TypeError) as error:
        what = sentence("The answer is no table of SPARQL results: %(why)s.", why=str(error))
        raise QueryFailed(what) from error
    return Answer(variables, rows)


def to_table(answer: Answer, width: int) -> str:
    """Return the answer as text for a terminal of *width* characters.

    IRIs are shortened to prefixed names. Text that does not fit is wrapped, and where even
    that leaves no room each row becomes a list of names and values: nothing is cut.
    """
    cells = [[show(term) for term in row] for row in answer.rows]
    widths = _fit([list(answer.variables), *cells], width)
    if not widths:
        return _as_records(answer.variables, cells, width)
    lines = [
        *_lines(answer.variables, widths),
        _GAP.join("-" * wide for wide in widths),
        *(line for row in cells for line in _lines(row, widths)),
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def show(term: Term | None) -> str:
    """Return a term as a person reads it; characters that would steer a terminal are spelled."""
    text = shorten(str(term)) if isinstance(term, URIRef) else _plain(term)
    return _UNSEEN.sub(lambda found: " " if found[0] in "\t\r\n" else repr(found[0])[1:-1], text)


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _turtle(term: Term | None) -> str:
    """Return a term as TSV writes it; what is in the graph is written, right or wrong."""
    if not isinstance(term, Literal):
        return f"<{term}>" if isinstance(term, URIRef) else _plain(term)
    text = write_string(str(term))
    if term.language:
        return f"{text}@{term.language}"
    return text if term.datatype in (None, XSD.string) else f"{text}^^<{term.datatype}>"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, URIRef):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, BNode):
        return {"type": "bnode", "value": str(term)}
    found = {"type": "literal", "value": str(term)}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype not in (None, XSD.string):
        found["datatype"] = str(term.datatype)
    return found


def _term(found: dict[str, str]) -> Term:
    """Return the term that one JSON binding holds."""
    value = found["value"]
    if found["type"] == "uri":
        return URIRef(value)
    if found["type"] == "bnode":
        return BNode(value)
    language, datatype = found.get("xml:lang"), found.get("datatype")
    kind = URIRef(datatype) if datatype and not language else None
    return Literal(value, lang=language, datatype=kind, normalize=False)


def _fit(table: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return the width of each column, widest ones narrowed first; empty when none fits."""
    room = width - len(_GAP) * (len(table[0]) - 1)
    wanted = [min(max(map(len, column)), room) for column in zip(*table, strict=True)]
    if not wanted or sum(min(wide, _NARROWEST) for wide in wanted) > room:
        return []
    while sum(wanted) > room:
        wanted[wanted.index(max(wanted))] -= 1
    return wanted


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return the lines of one row, its cells wrapped to their columns."""
    wrapped = [_wrap(cell, wide) for cell, wide in zip(row, widths, strict=True)]
    height = max(map(len, wrapped))
    return [
        _GAP.join(
            (cell[line] if line < len(cell) else "").ljust(wide)
            for cell, wide in zip(wrapped, widths, strict=True)
        )
        for line in range(height)
    ]


def _wrap(text: str, width: int) -> list[str]:
    """Return *text* in lines of at most *width* characters, every one of them kept."""
    return textwrap.wrap(text, max(width, 1), break_on_hyphens=False) or [""]


def _as_records(variables: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> str:
    """Return each row as its own list of names and values, for when columns do not fit."""
    if not variables:
        return f"{len(cells)} rows without columns.\n"
    blocks = [
        "".join(
            f"{name}:\n" + textwrap.indent("\n".join(_wrap(cell, width - 2)), "  ") + "\n"
            for name, cell in zip(variables, row, strict=True)
        )
        for row in cells
    ]
    return "\n".join(blocks) if blocks else "".join(f"{name}:\n" for name in variables)
