"""The redirect rules for w3id.org, held to what a site over the real build answers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import OWL

from kg.files import shipped_files
from kg.namespaces import GRAPH, ROOT, WR, WRID, WRSH
from kg.settings import Settings
from tests.webapp.mini_site import close
from webapp.app import create_app
from webapp.metadata import DATASET
from webapp.services import EXTENSION

FOLDER = Path(__file__).parents[2] / "docs" / "w3id"
RULE = re.compile(r"^RewriteRule (\S+) (https://[a-z.]+)/(\S*) \[R=303,L\]$", re.MULTILINE)
KINDS = """
SELECT ?kind (MIN(?name) AS ?one) WHERE {
  ?name ?property ?value .
  FILTER (STRSTARTS(STR(?name), "https://w3id.org/warmteregie/"))
  BIND (REPLACE(STR(?name), "^(https://w3id.org/warmteregie/(id/[a-z-]+|def)/).*$", "$1") AS ?kind)
} GROUP BY ?kind ORDER BY ?kind
"""
NAMES = {
    "ontology": WR,
    "ontology as data": ROOT + "def.ttl",
    "module": WR["module/core"],
    "version of the ontology": WR["0.1.0/"],
    "version of a module": WR["module/core/0.1.0"],
    "term": WR.Instrument,
    "term as data": WR["Instrument.ttl"],
    "shape": WRSH.Statement,
    "question": WRID["question/count-by-level"],
    "data set": DATASET,
    "version of the data set": f"{DATASET}/0.1.0",
    "named graph": GRAPH.entities,
}
"""What has a name of its own kind, beside the things of the graph."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, builds: Path) -> Iterator[Flask]:
    """Return the site over the real build."""
    app = create_app(Settings(tmp_path_factory.mktemp("home"), builds), shipped_files())
    yield app
    close(app)


def rules() -> list[tuple[re.Pattern[str], str]]:
    """Return the rules: what is asked for below /warmteregie/, and the path it is led to."""
    found = RULE.findall((FOLDER / ".htaccess").read_text("utf-8"))
    return [(re.compile(rule), "/" + path.replace("$1", r"\1")) for rule, _host, path in found]


def led_to(name: str) -> str:
    """Return the path that a name is led to by the first rule it fits, empty where none does."""
    local = name.removeprefix(ROOT)
    found = ((rule.search(local), target) for rule, target in rules())
    return next((match.expand(target) for match, target in found if match), "")


def answers(client: FlaskClient, name: str, accept: str) -> str:
    """Return the media type in which a name answers in the end."""
    path = led_to(name)
    assert path, f"no rule leads {name} anywhere"
    answer = client.get(path, headers={"Accept": accept}, follow_redirects=True)
    assert 200 == answer.status_code, path
    return str(answer.mimetype)


def test_every_rule_is_read_here() -> None:
    """None is written in a way that these tests pass over, and all lead to one host."""
    text = (FOLDER / ".htaccess").read_text("utf-8")

    assert len(re.findall(r"^\s*RewriteRule", text, re.MULTILINE)) == len(rules())
    assert 1 == len({host for _, host, _ in RULE.findall(text)})


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_name_leads_to_a_page_and_to_data(site: Flask, name: str) -> None:
    """As the reader asks, unless the name ends in a suffix."""
    client = site.test_client()

    assert "text/turtle" == answers(client, str(name), "text/turtle")
    page = "text/turtle" if name.endswith(".ttl") else "text/html"
    assert page == answers(client, str(name), "text/html")


@pytest.mark.long
def test_every_kind_of_thing_is_led_somewhere(site: Flask) -> None:
    """Of each kind that the graph has, one name answers as data."""
    rows = site.extensions[EXTENSION].engine.select(KINDS).records()
    names, client = [str(row["one"]) for row in rows], site.test_client()
    silent = [name for name in names if "text/turtle" != answers(client, name, "text/turtle")]

    assert len(names) > 20
    assert [] == silent


@pytest.mark.long
def test_every_version_that_the_graph_names_answers(site: Flask) -> None:
    """Those of the ontology and of its modules, today's and those before."""
    path = f"<{OWL.versionIRI}>|<{OWL.priorVersion}>"
    query = f"SELECT DISTINCT ?name WHERE {{ ?thing {path} ?name }}"
    names = [str(name) for name in site.extensions[EXTENSION].engine.select(query).column("name")]
    ours = [name for name in names if name.startswith(ROOT)]

    assert len(ours) > 10
    assert {"text/turtle"} == {answers(site.test_client(), name, "text/turtle") for name in ours}


@pytest.mark.parametrize(
    "local", ["sparql", "data", "id", "id/", "id/x", "idle", "defx", "../id/a/b"]
)
def test_nothing_else_is_led_anywhere(local: str) -> None:
    """Names are lasting; addresses of a site are not."""
    assert "" == led_to(ROOT + local)


def test_root_leads_to_the_site() -> None:
    """The address by which the data set is cited."""
    assert ("/", "/def/", "/def/") == (led_to(ROOT), led_to(ROOT + "def"), led_to(ROOT + "def/"))


def test_rules_say_that_they_are_not_registered() -> None:
    """Both files, until they are: a reader must not rely on them."""
    for name in (".htaccess", "README.md"):
        assert "not yet registered" in (FOLDER / name).read_text("utf-8").lower()
