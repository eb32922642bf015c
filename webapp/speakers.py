"""Speakers: what one says, section by section where it is much."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from rdflib import URIRef

from webapp.presentation import Link, passage_id
from webapp.services import named, services

MOST = 60
"""So many claims stand on one page; of a speaker with more a page shows one section."""


@dataclass(frozen=True)
class Part:
    """A section in which a speaker speaks, with the address that shows what is said there."""

    number: str
    link: Link
    href: str
    statements: tuple[URIRef, ...]


def spoken_parts(speaker: str) -> list[Part]:
    """Return the sections in which a speaker speaks, in the study's order."""
    answer = services().answer("pages", "said-by", speaker=speaker)
    names = named(services().called(answer))
    said: dict[URIRef, list[URIRef]] = {}
    for row in answer.records():
        said.setdefault(URIRef(row["section"]), []).append(URIRef(row["statement"]))
    return [
        Part(passage_id(one), names.link(one), _address(speaker, one), tuple(found))
        for one, found in said.items()
    ]


def _address(speaker: str, section: str) -> str:
    slug = speaker.rpartition("/speaker/")[2]
    number = passage_id(section)
    return url_for("resources.thing", kind="speaker", slug=slug, section=number)


def chosen(parts: Sequence[Part], asked: str) -> Part | None:
    """Return the part that is shown: the one asked for, or the first of many; None for all.

    One that is asked for and is not there is no part: an empty one.
    """
    if not asked:
        return parts[0] if sum(len(one.statements) for one in parts) > MOST else None
    return next((one for one in parts if one.number == asked), None)
