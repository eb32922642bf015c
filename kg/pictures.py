"""Pictures: how an answer is drawn beside its table, as the header of a question says.

    #+ show: bar level count
    #+ show: matrix level list

A bar is as long as the number in the second column, or without one as many as there are rows.
"""

from dataclasses import dataclass

from kg.parameters import brief, likely

KINDS = {
    "bar": ("label", "[number]"),
    "matrix": ("row", "column"),
    "timeline": ("year", "what"),
    "graph": ("from", "to"),
}
"""The columns each kind takes; one in brackets may be left out."""

CELL = ("row", "column")
"""What an address says to have the rows behind one bar, or one cell of a matrix, only."""


@dataclass(frozen=True)
class Picture:
    """A kind of picture with the columns of the answer it draws."""

    kind: str
    columns: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The columns whose values each have a place in it that holds rows."""
        counts = self.kind == "bar" and len(self.columns) == 1
        return self.columns if counts or self.kind == "matrix" else ()


def read_picture(text: str) -> Picture | tuple[str, str]:
    """Return the picture that a header line asks for, or what is wrong with it and a hint."""
    kind, *columns = text.split()
    if kind not in KINDS:
        return f'"{brief(kind)}" is no picture.', likely(kind, KINDS) or f"There are {_names()}."
    most = len(KINDS[kind])
    least = sum(not name.startswith("[") for name in KINDS[kind])
    if not least <= len(columns) <= most:
        return f"{kind} takes {_usage(kind)}.", f"Write `#+ show: {kind} {_usage(kind)}`."
    if len(set(columns)) < len(columns):
        return f"{kind} has a column twice.", "Name two columns of the answer."
    return Picture(kind, tuple(columns))


def _names() -> str:
    return ", ".join(KINDS)


def _usage(kind: str) -> str:
    return " ".join(KINDS[kind])
