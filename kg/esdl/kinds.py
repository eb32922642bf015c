"""What classes of ESDL and states of assets are called here, and what of ours they are like."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from kg.esdl.classes import lineage
from kg.study import Entry, InTwoLanguages

WORDS = Path(__file__).parent / "kinds.toml"

_SITE = "https://energytransition.github.io/687474703a2f2f7777772e746e6f2e6e6c2f6573646c"


class Like(Entry):
    """What of ours a class is like: its prefixed name, the relation, and from 0 to 1 how sure."""

    name: str = Field(pattern=r"^wrid:[a-z-]+/[a-z0-9-]+$")
    relation: Literal["skos:closeMatch", "skos:broadMatch", "skos:relatedMatch"]
    confidence: float = Field(gt=0, lt=1)


class Kind(Entry):
    """A class of ESDL in our words."""

    name: str = Field(alias="class")
    label: InTwoLanguages
    definition: InTwoLanguages
    like: Like | None = None


class State(Entry):
    """A state of assets in our words."""

    id: str
    label: InTwoLanguages
    definition: InTwoLanguages


class Words(Entry):
    """The content of `kinds.toml`."""

    kind: tuple[Kind, ...]
    state: tuple[State, ...]


@cache
def words() -> Words:
    """Return our words for classes and states."""
    return Words.model_validate(tomllib.loads(WORDS.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Called:
    """What a class or a state is called here; *own* tells whether the words are ours."""

    label: InTwoLanguages
    definition: InTwoLanguages
    own: bool = True


def kind_words(name: str) -> Called:
    """Return what a class is called; one without words of ours goes by its name in ESDL."""
    found = _kinds().get(name)
    if found:
        return Called(found.label, found.definition)
    label = {"nl": f"{name} (ESDL)", "en": f"{name} (ESDL)"}
    definition = {"nl": f"Wat het model een {name} noemt.", "en": f"What the model calls {name}."}
    return Called(_both(label), _both(definition), own=False)


def state_words(name: str) -> Called:
    """Return what a state is called; one that ESDL has not goes by its name."""
    found = next((one for one in words().state if one.id == name), None)
    if found:
        return Called(found.label, found.definition)
    text = {"nl": f"{name} (in het model)", "en": f"{name} (in the model)"}
    return Called(_both(text), _both(text), own=False)


def like(name: str) -> Like | None:
    """Return what of ours a class, or the nearest class it is a kind of, is like."""
    wider = (_kinds()[one] for one in lineage(name) if one in _kinds())
    return next((kind.like for kind in wider if kind.like), None)


def page_of(name: str) -> str:
    """Return the address of the page on a class of ESDL."""
    return f"{_SITE}/{name}.html"


@cache
def _kinds() -> Mapping[str, Kind]:
    return {kind.name: kind for kind in words().kind}


def _both(text: Any) -> InTwoLanguages:
    return InTwoLanguages.model_validate(text)
