"""The report of a doubtful reading: filled in, safe, and helpful when asked for nothing known."""

import html
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE
from webapp.services import EXTENSION


def report(client: FlaskClient, about: str, status: int = 200) -> str:
    """Return the page of a report."""
    answer = client.get("/report", query_string={"about": about}, headers=PAGE)
    assert status == answer.status_code
    return html.unescape(answer.text)


@pytest.mark.parametrize("base", ["wrid:", "https://w3id.org/warmteregie/id/"])
def test_report_on_a_statement_says_where_it_was_read(client: FlaskClient, base: str) -> None:
    """Claim, place, lines, speaker, data and address are filled in."""
    text = report(client, f"{base}statement/{KEY}-0003")

    assert "Over: Bankjes en boomwortels lijken elkaar in de weg te zitten." in text
    assert "Passage: § 2.1, zin 2 (p. 1, afgeleid), regels 10 tot en met 11" in text
    assert "Gezegd door: de auteurs (met voorbehoud: “lijkt”" in text
    assert "Gegevens: build one" in text
    assert f"/id/statement/{KEY}-0003" in text


def test_report_on_a_passage_has_its_lines(client: FlaskClient) -> None:
    """A passage is where it is."""
    assert "regels 10 tot en met 11" in report(client, f"wrid:passage/{KEY}/2.1-2")


def test_report_without_a_thing_is_on_the_site(client: FlaskClient) -> None:
    """Who names nothing gets a form to fill in."""
    assert "Wat er niet klopt:" in report(client, "")


@pytest.mark.parametrize("about", ["x", "https://example.org/", "<script>", "wr:", "wrid:a b\n"])
def test_report_on_no_name_is_refused(client: FlaskClient, about: str) -> None:
    """What is no name of ours is 400 or 404, with a way on, and is not written back unescaped."""
    answer = client.get("/report", query_string={"about": about}, headers=PAGE)

    assert answer.status_code in (400, 404)
    assert "<script>" not in answer.text
    assert "/questions" in answer.text


def test_report_on_an_unknown_thing_is_not_found(client: FlaskClient) -> None:
    """A name that nothing has is 404."""
    report(client, "wrid:instrument/no-plan", 404)


def test_report_can_be_mailed_where_someone_reads_it(site: Flask) -> None:
    """With a contact there is a link with the whole text; without none."""
    kept = site.extensions[EXTENSION]
    assert "mailto:" not in report(site.test_client(), "wrid:instrument/bench-plan")
    settings = replace(kept.settings, contact="who@example.org")
    site.extensions[EXTENSION] = replace(kept, settings=settings)
    text = report(site.test_client(), "wrid:instrument/bench-plan")
    site.extensions[EXTENSION] = kept
    link = urlsplit(text.partition('href="mailto:')[2].partition('"')[0])

    assert "who@example.org" == link.path
    assert "bankjesplan" in parse_qs(link.query)["body"][0]
