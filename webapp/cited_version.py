"""The version of the data that an address was cited from, beside the one that is served.

A citation carries it as ``version``; the address answers whatever it is, and says so where what
is shown may have changed since.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, request
from flask_babel import gettext as _

from webapp.citable import edition
from webapp.references import VERSION
from webapp.versions import all_versions, never_was

_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,3}")

_TELLING = ("resources.thing", "resources.term", "questions.question", "data.page")


@dataclass(frozen=True)
class CitedVersion:
    """The version that an address was cited from, and the one that is served."""

    cited: str
    served: str

    @property
    def is_later(self) -> bool:
        """Tell whether it was cited from a later version than this site has."""
        return _parts(self.cited) > _parts(self.served)


def tell_cited_version(app: Flask) -> None:
    """Let pages that can be cited tell from which version they were, and refuse what is none."""
    app.before_request(refuse_no_version)
    app.context_processor(lambda: {"cited_version": cited_version()})


def asked_version() -> str:
    """Return the version that the address names, empty where it names none."""
    return request.args.get(VERSION, "").strip() if request.endpoint in _TELLING else ""


def cited_version() -> CitedVersion | None:
    """Return the version that this address was cited from; None where that is the one served."""
    asked = asked_version()
    if not asked or not _NUMBER.fullmatch(asked):
        return None
    served = edition().number
    return CitedVersion(asked, served) if _parts(asked) != _parts(served) else None


def refuse_no_version() -> Response | None:
    """Answer that there never was such a version, where the address names one that there was not.

    One that is later than all of this site is not known here and may well be.
    """
    asked = asked_version()
    if not asked or _is_later(asked):
        return None
    known = all_versions()
    if any(_parts(one.number) == _parts(asked) for one in known if _NUMBER.fullmatch(asked)):
        return None
    there = [(one.number, one.day) for one in known]
    return never_was(asked, there, ways=[(_("The same page, as it is now"), without_version())])


def _is_later(asked: str) -> bool:
    served = edition().number
    return bool(_NUMBER.fullmatch(asked)) and _parts(asked) > _parts(served)


def without_version() -> str:
    """Return the address of this page without the version: a query alone, so it leads here."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != VERSION]
    return "?" + urlencode(kept)


def _parts(number: str) -> tuple[int, ...]:
    """Return a number of a version so that versions can be compared; 1 is 1.0 and 1.0.0."""
    found = [int(part) for part in number.split(".") if part.isdigit()]
    while found and not found[-1]:
        found.pop()
    return tuple(found)
