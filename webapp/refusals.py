"""Refusals: requests that cannot be answered, each with the status to answer with."""

from kg.errors import AskedWrongly
from kg.sentences import NOTHING, Sentence


class Refused(AskedWrongly):
    """A request that cannot be answered as it is; *status* is the one to answer with."""

    def __init__(self, status: int, message: Sentence, hint: Sentence = NOTHING) -> None:
        super().__init__(message, hint)
        self.status = status
