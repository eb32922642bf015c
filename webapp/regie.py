"""Regie: its two characteristics as a quadrant with the four types, and what the study says.

The characteristics are the study's, the types are known from another work; the page, its data
and its drawing keep the two apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import Blueprint, Response, abort, render_template, url_for
from flask_babel import gettext as _
from rdflib import Literal, URIRef

from kg.answers import Answer
from kg.namespaces import WR, WRID
from webapp.facts import Facts
from webapp.matrix import source
from webapp.negotiation import CSV, JSON, SVG, TURTLE, Offer
from webapp.plate import PAPER, Plate
from webapp.presentation import Link, Names, Statement, passages_of, statements
from webapp.problems import answer_as_data
from webapp.quadrant import Axis, Corner, Said, draw_quadrant
from webapp.services import Services, named, services
from webapp.showing import Download, in_formats, strips
from webapp.twins import twin

regie = Blueprint("regie", __name__)
_PRESENT = str(WRID["characteristic-value/present"])


@dataclass(frozen=True)
class Type:
    """A type of regie with its value of each characteristic, and the work it is known from."""

    link: Link
    values: tuple[Link, ...]
    source: Link


@dataclass(frozen=True)
class Part:
    """What the study says of something: its name and the claims."""

    link: Link
    claims: list[Statement]


@dataclass(frozen=True)
class Regie:
    """The characteristics, the types by them, what is said, and the gaps that concern regie."""

    characteristics: tuple[Link, ...]
    types: tuple[Type, ...]
    parts: tuple[Part, ...]
    gaps: tuple[Link, ...]

    @property
    def can_be_drawn(self) -> bool:
        """Whether there are types, and two characteristics to tell them apart by."""
        return bool(self.types) and len(self.characteristics) == 2

    @property
    def marked(self) -> list[str]:
        """The passages that the claims rest on."""
        return passages_of(one for part in self.parts for one in part.claims)


@regie.get("/regie")
def page() -> str:
    """Show the quadrant, its twin as a table, and what the study says of each characteristic."""
    found = regie_of()
    return render_template(
        "regie.html",
        regie=found,
        plate=quadrant(found) if found.can_be_drawn else None,
        paper=PAPER,
        alone=False,
        downloads=downloads(found),
        query=services().query("pages", "regie-types"),
        strips=strips(found.marked),
    )


@regie.get("/regie.<any(csv, json, ttl):suffix>")
def data(suffix: str) -> Response:
    """Give the types with their characteristics as data."""
    return twin(as_answer(regie_of()), suffix, "regie", "")


@regie.get("/regie.svg")
def drawing() -> Response:
    """Give the quadrant as a drawing that can be read on its own."""
    answer_as_data()
    where = source(url_for("regie.page", _external=True))
    text = render_template("plate.svg", plate=quadrant(regie_of(), where), paper=PAPER)
    return Response(text, content_type=SVG.content_type)


def regie_of() -> Regie:
    """Return the types of regie and what the study says, in the language of the page."""
    rows, facts = _known(services(), services().engine.build_id)
    names = named(facts)
    characteristics = tuple(dict.fromkeys(row["characteristic"] for row in rows))
    whole = {row[name] for row in rows for name in ("regie", "forms") if name in row}
    return Regie(
        tuple(map(names.link, characteristics)),
        tuple(types_of(names, rows, characteristics)),
        tuple(parts_of(names, [*characteristics, *sorted(whole)])),
        names.links(gap for one in whole for gap in names.facts.subjects(WR.concerns, one)),
    )


@lru_cache(maxsize=2)
def _known(asked: Services, build_id: str) -> tuple[list[dict[str, URIRef]], Facts]:
    """Return the rows of the types in one build, and all that is said of what they name."""
    rows: list[dict[str, URIRef]] = list(asked.answer("pages", "regie-types").records())  # type: ignore[arg-type]
    things = {
        row[name] for row in rows for name in ("characteristic", "regie", "forms") if name in row
    }
    facts = asked.names(one for row in rows for one in row.values())
    for thing in sorted(things):
        facts += Facts(asked.evidence(thing))
        facts += asked.facts("resource", "description", thing=thing)
    return rows, facts


def types_of(
    names: Names, rows: Sequence[dict[str, URIRef]], characteristics: Sequence[URIRef]
) -> Iterator[Type]:
    """Yield the types that have a value of every characteristic, in the order of the rows."""
    for kind in dict.fromkeys(row["type"] for row in rows):
        own = {row["characteristic"]: row for row in rows if row["type"] == kind}
        if set(own) == set(characteristics):
            values = tuple(names.link(own[one]["value"]) for one in characteristics)
            yield Type(names.link(kind), values, names.link(own[characteristics[0]]["source"]))


def parts_of(names: Names, things: Sequence[URIRef]) -> Iterator[Part]:
    """Yield what the study says of each thing, every claim once: where it is first met."""
    left = statements(names, services().words)
    for thing in things:
        own = [one for one in left if str(thing) in mentioned(one)]
        left = [one for one in left if one not in own]
        yield Part(names.link(thing), own)


def mentioned(claim: Statement) -> Iterator[str]:
    """Yield the IRIs of what a claim mentions: subject, object and what its node says."""
    yield claim.subject.iri
    if claim.object.link:
        yield claim.object.link.iri
    yield from (
        value.link.iri for phrase in claim.object.phrases for value in phrase.values if value.link
    )


def quadrant(found: Regie, where: str = "") -> Plate:
    """Return the drawing of the types, the first characteristic across and the second upward.

    Raises:
        NotFound: there are no types, or no two characteristics to tell them apart by.
    """
    if not found.can_be_drawn:
        abort(404)
    ends = (_("absent"), _("present"), _("from the study"))
    across, up = (Axis(one.label.text, *ends) for one in found.characteristics)
    said = Said(
        _("Types of regie by two characteristics"),
        _("The two characteristics are the study's; the types in the boxes are from elsewhere."),
        _("not from the study"),
        where,
    )
    return draw_quadrant(
        across, up, [corner(one, found.characteristics) for one in found.types], said
    )


def corner(one: Type, characteristics: Sequence[Link]) -> Corner:
    """Return the corner that a type stands in, with its values and its source in words."""
    across, up = (value.iri == _PRESENT for value in one.values)
    pairs = zip(characteristics, one.values, strict=True)
    values = [f"{name.label.text}: {value.label.text}" for name, value in pairs]
    return Corner(across, up, one.link.label.text, (*values, one.source.label.text), one.link.href)


def as_answer(found: Regie) -> Answer:
    """Return the types as rows of data, each with where it is known from."""
    names = [one.label.text for one in found.characteristics]
    return Answer(
        (_("type"), "IRI", *names, _("source"), _("status")),
        tuple(
            (
                Literal(one.link.label.text),
                URIRef(one.link.iri),
                *(Literal(value.label.text) for value in one.values),
                Literal(one.source.label.text),
                Literal(_("not from the study")),
            )
            for one in found.types
        ),
    )


def downloads(found: Regie) -> list[Download]:
    """Return the types as data and as a drawing, where they can be drawn."""
    drawn = (SVG,) if found.can_be_drawn else ()
    return [
        *in_formats((CSV, JSON, TURTLE), data_address),
        *in_formats(drawn, lambda _svg: url_for("regie.drawing")),
    ]


def data_address(offer: Offer) -> str:
    """Return where the types are as data in a format."""
    return url_for("regie.data", suffix=offer.suffix[1:])
