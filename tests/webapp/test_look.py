"""The look: colours that can be read, one small style sheet, nothing from elsewhere."""

import gzip
import re
from pathlib import Path

import pytest

from webapp import app as application

WEBAPP = Path(application.__file__).parent
STYLE = (WEBAPP / "static" / "warmteregie.css").read_text(encoding="utf-8")
LIGHT, DARK = 0, 1

CONTRASTS = {
    "ink": (16.6, 14.3),
    "second": (8.0, 9.5),
    "third": (5.3, 6.7),
    "link": (8.1, 8.4),
    "visited": (8.9, 8.4),
    "focus": (6.4, 10.4),
    "control": (3.6, 4.1),
    "hedged": (5.9, 9.0),
    "denied": (8.1, 8.5),
    "open": (7.6, 8.3),
    "outside": (6.3, 7.9),
    "supply": (5.9, 6.9),
    "return": (5.9, 8.3),
}
"""The contrast of each token against the page, light and dark, as the look was decided."""


def tokens(scheme: int) -> dict[str, str]:
    """Return the colours of a scheme by name."""
    blocks = re.findall(r":root\s*\{(.*?)\}", STYLE, re.DOTALL)
    return dict(re.findall(r"--([a-z]+):\s*(#[0-9A-Fa-f]{6})", blocks[scheme]))


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour. https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("name", CONTRASTS)
def test_token_has_the_contrast_that_was_decided(name: str, scheme: int) -> None:
    """A colour changed without its contrast is found out."""
    found = tokens(scheme)

    assert CONTRASTS[name][scheme] == pytest.approx(contrast(found[name], found["page"]), abs=0.06)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("name", [name for name in CONTRASTS if name not in ("control", "third")])
def test_text_can_be_read_on_a_panel_too(name: str, scheme: int) -> None:
    """Words on a panel have 4.5 to 1 as well."""
    found = tokens(scheme)

    assert 4.5 <= contrast(found[name], found["panel"])


def test_both_schemes_have_the_same_tokens() -> None:
    """Dark is no afterthought."""
    assert tokens(LIGHT).keys() == tokens(DARK).keys()


def test_colours_are_tokens() -> None:
    """A colour is written once, as a token; paper is black on white."""
    rest = re.sub(r":root\s*\{.*?\}", "", STYLE, flags=re.DOTALL).partition("@media print")[0]

    assert [] == re.findall(r"#[0-9A-Fa-f]{3,8}\b", rest)


def test_style_sheet_is_small() -> None:
    """Less than ten kilobytes as it is sent."""
    assert 10_000 > len(gzip.compress(STYLE.encode()))


def test_nothing_comes_from_elsewhere() -> None:
    """No template or style asks another host for anything."""
    files = [*WEBAPP.glob("templates/**/*.html"), *WEBAPP.glob("static/*.css")]
    asking = r"""(?:src|href|url|@import)\s*[=(\s]\s*["']?(?:https?:)?//"""

    assert files
    assert [] == [file.name for file in files if re.search(asking, file.read_text("utf-8"))]


def test_templates_hold_no_style_or_script() -> None:
    """The policy would refuse it, and so do we; files of ours and data are neither."""
    ours = r"src=.\{\{ url_for\('static'|type=.application/ld\+json"
    wrong = rf"<script(?! (?:{ours}))|<style|\sstyle=|\son[a-z]+="
    files = list(WEBAPP.glob("templates/**/*.html"))

    assert [] == [file.name for file in files if re.search(wrong, file.read_text("utf-8"))]
