"""Journeys: what the three kinds of users come for, from the first page to the evidence."""

import gzip
import json
import re
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_pages import LOOKS
from tests.webapp.mini_site import KEY

FRAMED = ("preview.html",)
"""What other sites show in a frame."""
MOST_SCRIPT, MOST_STYLE = 8_000, 10_000
"""Bytes that a page may load, gzipped."""
SCRIPT, STYLE = re.compile(r'<script src="([^"]+)"'), re.compile(r'rel="stylesheet" href="([^"]+)"')


def evidence_of(page: Page) -> tuple[str, str]:
    """Return who says the claim that a page is about, and where."""
    margin = page.locator(".claim .margin").first
    return margin.locator(".who").first.inner_text(), margin.locator(
        "a[href*='#p-']"
    ).first.inner_text()


def test_adviser_goes_from_the_matrix_to_the_passage(visit: Any) -> None:
    """Home, the instruments laid out, a cell, its claim, and the passage among its neighbours."""
    page = visit("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Matrix").click()
    page.locator("table a[href*='cell=']").first.click()

    who, where = evidence_of(page)
    assert who
    page.get_by_role("link", name=where, exact=True).first.click()
    assert page.url.endswith(f"#p-{page.locator(':target').get_attribute('id')[2:]}")
    assert where == page.locator(":target .place").inner_text()


def test_researcher_goes_from_a_query_to_the_evidence(visit: Any) -> None:
    """An example, its rows with labels, one thing of them, and a claim with who and where."""
    page = visit("/sparql")
    page.locator("a[href*='example=denied-statements']").click()
    page.get_by_role("button", name="Vraag", exact=True).click()
    page.locator("table a[href*='/doc/statement/']").first.click()

    who, where = evidence_of(page)
    assert "een parkwachter van een ander park" == who
    assert where.startswith("§ 2.1, zin")
    assert "niet" in page.locator("main").inner_text()


def test_keeper_of_other_data_finds_identifier_and_triples(visit: Any, address: str) -> None:
    """Search, the thing with its name to link to, and the same thing as data in one request."""
    page = visit("/")
    page.get_by_role("combobox").fill("zitplan")
    page.keyboard.press("Enter")
    page.locator(".hit a").first.click()
    iri = page.locator("[data-copy]").nth(1).inner_text()
    linked = json.loads(page.locator("script[type='application/ld+json']").inner_text())

    assert iri == linked["@id"]
    local = address + iri.removeprefix("https://w3id.org/warmteregie")
    asked = Request(local, headers={"Accept": "text/turtle"})
    with urlopen(asked) as answer:
        assert f"<{iri}>" in answer.read().decode()


def test_keyboard_alone_goes_from_home_to_a_narrowed_list(visit: Any) -> None:
    """No pointer: to the search, its hits, a facet, and the claim that is left."""
    page = visit("/?lang=en")
    page.get_by_role("combobox").focus()
    page.keyboard.type("bench")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    press_to(page, "polarity=polarity/denied")
    page.wait_for_url("**polarity=polarity/denied*")
    press_to(page, f"/doc/statement/{KEY}")

    assert "denied: not" in page.locator("main").inner_text()


def press_to(page: Page, href: str) -> None:
    """Go to the first link to *href* by the Tab key, and follow it."""
    for _ in range(150):
        page.keyboard.press("Tab")
        found = page.evaluate("document.activeElement.getAttribute('href')") or ""
        if href in found and found:
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    raise AssertionError(f"no link to {href} can be reached by keyboard")


@pytest.mark.parametrize("template", LOOKS)
def test_page_loads_little(browser: Browser, address: str, template: str) -> None:
    """At most 8 KB of script and 10 KB of style, gzipped; a page for frames has no script."""
    context = browser.new_context(extra_http_headers={"Accept": "text/html"})
    text = context.request.get(address + LOOKS[template]).text()
    sizes = [
        sum(len(gzip.compress(context.request.get(address + one).body())) for one in found)
        for found in (SCRIPT.findall(text), STYLE.findall(text))
    ]
    context.close()

    assert (sizes[0] == 0) == (template in FRAMED)
    assert sizes[0] <= MOST_SCRIPT
    assert 0 < sizes[1] <= MOST_STYLE
