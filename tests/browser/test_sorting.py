"""Sorting a table, in a real browser: by any column, by keyboard, on any screen."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

QUERY = """SELECT ?word ?number ?day {
  VALUES (?word ?number ?day) {
    ("beek" 10 "2022-01-02") ("Ezel" 9 "2021-12-31") ("aak" UNDEF "2022-01-01") ("één" -1 UNDEF)
  }
}"""
ADDRESS = f"/sparql?query={quote(QUERY)}"


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Any]:
    """Return what opens the answer to a query, with script or without."""
    opened = []

    def open_page(width: int = 1280, *, script: bool = True, path: str = ADDRESS) -> Page:
        size: Any = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, locale="nl-NL", java_script_enabled=script)
        opened.append(context)
        page = context.new_page()
        page.goto(address + path)
        return page

    yield open_page
    for context in opened:
        context.close()


def column(page: Page, at: int) -> list[str]:
    """Return what stands in a column, from top to bottom."""
    return [one.strip() for one in page.locator(f"tbody td:nth-child({at})").all_text_contents()]


@pytest.mark.parametrize(
    ("at", "rising", "falling"),
    [
        (1, ["aak", "beek", "één", "Ezel"], ["Ezel", "één", "beek", "aak"]),
        (2, ["-1", "9", "10", ""], ["10", "9", "-1", ""]),
        (3, ["2021-12-31", "2022-01-01", "2022-01-02", ""],
         ["2022-01-02", "2022-01-01", "2021-12-31", ""]),
    ],
)  # fmt: skip
def test_column_is_sorted_as_what_it_holds(
    visit: Any, at: int, rising: list[str], falling: list[str]
) -> None:
    """Words as the page's language has them, numbers as numbers, days by the calendar.

    What is empty comes last; a third time gives the order of the answer.
    """
    page = visit()
    own = column(page, at)
    heading = page.locator(f"thead th:nth-child({at})")
    found = []
    for _ in range(3):
        heading.get_by_role("button").click()
        found.append((heading.get_attribute("aria-sort"), column(page, at)))

    assert [("ascending", rising), ("descending", falling), (None, own)] == found


def test_table_is_sorted_by_keyboard_and_told(visit: Any) -> None:
    """The focus stays on the heading; what happened is said once."""
    page = visit()
    page.locator("thead button").nth(1).focus()
    page.keyboard.press("Enter")

    assert ["-1", "9", "10", ""] == column(page, 2)
    focused = page.evaluate("document.activeElement.closest('th').ariaSort")
    assert "ascending" == focused
    assert page.locator("table + [role=status]").inner_text().endswith("gesorteerd, oplopend")
    page.locator("thead button").nth(0).press(" ")
    assert 1 == page.locator("th[aria-sort]").count()


def test_narrow_screen_sorts_as_well(visit: Any) -> None:
    """Where rows stand as lists, the headings stand above them in a row."""
    page = visit(320)
    buttons = page.locator("thead button")

    assert all(buttons.nth(at).is_visible() for at in range(3))
    assert 320 >= page.evaluate("document.documentElement.scrollWidth")


def test_heading_is_plain_text_without_script(visit: Any) -> None:
    """Nothing that looks as if it could be pressed."""
    page = visit(script=False)

    assert 0 == page.locator("thead button").count()
    assert 3 == page.locator("thead th").count()


def test_page_without_table_loads_no_script(visit: Any) -> None:
    """What is not needed is not sent."""
    assert 1 == visit().locator("script[src*=sorting]").count()
    assert 0 == visit(path="/sparql").locator("script[src*=sorting]").count()


def test_question_is_printed_with_its_choice_and_without_code(visit: Any) -> None:
    """Paper has what was chosen, the answer and its address."""
    page = visit(path="/questions/who-says-what?subject=wrid%3Ainstrument%2Fbench-plan")
    page.emulate_media(media="print")

    assert page.locator(".sentence select").is_visible()
    assert not page.locator(".sentence button").is_visible()
    assert not page.locator("main pre").first.is_visible()
    assert page.locator("main a.iri").is_visible()
    mark = "getComputedStyle(document.querySelector('th button'), '::after').display"
    assert "none" == page.evaluate(mark)
