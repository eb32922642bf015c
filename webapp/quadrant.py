"""Quadrant: two characteristics as axes and what has or lacks them in the four corners.

Pure functions; the words are given. What is known from elsewhere stands in boxes that say so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.plate import Box, Line, Plate, Text, block, folded

_LEFT, _TOP = 176, 24
_WIDTH, _HEIGHT, _GAP = 312, 144, 16
_INNER = 16
_NAME = 18


@dataclass(frozen=True)
class Axis:
    """A characteristic, what its two ends are called, and where it is from."""

    name: str
    low: str
    high: str
    origin: str


@dataclass(frozen=True)
class Corner:
    """What stands in a corner: whether it has the one and the other, its name and more lines."""

    across: bool
    up: bool
    name: str
    lines: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True)
class Said:
    """The words of the drawing: its title, how to read it, what marks a box, where it is from."""

    title: str
    description: str
    mark: str
    source: str = ""


def draw_quadrant(across: Axis, up: Axis, corners: Sequence[Corner], said: Said) -> Plate:
    """Return the quadrant as a drawing; corners that nothing stands in stay empty."""
    right, bottom = _LEFT + 2 * _WIDTH + _GAP, _TOP + 2 * _HEIGHT + _GAP
    below = folded(f"{said.title}. {said.description} {said.source}", right) if said.source else []
    foot = list(block(_INNER, bottom + 128, below, "second"))
    return Plate(
        right + _INNER,
        bottom + 100 + 20 * (len(below) + bool(below)),
        said.title,
        said.description,
        (*_axis_across(across, bottom), *_axis_up(up, bottom), *_texts(corners, said.mark), *foot),
        (
            Line(_LEFT, bottom + 16, right, bottom + 16, "ink", arrow=True),
            Line(_LEFT - 16, bottom, _LEFT - 16, _TOP, "ink", arrow=True),
        ),
        tuple(Box(*_place(one), _WIDTH, _HEIGHT) for one in corners),
    )


def _place(corner: Corner) -> tuple[int, int]:
    """Return where the box of a corner begins."""
    return (
        _LEFT + (_WIDTH + _GAP) * corner.across,
        _TOP + (_HEIGHT + _GAP) * (not corner.up),
    )


def _texts(corners: Sequence[Corner], mark: str) -> Iterator[Text]:
    """Yield the texts of the corners, each under the word that marks it."""
    for corner in corners:
        x, y = _place(corner)
        inner, width = x + _INNER, _WIDTH - 2 * _INNER
        name = folded(corner.name, width, _NAME)
        lines = [line for text in corner.lines for line in folded(text, width)]
        yield Text(inner, y + 28, mark, "outside")
        yield from block(inner, y + 56, name, "link", size=_NAME, bold=True, href=corner.href)
        yield from block(inner, y + 56 + 24 * len(name), lines, "second")


def _axis_across(axis: Axis, bottom: int) -> Iterator[Text]:
    """Yield the texts of the axis below."""
    middle = _LEFT + _WIDTH + _GAP / 2
    yield Text(middle, bottom + 64, axis.name, size=_NAME, anchor="middle", bold=True)
    yield Text(middle, bottom + 84, axis.origin, "second", anchor="middle")
    for x, end in ((_LEFT + _WIDTH / 2, axis.low), (middle + (_WIDTH + _GAP) / 2, axis.high)):
        yield Text(x, bottom + 40, end, "second", 16, anchor="middle")


def _axis_up(axis: Axis, bottom: int) -> Iterator[Text]:
    """Yield the texts of the axis at the left."""
    x, middle = _LEFT - 32, (_TOP + bottom) / 2
    name = folded(axis.name, x - _INNER, _NAME)
    yield from block(x, middle, name, size=_NAME, anchor="end", bold=True)
    yield Text(x, middle + 22 * len(name), axis.origin, "second", anchor="end")
    for y, end in ((_TOP + _HEIGHT / 2, axis.high), (bottom - _HEIGHT / 2, axis.low)):
        yield Text(x, y, end, "second", 16, anchor="end")
