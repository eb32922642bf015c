"""Reporting: the text of a report on what someone doubts, with all that is needed to look it up."""

from collections.abc import Callable, Iterable, Iterator

from flask_babel import gettext as _

from webapp.presentation import Link, Reading, Statement
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
        yield said_by(reading)


def said_by(reading: Reading) -> str:
    """Return who says it and according to whom, how firmly, and whether that is our reading."""
    return str(_("Said by: %(who)s (%(how)s)", who=speakers(reading), how=firmness(reading)))


def speakers(reading: Reading) -> str:
    """Return who says it, and according to whom."""
    who = _listed(reading.speakers)
    return f"{who}, {_('according to')} {_listed(reading.relays)}" if reading.relays else who


def _listed(some: Iterable[Link]) -> str:
    return ", ".join(one.label.text for one in some)


def firmness(reading: Reading) -> str:
    """Return how firmly it is said, and whether that is our reading."""
    hedges = ", ".join(f"“{hedge.text}”" for hedge in reading.hedges)
    how = f"{reading.certainty.text}: {hedges}" if hedges else reading.certainty.text
    stance = "" if reading.says else reading.stance.text
    return ", ".join(filter(None, (stance, how, _("our reading") if reading.interpreted else "")))


def _where(locator: str, passage: str, span: Callable[[str], Span]) -> str:
    first, last = span(passage).lines
    if first == last:
        return str(_("Passage: %(place)s, line %(line)s", place=locator, line=first))
    return str(
        _("Passage: %(place)s, lines %(first)s to %(last)s", place=locator, first=first, last=last)
    )
