"""Versions on the site: two invented releases and the invented graph that serves."""

import gzip
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import DCTERMS, OWL, Graph, Literal, URIRef

from kg import fast_validation
from kg.files import Files, shipped_files
from kg.namespaces import GRAPH, WR
from kg.settings import Settings
from kg.turtle import read_turtle
from tests.webapp.mini_site import PAGE, close, keep_releases, make_site, mini_files, quads_of
from webapp.app import create_app
from webapp.dataset import NEWER, SPDX
from webapp.metadata import DATASET

METADATA = shipped_files().studies.parent / "metadata.ttl"
ATOM = "{http://www.w3.org/2005/Atom}"
STATEMENT = "https://w3id.org/warmteregie/id/statement/bankjes-2030/0001"
HOSTILE = "<script>alert(1)</script> & Co"
DAY = date(2031, 5, 2)
TERMS = f"""
<{WR}> <{OWL.versionIRI}> <{WR}0.3.0/> <{GRAPH.ontology}> .
<{WR}module/core> <{OWL.versionIRI}> <{WR}module/core/0.3.0> <{GRAPH.ontology}> .
"""


def now() -> str:
    """Return what the graph that serves says of itself, as TriG."""
    told = Graph().parse(METADATA)
    told.set((DATASET, OWL.versionInfo, Literal("0.5.0")))
    return f"\n<{GRAPH.meta}> {{\n{told.serialize(format='nt')}}}\n"


