"""The map of the site for search engines, and what they had better not follow.

https://www.sitemaps.org/protocol.html
https://www.rfc-editor.org/rfc/rfc9309
"""

from functools import lru_cache
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, abort, request, url_for
from rdflib import URIRef

from kg.namespaces import ROOT
from webapp.addresses import address
from webapp.dumps import given
from webapp.languages import LANGUAGES
from webapp.services import Services, services
from webapp.sparql import absolute

sitemap = Blueprint("sitemap", __name__)

MOST = 50_000
"""Addresses that one file may have, by the protocol; a page has one in each language."""
PAGES = (
    "pages.home", "pages.study", "pages.about", "legend.page", "glossary.page", "quality.page",
    "cases.page", "law.page", "matrix.page", "regie.page", "questions.index",
    "resources.ontology", "data.page", "matching.page", "linking.page", "history.page", "api.index",
    "sparql.endpoint",
)  # fmt: skip
CLOSED = (
    "/explore", "/search", "/suggest", "/matrix?", "/sparql?query=", "/sparql?*query=", "/report?",
)  # fmt: skip
"""Beginnings of addresses of which there are more than anyone can read."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@sitemap.get("/sitemap.xml")
def site_map() -> Response:
    """Give the addresses of all pages; where they are too many, those of the parts of the map."""
    every, most = paths(), (MOST - len(given())) // len(LANGUAGES)
    parts = [every[first : first + most] for first in range(0, len(every), most)]
    asked = request.args.get("part", type=int)
    if asked is None and len(parts) > 1:
        return as_xml(map_of_parts(len(parts)))
    number = 1 if asked is None else asked
    return as_xml(map_of_pages(parts[number - 1])) if 0 < number <= len(parts) else abort(404)


@sitemap.get("/robots.txt")
def robots() -> Response:
    """Say which addresses not to follow, and where the map is."""
    root = request.script_root
    lines = [
        "User-agent: *",
        *(f"Allow: {root}/matrix?lang={language}$" for language in LANGUAGES),
        *(f"Disallow: {root}{path}" for path in CLOSED),
        f"Sitemap: {absolute(url_for('sitemap.site_map'))}",
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def paths() -> list[str]:
    """Return the paths of all pages, without language: those of the site before things."""
    found = services()
    asked = (url_for("questions.question", slug=slug) for slug in found.library)
    things = (address(iri) for iri in _things(found, found.engine.build_id))
    own = [url_for(name) for name in PAGES]
    own += [url_for("pages.study", key=key) for key in found.studies]
    return list(dict.fromkeys(path.partition("?")[0] for path in chain(own, asked, things) if path))


@lru_cache(maxsize=2)
def _things(asked: Services, build_id: str) -> tuple[str, ...]:
    """Return the IRIs of what has a page in one build."""
    rows = asked.answer("pages", "pages-of-things").column("thing")
    return tuple(str(iri) for iri in rows if isinstance(iri, URIRef) and iri.startswith(ROOT))


def map_of_pages(found: list[str]) -> str:
    """Return the map of some pages, each once in every language, with its other languages."""
    entries = "".join(_entries(absolute(path)) for path in found)
    files = "".join(f"<url><loc>{escape(absolute(one.href))}</loc></url>\n" for one in given())
    space = f'{_SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f"{_HEAD}<urlset {space}>\n{entries}{files}</urlset>\n"


def map_of_parts(number: int) -> str:
    """Return where the parts of the map are."""
    site = escape(absolute(url_for("sitemap.site_map").partition("?")[0]))
    parts = (f"<sitemap><loc>{site}?part={one}</loc></sitemap>\n" for one in range(1, number + 1))
    return f"{_HEAD}<sitemapindex {_SPACE}>\n{''.join(parts)}</sitemapindex>\n"


def as_xml(text: str) -> Response:
    """Return a map, to be kept until the build changes."""
    response = Response(text, content_type="application/xml; charset=utf-8")
    response.add_etag(weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    response.make_conditional(request)
    return response


def _entries(page: str) -> str:
    versions = {language: f"{page}?lang={language}" for language in LANGUAGES}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(href)}/>'
        for language, href in {**versions, "x-default": page}.items()
    )
    return "".join(f"<url><loc>{escape(href)}</loc>{others}</url>\n" for href in versions.values())
