"""Plate: a drawing that stands on its own: boxes, lines and texts, each at its place.

Everything is in units of the drawing. How it looks is a word (`ink`, `rule`, `outside` ...):
a page has a class for each, a drawing by itself the colours of paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from webapp.sheet import Row, Sheet

PAPER = {
    "page": "#FFFFFF", "panel": "#F6F5F2", "rule": "#D5D2CB", "ink": "#1B1F23",
    "second": "#4A5158", "link": "#1D4F91", "outside": "#5C6166",
}  # fmt: skip
"""The colours of a drawing that no page gives its own."""

MARGIN = 24
_SIZE = 14
_LEADING = 1.3
_STEP = _SIZE * _LEADING
_PADDING = 7
_POINT = 12
_NAME, _COLUMN, _VERDICT = 300, 140, 200
_LETTER = 0.6
"""Width of a letter in sizes; somewhat wide, so that lines fit in any typeface."""


@dataclass(frozen=True)
class Text:
    """One line of text, its foot at *y*; *anchor* is `start`, `middle` or `end`."""

    x: float
    y: float
    text: str
    look: str = "ink"
    size: int = _SIZE
    anchor: str = "start"
    bold: bool = False
    href: str = ""


@dataclass(frozen=True)
class Line:
    """A straight line; one with an *arrow* ends in its point."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: str = "rule"
    arrow: bool = False

    @property
    def point(self) -> str:
        """The path of its point; the line runs to the right or upward."""
        back, side = _POINT, _POINT / 2
        if self.y1 == self.y2:
            return f"M{self.x2} {self.y2} l{-back} {-side} v{2 * side} z"
        return f"M{self.x2} {self.y2} l{-side} {back} h{2 * side} z"


@dataclass(frozen=True)
class Box:
    """A box with its border."""

    x: float
    y: float
    width: float
    height: float
    look: str = "outside"


@dataclass(frozen=True)
class Plate:
    """A drawing with what it is called and what can be seen on it, in words."""

    width: float
    height: float
    title: str
    description: str
    texts: tuple[Text, ...]
    lines: tuple[Line, ...] = ()
    boxes: tuple[Box, ...] = ()


def block(
    x: float, y: float, lines: Sequence[str], look: str = "ink", **how: Any
) -> Iterator[Text]:
    """Yield lines of text below one another, the first with its foot at *y*."""
    for number, line in enumerate(lines):
        yield Text(x, y + number * how.get("size", _SIZE) * _LEADING, line, look, **how)


def folded(text: str, width: float, size: int = _SIZE) -> list[str]:
    """Return a text in lines that fit a width; only a word that is longer is broken."""
    return wrap(text, max(4, int(width / (_LETTER * size)))) or [""]


def draw_sheet(sheet: Sheet, description: str, source: str) -> Plate:
    """Return a matrix as a drawing, with a line that says where it comes from."""
    widths = [_NAME, *[_COLUMN] * len(sheet.columns), *([_VERDICT] if sheet.last else [])]
    edges = [MARGIN + sum(widths[:at]) for at in range(len(widths) + 1)]
    texts: list[Text] = [Text(MARGIN, MARGIN + 20, sheet.title, size=20, bold=True)]
    lines: list[Line] = []
    top = MARGIN + 40.0
    heads = [
        sheet.corner,
        *(one.label.text for one in sheet.columns),
        *([sheet.last] if sheet.last else []),
    ]
    for cells, bold in [(heads, True), *_rows(sheet)]:
        drawn, bottom = _across(cells, edges, top, bold)
        texts += drawn
        lines.append(Line(MARGIN, bottom, edges[-1], bottom, "ink" if cells is heads else "rule"))
        top = bottom
    foot = folded(f"{description} {source}", edges[-1] - MARGIN)
    texts += block(MARGIN, top + 28, foot, "second")
    height = top + 28 + len(foot) * _STEP + MARGIN
    return Plate(
        edges[-1] + MARGIN, round(height), sheet.title, description, tuple(texts), tuple(lines)
    )


def _rows(sheet: Sheet) -> Iterator[tuple[list[str], bool]]:
    """Yield the texts of each line of a table; a heading of a group is a line of its own."""
    for group in sheet.groups:
        if group.title:
            yield [group.title], True
        for row in group.rows:
            yield _texts(row, bool(sheet.last)), False


def _texts(row: Row, judged: bool) -> list[str]:
    cells = [cell.text if cell.number else "–" for cell in row.cells]
    return [row.link.label.text, *cells, *([row.judged] if judged else [])]


def _across(
    cells: Sequence[str], edges: Sequence[float], top: float, bold: bool
) -> tuple[list[Text], float]:
    """Return the texts of one line of a table, folded to its columns, and where it ends."""
    ends = edges[1:] if len(cells) > 1 else edges[-1:]
    spaces = [end - start - 2 * _PADDING for start, end in zip(edges, ends, strict=False)]
    columns = [folded(text, space) for text, space in zip(cells, spaces, strict=True)]
    foot = top + _PADDING + _SIZE
    texts = [
        text
        for start, lines in zip(edges, columns, strict=False)
        for text in block(start, foot, lines, bold=bold)
    ]
    return texts, top + 2 * _PADDING + max(map(len, columns)) * _STEP
