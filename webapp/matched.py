"""Matched: things that others may mean, as pages and services show them, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from rdflib import Literal, URIRef

from kg.matching import BY_WORDS, Candidate, Matcher, Reason, Thing, matcher_of
from kg.search import in_language
from webapp.addresses import address
from webapp.languages import page_language
from webapp.presentation import Label, Link
from webapp.services import services
from webapp.words import roles


@dataclass(frozen=True)
class Match:
    """A candidate as it is shown: the thing, what it is, its score, whether it is sure, and why.

    *instead_of* is what is no longer to be used, by which it was found.
    """

    link: Link
    sorts: tuple[str, ...]
    about: Label
    score: float
    sure: bool
    why: str
    instead_of: str


def matcher() -> Matcher:
    """Return the matcher over the build that serves."""
    return matcher_of(services().engine)


def match_of(candidate: Candidate) -> Match:
    """Return a candidate in the language of the page."""
    thing, ended = candidate.thing, candidate.instead_of
    out = matcher().things.by_iri[ended] if ended else None
    return Match(
        link=link_of(thing),
        sorts=tuple(name for _kind, name in sorts_of(thing)),
        about=worded(thing.about),
        score=candidate.score,
        sure=candidate.sure,
        why=why(candidate),
        instead_of=worded(out.label).text if out else "",
    )


def link_of(thing: Thing) -> Link:
    """Return a thing with its name and address."""
    return Link(URIRef(thing.iri), worded(thing.label), address(thing.iri))


def sorts_of(thing: Thing) -> list[tuple[str, str]]:
    """Return the IRIs and names of the narrowest kinds of a thing."""
    kinds = matcher().things.kinds
    return [(kind, worded(kinds[kind].label).text) for kind in thing.kinds]


def kinds_offered() -> list[tuple[str, str, int]]:
    """Return the kinds that there are things of, by name, with how many there are."""
    things = matcher().things
    found = [
        (kind, worded(things.kinds[kind].label).text, number)
        for kind, number in things.counted.items()
    ]
    return sorted(found, key=lambda one: one[1].casefold())


def worded(texts: Mapping[str, str]) -> Label:
    """Return a text in the language of the page, else in another, marked as such."""
    found = in_language(texts, page_language())
    if not isinstance(found, Literal):
        return Label("")
    foreign = found.language if found.language != page_language() else ""
    return Label(str(found), foreign or "")


def why(candidate: Candidate) -> str:
    """Return why a thing may be meant, as a sentence in the language of the page."""
    said = reasons()[candidate.reason]
    if candidate.reason not in BY_WORDS:
        return f"{said}."
    role = roles()[candidate.role]
    return f"{role[0].upper()}{role[1:]} “{candidate.found}” {said}."


def reasons() -> dict[Reason, str]:
    """Return in words how a thing was found."""
    return {
        Reason.IDENTIFIER: _("Its identifier was given"),
        Reason.CODE: _("It is linked to what has this code"),
        Reason.NUMBER: _("It is linked to what has this number, which other registers may have"),
        Reason.VALUE: _("It has a value that was asked for"),
        Reason.NAME: _("is the same"),
        Reason.ORDER: _("has the same words in another order"),
        Reason.FORM: _("is the same in another form"),
        Reason.SORT: _("is the same but for the word that tells its sort"),
        Reason.NEAR: _("is written much like it"),
        Reason.PART: _("has something in common with it"),
    }
