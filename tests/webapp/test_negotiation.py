"""Content negotiation, from header to representation."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.negotiation import (
    CSV,
    GRAPHS,
    HTML,
    JSON,
    JSONLD,
    NTRIPLES,
    RDFXML,
    RESULTS_JSON,
    RESULTS_XML,
    ROWS,
    TSV,
    TURTLE,
    Offer,
    choose,
    named,
    split_suffix,
)

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "offers", "expected"),
    [
        ("", ROWS, RESULTS_JSON),
        ("*/*", ROWS, RESULTS_JSON),
        ("text/*", ROWS, CSV),
        ("text/csv", ROWS, CSV),
        ("TEXT/CSV", ROWS, CSV),
        ("text/csv;q=0.5, text/tab-separated-values", ROWS, TSV),
        ("text/csv; q=0.5, text/tab-separated-values;q=0.4", ROWS, CSV),
        ("application/sparql-results+xml, */*;q=0.1", ROWS, RESULTS_XML),
        ("application/json", ROWS, JSON),
        ("application/sparql-results+json,application/json;q=0.9", ROWS, RESULTS_JSON),
        ("*/*, application/sparql-results+json;q=0", ROWS, RESULTS_XML),
        ("text/*;q=0.9, text/csv;q=0.1, application/json;q=0.5", ROWS, TSV),
        ("*/*;q=0.1, text/*;q=0.9", ROWS, CSV),
        ("text/turtle", ROWS, None),
        ("text/csv;q=0", ROWS, None),
        ("image/png", ROWS, None),
        ("text/turtle, application/ld+json", GRAPHS, TURTLE),
        ('application/ld+json;profile="http://e/a,b;q=0"', GRAPHS, JSONLD),
        ("application/n-triples;q=1.000, text/turtle;q=0.999", GRAPHS, NTRIPLES),
        ("application/rdf+xml;charset=utf-8", GRAPHS, RDFXML),
        (BROWSER, (*ROWS, HTML), HTML),
        (BROWSER, (*GRAPHS, HTML), HTML),
        (BROWSER, ROWS, ROWS[5]),
        ("text/csv;q=high", ROWS, RESULTS_JSON),
        ("nonsense", ROWS, RESULTS_JSON),
        ("text/csv;q=2, text/tab-separated-values", ROWS, TSV),
        ("*/*", (), None),
    ],
)
def test_best_offer_is_chosen(
    accept: str, offers: tuple[Offer, ...], expected: Offer | None
) -> None:
    """Quality first, the more specific range decides it, then the order of the offers."""
    assert expected == choose(accept, offers)


@given(st.text())
def test_any_header_is_read(accept: str) -> None:
    """No header makes negotiation fail."""
    assert choose(accept, ROWS) in (*ROWS, None)


@pytest.mark.parametrize("text", ['"' + '\\"' * 50_000, '"\\' * 50_000, 'a/b;"' + "," * 100_000])
def test_long_header_is_read_once(text: str) -> None:
    """A quote that is never closed takes time that grows with the header, not with its square."""
    began = time.monotonic()

    assert choose(text, ROWS) in (*ROWS, None)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("actor/municipality.ttl", ("actor/municipality", TURTLE)),
        ("actor/municipality.jsonld", ("actor/municipality", JSONLD)),
        ("actor/municipality.html", ("actor/municipality", HTML)),
        ("section/2.3", ("section/2.3", None)),
        (".ttl", (".ttl", None)),
        ("a.ttl.nt", ("a.ttl", NTRIPLES)),
    ],
)
def test_suffix_names_an_offer(path: str, expected: tuple[str, Offer | None]) -> None:
    """A suffix is taken off where it is one of the offers', and only then."""
    assert expected == split_suffix(path, (*GRAPHS, HTML))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("csv", CSV), ("json", RESULTS_JSON), ("srx", RESULTS_XML), ("text/csv", CSV), ("pdf", None)],
)
def test_offer_has_a_name(name: str, expected: Offer | None) -> None:
    """An offer goes by its name, its suffix or its media type."""
    assert expected == named(name, ROWS)


def test_text_says_it_is_utf8() -> None:
    """Types of text name their character set, the others have it by their definition."""
    assert "text/turtle; charset=utf-8" == TURTLE.content_type
    assert "application/ld+json" == JSONLD.content_type
