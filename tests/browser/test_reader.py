"""The reader in a real browser: what belongs together lights up together, and paper has it all."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.webapp.mini_site import KEY

TIED = "[...document.querySelectorAll('.tied')].map(one => one.tagName.toLowerCase())"
ROW = "#p-2\\.1-6"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Return the section of the invented study that has most in it."""
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    page.goto(f"{address}/study/{KEY}/2.1")
    yield page
    context.close()


def test_claim_under_the_mouse_lights_up_its_passages(page: Page) -> None:
    """The row, its box and its tick, and those of the passage it is read with."""
    page.hover(f"{ROW} .said a")

    assert {"li", "rect", "line"} == set(page.evaluate(TIED))
    assert page.locator("#p-2\\.1-5.tied").count() == 1


def test_claim_with_the_focus_lights_up_its_passages(page: Page) -> None:
    """The keyboard has what the mouse has."""
    page.focus(f"{ROW} .said a")

    assert {"li", "rect", "line"} == set(page.evaluate(TIED))


def test_tick_lights_up_its_passage(page: Page) -> None:
    """The strip points back at the list."""
    page.hover(".tick[data-passage~='2.1-6']", force=True)

    assert page.locator(f"{ROW}.tied").count() == 1


def test_paper_opens_what_is_folded(browser: Browser, address: str) -> None:
    """Notes and passages read along are printed, also where nothing runs."""
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{address}/study/{KEY}/2.1")
    folded = page.locator(f"{ROW} details p").first
    on_screen = folded.is_visible()
    page.emulate_media(media="print")
    on_paper = folded.is_visible()
    context.close()

    assert (False, True) == (on_screen, on_paper)


def test_links_below_each_other_can_be_hit(page: Page) -> None:
    """With all notes opened each link of a list has 24 pixels: WCAG 2.2, 2.5.8."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    heights = page.evaluate(
        """() => [...document.querySelectorAll('main li:has(> a), main li p:has(> a)')]
            .map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"""
    )

    assert heights
    assert [] == [(text, height) for text, height in heights if height < 24]


def test_speaker_is_chosen_by_keyboard(page: Page) -> None:
    """The form needs no script and no mouse."""
    page.focus("#speaker")
    page.keyboard.type("enkele")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**speaker=visitors**")

    assert page.locator(".passage").count() == 1
