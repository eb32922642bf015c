"""The application: services put together, blueprints registered, every answer made safe."""

from collections.abc import Mapping, Sequence

from flask import Flask, Response
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from kg.engine import PastedFiles, engine_of, open_pool
from kg.files import Files
from kg.glossary import load_glossary
from kg.library import Question, load_library, whole_library
from kg.passages import Passage
from kg.settings import Settings
from kg.sources import load_passages
from kg.study import Study, load_study
from kg.texts import attached_words
from webapp.api import api
from webapp.beside import claim_beside
from webapp.bounds import refuse_malformed, refuse_oversized
from webapp.cases import cases
from webapp.citation_pages import citation_pages
from webapp.cited_version import tell_cited_version
from webapp.compression import compress
from webapp.data import data
from webapp.explore import explore
from webapp.facets import SHELF as FACETS
from webapp.glossary import glossary, plainly
from webapp.health import health
from webapp.history import history
from webapp.identifiers import identifiers
from webapp.languages import page_language, speak_languages
from webapp.law import law
from webapp.legend import legend
from webapp.linking import linking
from webapp.matching import matching
from webapp.matrix import matrix
from webapp.modules import modules
from webapp.navigation import more_pages, sections
from webapp.pages import pages
from webapp.problems import explain_errors, refuse_unknown_language
from webapp.quality import quality
from webapp.questions import questions
from webapp.reconcile import reconcile
from webapp.regie import regie
from webapp.requests import RequestLog
from webapp.resources import resources
from webapp.search import search
from webapp.services import EXTENSION, Services, services
from webapp.showing import as_table, strips
from webapp.signposting import show_signposts
from webapp.sitemap import sitemap
from webapp.sparql import sparql

SHELVES = ("pages", "resource", "examples", FACETS)
BLUEPRINTS = (
    pages,
    quality,
    legend,
    linking,
    glossary,
    cases,
    law,
    search,
    explore,
    matrix,
    regie,
    questions,
    identifiers,
    resources,
    modules,
    citation_pages,
    data,
    matching,
    reconcile,
    history,
    sitemap,
    api,
    sparql,
    health,
)
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def create_app(settings: Settings, files: Files) -> Flask:
    """Return the site over the build that *settings* name, with the questions of *files*.

    Without a build it starts all the same and answers 503 until there is one.
    """
    app = Flask(__name__)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[EXTENSION] = gather_services(settings, files)
    speak_languages(app)
    explain_errors(app)
    app.before_request(refuse_oversized)
    app.before_request(refuse_malformed)
    tell_cited_version(app)
    app.after_request(compress)  # the last one to see an answer
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(shown_everywhere)
    app.after_request(make_safe)
    app.after_request(show_signposts)
    app.after_request(refuse_unknown_language)
    put_behind(app, settings)
    return app


def shown_everywhere() -> dict[str, object]:
    """Return what every template may show: strips, tables, plain words, how many studies."""
    return {
        "claim_beside": claim_beside,
        "no_strips": strips,
        "as_table": as_table,
        "plainly": plainly,
        "several": bool(services().others),
        "site_sections": sections(),
        "more_pages": more_pages(),
    }


def put_behind(app: Flask, settings: Settings) -> None:
    """Put the log of requests before the application, and before that what proxies say.

    Address, scheme, host and path of a request are then those that the visitor sees.
    """
    number = settings.proxies
    app.wsgi_app = RequestLog(app.wsgi_app, trusted=bool(number))  # type: ignore[method-assign]
    if number:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=number, x_proto=number, x_host=number, x_prefix=number
        )


def gather_services(settings: Settings, files: Files) -> Services:
    """Return everything pages ask with: engine, pool, questions, studies and their words."""
    studies = load_studies(files)
    passages = {key: load_passages(study) for key, study in studies.items()}
    return Services(
        engine=engine_of(settings),
        pool=open_pool(settings),
        settings=settings,
        library=whole_library(files.queries, settings.services),
        studies=studies,
        texts=load_texts(settings, studies, passages),
        shelves={shelf: load_shelf(files, shelf) for shelf in SHELVES},
        passages=passages,
        glossary=load_glossary(files.glossary),
        pasted=PastedFiles(files.link_shapes, seconds=settings.query_seconds),
        releases=files.releases,
        ontology=files.ontology,
    )


def load_studies(files: Files) -> dict[str, Study]:
    """Return the studies by key, in alphabetical order."""
    folders = sorted(path.parent for path in files.studies.glob("*/study.toml"))
    return {study.key: study for study in map(load_study, folders)}


def load_shelf(files: Files, shelf: str) -> dict[str, Question]:
    """Return the queries of one shelf by slug; these need no parameter of their own."""
    return load_library(files.queries / shelf, required_params=(), parse=False)


def load_texts(
    settings: Settings, studies: Mapping[str, Study], passages: Mapping[str, Sequence[Passage]]
) -> dict[str, dict[str, str]]:
    """Return the studies' own words by key and passage; empty where no text is attached."""
    return {
        key: attached_words(settings.home, study, passages[key]) for key, study in studies.items()
    }


def make_safe(response: Response) -> Response:
    """Add the headers that keep a page from running or loading what is not ours."""
    for name, text in _HEADERS.items():
        response.headers.setdefault(name, text)
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", page_language())
        response.vary.update(["Accept", "Accept-Language"])
    return response
