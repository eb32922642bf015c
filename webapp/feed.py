"""Feed: the releases of the data for feed readers.

https://www.rfc-editor.org/rfc/rfc4287
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from flask_babel import gettext as _

from webapp.languages import page_language
from webapp.metadata import DATASET, LICENCE, creator_name
from webapp.references import AUTHOR

ATOM = "application/atom+xml; charset=utf-8"
_SPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class Entry:
    """A release: its lasting name, title, day (ISO 8601), page, summary and HTML."""

    iri: str
    title: str
    day: str
    href: str
    summary: str
    content: str


def feed_of(own: str, page: str, entries: Sequence[Entry]) -> bytes:
    """Return the feed at the address *own* on what *page* shows; the newest entry comes first.

    Its name is that of the data set, so that it stays one feed wherever it is served.
    """
    feed = Element("feed", {"xmlns": _SPACE, _LANGUAGE: page_language()})
    _text(feed, "id", f"{DATASET}#feed-{page_language()}")
    _text(feed, "title", _("Warmteregie: versions of the data"))
    _text(feed, "updated", _moment(max((one.day for one in entries), default="1970-01-01")))
    _text(feed, "rights", LICENCE)
    _text(SubElement(feed, "author"), "name", creator_name() or AUTHOR)
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=own)
    SubElement(feed, "link", rel="alternate", type="text/html", href=page)
    for one in entries:
        _add_entry(feed, one)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add_entry(feed: Element, one: Entry) -> None:
    entry = SubElement(feed, "entry")
    _text(entry, "id", one.iri)
    _text(entry, "title", one.title)
    _text(entry, "published", _moment(one.day))
    _text(entry, "updated", _moment(one.day))
    SubElement(entry, "link", rel="alternate", type="text/html", href=one.href)
    _text(entry, "summary", one.summary)
    _text(entry, "content", one.content, type="html")


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


def _moment(day: str) -> str:
    """Return the beginning of a day as RFC 3339 writes it."""
    return f"{day}T00:00:00Z"
