"""History: the versions of the data, what changed between any two, and a feed of them."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from rdflib import Literal

from kg.answers import Answer
from kg.changes import KINDS, Change, Detail, State, called, count, in_words, to_answer
from kg.errors import NoBuild
from kg.versions import Version, whole_dump
from webapp.addresses import address
from webapp.data import pieces
from webapp.dumps import PACKED
from webapp.feed import ATOM, Entry, feed_of
from webapp.languages import page_language
from webapp.lineage import described_version
from webapp.negotiation import GRAPHS, HTML, Offer, split_suffix
from webapp.resources import kept, serialized, wanted
from webapp.showing import Download, in_formats
from webapp.sparql import absolute
from webapp.twins import twin, twins
from webapp.versions import all_versions, changed, former_of, iri_of, ontology, told_by
from webapp.versions import served as served_version
from webapp.versions import version as find
from webapp.words import borrowed_terms, change_words, kinds_changed

history = Blueprint("history", __name__)

MOST = 100
"""Changes of a kind that a page shows; the data have them all."""
_DATA = "any(csv, json, xlsx, docx, ttl)"


@dataclass(frozen=True)
class Step:
    """A version as a list shows it: what changed since the one before, in a few words."""

    version: Version
    former: Version | None
    counts: tuple[str, ...]
    compared: bool

    @property
    def note(self) -> str:
        """What it is, in the language of the page; empty where nothing is said."""
        release = self.version.release
        return getattr(release.note, page_language()) if release and release.note else ""


@dataclass(frozen=True)
class Told:
    """A change in words: what sort of change, of what, where that is shown, and each aspect."""

    sort: str
    label: str
    href: str
    name: str
    details: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Group:
    """The changes of one kind: those that are shown, and how many there are."""

    kind: str
    title: str
    shown: tuple[Told, ...]
    total: int


@history.get("/versions")
def page() -> str:
    """Show every version there was, the newest first, with what changed."""
    return render_template(
        "versions.html", steps=steps(), served=served_version(), downloads=list_downloads()
    )


@history.get(f"/versions.<{_DATA}:suffix>")
def listed(suffix: str) -> Response:
    """Give the list of versions as data."""
    rows = (
        (
            Literal(one.version.number), Literal(one.version.day), Literal(one.version.build),
            Literal(_("released") if one.version.release else _("in the making")),
            iri_of(one.version.number), Literal("; ".join(one.counts)),
        )
        for one in steps()
    )  # fmt: skip
    columns = ("version", "date", "build", "state", "thing", "changes")
    return twin(Answer(columns, tuple(rows)), suffix, "versions", _("Versions"))


@history.get("/versions.atom")
def feed() -> Response:
    """Tell feed readers of each release; what is in the making is not told yet."""
    entries = [entry(one) for one in steps() if one.version.release]
    text = feed_of(
        absolute(request.full_path.rstrip("?")), absolute(url_for("history.page")), entries
    )
    response = Response(text, content_type=ATOM)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    response.make_conditional(request)
    return response


@history.get("/versions/<number>")
def version(number: str) -> ResponseReturnValue:
    """Show one version with its file, or describe it as data where that is asked for."""
    local, asked = split_suffix(number, (*GRAPHS, HTML))
    one = find(local)
    if (offer := asked or wanted()) is not HTML:
        return as_graph(described_version(one), offer)
    return render_template(
        "version.html", step=step(one), iri=iri_of(local), served=served_version(),
        downloads=described_at(local), ontology=ontology_at(local),
    )  # fmt: skip


@history.get("/versions/<number>/warmteregie.nq.gz")
def dump(number: str) -> Response:
    """Give all of the data of a version from its file."""
    one = find(number)
    file = whole_dump(one)
    response = Response(pieces(file), content_type=PACKED)
    response.content_length = file.stat().st_size
    response.set_etag(one.release.sha256 if one.release else one.build)
    name = f"warmteregie-{number}.nq.gz"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.make_conditional(request)
    return response


@history.get("/versions/<number>/def.<suffix>")
def ontology_data(number: str, suffix: str) -> Response:
    """Give the ontology as it was in a version."""
    _local, offer = split_suffix(f"def.{suffix}", GRAPHS)
    return as_graph(ontology(find(number)), offer or abort(404))


@history.get("/changes")
def changes_index() -> ResponseReturnValue:
    """Lead to the versions, of which any two can be compared."""
    return redirect(url_for("history.page"), 302)


@history.get("/changes/<old>/<new>")
def changes(old: str, new: str) -> str:
    """Show what one version has otherwise than another, kind by kind, in words."""
    before, after = find(old), find(new)
    return render_template(
        "changes.html", old=before, new=after, groups=groups(before, after),
        downloads=twins(partial(changes_at, old, new)),
    )  # fmt: skip


@history.get(f"/changes/<old>/<new>.<{_DATA}:suffix>")
def changes_data(old: str, new: str, suffix: str) -> Response:
    """Give all that changed as data or as a document, a row an aspect."""
    before, after = find(old), find(new)
    found, states = changed(before, after), (told_by(before), told_by(after))
    answer = to_answer(found, *states, page_language(), aspect_words())
    title = _("From version %(old)s to %(new)s", old=old, new=new)
    return twin(answer, suffix, "changes", title)


def steps() -> list[Step]:
    """Return all versions, the newest first."""
    return [step(one) for one in reversed(all_versions())]


def step(one: Version) -> Step:
    """Return a version with what changed; that cannot be told where its quads are elsewhere."""
    former = former_of(one)
    try:
        found = count(changed(former, one)) if former else {}
    except NoBuild:
        return Step(one, former, (), compared=False)
    return Step(one, former, tuple(counts_in_words(found)), compared=True)


def counts_in_words(found: dict[str, dict[str, int]]) -> list[str]:
    """Return how many things of each kind came, went or changed, in the language of the page."""
    words = change_words()
    return [
        f"{kinds_changed()[kind]}: "
        + ", ".join(f"{number} {words[sort]}" for sort, number in sorts.items())
        for kind, sorts in found.items()
    ]


def groups(old: Version, new: Version) -> list[Group]:
    """Return what changed by kind, of each kind no more than `MOST`."""
    found, before, after = changed(old, new), told_by(old), told_by(new)
    by_kind = {kind: [one for one in found if one.kind == kind] for kind in KINDS}
    return [
        Group(
            kind, kinds_changed()[kind],
            tuple(told(one, before, after) for one in some[:MOST]), len(some),
        )
        for kind, some in by_kind.items() if some
    ]  # fmt: skip


def told(change: Change, old: State, new: State) -> Told:
    """Return a change in words; what was withdrawn has no page to lead to."""
    words, language = aspect_words(), page_language()

    def said(detail: Detail) -> tuple[str, str, str, str]:
        return in_words(detail, change, old, new, language, words)

    return Told(
        change_words()[change.sort],
        called(change, old, new, language),
        "" if change.sort == "withdrawn" else address(change.iri),
        change.iri,
        tuple(map(said, change.details)),
    )


def aspect_words() -> dict[str, str]:
    """Return what kinds, sorts and terms that the graph does not name are called."""
    return {**borrowed_terms(), **change_words(), **kinds_changed()}


def entry(one: Step) -> Entry:
    """Return a release as an entry of the feed, with all that changed."""
    number, former = one.version.number, one.former
    shown = groups(former, one.version) if former and one.compared else []
    return Entry(
        iri=iri_of(number),
        title=_("Version %(number)s", number=number),
        day=one.version.day,
        href=absolute(url_for("history.version", number=number)),
        summary=" ".join(filter(None, (one.note, ". ".join(one.counts)))) or _("First release."),
        content=render_template("_changed.html", groups=shown, note=one.note, site=absolute),
    )


def as_graph(graph: object, offer: Offer) -> Response:
    """Return a graph as data that pages of any site may read."""
    text = serialized(graph, offer)  # type: ignore[arg-type]
    response = kept(Response(text, content_type=offer.content_type), offer)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return response


def changes_at(old: str, new: str, suffix: str) -> str:
    """Return where the changes between two versions are as data."""
    return url_for(
        "history.changes_data", old=old, new=new, suffix=suffix[1:], lang=page_language()
    )


def list_downloads() -> list[Download]:
    """Return the list of versions in each format."""
    return twins(lambda suffix: url_for("history.listed", suffix=suffix[1:], lang=page_language()))


def described_at(number: str) -> list[Download]:
    """Return where the description of a version is in each format."""
    return in_formats(GRAPHS, lambda one: url_for("history.version", number=number + one.suffix))


def ontology_at(number: str) -> list[Download]:
    """Return where the ontology of a version is in each format."""
    return in_formats(
        GRAPHS, lambda one: url_for("history.ontology_data", number=number, suffix=one.suffix[1:])
    )
