"""Reconciliation queries: what a client asks, read strictly, and everything wrong with it.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from kg.parameters import brief
from kg.sentences import Sentence, sentence
from webapp.refusals import Refused

BATCH = 100
"""Queries that a batch may have."""
MAX_BYTES = 1_000_000
"""Bytes that the body of a request may have."""
MAX_IDS, MAX_PROPERTIES = 1_000, 50

_HUGE = 10**9
_TOLD = 5
"""Faults of a request that are told; there may be more."""


class ReconcileError(Refused):
    """A request of a client that cannot be answered."""


class _Read(BaseModel):
    """What is read of a client: nothing is taken for something else."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Entity(BaseModel):
    """A value that is a thing: its identifier, and its name, which is not looked at."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    id: str


Scalar = str | bool | int | float | Entity


class AskedProperty(BaseModel):
    """A property with one or several values that a candidate should have."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    pid: str
    v: Scalar | list[Scalar]

    @property
    def values(self) -> list[str]:
        """The values as texts: of a thing its identifier."""
        some = self.v if isinstance(self.v, list) else [self.v]
        return [one.id if isinstance(one, Entity) else str(one) for one in some]


class AskedQuery(_Read):
    """A reconciliation query: a name, or properties, or both."""

    query: str = ""
    type: str | list[str] = ""
    limit: int | float = 0
    properties: list[AskedProperty] = Field(default=[], max_length=MAX_PROPERTIES)
    type_strict: Literal["any", "all", "should"] = "any"

    @field_validator("limit")
    @classmethod
    def is_positive(cls, limit: float) -> float:
        """Refuse a limit that is no positive whole number."""
        if not 1 <= limit < _HUGE or limit != int(limit):
            raise ValueError("is to be a positive whole number")
        return limit

    @model_validator(mode="after")
    def asks_something(self) -> "AskedQuery":
        """Refuse a query that has neither a name nor properties."""
        if "query" not in self.model_fields_set and not self.properties:
            raise ValueError("has neither a query nor properties")
        return self

    @property
    def types(self) -> list[str]:
        """The types asked for."""
        some = [self.type] if isinstance(self.type, str) else self.type
        return [one for one in some if one]


class AskedColumn(BaseModel):
    """A property to extend a table with, and how."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    id: str
    settings: dict[str, Any] = Field(default={})

    @property
    def limit(self) -> int:
        """How many values to give; all when it is 0 or no number."""
        told = str(self.settings.get("limit", 0)).strip()[:9]
        return int(told) if told.isdecimal() else 0

    @property
    def language(self) -> str:
        """The language of the texts to give: ``nl``, ``en``, ``all``, or that of the request."""
        return str(self.settings.get("language", ""))


class AskedExtension(BaseModel):
    """A data extension query: of which things which properties are wanted."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    ids: list[str] = Field(max_length=MAX_IDS)
    properties: list[AskedColumn] = Field(max_length=MAX_PROPERTIES)


_Model = TypeVar("_Model", bound=BaseModel)


def read_batch(text: str) -> dict[str, AskedQuery]:
    """Return the queries of a batch by their keys.

    Raises:
        ReconcileError: 400 with what is wrong, of several queries at once; 413 they are too many.
    """
    content = read_json(text, "queries")
    if len(content) > BATCH:
        told = sentence(
            "A batch may have %(most)s queries; this one has %(number)s.",
            most=BATCH,
            number=len(content),
        )
        way_out = sentence("The manifest has this as batchSize: send them in parts.")
        raise ReconcileError(413, told, way_out)
    found, faults = {}, []
    for key, one in content.items():
        try:
            found[key] = AskedQuery.model_validate(one)
        except ValidationError as error:
            faults += [f'"{brief(key)}"{told}' for told in _faults(error)]
    if faults:
        raise _not_so(faults)
    return found


def read_query(text: str) -> AskedQuery:
    """Return a single query: a name, or an object as in a batch.

    Raises:
        ReconcileError: 400 with what is wrong.
    """
    if not text.lstrip().startswith("{"):
        return AskedQuery(query=text.strip())
    return _validated(AskedQuery, read_json(text, "query"), "query")


def read_extension(text: str) -> AskedExtension:
    """Return a data extension query.

    Raises:
        ReconcileError: 400 with what is wrong.
    """
    return _validated(AskedExtension, read_json(text, "extend"), "extend")


def read_json(text: str, name: str) -> Mapping[str, Any]:
    """Return the object that a parameter has.

    Raises:
        ReconcileError: 400 it is no JSON, with line and column, or no object.
    """
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        told = sentence(
            "%(name)s is no JSON: %(words)s, line %(line)s, column %(column)s.",
            name=name, words=error.msg, line=str(error.lineno), column=str(error.colno),
        )  # fmt: skip
        raise ReconcileError(400, told) from None
    except (RecursionError, ValueError):
        told = sentence("%(name)s is nested too deep or has too long a number.", name=name)
        raise ReconcileError(400, told) from None
    if not isinstance(found, dict):
        raise ReconcileError(400, sentence("%(name)s is to be an object, in braces.", name=name))
    return found


def read_number(text: str, name: str) -> int:
    """Return a whole number from 0 that a parameter has; 0 where it has none.

    Raises:
        ReconcileError: 400 it is something else.
    """
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        told = sentence(
            "%(name)s is to be a whole number from 0, not “%(value)s”.",
            name=name,
            value=brief(text),
        )
        raise ReconcileError(400, told)
    return int(text or 0)


def _validated(model: type[_Model], content: Mapping[str, Any], name: str) -> _Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise _not_so([f"{name}{one}" for one in _faults(error)]) from None


def _faults(error: ValidationError) -> list[str]:
    """Return what is wrong, each with its place; the values themselves are not repeated."""
    found: dict[str, str] = {}
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        keys = [str(part) for part in one["loc"] if not str(part).startswith(("function", "list["))]
        kept = [brief(key) for key in keys if key not in ("str", "bool", "int", "float", "Entity")]
        place = "".join(f".{key}" for key in kept)
        said = str(one["msg"]).removeprefix("Value error, ")
        found.setdefault(place, f"{place}: {said[0].lower()}{said[1:]}")
    return list(found.values())


def _not_so(faults: list[str]) -> ReconcileError:
    """Return the error for what is read, and is not what the specification has."""
    more = f" (+ {len(faults) - _TOLD})" if len(faults) > _TOLD else ""
    told = "; ".join(faults[:_TOLD]) + more
    return ReconcileError(
        400,
        sentence("This is not as the specification has it: %(faults)s.", faults=told),
        sentence("It is the Reconciliation Service API 0.2."),
    )


def unknown(told: Sentence, name: str, known: Mapping[str, object]) -> ReconcileError:
    """Return the error for a type or property that there is not, with the one that is near."""
    near = get_close_matches(name[:100], list(known), 1)
    every = sentence("The suggest service has every one there is.")
    hint = sentence('Did you mean "%(name)s"?', name=near[0]) if near else every
    return ReconcileError(400, told, hint)
