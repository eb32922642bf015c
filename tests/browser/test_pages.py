"""Every template in a real browser: for everybody, at every width, and from nowhere else."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kg.pictures import KINDS
from tests.webapp.mini_site import KEY
from webapp import app as application

TEMPLATES = Path(application.__file__).parent / "templates"
PAGES = {
    "home.html": "/",
    "search.html": "/search?q=bankje",
    "explore.html": "/explore?polarity=polarity/affirmed",
    "matrix.html": f"/matrix?rows=about&columns=speaker&cell=wr:Instrument,speaker/{KEY}/authors",
    "regie.html": "/regie",
    "study.html": "/study",
    "section.html": f"/study/{KEY}/2.1",
    "quality.html": "/quality",
    "about.html": "/about",
    "data.html": "/data",
    "link.html": "/link",
    "links.html": "/links",
    "elsewhere.html": "/questions/what-others-call-it",
    "preview.html": "/reconcile/preview?id=instrument/bench-plan",
    "versions.html": "/versions",
    "version.html": "/versions/0.1.0",
    "changes.html": "/changes/0.1.0/0.2.0",
    "glossary.html": "/glossary",
    "reading.html": "/reading",
    "cases.html": "/cases",
    "law.html": "/law",
    "questions.html": "/questions",
    "question.html": "/questions/who-says-what",
    "api.html": "/api",
    "operation.html": "/api/who-says-what",
    "sparql.html": "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%203",
    "ontology.html": "/doc/def/",
    "error.html": "/nergens",
    "report.html": f"/report?about=wrid:statement/{KEY}-0004",
    "resources/thing.html": "/doc/instrument/bench-plan",
    "resources/statement.html": f"/doc/statement/{KEY}-0004",
    "resources/passage.html": f"/doc/passage/{KEY}/2.1-2",
    "resources/speaker.html": f"/doc/speaker/{KEY}/keeper-1",
    "resources/gap.html": f"/doc/gap/{KEY}-01",
    "resources/tension.html": f"/doc/tension/{KEY}-01",
    "resources/work.html": "/doc/work/linde-2021",
    "resources/graph.html": "/doc/graph/entities",
    "resources/term.html": "/doc/def/Instrument",
}
PICTURES = {
    "bar": "/questions/how-often",
    "matrix": "/questions/how-firm",
    "timeline": "/questions/for-when",
    "graph": "/questions/who-on-what",
    "refused": "/questions/who-says-what?subject=wrid:x/y",
    "instruments": "/matrix",
}
"""What a template draws in some of its pages only."""
LOOKS = PAGES | PICTURES
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROWEST = 320


def test_every_template_is_looked_at() -> None:
    """A template added is a template tested."""
    whole = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if not path.name.startswith("_") and path.name != "base.html"
    }

    assert whole == set(PAGES)


def test_every_kind_of_picture_is_looked_at() -> None:
    """A kind added is a kind tested."""
    assert set(KINDS) <= set(PICTURES)


EVERY_TIME = ("home.html", "resources/thing.html", "question.html")
"""The pages at which most visitors look; the others are looked at with the tests that take long."""
LOOKED_AT = [
    name if name in EVERY_TIME else pytest.param(name, marks=pytest.mark.long) for name in LOOKS
]


@pytest.mark.parametrize("template", LOOKED_AT)
def test_page_is_for_everybody(visit: Any, template: str) -> None:
    """It breaks no rule of WCAG 2.2 AA that a program can check: telephone, tablet and desk.

    At 320 pixels, in either scheme as at the others, nothing is scrolled sideways to be read.
    """
    page = visit(LOOKS[template], NARROWEST)
    page.evaluate(Axe().axe_script)
    assert NARROWEST >= page.evaluate("document.documentElement.scrollWidth")

    looks = product((NARROWEST, 768, 1280), ("light", "dark"))
    assert [] == [node for width, scheme in looks for node in _broken_nodes(page, width, scheme)]


def _broken_nodes(page: Page, width: int, scheme: str) -> list[tuple[int, str, str, str]]:
    """Return what breaks a rule, with the look in which it does."""
    return [
        (width, scheme, rule["id"], node["html"])
        for rule in _broken(page, width, scheme)
        for node in rule["nodes"]
    ]


def _broken(page: Page, width: int, scheme: Any) -> list[dict[str, Any]]:
    """Return the rules that a page breaks at a width and in a colour scheme."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return list(found["violations"])