def made_firm(line: str) -> str:
    """Return a quad, that a reading is hedged turned into that it is stated."""
    return line.replace("ty/hedged", "ty/stated") if f"<{WR.certainty}>" in line else line


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the invented site with two releases, of which the older lacks or differs in much."""
    folder = tmp_path_factory.mktemp("versions")
    app = make_site(folder, more=now())
    quads = quads_of(folder / "build")
    lines = [made_firm(line) for line in quads.splitlines() if f"<{WR}Wish>" not in line]
    later = quads.replace('"actor"@en', f'"{HOSTILE}"@en')
    dumps = {"0.3.0": "\n".join(lines) + TERMS, "0.4.0": later}
    keep_releases(app, folder / "releases", dumps)
    yield app
    close(app)


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """Return a visitor of the site with releases."""
    return site.test_client()


def follow(client: FlaskClient, path: str, accept: str) -> str:
    """Return where a name leads to."""
    answer = client.get(path, headers={"Accept": accept})
    assert 303 == answer.status_code
    return answer.headers["Location"]


def test_versions_are_listed_newest_first(client: FlaskClient) -> None:
    """The released ones with their day, the one that serves as in the making, each with changes."""
    text = client.get("/versions?lang=en", headers=PAGE).text
    places = [text.index(f">{number}</a>") for number in ("0.5.0", "0.4.0", "0.3.0")]

    assert places == sorted(places)
    assert "Released on <time" in text
    assert "In the making" in text
    assert "there is nothing to compare it with" in text
    assert 'type="application/atom+xml"' in text


def test_list_has_data_twins(client: FlaskClient) -> None:
    """One row a version, in each format."""
    rows = client.get("/versions.csv?lang=en").text.splitlines()

    assert ["0.5.0", "0.4.0", "0.3.0"] == [row.split(",")[0] for row in rows[1:]]
    assert "in the making" in rows[1]
    assert f"{DATASET}/0.3.0" in rows[3]
    for suffix in ("json", "xlsx", "docx", "ttl"):
        assert 200 == client.get(f"/versions.{suffix}").status_code


def test_changes_are_told_in_words(client: FlaskClient) -> None:
    """A term that came, and a claim that became less firm, with what it was before."""
    text = client.get("/changes/0.3.0/0.4.0?lang=en", headers=PAGE).text

    assert "<strong>new</strong>: <a" in text
    assert "wish</a>" in text
    assert "Statements (" in text
    assert "<del>stated</del> → <ins>hedged</ins>" in " ".join(text.split())


def test_changes_backwards_are_told_too(client: FlaskClient) -> None:
    """Any two versions can be compared; what an older one lacks was withdrawn, and has no link."""
    text = " ".join(client.get("/changes/0.4.0/0.3.0?lang=en", headers=PAGE).text.split())

    assert '<strong>withdrawn</strong>: wish <span class="iri">' in text


def test_same_version_has_no_change(client: FlaskClient) -> None:
    """It says so in a sentence."""
    assert "Nothing changed" in client.get("/changes/0.4.0/0.4.0?lang=en", headers=PAGE).text


def test_text_of_a_version_is_never_markup(client: FlaskClient) -> None:
    """What a dump holds is shown as it stands, on the page and in the feed."""
    page = client.get("/changes/0.3.0/0.4.0?lang=en", headers=PAGE).text
    feed = client.get("/versions.atom?lang=en").data
    contents = [one.text or "" for one in ElementTree.fromstring(feed).iter(f"{ATOM}content")]

    assert "&lt;script&gt;alert(1)" in page
    assert any("&lt;script&gt;alert(1)" in one for one in contents)
    assert not any("<script>" in text for text in (page, *contents))


def test_changes_have_data_twins(client: FlaskClient) -> None:
    """A row an aspect, with the thing by its name."""
    text = client.get("/changes/0.3.0/0.4.0.csv?lang=en").text

    assert "kind,change,thing,thingLabel,part,aspect,before,after" == text.splitlines()[0]
    assert ",stated,hedged" in text
    assert "Statements,changed," in text
    for suffix in ("json", "xlsx", "docx", "ttl"):
        assert 200 == client.get(f"/changes/0.3.0/0.4.0.{suffix}").status_code


def test_feed_is_as_atom_wants_it(client: FlaskClient) -> None:
    """What RFC 4287 requires is there, once; only releases are told, each by its lasting name."""
    answer = client.get("/versions.atom?lang=en")
    feed = ElementTree.fromstring(answer.data)
    entries = feed.findall(f"{ATOM}entry")

    assert "application/atom+xml; charset=utf-8" == answer.content_type
    for parent in (feed, *entries):
        assert [1, 1, 1] == [
            len(parent.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")
        ]
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert {"self", "alternate"} == {one.get("rel") for one in feed.findall(f"{ATOM}link")}
    assert [f"{DATASET}/0.4.0", f"{DATASET}/0.3.0"] == [
        one.findtext(f"{ATOM}id") for one in entries
    ]
    assert "2031-05-02T00:00:00Z" == feed.findtext(f"{ATOM}updated")
    assert (
        304
        == client.get(
            "/versions.atom?lang=en", headers={"If-None-Match": answer.headers["ETag"]}
        ).status_code
    )


@pytest.mark.parametrize("number", ["0.3.0", "0.4.0", "0.5.0"])
def test_name_of_a_version_answers(client: FlaskClient, number: str) -> None:
    """With its page or its description; a suffix goes before Accept. All keep our rules."""
    name = f"/id/dataset/warmteregie/{number}"

    assert f"/versions/{number}" == follow(client, name, "text/html")
    assert f"/versions/{number}.ttl" == follow(client, name, "text/turtle")
    assert f"/versions/{number}.jsonld" == follow(client, f"{name}.jsonld", "text/html")
    text = client.get(f"/versions/{number}", headers={"Accept": "text/turtle"}).text
    found, iri = Graph().parse(data=text, format="turtle"), URIRef(f"{DATASET}/{number}")
    assert Literal(number) == found.value(iri, OWL.versionInfo)
    assert DATASET == found.value(iri, NEWER.isVersionOf)
    shapes = read_turtle([shipped_files().ontology / "shapes" / "publication.ttl"])
    # Who links to the data set, and what it is served as, is told at /data.
    told = {one.shape for one in fast_validation.validate([found], shapes)}
    assert set() == {one for one in told if "DescribedDataset" in one or "Checksum" in one}


def test_versions_stand_in_a_row(client: FlaskClient) -> None:
    """Each leads to the one before it, and the data set to all of them."""
    text = client.get("/versions/0.4.0.ttl").text
    found = Graph().parse(data=text, format="turtle")
    whole = Graph().parse(data=client.get("/data.ttl").text, format="turtle")
    named = {URIRef(f"{DATASET}/{number}") for number in ("0.3.0", "0.4.0", "0.5.0")}

    assert URIRef(f"{DATASET}/0.3.0") == found.value(
        URIRef(f"{DATASET}/0.4.0"), NEWER.previousVersion
    )
    assert Literal(DAY) == found.value(URIRef(f"{DATASET}/0.4.0"), DCTERMS.issued)
    assert named == set(whole.objects(DATASET, NEWER.hasVersion))
    assert URIRef(f"{DATASET}/0.5.0") == whole.value(DATASET, NEWER.hasCurrentVersion)


def test_dump_of_a_version_is_the_one_its_checksum_is_of(client: FlaskClient) -> None:
    """Who fetches it can tell that it came over whole."""
    answer = client.get("/versions/0.3.0/warmteregie.nq.gz")
    found = Graph().parse(data=client.get("/versions/0.3.0.ttl").text, format="turtle")

    assert 'filename="warmteregie-0.3.0.nq.gz"' in answer.headers["Content-Disposition"]
    assert hashlib.sha256(answer.data).hexdigest() == str(
        next(found.objects(None, SPDX.checksumValue))
    )
    assert b"bankjes-2030" in gzip.decompress(answer.data)


@pytest.mark.parametrize("name", ["def/0.3.0/", "def/0.3.0", "def/module/core/0.3.0"])
def test_version_of_the_ontology_answers_as_it_was(client: FlaskClient, name: str) -> None:
    """A term that came later is not in it; so it is with the version of a module."""
    assert "/versions/0.3.0" == follow(client, f"/{name}", "text/html")
    target = follow(client, f"/{name}", "text/turtle")
    found = Graph().parse(data=client.get(target).text, format="turtle")

    assert "/versions/0.3.0/def.ttl" == target
    assert (None, OWL.versionIRI, URIRef(f"{WR}0.3.0/")) in found
    assert (WR.Wish, None, None) not in found
    assert (WR.Statement, None, None) in found


@pytest.mark.parametrize(
    "path",
    [
        "/versions/9.9.9", "/versions/9.9.9.ttl", "/versions/9.9.9/warmteregie.nq.gz",
        "/versions/9.9.9/def.ttl", "/changes/0.3.0/9.9.9", "/changes/9.9.9/0.3.0",
        "/changes/0.3.0/9.9.9.csv", "/id/dataset/warmteregie/9.9.9", "/versions/..%2f0.3.0",
        "/versions/0.3", f"/versions/{'9' * 5_000}", "/versions/%3Cscript%3E",
    ],
)  # fmt: skip
def test_version_that_never_was_is_told_with_those_there_are(
    client: FlaskClient, path: str
) -> None:
    """404, on a page and as data, and never with an address as markup."""
    answer = client.get(f"{path}?lang=en", headers={"Accept": "text/turtle"})
    page = client.get(f"{path}?lang=en", headers=PAGE)

    assert (404, 404) == (answer.status_code, page.status_code)
    if "%2f" not in path:  # which is another address
        assert ["0.3.0", "0.4.0", "0.5.0"] == [one["value"] for one in answer.json["valid"]]
        assert "There never was a version" in page.text
    assert "<script>" not in page.text
    assert len(page.text) < 20_000


def test_version_of_the_ontology_that_never_was_is_told(client: FlaskClient) -> None:
    """With those that the ontology has had; a module's too."""
    for path in ("/def/9.9.9/", "/def/module/core/9.9.9"):
        answer = client.get(path, headers={"Accept": "text/turtle"})
        assert 404 == answer.status_code
        assert [f"{WR}0.3.0/"] == [one["value"] for one in answer.json["valid"]]


