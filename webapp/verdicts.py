"""Verdicts: what is to be said of a link to us, in words of the page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from rdflib import URIRef

from kg.engine import Rule
from kg.errors import PastedRefused, PastedUnreadable
from kg.inlinks import Doubt, Judged, Slip, Verdict
from kg.namespaces import ROOT, shorten
from webapp.languages import page_language
from webapp.presentation import Label, Link, Names

GROUPS = ("unknown", "deprecated", "misspelt", "doubtful", "good")
"""What a link comes to, the worst first."""


@dataclass(frozen=True)
class Remark:
    """Something to be said of a link: a word for programs, a sentence, and names of ours."""

    code: str
    text: str
    names: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A link as it is shown: its own thing, the relation, what is written, and what it comes to.

    *means* is the thing of ours that is meant, without an address where there is none.
    """

    group: str
    subject: str
    relation: str
    written: str
    means: Link
    remarks: tuple[Remark, ...]


def shown(links: Iterable[Judged], names: Names) -> list[Shown]:
    """Return links as they are shown, the worst first."""
    found = [_shown(one, names) for one in links]
    return sorted(found, key=lambda one: GROUPS.index(one.group))


def group_titles() -> dict[str, str]:
    """Return what a group of links is headed by."""
    return {
        "unknown": _("Point to what is not there"),
        "deprecated": _("Point to what is no longer in use"),
        "misspelt": _("Written otherwise than our names are"),
        "doubtful": _("Point to what is there, and may say something else than you mean"),
        "good": _("Right"),
    }


def _shown(one: Judged, names: Names) -> Shown:
    link, iri = one.link, URIRef(one.meant.iri)
    known = one.verdict is not Verdict.UNKNOWN
    return Shown(
        group=_group(one),
        subject=link.subject,
        relation=shorten(link.predicate).strip("<>") if link.predicate else "",
        written=link.target,
        means=names.link(iri) if known else Link(str(iri), Label(shorten(str(iri))), ""),
        remarks=tuple(_remarks(one, names)),
    )


def _group(one: Judged) -> str:
    if one.verdict is not Verdict.EXISTS:
        return str(one.verdict)
    if one.meant.slips:
        return "misspelt"
    return "doubtful" if one.doubts else "good"


def _remarks(one: Judged, names: Names) -> list[Remark]:
    """Return all that is to be said of a link: on its target, how it is written, what it says."""
    instead = _links(names, one.instead)
    said = {
        Verdict.UNKNOWN: _unknown(one.meant.iri, instead),
        Verdict.DEPRECATED: _deprecated(instead),
    }
    found = [Remark(str(one.verdict), said[one.verdict], instead)] if one.verdict in said else []
    found += [Remark(str(slip), slips()[slip]) for slip in one.meant.slips]
    return found + [
        Remark(str(doubt), doubts()[doubt], _links(names, iris)) for doubt, iris in one.doubts
    ]


def _links(names: Names, iris: Sequence[str]) -> tuple[Link, ...]:
    """Return links to names of ours; a relation of others goes by its short name."""
    ours = (names.link(URIRef(iri)) for iri in iris)
    return tuple(ours if all(iri.startswith(ROOT) for iri in iris) else map(relation_link, iris))


def _unknown(iri: str, near: Sequence[Link]) -> str:
    if near:
        return str(_("There is nothing called %(name)s. Did you mean:", name=shorten(iri)))
    return str(_("There is nothing called %(name)s, nor anything like it.", name=shorten(iri)))


def _deprecated(instead: Sequence[Link]) -> str:
    if instead:
        return str(_("This name is no longer in use. Link to what took its place:"))
    return str(_("This name is no longer in use, and nothing took its place."))


def slips() -> dict[Slip, str]:
    """Return what is wrong with how a name is written."""
    return {
        Slip.HTTP: _("It begins with http:, and our names begin with https:."),
        Slip.WWW: _("Our names have no www."),
        Slip.CASE: _("Our names are in lower case up to the last part."),
        Slip.HOST: _(
            "This is the address of a site, which may move; our names begin with "
            "https://w3id.org/warmteregie/."
        ),
        Slip.PAGE: _(
            "This is the page about the thing, with /doc/; its name has /id/, or /def/ for a term."
        ),
        Slip.NO_ID: _("The /id/ is missing before the kind of thing."),
        Slip.SUFFIX: _("A suffix such as .ttl makes it a file about the thing; its name has none."),
        Slip.QUERY: _("Our names have no # and no ? in them."),
        Slip.SLASH: _("Our names do not end in a slash."),
        Slip.PREFIX: _(
            "The prefix is not declared in the file, so this is a name of its own; declare it."
        ),
        Slip.TEXT: _(
            "It is written as a text, between quotes, so nothing follows it; write it as an IRI."
        ),
    }