def test_bad_page_is_found_out(visit: Any) -> None:
    """The rules do bite: a page that is spoiled breaks them."""
    page = visit("/about")
    page.evaluate(Axe().axe_script)
    page.evaluate("document.documentElement.removeAttribute('lang')")

    assert ["html-has-lang"] == [rule["id"] for rule in _broken(page, 1280, "light")]


def test_page_is_whole_without_script(browser: Browser, address: str) -> None:
    """What a page says it says without running anything."""
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(address + PAGES["section.html"])
    text = page.inner_text("main")
    context.close()

    assert "Bankjes en boomwortels lijken elkaar in de weg te zitten." in text


def test_keyboard_skips_to_the_content(visit: Any) -> None:
    """The first stop leads past what every page repeats."""
    page = visit("/")
    page.keyboard.press("Tab")

    assert "Naar de inhoud" == page.evaluate("document.activeElement.textContent")
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert "main" == page.evaluate("document.activeElement.id")


def test_keyboard_leads_from_home_to_the_evidence(visit: Any) -> None:
    """Home, a question, a claim, the passage it rests on: by keyboard alone."""
    page = visit("/")
    _follow(page, "/questions/who-says-what")
    assert "Wie wat van het park zegt" in page.inner_text("h1")
    _follow(page, f"/doc/statement/{KEY}-0003")
    assert "Bankjes en boomwortels" in page.inner_text("h1")
    _follow(page, f"/study/{KEY}/2.1#p-2.1-2")

    assert page.url.endswith(f"/study/{KEY}/2.1#p-2.1-2")
    assert "lijkt" in page.inner_text("#p-2\\.1-2")


def test_focus_can_be_seen(visit: Any) -> None:
    """Where the keyboard is has an outline."""
    page = visit("/questions/who-says-what")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    assert "none" != page.evaluate("getComputedStyle(document.activeElement).outlineStyle")


def test_paper_shows_the_evidence(visit: Any) -> None:
    """What is printed holds every claim with who says it and where."""
    page = visit("/doc/instrument/bench-plan")
    page.emulate_media(media="print")

    assert page.locator(".claim .who").first.is_visible()
    assert page.locator(".words p").first.is_visible()
    assert page.locator(".evidence .beside-it").first.is_visible()
    assert not page.locator(".bar nav ul").is_visible()


def _follow(page: Page, href: str) -> None:
    """Press Tab until the link to an address has the focus, then Enter."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if href == page.evaluate("document.activeElement.getAttribute('href')"):
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            page.wait_for_url(f"**{href}")
            return
    raise AssertionError(f"no link to {href} can be reached by keyboard")


def test_names_are_suggested_while_typing(visit: Any) -> None:
    """By keyboard alone: type, go down, enter; Escape closes the list."""
    page = visit("/")
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("bank")
    page.get_by_role("option").first.wait_for()
    assert "true" == box.get_attribute("aria-expanded")
    page.keyboard.press("Escape")
    assert "false" == box.get_attribute("aria-expanded")

    page.keyboard.type("je")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("option", selected=True).count()
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/object/bench")


def test_identifier_can_be_copied(browser: Browser, address: str) -> None:
    """A button beside a name takes it along, and says that it did."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + PAGES["resources/thing.html"] + "?lang=en")
    page.locator(".copy").first.click()
    page.locator(".told:not(:empty)").wait_for()

    assert "wrid:instrument/bench-plan" == page.evaluate("navigator.clipboard.readText()")
    assert "Copied" == page.locator(".told").first.inner_text()
    context.close()
