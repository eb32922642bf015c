"""Facts from elsewhere in words, and how days are written."""

from datetime import date

import pytest
from flask import Flask
from rdflib import DCTERMS, RDF, XSD, Literal

from kg.namespaces import WR, WRID
from webapp.elsewhere import known_elsewhere
from webapp.facts import Facts
from webapp.languages import written
from webapp.presentation import Label, Names

FACT, SOURCE = WRID["outside-fact/001"], WRID["outside-source/gazette"]


def told(address: str = "https://example.org/gazette") -> Names:
    """Return how the things of one fact are called."""
    triples = [
        (FACT, RDF.type, WR.OutsideFact),
        (FACT, WR.gist, Literal("The act is in force.", lang="en")),
        (FACT, DCTERMS.source, SOURCE),
        (FACT, WR.checkBy, Literal("2032-08-01", datatype=XSD.date)),
        (SOURCE, WR.webAddress, Literal(address, datatype=XSD.anyURI)),
    ]
    kept = ("https://", "http://")
    return Names(
        Facts(triples), "nl", lambda iri: iri if iri.startswith(kept) else "", lambda iri: iri
    )


@pytest.mark.parametrize(
    ("today", "overdue"), [(date(2032, 8, 1), False), (date(2032, 8, 2), True)]
)
def test_fact_is_overdue_from_the_day_after(today: date, overdue: bool) -> None:
    """On its last day a fact may still be relied on; the page is told which day it is."""
    [fact] = known_elsewhere(told(), today)

    assert overdue == fact.overdue
    assert Label("The act is in force.", "en") == fact.gist


def test_address_that_no_browser_should_follow_is_no_link() -> None:
    """Only what is on the web is linked to."""
    [fact] = known_elsewhere(told("javascript:alert(1)"), date(2032, 8, 1))

    assert [""] == [source.href for source in fact.sources]


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        ("2031-04-02", "nl", "2 april 2031"),
        ("2031-04-02", "en", "2 April 2031"),
        ("2031-03", "nl", "maart 2031"),
        ("2031", "en", "2031"),
    ],
)
def test_days_are_written_as_the_page_writes(
    site: Flask, day: str, language: str, words: str
) -> None:
    """A day, a month or a year, no more exact than it is."""
    with site.test_request_context(f"/?lang={language}"):
        assert words == written(day)
