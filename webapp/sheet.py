"""Sheet: a matrix as pages, drawings and data show it, in the words of the page."""

from dataclasses import dataclass

from rdflib import Literal, URIRef

from kg.answers import Answer
from webapp.presentation import Link


@dataclass(frozen=True)
class Cell:
    """How many claims a row and a column have in common, a word for them, and where they are.

    Without claims the address is empty; *open* tells whether the page shows them now.
    """

    number: int = 0
    word: str = ""
    href: str = ""
    open: bool = False

    @property
    def text(self) -> str:
        """The cell in a drawing or in data."""
        return f"{self.word} ({self.number})" if self.word else str(self.number)


@dataclass(frozen=True)
class Row:
    """A row with its name, in words what its cells come to (*verdict*) and what is *lacking*."""

    link: Link
    cells: tuple[Cell, ...]
    verdict: str = ""
    lacking: str = ""

    @property
    def judged(self) -> str:
        """Both in a drawing or in data."""
        return "; ".join(filter(None, (self.verdict, self.lacking)))


@dataclass(frozen=True)
class Group:
    """Rows under a heading of their own; without a heading they are all the rows."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """A matrix: what it shows, what its rows are, its columns, and rows in groups.

    *last* heads the column of verdicts, empty where there is none.
    """

    title: str
    corner: str
    columns: tuple[Link, ...]
    groups: tuple[Group, ...]
    last: str = ""

    @property
    def width(self) -> int:
        """The number of columns with the names of the rows and the verdicts."""
        return len(self.columns) + 1 + bool(self.last)


def as_answer(sheet: Sheet, group: str) -> Answer:
    """Return a sheet as rows of data, each with its IRI; *group* heads the column of groups."""
    grouped = any(one.title for one in sheet.groups)
    headings = [sheet.corner, "IRI", *(link.label.text for link in sheet.columns)]
    return Answer(
        (*([group] if grouped else []), *headings, *([sheet.last] if sheet.last else [])),
        tuple(
            (
                *([Literal(one.title)] if grouped else []),
                Literal(row.link.label.text),
                URIRef(row.link.iri),
                *(Literal(cell.text) for cell in row.cells),
                *([Literal(row.judged)] if sheet.last else []),
            )
            for one in sheet.groups
            for row in one.rows
        ),
    )
