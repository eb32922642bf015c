"""Citing: a thing, a statement, a passage or an answer as APA, BibTeX and RIS write it.

What is cited is a part of the data set, so each names the version of the data it was seen in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from webapp.languages import written

AUTHOR = "The Warmteregie authors"
"""As ``CITATION.cff`` has it."""

_LINE = re.compile(r"\s+|[\x00-\x1f\x7f]+")
_KEY = re.compile(r"[^A-Za-z0-9]+")
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_LANGUAGES = {"nl": "dutch", "en": "english"}


@dataclass(frozen=True)
class Edition:
    """The data set as it is served: its title, its version, and the day it is of (ISO 8601)."""

    title: str
    version: str
    dated: str

    @property
    def year(self) -> str:
        """The year it is of, empty where no day is known."""
        return self.dated[:4]


@dataclass(frozen=True)
class Citable:
    """What is cited: its title, what it is, its lasting address, and where it was read.

    *place* is where in a study it stands, in words; *page* the page alone; empty for what
    stands in none.
    """

    title: str
    sort: str
    url: str
    place: str = ""
    page: str = ""

    @property
    def key(self) -> str:
        """A name for it in a bibliography."""
        parts = [part for part in _KEY.split(self.url.partition("//")[2]) if part]
        return "-".join(["warmteregie", *parts[-6:]]) if parts else "warmteregie"


@dataclass(frozen=True)
class Citation:
    """A form of a citation: its name, the suffix of its file, its media type and its text."""

    name: str
    suffix: str
    media_type: str
    text: str


def citations(
    cited: Citable, edition: Edition, language: str, seen: date
) -> tuple[Citation, Citation, Citation]:
    """Return a citation in each form, in the page's *language*; *seen* is the day of access."""
    return (
        Citation("APA", ".txt", "text/plain", apa(cited, edition, seen)),
        Citation("BibTeX", ".bib", "application/x-bibtex", bibtex(cited, edition, language, seen)),
        Citation(
            "RIS", ".ris", "application/x-research-info-systems",
            ris(cited, edition, language, seen),
        ),
    )  # fmt: skip


def apa(cited: Citable, edition: Edition, seen: date) -> str:
    """Return it as APA writes a part of a data set. https://apastyle.apa.org/."""
    year = edition.year or _("n.d.")
    parts = (
        f"{AUTHOR}. ({year}).",
        f"{_title(cited)} [{cited.sort}].",
        _("In %(title)s (%(version)s) [Data set].", title=edition.title, version=edition.version),
        f"{_line(cited.place)}." if cited.place else "",
        _("Retrieved %(day)s, from %(url)s", day=written(seen.isoformat()), url=cited.url),
    )
    return " ".join(part for part in parts if part) + "\n"


def bibtex(cited: Citable, edition: Edition, language: str, seen: date) -> str:
    """Return it as an entry of BibTeX, in UTF-8. https://ctan.org/pkg/bibtex."""
    fields = (
        ("author", "{" + _tex(AUTHOR) + "}"),
        ("title", "{" + _tex(_title(cited)) + "}"),
        ("year", edition.year),
        ("howpublished", _tex(f"{cited.sort}. In: {edition.title}")),
        ("version", _tex(edition.version)),
        ("note", _tex(". ".join(filter(None, (edition.version, _line(cited.place)))))),
        ("url", _address(cited.url)),
        ("urldate", seen.isoformat()),
        ("language", _LANGUAGES.get(language, language)),
    )
    lines = [f"  {name} = {{{text}}},\n" for name, text in fields if text]
    return f"@misc{{{cited.key},\n{''.join(lines)}}}\n"


def ris(cited: Citable, edition: Edition, language: str, seen: date) -> str:
    """Return it as a record of RIS, whose lines end in CR LF.

    https://en.wikipedia.org/wiki/RIS_(file_format)
    """
    fields = (
        ("TY", "DATA"),
        ("AU", AUTHOR),
        ("TI", _title(cited)),
        ("T2", edition.title),
        ("M3", cited.sort),
        ("PY", edition.year),
        ("DA", edition.dated.replace("-", "/")),
        ("ET", edition.version),
        ("SP", cited.page),
        ("N1", cited.place),
        ("LA", language),
        ("UR", _address(cited.url)),
        ("Y2", seen.strftime("%Y/%m/%d")),
    )
    return "".join(_records(fields)) + "ER  - \r\n"


def _records(fields: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (f"{tag}  - {_line(text)}\r\n" for tag, text in fields if text)


def _title(cited: Citable) -> str:
    return _line(cited.title).rstrip(".")


def _line(text: str) -> str:
    """Return a text on one line: a break would begin another field."""
    return _LINE.sub(" ", text).strip()


def _tex(text: str) -> str:
    """Return a text that TeX prints as it is."""
    return "".join(_TEX.get(character, character) for character in _line(text))


def _address(url: str) -> str:
    """Return an address that ends no field: what a bracket or break would do is escaped."""
    escapes = {"{": "%7B", "}": "%7D", "\\": "%5C"}
    return "".join(escapes.get(character, character) for character in _line(url))
