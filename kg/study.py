"""A study: what it is, its sections and how far each is curated. Read from `study.toml`."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rdflib import URIRef

from kg.errors import Fault, FaultsFound
from kg.namespaces import WRID

_KEY = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
"""A letter first, so that no key is also the number of a section."""


def is_key(text: str) -> bool:
    """Tell whether a study can be known by *text*."""
    return bool(re.fullmatch(_KEY, text))


class Entry(BaseModel):
    """A table of a curated TOML file: no unknown keys, never changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class InTwoLanguages(Entry):
    """A text of ours in Dutch and English."""

    nl: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Section(Entry):
    """A section as the document numbers it, and how far its curation is."""

    number: str
    title: InTwoLanguages
    status: Literal["open", "curated", "reviewed"] = "open"


class Edition(Entry):
    """The text that the passages were made from, by its digest; the text itself is not ours."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    lines: int
    no_page_break: tuple[int, ...] = ()


class StudyFile(Entry):
    """The content of a `study.toml`.

    Not every study is of a programme, or says in which months the research was done.
    """

    key: str = Field(pattern=_KEY)
    title: InTwoLanguages
    description: InTwoLanguages
    programme: InTwoLanguages | None = None
    researched_from: str = ""
    researched_until: str = ""
    text: Edition
    section: tuple[Section, ...] = Field(min_length=1)


class Study(StudyFile):
    """A study and the folder its curated files are in."""

    folder: Path

    @property
    def iri(self) -> URIRef:
        """The IRI of the study itself."""
        return WRID[f"study/{self.key}"]

    def name(self, kind: str, local: str) -> URIRef:
        """Return the IRI of a thing of this study, ``wrid:<kind>/<key>/<local>``."""
        return WRID[f"{kind}/{self.key}/{local}"]

    def numbered(self, kind: str, number: str) -> URIRef:
        """Return the IRI of a numbered thing of this study, ``wrid:<kind>/<key>-<number>``."""
        return WRID[f"{kind}/{self.key}-{number}"]


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file.

    Raises:
        FaultsFound: the file is missing, is not UTF-8 or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FaultsFound([Fault(path.name, "", "there is no such file.")]) from None
    except UnicodeDecodeError as error:
        raise FaultsFound([Fault(path.name, f"byte {error.start}", "not UTF-8.")]) from None
    except tomllib.TOMLDecodeError as error:
        raise FaultsFound([Fault(path.name, "", f"not TOML: {error}.")]) from None


_Content = TypeVar("_Content", bound=Entry)


def read_entry(
    path: Path,
    model: type[_Content],
    explain: Callable[[str, Mapping[str, Any], Mapping[str, Any]], Fault],
) -> _Content:
    """Return the content of a TOML file as *model*.

    *explain* takes the name of the file, its content and one error of pydantic's, and returns
    it in a curator's words.

    Raises:
        FaultsFound: everything wrong with its form; names are not looked up.
    """
    content = read_toml(path)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = [explain(path.name, content, dict(one)) for one in error.errors()]
        raise FaultsFound(faults) from None


def read_each(
    paths: Iterable[Path], read: Callable[[Path], _Content]
) -> tuple[dict[str, _Content], list[Fault]]:
    """Return the content of files by name, and everything wrong in those that cannot be read."""
    contents: dict[str, _Content] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            contents[path.name] = read(path)
        except FaultsFound as found:
            faults.extend(found.faults)
    return contents, faults


def load_study(folder: Path) -> Study:
    """Return the study of a folder of `kg/studies`.

    Raises:
        FaultsFound: everything wrong in its `study.toml`.
    """
    content = read_toml(folder / "study.toml")
    try:
        return Study(**content, folder=folder)
    except ValidationError as error:
        raise FaultsFound(
            [
                Fault("study.toml", ".".join(map(str, found["loc"])), found["msg"] + ".")
                for found in error.errors()
            ]
        ) from None
