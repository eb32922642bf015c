"""References: what is cited, as APA, BibTeX and RIS write it.

`citable` says what can be cited, `citation_pages` where it is fetched as a file.

What is cited is a part of the data set, so each names the version of the data it was seen in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from flask_babel import gettext as _

from webapp.languages import written

VERSION = "version"
"""How an address names the version of the data that it was cited from."""

BIBTEX = "application/x-bibtex"
RIS = "application/x-research-info-systems"
AUTHOR = "The Warmteregie authors"
"""Who made data that do not say; as ``CITATION.cff`` has it."""

_VERSIONED = re.compile(rf"[?&]{VERSION}=[^&]*$")
_LINE = re.compile(r"\s+|[\x00-\x1f\x7f]+")
_KEY = re.compile(r"[^A-Za-z0-9]+")
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_LANGUAGES = {"nl": "dutch", "en": "english"}


@dataclass(frozen=True)
class Edition:
    """The data set as it is served: its title, its version, and the day it is of (ISO 8601).

    *version* is in words, with the build; *number* the version alone, empty where none is told;
    *author* who made it.
    """

    title: str
    version: str
    dated: str
    number: str = ""
    author: str = AUTHOR

    @property
    def year(self) -> str:
        """The year it is of, empty where no day is known."""
        return self.dated[:4]

    def permalink(self, address: str) -> str:
        """Return an address that names this version, so that a later one can say that it is."""
        if not self.number:
            return address
        mark = "&" if "?" in address else "?"
        return f"{address}{mark}{VERSION}={quote(self.number)}"


@dataclass(frozen=True)
class Citable:
    """What is cited: its title, what it is, its lasting address, and where it was read.

    *place* is where in a study it stands, in words; *page* the page alone; empty for what
    stands in none. *whole* is the data set itself, and not a part of it.
    """

    title: str
    sort: str
    url: str
    place: str = ""
    page: str = ""
    whole: bool = False

    @property
    def key(self) -> str:
        """A name for it in a bibliography."""
        parts = [part for part in _KEY.split(self._unversioned) if part]
        return "-".join(["warmteregie", *parts[-6:]]) if parts else "warmteregie"

    @property
    def _unversioned(self) -> str:
        return _VERSIONED.sub("", self.url).partition("//")[2]


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
        Citation("BibTeX", ".bib", BIBTEX, bibtex(cited, edition, language, seen)),
        Citation(
            "RIS", ".ris", RIS,
            ris(cited, edition, language, seen),
        ),
    )  # fmt: skip


def apa(cited: Citable, edition: Edition, seen: date) -> str:
    """Return it as APA writes a part of a data set. https://apastyle.apa.org/."""
    year = edition.year or _("n.d.")
    parts = (
        f"{edition.author}. ({year}).",
        *_within(cited, edition),
        f"{_line(cited.place)}." if cited.place else "",
        _("Retrieved %(day)s, from %(url)s", day=written(seen.isoformat()), url=cited.url),
    )
    return " ".join(part for part in parts if part) + "\n"


def _within(cited: Citable, edition: Edition) -> tuple[str, ...]:
    """Return what is cited and the data set that it is a part of, or that data set alone."""
    if cited.whole:
        return (f"{_title(cited)} ({edition.version}) [{_('Data set')}].",)
    return (
        f"{_title(cited)} [{cited.sort}].",
        _("In %(title)s (%(version)s) [Data set].", title=edition.title, version=edition.version),
    )


def bibtex(cited: Citable, edition: Edition, language: str, seen: date) -> str:
    """Return it as an entry of BibTeX, in UTF-8. https://ctan.org/pkg/bibtex."""
    fields = (
        ("author", "{" + tex(edition.author) + "}"),
        ("title", "{" + tex(_title(cited)) + "}"),
        ("year", edition.year),
        ("howpublished", tex(cited.sort if cited.whole else f"{cited.sort}. In: {edition.title}")),
        ("version", tex(edition.version)),
        ("note", tex(". ".join(filter(None, (edition.version, _line(cited.place)))))),
        ("url", address(cited.url)),
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
        ("AU", edition.author),
        ("TI", _title(cited)),
        ("T2", "" if cited.whole else edition.title),
        ("M3", cited.sort),
        ("PY", edition.year),
        ("DA", edition.dated.replace("-", "/")),
        ("ET", edition.version),
        ("SP", cited.page),
        ("N1", cited.place),
        ("LA", language),
        ("UR", address(cited.url)),
        ("Y2", seen.strftime("%Y/%m/%d")),
    )
    return "".join(records(fields)) + "ER  - \r\n"


def records(fields: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Yield the lines of a record of RIS; what is empty has none."""
    return (f"{tag}  - {_line(text)}\r\n" for tag, text in fields if text)


def _title(cited: Citable) -> str:
    return _line(cited.title).rstrip(".")


def _line(text: str) -> str:
    """Return a text on one line: a break would begin another field."""
    return _LINE.sub(" ", text).strip()


def tex(text: str) -> str:
    """Return a text that TeX prints as it is."""
    return "".join(_TEX.get(character, character) for character in _line(text))


def address(url: str) -> str:
    """Return an address that ends no field: what a bracket or break would do is escaped."""
    escapes = {"{": "%7B", "}": "%7D", "\\": "%5C"}
    return "".join(escapes.get(character, character) for character in _line(url))
