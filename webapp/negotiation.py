"""Which representation is sent: what the client accepts, against what there is.

Registered media types only. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """A representation: its name here, its media type, and the suffix that asks for it."""

    name: str
    media_type: str
    suffix: str

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header; what is text says it is UTF-8."""
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type


HTML = Offer("html", "text/html", ".html")
TURTLE = Offer("turtle", "text/turtle", ".ttl")
NTRIPLES = Offer("ntriples", "application/n-triples", ".nt")
RDFXML = Offer("rdfxml", "application/rdf+xml", ".rdf")
JSONLD = Offer("jsonld", "application/ld+json", ".jsonld")
RESULTS_JSON = Offer("json", "application/sparql-results+json", ".srj")
RESULTS_XML = Offer("xml", "application/sparql-results+xml", ".srx")
JSON = Offer("json", "application/json", ".json")
XML = Offer("xml", "application/xml", ".xml")
CSV = Offer("csv", "text/csv", ".csv")
TSV = Offer("tsv", "text/tab-separated-values", ".tsv")
XLSX = Offer(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"
)  # fmt: skip
SVG = Offer("svg", "image/svg+xml", ".svg")
DOCX = Offer(
    "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"
)  # fmt: skip
PROBLEM = Offer("problem", "application/problem+json", ".json")

GRAPHS = (TURTLE, NTRIPLES, RDFXML, JSONLD)
ROWS = (RESULTS_JSON, RESULTS_XML, CSV, TSV, JSON, XML)

# One that is never closed is read to the end, so that no text is read twice.
_QUOTED = re.compile(r'"(?:[^"\\]|\\.?)*+"?', re.DOTALL)
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def choose(accept: str, offers: Sequence[Offer]) -> Offer | None:
    """Return the offer that an Accept header likes best; None when it takes none of them.

    Among equals the first offer wins. An empty header takes anything.
    """
    ranges = list(_ranges(accept)) or [("*", "*", 1.0)]
    liked = [(_quality(offer, ranges), -at, offer) for at, offer in enumerate(offers)]
    best = max(liked, key=lambda found: found[:2], default=None)
    return best[2] if best and best[0] > 0 else None


def split_suffix(path: str, offers: Sequence[Offer]) -> tuple[str, Offer | None]:
    """Return *path* without the suffix of an offer, and that offer; None where it has none.

    A suffix overrides the Accept header.
    """
    for offer in offers:
        if path.endswith(offer.suffix) and len(path) > len(offer.suffix):
            return path.removesuffix(offer.suffix), offer
    return path, None


def named(name: str, offers: Sequence[Offer]) -> Offer | None:
    """Return the first offer called *name*, or with that suffix or media type."""
    for offer in offers:
        if name in (offer.name, offer.suffix.removeprefix("."), offer.media_type):
            return offer
    return None


def _ranges(accept: str) -> Iterator[tuple[str, str, float]]:
    """Yield type, subtype and quality of each media range that can be read."""
    for part in _QUOTED.sub("", accept).split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        main, slash, sub = kind.partition("/")
        weights = [text[2:].strip() for text in parameters if text.startswith("q=")]
        if slash and main and sub and all(map(_QUALITY.fullmatch, weights)):
            yield main, sub, float(weights[0]) if weights else 1.0


def _quality(offer: Offer, ranges: Sequence[tuple[str, str, float]]) -> float:
    """Return the quality that the most specific range gives to an offer, 0 when none does."""
    main, _, sub = offer.media_type.partition("/")
    for wanted in ((main, sub), (main, "*"), ("*", "*")):
        weights = [quality for kind, subkind, quality in ranges if (kind, subkind) == wanted]
        if weights:
            return max(weights)
    return 0.0