def test_format_that_nobody_offers_is_not_there(client: FlaskClient) -> None:
    """Neither of a list, nor of changes, nor of the ontology of a version."""
    for path in ("/versions.pdf", "/changes/0.3.0/0.4.0.pdf", "/versions/0.3.0/def.pdf"):
        assert 404 == client.get(path).status_code


def test_damaged_dump_is_told_and_never_given(tmp_path: Path) -> None:
    """A release whose file was changed answers 503 where it is compared, and the log says why."""
    app = make_site(tmp_path, more=now())
    keep_releases(app, tmp_path / "releases", {"0.1.0": ""})
    (tmp_path / "releases" / "0.1.0.nq.gz").write_bytes(gzip.compress(b"other"))

    assert 503 == app.test_client().get("/changes/0.1.0/0.5.0").status_code
    assert 503 == app.test_client().get("/versions/0.1.0/warmteregie.nq.gz").status_code
    close(app)


def test_site_without_releases_says_what_serves(tmp_path: Path) -> None:
    """The list has the one version that serves, and the feed is whole without an entry."""
    app = make_site(tmp_path, more=now())
    client = app.test_client()

    assert ["0.5.0"] == [
        row.split(",")[0] for row in client.get("/versions.csv").text.splitlines()[1:]
    ]
    assert ElementTree.fromstring(client.get("/versions.atom").data).find(f"{ATOM}entry") is None
    close(app)


def test_site_that_knows_no_version_has_a_page_all_the_same(tmp_path: Path) -> None:
    """An invented graph without metadata."""
    app = make_site(tmp_path)

    assert (
        "Nothing was released yet" in app.test_client().get("/versions?lang=en", headers=PAGE).text
    )
    close(app)


def test_without_a_build_it_says_so(tmp_path: Path) -> None:
    """503, as everywhere."""
    files: Files = mini_files(tmp_path)
    app = create_app(Settings(tmp_path, tmp_path / "none"), files)

    assert 503 == app.test_client().get("/versions").status_code
    close(app)
