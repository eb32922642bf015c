"""Languages: Dutch first, English complete; every address can name its language."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar, cast
from urllib.parse import urlencode

from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import (
    Babel,
    force_locale,
    format_date,
    format_decimal,
    get_translations,
    gettext,
)

from kg.sentences import Sentence

LANGUAGES = {"nl": "Nederlands", "en": "English"}
DEFAULT = "nl"
_Words = TypeVar("_Words")


def speak_languages(app: Flask) -> None:
    """Let the application answer in the language asked for and keep it in its addresses."""
    Babel(app, default_locale=DEFAULT, locale_selector=page_language)
    # Added by the extension for translations, which types do not tell.
    install = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]
    install(
        lambda text: catalogue().ugettext(text),
        lambda one, many, number: catalogue().ungettext(one, many, number),
        newstyle=True,
    )
    app.url_defaults(keep_language)
    app.context_processor(
        lambda: {
            "language": page_language(),
            "asked_language": asked_language(),
            "asks_for_another": asks_for_another(),
            "switches": switches(),
            "written": written,
        }
    )


def catalogue() -> Translations | NullTranslations:
    """Return the words of this page: a template asks for hundreds, and finding them takes long."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return cast("Translations | NullTranslations", g.catalogue)


def page_language() -> str:
    """Return the language of this page: as ``lang`` says, else as the browser prefers."""
    if "language" not in g:
        g.language = asked_language() or (
            request.accept_languages.best_match(list(LANGUAGES), DEFAULT) or DEFAULT
        )
    return str(g.language)


def asked_language() -> str:
    """Return the language the address names, empty when it names none that we speak."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else ""


def asks_for_another() -> bool:
    """Tell whether the address names a language that we do not speak."""
    return bool(request.args.get("lang", "").strip()) and not asked_language()


def keep_language(endpoint: str, values: dict[str, object]) -> None:
    """Let a generated address name the language that this page's address names."""
    if (asked := asked_language()) and not endpoint.endswith("static"):
        values.setdefault("lang", asked)


def in_every_language(words: Callable[[], _Words]) -> dict[str, _Words]:
    """Return what *words* gives, by language, whatever the language of the page is."""
    found = {}
    for language in LANGUAGES:
        with force_locale(language):
            found[language] = words()
    return found


def written(day: str) -> str:
    """Return a day, a month or a year such as ``2021-09`` as the language of the page writes it."""
    parts = day.count("-")
    whole = date.fromisoformat(day + "-01" * (2 - parts))
    return str(format_date(whole, ("y", "MMMM y", "d MMMM y")[parts]))


def spoken(text: str) -> str:
    """Return a sentence in the language of the page; any other text as it is."""
    if not isinstance(text, Sentence):
        return text
    return text.said(gettext, lambda number: str(format_decimal(number)))


def switches() -> list[tuple[str, str, str]]:
    """Return code, name and address of each other language, for this very page.

    The address is a query alone, so it cannot lead to another host or page.
    """
    others = [code for code in LANGUAGES if code != page_language()]
    return [(code, LANGUAGES[code], _query_with(code)) for code in others]


def _query_with(language: str) -> str:
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return "?" + urlencode([*kept, ("lang", language)])
