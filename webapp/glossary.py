"""Glossary: the words of the field and of this site, explained in plain Dutch and English."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from unicodedata import normalize

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext as _
from rdflib import Literal, URIRef

from kg.answers import Answer
from kg.glossary import Plain
from kg.namespaces import expand
from webapp.languages import page_language
from webapp.presentation import Label, Link, Names
from webapp.services import Services, named, services
from webapp.twins import twin, twins

glossary = Blueprint("glossary", __name__)


@dataclass(frozen=True)
class Entry:
    """A word with what it means, and where the study first speaks of it.

    *statements* is 0 and *place* None where no statement is about it.
    """

    word: Link
    plain: str
    statements: int
    place: Link | None


@dataclass(frozen=True)
class Letter:
    """The words that begin with one letter."""

    letter: str
    entries: Sequence[Entry]


@glossary.get("/glossary")
def page() -> str:
    """Show every word with what it means, those on how to read the site first."""
    kept = services().glossary
    return render_template(
        "glossary.html",
        reading=entries_of(kept.reading),
        letters=by_letter(in_alphabet(entries_of(kept.word))),
        total=len(kept.entries),
        downloads=twins(address),
    )


@glossary.get("/glossary.<any(csv, json, xlsx, docx, ttl):suffix>")
def data(suffix: str) -> Response:
    """Give the glossary in the language of the page as data, or as a document."""
    found = in_alphabet(entries_of(services().glossary.entries))
    rows = tuple((URIRef(one.word.iri), _text(one.word.label), _plain(one)) for one in found)
    answer = Answer(("thing", "thingLabel", "plain"), rows)
    return twin(answer, suffix, "glossary", _("Glossary"))


def plainly(iri: str) -> str:
    """Return what a thing or term means in plain words, empty where nobody wrote that down."""
    found = _by_iri(services()).get(iri)
    return str(getattr(found, page_language())) if found else ""


def entries_of(found: Iterable[Plain]) -> list[Entry]:
    """Return entries in the language of the page, in the order given."""
    kept = {iri: str(getattr(one, page_language())) for one in found if (iri := expand(one.of))}
    names, spoken = named(services().names(kept)), occurrences()
    return [entry(names, iri, plain, spoken) for iri, plain in kept.items() if iri in names.facts]


def entry(names: Names, iri: URIRef, plain: str, spoken: Mapping[str, tuple[int, str]]) -> Entry:
    """Return one entry; *spoken* tells of a thing how many statements it has, and where first."""
    statements, passage = spoken.get(str(iri), (0, ""))
    place = named(services().names([URIRef(passage)])).place(URIRef(passage)) if passage else None
    return Entry(names.link(iri), plain, statements, place)


def occurrences() -> Mapping[str, tuple[int, str]]:
    """Return of each thing the number of its statements and the passage of the first one."""
    return _occurrences(services(), services().engine.build_id, services().study.key)


def in_alphabet(found: Iterable[Entry]) -> list[Entry]:
    """Return entries by the alphabet of their words; accents and case are passed over."""
    return sorted(found, key=lambda one: _folded(one.word.label.text))


def by_letter(found: Iterable[Entry]) -> list[Letter]:
    """Return sorted entries under the letters they begin with; digits come under one sign."""
    grouped = groupby(found, key=lambda one: _initial(one.word.label.text))
    return [Letter(letter, list(entries)) for letter, entries in grouped]


def address(suffix: str) -> str:
    """Return where the glossary is as data."""
    return url_for("glossary.data", suffix=suffix[1:], lang=page_language())


def _folded(word: str) -> str:
    return normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()


def _initial(word: str) -> str:
    first = _folded(word)[:1].upper()
    return first if first.isalpha() else "0–9"


def _text(label: Label) -> Literal:
    return Literal(label.text, lang=label.foreign or page_language())


def _plain(one: Entry) -> Literal:
    return Literal(one.plain, lang=page_language())


@lru_cache(maxsize=2)
def _by_iri(asked: Services) -> Mapping[str, Plain]:
    return {str(expand(one.of)): one for one in asked.glossary.entries}


@lru_cache(maxsize=2)
def _occurrences(asked: Services, build_id: str, key: str) -> Mapping[str, tuple[int, str]]:
    """Return the occurrences in one build; positions count from 1."""
    study, passages = asked.studies[key], asked.passages[key]
    return {
        str(row["thing"]): (
            int(str(row["statements"])),
            str(study.name("passage", passages[int(str(row["first"])) - 1].id)),
        )
        for row in asked.answer("pages", "occurrences", study=study.iri).records()
    }
