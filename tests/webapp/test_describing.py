"""The site describes itself to machines: catalogues, crawlers, and those who take the data away."""

import gzip
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, SDO, VOID, Graph, Literal, URIRef

from kg import fast_validation
from kg.engine import DUMPS, STORE, write_dumps, write_store
from kg.files import shipped_files
from kg.namespaces import GRAPH, WRID, WRSH
from kg.seal import seal
from kg.settings import Settings
from kg.turtle import read_turtle
from tests.webapp.mini_site import KEY, PAGE, close, make_site
from webapp.app import create_app
from webapp.dataset import IANA, SPDX, VCARD
from webapp.metadata import DATASET, LICENCE, SOFTWARE
from webapp.references import AUTHOR
from webapp.services import EXTENSION
from webapp.sitemap import CLOSED, MOST

METADATA = shipped_files().studies.parent / "metadata.ttl"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')
FORMATS = {
    "application/n-quads": RdfFormat.N_QUADS,
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
}


def with_metadata() -> str:
    """Return the metadata that are shipped as TriG, to go with the invented graph."""
    told = Graph().parse(METADATA).serialize(format="nt")
    return f"\n<{GRAPH.meta}> {{\n{told}}}\n"


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the invented site with the metadata that are shipped, and its dumps."""
    folder = tmp_path_factory.mktemp("described")
    app = make_site(folder, more=with_metadata())
    build = folder / "build" / "one"
    write_store(build / STORE, build / "graph.nq.gz")
    write_dumps(build)
    seal(build)
    yield app
    close(app)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, builds: Path) -> Iterator[Flask]:
    """Return the site over the real build."""
    app = create_app(Settings(tmp_path_factory.mktemp("home"), builds), shipped_files())
    yield app
    close(app)


@pytest.fixture
def visitor(mini: Flask) -> FlaskClient:
    """Return a visitor of the invented site."""
    return mini.test_client()


@pytest.fixture
def guest(real: Flask) -> FlaskClient:
    """Return a visitor of the real site."""
    return real.test_client()


def described(client: FlaskClient, **base: str) -> Graph:
    """Return the description of the data set as the site gives it."""
    return Graph().parse(data=client.get("/data.ttl", **base).text, format="turtle")


def shapes() -> Graph:
    """Return the rules for what the site says of itself."""
    return read_turtle([shipped_files().ontology / "shapes" / "publication.ttl"])


def links(client: FlaskClient, path: str, accept: str = "text/html") -> list[tuple[str, str, str]]:
    """Return the links in the header of an answer: where to, what that is, its media type."""
    answer = client.get(path, headers={"Accept": accept})
    assert 200 == answer.status_code
    found = (LINK.fullmatch(one) for one in answer.headers.getlist("Link"))
    return [(one[1], one[2], one[3] or "") for one in found if one]


def path_of(address: str) -> str:
    """Return the path of an address of the site."""
    assert address.startswith("http://localhost/"), address
    return address.removeprefix("http://localhost")


def test_description_of_the_real_build_conforms(guest: FlaskClient) -> None:
    """What catalogues are told keeps every rule of ours, and breaking one is found."""
    found = described(guest)
    assert () == fast_validation.validate([found], shapes())

    found.remove((None, DCTERMS.license, None))
    broken = {one.shape for one in fast_validation.validate([found], shapes())}
    kinds = ("DescribedDataset", "Distribution", "DataService", "DescribedSoftware")
    assert {str(WRSH[f"{kind}-license"]) for kind in kinds} == broken


def test_no_rule_is_idle(guest: FlaskClient) -> None:
    """Each shape of ours finds something in the description to judge."""
    found, rules = described(guest), shapes()
    targets = {
        WRSH.DescribedDataset: found.subjects(RDF.type, DCAT.Dataset),
        WRSH.ServedDataset: found.subjects(DCAT.distribution),
        WRSH.ServedGraph: found.objects(None, VOID.subset),
        WRSH.Distribution: found.subjects(RDF.type, DCAT.Distribution),
        WRSH.Checksum: found.subjects(RDF.type, SPDX.Checksum),
        WRSH.DataService: found.subjects(RDF.type, DCAT.DataService),
        WRSH.ContactPoint: found.objects(None, DCAT.contactPoint),
        WRSH.DescribedSoftware: found.subjects(RDF.type, SDO.SoftwareSourceCode),
        WRSH.DescribedAgent: found.subjects(RDF.type, FOAF.Agent),
        WRSH.ClassPartition: found.subjects(VOID["class"]),
        WRSH.PropertyPartition: found.subjects(VOID.property),
    }

    assert set(rules.subjects(RDF.type, URIRef("http://www.w3.org/ns/shacl#NodeShape"))) == set(
        targets
    )
    assert [] == [shape for shape, nodes in targets.items() if not set(nodes)]


@pytest.mark.parametrize("site", ["mini", "real"])
def test_dumps_hold_what_is_described(site: str, request: pytest.FixtureRequest) -> None:
    """Each file is as large as is said, has that checksum, and as many triples as are counted."""
    client = request.getfixturevalue(site).test_client()
    found = described(client)
    union = int(str(found.value(DATASET, VOID.triples)))
    quads = sum(int(str(found.value(one, VOID.triples))) for one in graphs(found))
    for one in found.objects(DATASET, DCAT.distribution):
        answer = client.get(path_of(str(found.value(one, DCAT.downloadURL))))
        kind = str(found.value(one, DCAT.mediaType)).removeprefix(IANA)
        digest = found.value(found.value(one, SPDX.checksum), SPDX.checksumValue)
        read = sum(1 for _ in parse(gzip.decompress(answer.data), FORMATS[kind]))

        assert int(str(found.value(one, DCAT.byteSize))) == len(answer.data)
        assert hashlib.sha256(answer.data).hexdigest() == str(digest).lower()
        assert str(found.value(one, DCAT.compressFormat)) == IANA + answer.content_type
        assert (union if kind == "text/turtle" else quads) == read, kind
    assert len(DUMPS) == len(set(found.objects(DATASET, DCAT.distribution)))


def graphs(found: Graph) -> set[URIRef]:
    """Return the named graphs that a description tells of."""
    return {one for one in found.objects(DATASET, VOID.subset) if isinstance(one, URIRef)}


def test_counts_add_up(guest: FlaskClient) -> None:
    """Every triple has a property, and who asks the endpoint counts the same."""
    found = described(guest)
    parts = [int(str(found.value(one, VOID.triples))) for one in found.subjects(VOID.property)]
    [[kind, count]] = (
        [found.value(one, VOID["class"]), found.value(one, VOID.entities)]
        for one in found.subjects(VOID["class"], URIRef("https://w3id.org/warmteregie/def/Reading"))
    )
    query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a <{kind}> }}"
    asked = guest.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})

    assert int(str(found.value(DATASET, VOID.triples))) == sum(parts)
    assert str(count) == asked.text.split()[1]


def test_described_addresses_answer_as_promised(visitor: FlaskClient) -> None:
    """Each address of the site in the description leads somewhere; each file is of its type."""
    found = described(visitor)
    own = {str(one) for one in found.objects() if str(one).startswith("http://localhost")}
    pages = {one.partition("#")[0] for one in own}

    assert {
        "http://localhost/", "http://localhost/data", "http://localhost/report",
        "http://localhost/sparql", *(f"http://localhost/dumps/{one.name}" for one in DUMPS),
    } == pages  # fmt: skip
    assert {200} == {visitor.get(path_of(one), headers={"Accept": "*/*"}).status_code
                     for one in pages}  # fmt: skip


def test_description_is_in_both_languages(visitor: FlaskClient) -> None:
    """Whatever is told in words is told in Dutch and in English, for any visitor."""
    found = described(visitor, headers={"Accept-Language": "en"})
    texts = (DCTERMS.title, DCTERMS.description, FOAF.name, VCARD.fn)
    languages = Counter(
        (subject, name, value.language)
        for name in texts
        for subject, value in found.subject_objects(name)
        if isinstance(value, Literal)
    )

    assert {1} == set(languages.values())
    assert {"nl", "en"} == {language for _subject, _name, language in languages}
    assert len(languages) == 2 * len({key[:2] for key in languages})


def test_contact_is_a_page_and_an_address_where_one_is_set(mini: Flask) -> None:
    """Without a setting no address is made up; with one it can be written to."""
    contact = URIRef("http://localhost/data#contact")
    plain = described(mini.test_client())
    former = mini.extensions[EXTENSION]
    mini.extensions[EXTENSION] = replace(
        former, settings=replace(former.settings, contact="hulp@example.org")
    )
    mailed = described(mini.test_client())
    mini.extensions[EXTENSION] = former

    assert URIRef("http://localhost/report") == plain.value(contact, VCARD.hasURL)
    assert plain.value(contact, VCARD.hasEmail) is None
    assert URIRef("mailto:hulp@example.org") == mailed.value(contact, VCARD.hasEmail)


def test_licences_of_data_and_code_are_apart(visitor: FlaskClient) -> None:
    """Nobody takes the one for the other; where code names licence or author they are those."""
    found = described(visitor)
    author = found.value(DATASET, DCTERMS.creator)

    assert URIRef(LICENCE) == found.value(DATASET, DCTERMS.license)
    assert URIRef("https://spdx.org/licenses/MIT") == found.value(SOFTWARE, DCTERMS.license)
    assert Literal(AUTHOR, lang="en") in set(found.objects(author, FOAF.name))


@pytest.mark.parametrize("path", ["/.well-known/void", "/dataset"])
@pytest.mark.parametrize(
    ("accept", "leads"),
    [
        ("text/turtle", "/data.ttl"),
        ("application/ld+json", "/data.jsonld"),
        ("application/rdf+xml;q=0.5, text/html;q=0.1", "/data.rdf"),
        ("text/html", "/data"),
        ("", "/data"),
    ],
)
def test_well_known_place_leads_to_the_description(
    visitor: FlaskClient, path: str, accept: str, leads: str
) -> None:
    """Where machines look first they are led on, to the format they like best."""
    answer = visitor.get(path, headers={"Accept": accept})

    assert (302, leads) == (answer.status_code, answer.headers["Location"])
    assert "Accept" in answer.vary
    assert 406 == visitor.get(path, headers={"Accept": "image/png"}).status_code


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib of itself
@pytest.mark.parametrize(
    ("suffix", "kind", "reader"),
    [
        ("ttl", "text/turtle", "turtle"), ("nt", "application/n-triples", "nt"),
        ("rdf", "application/rdf+xml", "xml"), ("jsonld", "application/ld+json", "json-ld"),
    ],
)  # fmt: skip
def test_description_is_the_same_in_every_format(
    visitor: FlaskClient, suffix: str, kind: str, reader: str
) -> None:
    """By suffix or by Accept, the same triples come; unknown suffixes are not there."""
    named = visitor.get(f"/data.{suffix}")
    asked = visitor.get("/data", headers={"Accept": kind})

    assert named.content_type.startswith(kind)
    assert len(described(visitor)) == len(Graph().parse(data=named.text, format=reader))
    assert len(described(visitor)) == len(Graph().parse(data=asked.text, format=reader))
    assert {"*"} == {one.headers["Access-Control-Allow-Origin"] for one in (named, asked)}
    assert 404 == visitor.get(f"/data.{suffix}x").status_code


@pytest.mark.parametrize("path", ["/data.ttl", "/dumps/warmteregie.ttl.gz", "/sitemap.xml"])
def test_unchanged_is_not_sent_again(visitor: FlaskClient, path: str) -> None:
    """Who holds it already is told so, and HEAD tells without sending."""
    first = visitor.get(path)
    again = visitor.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (304, b"") == (again.status_code, again.data)
    assert (200, b"") == (visitor.head(path).status_code, visitor.head(path).data)


def test_short_names_lead_to_the_dumps(visitor: FlaskClient) -> None:
    """The names that others were promised lead to the files; other names are not there."""
    for dump in DUMPS:
        short = dump.name.replace("warmteregie", "/dump")
        assert f"/dumps/{dump.name}" == visitor.get(short).headers["Location"]
    assert 404 == visitor.get("/dumps/seal.json").status_code
    assert 404 == visitor.get("/dumps/..%2Fseal.json").status_code


def test_damaged_dump_is_not_given(tmp_path: Path) -> None:
    """A file that is not as it was made is no answer; the page says so and never half of it."""
    app = make_site(tmp_path)
    build = tmp_path / "build" / "one"
    write_store(build / STORE, build / "graph.nq.gz")
    write_dumps(build)
    seal(build)
    path = build / DUMPS[1].file
    path.write_bytes(path.read_bytes()[:-1])
    answer = app.test_client().get(f"/dumps/{DUMPS[1].name}")
    close(app)

    assert 503 == answer.status_code


def test_older_build_gives_the_one_file_it_has(client: FlaskClient) -> None:
    """A build of before the other dumps offers its N-Quads, and names nothing that is not there."""
    found = described(client)

    assert [URIRef(f"http://localhost/dumps/{DUMPS[0].name}")] == list(
        found.objects(None, DCAT.downloadURL)
    )
    assert 1 == len(re.findall(r'href="/dumps/', client.get("/data", headers=PAGE).text))
    assert [200, 404, 404] == [client.get(f"/dumps/{one.name}").status_code for one in DUMPS]


def test_page_offers_the_dumps_with_their_checksums(visitor: FlaskClient) -> None:
    """Who reads the page gets the same files, and can tell that they came over whole."""
    text = visitor.get("/data?lang=nl", headers=PAGE).text
    found = described(visitor)
    sums = {str(one).lower() for one in found.objects(None, SPDX.checksumValue)}

    assert all(f'href="/dumps/{one.name}"' in text for one in DUMPS)
    assert sums == set(re.findall(r'class="digest">([0-9a-f]{64})<', text))
    assert "Alles in één bestand" in text
    version = found.value(DATASET, OWL.versionInfo)
    assert f"warmtenetten sturen in een volle ondergrond (versie {version}, build" in text


@pytest.mark.parametrize(
    ("path", "iri", "sort"),
    [
        ("/doc/instrument/bench-plan", WRID["instrument/bench-plan"], "DefinedTerm"),
        (f"/study/{KEY}/1", WRID[f"section/{KEY}/1"], "CreativeWork"),
        ("/data", DATASET, "Dataset"),
    ],
)
def test_pages_carry_signposts(visitor: FlaskClient, path: str, iri: str, sort: str) -> None:
    """Each page leads to the name to cite, to its data, licence, makers and kind."""
    found = links(visitor, path)
    rels = {rel: [href for href, one, _ in found if one == rel] for _, rel, _ in found}

    assert [str(iri)] == rels["cite-as"]
    assert [LICENCE] == rels["license"]
    assert ["https://schema.org/AboutPage", f"https://schema.org/{sort}"] == rels["type"]
    assert [str(WRID["agent/warmteregie-authors"])] == rels["author"]
    assert 4 == len(rels["describedby"])
    assert ("item" in rels) != ("collection" in rels)


@pytest.mark.parametrize("path", ["/doc/instrument/bench-plan", f"/study/{KEY}/1", "/data"])
def test_signposts_lead_to_what_they_promise(visitor: FlaskClient, path: str) -> None:
    """Whatever leads on within the site answers, in the media type that was promised."""
    followed = [one for one in links(visitor, path) if one[0].startswith("http://localhost")]
    for href, _rel, kind in followed:
        answer = visitor.get(path_of(href), headers={"Accept": kind})
        assert 200 == answer.status_code, href
        assert kind == answer.mimetype, href
    assert len(followed) >= 5


def test_data_lead_back_to_their_page(visitor: FlaskClient) -> None:
    """Who came upon the data finds the page on the same thing, and the file its collection."""
    thing = "/doc/instrument/bench-plan"
    rels = {rel: href for href, rel, _ in links(visitor, f"{thing}.ttl", "*/*")}
    file = {rel: href for href, rel, _ in links(visitor, f"/dumps/{DUMPS[0].name}", "*/*")}

    assert {"describes": f"http://localhost{thing}", "license": LICENCE} == rels
    assert {"collection": "http://localhost/data", "license": LICENCE} == file


def test_software_is_signed_with_its_own_licence(visitor: FlaskClient) -> None:
    """The page on the code names the licence of the code."""
    found = links(visitor, "/doc/software/warmteregie")

    assert ["https://spdx.org/licenses/MIT"] == [one[0] for one in found if one[1] == "license"]


def test_errors_carry_no_signposts(visitor: FlaskClient) -> None:
    """There is nothing to cite where there is nothing."""
    assert "Link" not in visitor.get("/doc/instrument/niets", headers=PAGE).headers


def locations(client: FlaskClient, **base: str) -> list[str]:
    """Return the addresses in the map of the site, which must be well-formed."""
    answer = client.get("/sitemap.xml", **base)
    assert answer.mimetype == "application/xml"
    return [str(one.text) for one in ElementTree.fromstring(answer.data).iter(f"{MAP}loc")]


@pytest.mark.long
def test_every_address_in_the_map_answers(visitor: FlaskClient) -> None:
    """Nothing is listed that is not there, leads elsewhere, or is closed to crawlers."""
    found = locations(visitor)
    answers = {one: visitor.get(path_of(one), headers=PAGE).status_code for one in found}

    assert len(found) == len(set(found))
    assert {} == {one: status for one, status in answers.items() if status != 200}
    closed = tuple(path for path in CLOSED if path != "/matrix?")  # two of which are open
    assert [] == [one for one in found if path_of(one).startswith(closed)]
    assert {f"http://localhost/dumps/{one.name}" for one in DUMPS} < set(found)


def test_map_of_the_real_site_answers(guest: FlaskClient) -> None:
    """Things, terms, sections, questions and pages are in it, and a sample of each answers."""
    found = locations(guest)
    kinds = ("/doc/instrument/", "/doc/statement/", "/doc/def/", "/study/w", "/questions/", "/law")
    sampled = [one for kind in kinds for one in found if path_of(one).startswith(kind)][::211]
    answers = {one: guest.get(path_of(one), headers=PAGE).status_code for one in sampled}

    assert all(any(path_of(one).startswith(kind) for one in found) for kind in kinds)
    assert {} == {one: status for one, status in answers.items() if status != 200}
    assert 5_000 < len(found) < MOST


def test_map_tells_the_languages_of_each_page(visitor: FlaskClient) -> None:
    """Each page stands in it once a language, each time with all its languages."""
    text = visitor.get("/sitemap.xml?lang=en").data
    url = next(
        one
        for one in ElementTree.fromstring(text).iter(f"{MAP}url")
        if str(one.findtext(f"{MAP}loc")).endswith("/law?lang=en")
    )
    others = {one.get("hreflang"): one.get("href") for one in url.iter(f"{XHTML}link")}

    assert {
        "nl": "http://localhost/law?lang=nl",
        "en": "http://localhost/law?lang=en",
        "x-default": "http://localhost/law",
    } == others


def test_map_that_is_too_long_comes_in_parts(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file has more addresses than the protocol lets it have, and none is lost."""
    whole = set(locations(visitor))
    monkeypatch.setattr("webapp.sitemap.MOST", 60)
    parts = locations(visitor)
    found = [
        str(one.text)
        for part in parts
        for one in ElementTree.fromstring(visitor.get(path_of(part)).data).iter(f"{MAP}loc")
    ]

    assert len(parts) > 1
    assert whole == set(found)
    assert 404 == visitor.get(f"/sitemap.xml?part={len(parts) + 1}").status_code
    assert 404 == visitor.get("/sitemap.xml?part=0").status_code


