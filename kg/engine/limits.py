"""Limits: what one query may take, and how many may run or wait at once."""

from dataclasses import dataclass

from kg.sentences import sentence
from kg.settings import Settings

HEAVY = 0.1
"""Part of its time that a query may take of a processor until it is heavy."""
ASK_LESS = sentence("Ask for less: add a LIMIT.")
"""What to do about an answer that is too large."""


@dataclass(frozen=True)
class Limits:
    """What one query may take, then what all of them may.

    *rows* counts triples too, *bytes* is of the answer, *memory* of the process in bytes,
    *length* in characters, *depth* in open brackets. *places* run at once, of one address
    *share* of them; *heavy* of those past a tenth of their time keep their places when others
    wait; *queue* wait.
    """

    seconds: float
    rows: int
    bytes: int
    memory: int
    length: int
    depth: int
    places: int
    share: int
    heavy: int
    queue: int


def limits_of(settings: Settings) -> Limits:
    """Return the limits that the settings name."""
    return Limits(
        settings.query_seconds, settings.row_limit, settings.byte_limit, settings.memory_limit,
        settings.query_length, settings.query_depth, settings.query_places,
        settings.client_places, settings.heavy_places, settings.queue_length,
    )  # fmt: skip
