"""Candidates: what is wanted, what may be meant by it, how likely that is, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from kg.matching.things import Thing

LONGEST = 200
"""Characters of a name; nothing of ours has a longer one."""

Strictness = Literal["any", "all", "should"]


class Reason(StrEnum):
    """Why a thing may be meant, the safest first."""

    IDENTIFIER = "identifier"
    """Its own name in this graph was given."""
    CODE = "code"
    """What it is linked to was given: a whole IRI, or the code in it, as GM0599."""
    NUMBER = "number"
    """The number in such a code was given, which other registers may have too."""
    VALUE = "value"
    """It has a value that was asked for, and no name was."""
    NAME = "name"
    """It is called so; capitals, accents, hyphens and spaces do not count."""
    ORDER = "order"
    """Its name has these words in another order."""
    FORM = "form"
    """Its name has these words in another form, as a plural."""
    SORT = "sort"
    """Its name is this but for the word that tells its sort, as municipality."""
    NEAR = "near"
    """Its name is written much like this."""
    PART = "part"
    """Its name has these words or parts of them, or these words have its name, or letters of it."""


BY_WORDS = frozenset(Reason) - {Reason.IDENTIFIER, Reason.CODE, Reason.NUMBER, Reason.VALUE}
"""The reasons that rest on a name."""

_SAID = {
    Reason.IDENTIFIER: "its identifier was given",
    Reason.CODE: "it is linked to what has this code",
    Reason.NUMBER: "it is linked to what has this number, which other registers may have too",
    Reason.VALUE: "it has a value that was asked for",
    Reason.NAME: "is the same",
    Reason.ORDER: "has the same words in another order",
    Reason.FORM: "is the same in another form",
    Reason.SORT: "is the same but for the word that tells its sort",
    Reason.NEAR: "is written much like it",
    Reason.PART: "has something in common with it",
}
_ROLES = {"label": "its name", "alternative": "another name of it", "hidden": "a form of its name"}


@dataclass(frozen=True)
class Wanted:
    """What others have: a *text* (a name, code or identifier), and a *code* where it has both.

    *kinds* are IRIs of classes. A candidate has to be of any of them, of all of them, or loses
    score when it *should* be of one and is not.
    """

    text: str
    code: str = ""
    kinds: frozenset[str] = frozenset()
    strictness: Strictness = "any"


@dataclass(frozen=True)
class Candidate:
    """A thing that may be meant.

    *score* goes from 0 to 100. *sure* means that no reader is needed: it is the only thing with
    that very name, code or identifier, and nothing speaks against it. *found* is the name, code
    or IRI that was found, in *language*, and *role* what it is to the thing. *instead_of* is the
    thing no longer to be used by which it was found, empty mostly. *is_kind* tells whether it is
    of a kind that was asked for, None where none was.
    """

    thing: Thing
    score: float
    sure: bool
    reason: Reason
    found: str
    role: str = ""
    language: str = ""
    instead_of: str = ""
    is_kind: bool | None = None

    @property
    def iri(self) -> str:
        """The IRI of the thing."""
        return self.thing.iri


def in_words(candidate: Candidate) -> str:
    """Return why a thing may be meant, as a sentence in English."""
    said = _SAID[candidate.reason]
    if candidate.reason in BY_WORDS:
        said = f"{_ROLES.get(candidate.role, 'a name of it')}, “{candidate.found}”, {said}"
    told = f"{said[0].upper()}{said[1:]}."
    ended = f" It takes the place of {candidate.instead_of}, which is no longer to be used."
    return told + (ended if candidate.instead_of else "")
