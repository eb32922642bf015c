"""Reporting: the text of a report on what someone doubts, with all that is needed to look it up."""

from collections.abc import Callable, Iterator

from flask_babel import gettext as _

from webapp.presentation import Reading, Statement
from webapp.surroundings import Span
from webapp.things import Thing


def report_text(
    thing: Thing | None, span: Callable[[str], Span], address: str, version: str
) -> str:
    """Return a report to be completed: what it is about, where that was read, in which data."""
    lines = [
        *(_about(thing, span) if thing else ()),
        _("Address: %(address)s", address=address),
        _("Data: %(version)s", version=version),
        "",
        _("What is wrong:"),
        "",
        _("What it should be, and which words of the study say so:"),
        "",
    ]
    return "\n".join(lines)


def _about(thing: Thing, span: Callable[[str], Span]) -> Iterator[str]:
    yield _("About: %(name)s", name=thing.label.text)
    yield _("Name: %(name)s", name=thing.iri)
    if "/passage/" in thing.iri:
        yield _where(thing.label.text, thing.iri, span)
    if "/statement/" in thing.iri:
        for one in (*thing.about, *thing.elsewhere):
            yield from _claimed(one, span)


def _claimed(one: Statement, span: Callable[[str], Span]) -> Iterator[str]:
    for reading in one.readings:
        for place in reading.places:
            yield _where(place.locator.label.text, place.iri, span)
        yield _("Said by: %(who)s (%(how)s)", who=_speakers(reading), how=_firmness(reading))


def _speakers(reading: Reading) -> str:
    return ", ".join(speaker.label.text for speaker in reading.speakers)


def _firmness(reading: Reading) -> str:
    parts = (reading.certainty.text, _("our reading") if reading.interpreted else "")
    return ", ".join(filter(None, parts))


def _where(locator: str, passage: str, span: Callable[[str], Span]) -> str:
    first, last = span(passage).lines
    return str(
        _("Passage: %(place)s, lines %(first)s to %(last)s", place=locator, first=first, last=last)
    )
