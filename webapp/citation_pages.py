"""Citations: how to cite a thing as a file, and a report of what is wrong with it."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from rdflib import URIRef

from kg.namespaces import ROOT, WR, WRID, expand
from kg.parameters import brief
from webapp.addresses import term_iri, thing_iri
from webapp.asking import find, read
from webapp.citable import answer_cited, citable, dataset_cited, edition
from webapp.cited_works import works_of
from webapp.languages import page_language
from webapp.literature import Work, works_bibtex, works_ris
from webapp.metadata import DATASET
from webapp.problems import problem
from webapp.references import BIBTEX, RIS, Citation, citations
from webapp.reporting import report_text
from webapp.resources import found_thing, is_known
from webapp.services import services
from webapp.sparql import site_address
from webapp.things import Thing

citation_pages = Blueprint("citations", __name__)

_REFERENCES = {"ris": ("RIS", RIS, works_ris), "bib": ("BibTeX", BIBTEX, works_bibtex)}


@citation_pages.get("/cite/<kind>/<path:slug>")
def cite(kind: str, slug: str) -> Response:
    """Give a citation of a thing as a file; its suffix says in which form."""
    name, _dot, suffix = slug.rpartition(".")
    iri = term_iri(name) if kind == "def" else thing_iri(kind, name)
    forms = dataset_cited() if iri == str(DATASET) else cited(known(iri))
    found = next((one for one in forms if one.suffix == f".{suffix}"), None)
    return as_file(found or abort(404), f"{kind}-{name}".replace("/", "-"))


@citation_pages.get("/questions/<slug>.<any(bib, ris, txt):suffix>")
def cite_answer(slug: str, suffix: str) -> Response:
    """Give a citation of the answer to a question, with the choice of the address, as a file."""
    found = {one.suffix: one for one in answer_cited(read(find(slug)))}
    return as_file(found[f".{suffix}"], slug)


@citation_pages.get("/study/<key>/references.<any(ris, bib):suffix>")
def references(key: str, suffix: str) -> Response:
    """Give the works that a study cites as references, in one file."""
    study = services().studies.get(key) or abort(404)
    return as_references(works_of(study=str(study.iri)), suffix, f"{key}-references")


@citation_pages.get("/references/<slug>.<any(ris, bib):suffix>")
def reference(slug: str, suffix: str) -> Response:
    """Give a work that is cited as a reference, which is not a citation of our page on it."""
    iri = thing_iri("work", slug)
    is_known(iri)
    return as_references(works_of(work=iri), suffix, slug)


def as_references(works: Sequence[Work], suffix: str, name: str) -> Response:
    """Return works as a file of references."""
    if not works:
        abort(404)
    form, kind, write = _REFERENCES[suffix]
    return as_file(Citation(form, f".{suffix}", kind, write(works)), name)


def cited(thing: Thing) -> tuple[Citation, ...]:
    """Return how a thing is cited today, in the language of the page."""
    return citations(citable(thing), edition(), page_language(), date.today())


def as_file(found: Citation, name: str) -> Response:
    """Return a citation as a file to be kept."""
    response = Response(found.text, content_type=f"{found.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}{found.suffix}"'
    return response


@citation_pages.get("/report")
def report() -> ResponseReturnValue:
    """Show a report on a thing that a visitor can complete, copy and send."""
    about = request.args.get("about", "").strip()
    iri = name_of(about)
    if about and not iri:
        return problem(400, _("“%(name)s” is not the name of anything here.", name=brief(about)),
                       _("Give a name such as %(name)s, or follow the link on its page.",
                         name="wrid:instrument/covenant"))  # fmt: skip
    return form(known(iri) if iri else None)


def name_of(about: str) -> str:
    """Return the IRI that a prefixed name or an IRI of ours means; empty where it means none."""
    iri = str(expand(about) or about)
    return iri if iri.startswith((str(WRID), str(WR))) and iri.isprintable() else ""


def known(iri: str) -> Thing:
    """Return a thing that the graph knows, or answer that there is no such thing."""
    is_known(iri)
    return found_thing(URIRef(iri))


def form(thing: Thing | None) -> str:
    """Return the report on a thing, or on the site as a whole."""
    address = site_address() + "/" + (thing.iri.removeprefix(ROOT) if thing else "")
    subject = _("Doubtful reading: %(name)s", name=thing.short if thing else "Warmteregie")
    text = report_text(thing, services().span, address, edition().version)
    contact = services().settings.contact
    mail = f"mailto:{contact}?subject={quote(subject)}&body={quote(text)}" if contact else ""
    return render_template("report.html", thing=thing, text=text, mail=mail, contact=contact)