def doubts() -> dict[Doubt, str]:
    """Return what may be wrong with a link to a thing that is there."""
    return {
        Doubt.NAMELESS: _("Your thing has no name, so nobody can come back to it: give it an IRI."),
        Doubt.TERM: _(
            "This is a term of the ontology, and a SKOS mapping is between concepts: use "
            "rdfs:subClassOf or rdfs:seeAlso."
        ),
        Doubt.NO_CONCEPT: _(
            "This is no concept, and a SKOS mapping is between concepts: use schema:sameAs "
            "for an organisation or place, rdfs:seeAlso for anything else."
        ),
        Doubt.NO_CLASS: _(
            "This is a thing and no class, so nothing can be of that class: use "
            "dcterms:subject, or a SKOS mapping."
        ),
        Doubt.NO_RELATION: _("There is no such relation. You probably mean:"),
        Doubt.TOO_MUCH: _(
            "owl:sameAs says that all we say holds of yours too. Use skos:exactMatch between "
            "concepts, schema:sameAs for an organisation or place."
        ),
        Doubt.ONE_MAPPING: _(
            "You make the same thing of yours the same as another of ours, which says that "
            "these two are one:"
        ),
        Doubt.PLACE_FOR_ORGANISATION: _(
            "A false friend: yours is an organisation, this is a place. A city grants no "
            "permits; look for the party."
        ),
        Doubt.ORGANISATION_FOR_PLACE: _(
            "A false friend: yours is a place, this is an organisation. Look for the place."
        ),
        Doubt.CALLED_SO: _(
            "Perhaps a false friend: this is not what you call it, and something else of ours"
            " is called just so:"
        ),
        Doubt.LINKED_TO: _("We link that thing of yours ourselves, to another of ours:"),
    }


def relation_link(iri: str) -> Link:
    """Return a relation of somebody else's as a link by its short name."""
    return Link(iri, Label(shorten(iri)), iri)


def rule_texts(rules: Iterable[Rule]) -> list[tuple[str, str, str]]:
    """Return for each thing that a shape found its shape, its sentence, and the thing."""
    language = page_language()
    return [
        (shorten(one.shape), one.messages.get(language) or one.messages.get("en", ""), one.value)
        for one in rules
    ]


def refusals() -> dict[str, Callable[[PastedRefused], str]]:
    """Return why a file is not read, by kind."""
    return {
        "too-large": lambda error: _("The file has more than %(most)s bytes.", most=error.most),
        "too-many": lambda error: _("The file has more than %(most)s triples.", most=error.most),
        "doctype": lambda error: _(
            "The XML declares a document type. That can define entities, which fetch files or"
            " grow without end, so it is not read."
        ),
        "remote-context": lambda error: _(
            "The JSON-LD has a context at an address, and nothing is fetched here."
        ),
    }


def ways_out() -> dict[str, str]:
    """Return what to do about a file that is refused or cannot be read, by kind."""
    return {
        "too-large": _("Send the links only, or a part of them."),
        "too-many": _("Send the links only, or a part of them."),
        "doctype": _("Leave out the DOCTYPE and write names in full."),
        "remote-context": _("Put the context itself in the file, or send Turtle."),
        "not-utf-8": _("Save the file as UTF-8."),
        "columns": _("A table has at least the columns subject_id, predicate_id and object_id."),
        "name": _("Write a whole IRI, or a name with a prefix that the head of the file declares."),
        "syntax": _("Mend that place, or choose the format that the file really has."),
    }


def why_unreadable(error: PastedUnreadable) -> str:
    """Return what is wrong with a file that cannot be read, and where."""
    reasons = {
        "not-utf-8": _("The file is not UTF-8."),
        "columns": _("The table lacks columns: %(names)s.", names=error.detail),
        "name": _("This is no name: %(name)s.", name=error.detail),
    }
    why = reasons.get(error.kind) or _("The file cannot be read.")
    return f"{why} {place(error)}".strip()


def place(error: PastedUnreadable) -> str:
    """Return where a file cannot be read, empty where that is unknown."""
    if error.line and error.column:
        return str(_("Line %(line)s, column %(column)s.", line=error.line, column=error.column))
    return str(_("Line %(line)s.", line=error.line)) if error.line else ""