def test_robots_are_told_what_has_no_end(visitor: FlaskClient) -> None:
    """What can be combined without end is closed; the map is named in full."""
    lines = visitor.get("/robots.txt").text.splitlines()

    assert "User-agent: *" == lines[0]
    assert {"Disallow: /explore", "Disallow: /search", "Disallow: /suggest",
            "Disallow: /matrix?", "Disallow: /sparql?query="} < set(lines)  # fmt: skip
    assert "Allow: /matrix?lang=en$" in lines
    assert "Sitemap: http://localhost/sitemap.xml" == lines[-1]


def test_behind_a_proxy_addresses_are_those_seen_outside(visitor: FlaskClient) -> None:
    """Under a path of somebody else's host the description, map, links and robots name that."""
    base = {"base_url": "https://example.org/warmte/regie"}
    outside = "https://example.org/warmte/regie"
    graph = described(visitor, **base)
    files = {str(one) for one in graph.objects(None, DCAT.downloadURL)}
    answer = visitor.get("/data", headers=PAGE, **base)

    assert {f"{outside}/dumps/{one.name}" for one in DUMPS} == files
    assert {True} == {one.startswith(f"{outside}/") for one in locations(visitor, **base)}
    assert f'<{outside}/data.ttl>; rel="describedby"' in str(answer.headers.getlist("Link"))
    robots = visitor.get("/robots.txt", **base).text
    assert "Disallow: /warmte/regie/search\n" in robots
    assert f"Sitemap: {outside}/sitemap.xml\n" in robots
