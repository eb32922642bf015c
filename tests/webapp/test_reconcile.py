"""The reconciliation service: what OpenRefine does, one step after the other, and bad input."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.webapp.mini_site import PAGE, close, make_site
from webapp.reconcile_queries import BATCH, MAX_BYTES

GM = "https://identifier.overheid.nl/tooi/id/gemeente/gm9901"
MORE = f"""
GRAPH graph:ontology {{
  wr:Party a owl:Class ; rdfs:label "partij"@nl , "party"@en ; rdfs:subClassOf wr:Actor .
  wr:since a owl:DatatypeProperty ; rdfs:label "sinds"@nl , "since"@en .
}}
GRAPH graph:entities {{
  <https://w3id.org/warmteregie/id/party/beukdorp> a wr:Party ;
    skos:prefLabel "gemeente Beukdorp"@nl ; wr:since "2031-05-01"^^xsd:date ; wr:size 12 , 1.5 .
  <https://w3id.org/warmteregie/id/instrument/old-plan> a wr:Instrument ;
    skos:prefLabel "oud plan & <b>"@nl ; owl:deprecated true ;
    dcterms:isReplacedBy <https://w3id.org/warmteregie/id/instrument/bench-plan> .
  wr:size a owl:DatatypeProperty ; rdfs:label "grootte"@nl .
}}
GRAPH <https://w3id.org/warmteregie/graph/links/register> {{
  <https://w3id.org/warmteregie/id/party/beukdorp> <https://schema.org/sameAs> <{GM}> .
}}
"""


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return a site with a municipality, its code, and a plan that is out of use."""
    folder: Path = tmp_path_factory.mktemp("reconcile")
    app = make_site(folder, more=MORE)
    yield app
    close(app)


@pytest.fixture
def refine(matched: Flask) -> FlaskClient:
    """Return a client of the service."""
    return matched.test_client()


def ask(refine: FlaskClient, query: dict[str, Any], **more: str) -> list[dict[str, Any]]:
    """Return the candidates for one query of a batch."""
    answer = refine.post(
        "/reconcile", data={"queries": json.dumps({"q0": query})}, query_string=more
    )
    assert 200 == answer.status_code, answer.text
    return list(answer.json["q0"]["result"])


def extended(refine: FlaskClient, ids: list[str], *columns: Any) -> dict[str, Any]:
    """Return the answer to a data extension query."""
    asked = {"ids": ids, "properties": [c if isinstance(c, dict) else {"id": c} for c in columns]}
    return dict(refine.post("/reconcile", data={"extend": json.dumps(asked)}).json)


def test_manifest_leads_to_every_part_of_the_service(refine: FlaskClient) -> None:
    """Each address in it answers, with the mark replaced as clients do."""
    told = refine.get("/reconcile", headers={"Accept": "text/html"}).json
    suggest = told["suggest"]
    parts = [
        told["view"]["url"].replace("{{id}}", "object%2Fbench"),
        told["preview"]["url"].replace("{{id}}", "object%2Fbench"),
        told["documentation"],
        told["logo"],
        told["extend"]["propose_properties"]["service_url"]
        + told["extend"]["propose_properties"]["service_path"],
        *(one["service_url"] + one["service_path"] + "?prefix=b" for one in suggest.values()),
        *(
            suggest[sort]["service_url"]
            + suggest[sort]["flyout_service_path"].replace("${id}", name)
            for sort, name in (
                ("entity", "object%2Fbench"), ("type", "Instrument"), ("property", "atLevel"),
            )
        ),
    ]  # fmt: skip

    assert {"entity", "type", "property"} == suggest.keys()
    assert ["0.2"] == told["versions"]
    assert BATCH == told["batchSize"]
    for address in parts:
        path = address.removeprefix("http://localhost").partition("#")[0]
        with refine.get(path, headers=PAGE) as answer:
            assert answer.status_code in (200, 303), address


def test_manifest_keeps_the_language_in_its_addresses(refine: FlaskClient) -> None:
    """A service added in English goes on in English."""
    told = refine.get("/reconcile?lang=en").json

    assert "lang=en" in told["suggest"]["entity"]["service_path"]
    assert "lang=en" in told["preview"]["url"]
    assert "id={{id}}" in told["preview"]["url"]


def test_batch_is_answered_by_get_and_post_alike(refine: FlaskClient) -> None:
    """Each query under its own key; an empty name finds nothing."""
    batch = json.dumps({"a": {"query": "bankjes"}, "b": {"query": ""}, "": {"query": "zitplan"}})
    answers = [
        refine.get("/reconcile", query_string={"queries": batch}),
        refine.post("/reconcile", data={"queries": batch}),
    ]

    assert answers[0].json == answers[1].json
    assert ["a", "b", ""] == list(answers[0].json)
    assert [] == answers[0].json["b"]["result"]
    assert ["object/bench", "instrument/bench-plan"] == [
        answers[0].json[key]["result"][0]["id"] for key in ("a", "")
    ]


@pytest.mark.parametrize("query", ["bankjesplan", '{"query": "bankjesplan"}'])
def test_single_query_is_answered_too(refine: FlaskClient, query: str) -> None:
    """As older clients ask."""
    told = refine.get("/reconcile", query_string={"query": query}).json

    assert "instrument/bench-plan" == told["result"][0]["id"]
    assert told == refine.post("/reconcile", data={"query": query}).json


def test_candidate_says_what_it_is_and_why(refine: FlaskClient) -> None:
    """Name, types, score, and a reason in the language of the request."""
    [best, *_rest] = ask(refine, {"query": "zitplan"}, lang="nl")

    assert {
        "id": "instrument/bench-plan",
        "name": "bankjesplan",
        "type": [{"id": "Instrument", "name": "instrument"}],
        "score": 98,
        "match": True,
    }.items() <= best.items()
    assert "Een andere naam “zitplan” is dezelfde." in best["description"]
    assert (
        "A plan for the place of each bench."
        in ask(refine, {"query": "zitplan"}, lang="en")[0]["description"]
    )


@pytest.mark.parametrize(
    "name",
    ["object/bench", "wrid:object/bench", "https://w3id.org/warmteregie/id/object/bench", "bench"],
)
def test_identifier_gives_its_thing(refine: FlaskClient, name: str) -> None:
    """As a client that holds one already asks for its name."""
    best = ask(refine, {"query": name})[0]

    assert ("object/bench", 100, True) == (best["id"], best["score"], best["match"])


def test_type_restricts_or_weighs(refine: FlaskClient) -> None:
    """A type holds those under it; with *should* others stay, less likely."""
    query = {"query": "Beukdorp", "type": ["Actor"]}

    assert ["party/beukdorp"] == [one["id"] for one in ask(refine, query)]
    assert [] == ask(refine, {"query": "Beukdorp", "type": "Instrument"})
    [other] = ask(refine, {"query": "Beukdorp", "type": "wr:Instrument", "type_strict": "should"})
    assert {"id": "type", "value": False} in other["features"]
    assert not other["match"]
    assert [] == ask(
        refine, {"query": "Beukdorp", "type": ["Actor", "Instrument"], "type_strict": "all"}
    )


def test_code_beside_the_name_makes_sure(refine: FlaskClient) -> None:
    """As a column of codes that is sent along, by its code or its whole IRI."""
    for pid, value in (("code", "GM9901"), ("schema:sameAs", GM)):
        best = ask(refine, {"query": "Beukdorp", "properties": [{"pid": pid, "v": value}]})[0]

        assert ("party/beukdorp", 100, True) == (best["id"], best["score"], best["match"])


@pytest.mark.parametrize(
    ("value", "score", "share", "match"),
    [
        ({"id": "level/strategic", "name": "x"}, 100, 1.0, True),
        ("strategisch niveau", 100, 1.0, True),
        (["nergens", "strategic level"], 100, 1.0, True),
        ("tactisch niveau", 80, 0.0, False),
    ],
)
def test_property_that_is_otherwise_costs_score(
    refine: FlaskClient, value: Any, score: float, share: float, match: bool
) -> None:
    """By identifier or by name; what disagrees is never a sure match."""
    best = ask(refine, {"query": "bankjesplan", "properties": [{"pid": "atLevel", "v": value}]})[0]

    assert ("instrument/bench-plan", score, match) == (best["id"], best["score"], best["match"])
    assert {"id": "properties", "value": share} in best["features"]


def test_properties_alone_find_things_too(refine: FlaskClient) -> None:
    """A query needs no name; what it finds is never sure."""
    query = {"properties": [{"pid": "atLevel", "v": {"id": "level/tactical"}}]}
    found = ask(refine, query)

    assert [("instrument/shade-map", False)] == [(one["id"], one["match"]) for one in found]
    assert {"id": "identified", "value": False} in found[0]["features"]
    assert [] == ask(refine, {**query, "type": "Actor"})
    assert ask(refine, {"properties": [{"pid": "code", "v": "GM9901"}]})[0]["match"]


def test_limit_is_kept(refine: FlaskClient) -> None:
    """As many as asked for, the best first."""
    every = ask(refine, {"query": "bankje", "limit": 50})

    assert len(every) > 1
    assert every[:1] == ask(refine, {"query": "bankje", "limit": 1})


def test_what_is_out_of_use_gives_what_took_its_place(refine: FlaskClient) -> None:
    """Never itself, nowhere; and told, without markup of its name being one."""
    best = ask(refine, {"query": "oud plan & <b>"}, lang="en")[0]
    suggested = refine.get("/reconcile/suggest/entity?prefix=oud").json["result"]

    assert ("instrument/bench-plan", False) == (best["id"], best["match"])
    assert "It took the place of “oud plan & <b>”" in best["description"]
    assert ["instrument/bench-plan"] == [one["id"] for one in suggested]


@pytest.mark.parametrize(
    ("sort", "prefix", "first"),
    [
        ("entity", "ban", "object/bench"),
        ("entity", "instrument/bench-plan", "instrument/bench-plan"),
        ("type", "instr", "Instrument"),
        ("type", "PARTY", "Party"),
        ("type", "wr:", None),
        ("property", "niveau", "atLevel"),
        ("property", "skos:alt", "skos:altLabel"),
        ("property", "code", "code"),
        ("property", "xyzzy", None),
    ],
)
def test_names_are_suggested_by_how_they_begin(
    refine: FlaskClient, sort: str, prefix: str, first: str | None
) -> None:
    """Things, types and properties; by their identifier as well."""
    query = {"prefix": prefix, "lang": "nl"}
    found = refine.get(f"/reconcile/suggest/{sort}", query_string=query).json["result"]

    assert first == next((one["id"] for one in found), None)


def test_begun_name_suggests_all_that_begin_so(refine: FlaskClient) -> None:
    """Three letters are enough, the shortest name comes first, and nothing out of use does."""
    query = {"prefix": "plan", "lang": "en"}
    told = refine.get("/reconcile/suggest/entity", query_string=query).json["result"]

    assert {"instrument/bench-plan"} <= {one["id"] for one in told}
    assert "instrument/old-plan" not in {one["id"] for one in told}
    assert [] == refine.get("/reconcile/suggest/entity?prefix=").json["result"]


def test_types_say_what_they_mean(refine: FlaskClient) -> None:
    """Where they are suggested, and where one looks at them."""
    [told] = refine.get("/reconcile/suggest/type?prefix=PhysicalObj&lang=nl").json["result"]
    html = refine.get("/reconcile/flyout/type?id=PhysicalObject&lang=nl").json["html"]

    assert told["description"]
    assert told["description"] in html


def test_suggestions_go_on_after_the_first(refine: FlaskClient) -> None:
    """A cursor skips those that were given."""
    whole = [
        one["id"]
        for skipped in (0, 10, 20)
        for one in refine.get(f"/reconcile/suggest/property?prefix=&cursor={skipped}").json[
            "result"
        ]
    ]

    assert len(whole) > 10
    assert len(set(whole)) == len(whole)
    assert [] == refine.get("/reconcile/suggest/entity?prefix=bankje&cursor=999").json["result"]


def test_flyout_is_escaped(refine: FlaskClient) -> None:
    """It is HTML in the page of another site."""
    told = refine.get("/reconcile/flyout/entity?id=instrument/old-plan").json

    assert "instrument/old-plan" == told["id"]
    assert "oud plan &amp; &lt;b&gt;" in told["html"]


def test_preview_may_stand_in_a_frame_and_runs_nothing(refine: FlaskClient) -> None:
    """Its link opens outside the frame; all other pages stay out of frames."""
    answer = refine.get("/reconcile/preview?id=instrument/bench-plan&lang=nl", headers=PAGE)
    policy = answer.headers["Content-Security-Policy"]

    assert "Een plan voor de plek van elk bankje." in answer.text
    assert '<a href="/doc/instrument/bench-plan?lang=nl" target="_blank"' in answer.text
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in refine.get("/links").headers["Content-Security-Policy"]


def test_table_is_extended_with_values(refine: FlaskClient) -> None:
    """Things have an identifier; numbers, days and texts are what they are."""
    told = extended(
        refine, ["instrument/bench-plan", "party/beukdorp", "nothing/here"],
        "atLevel", "rdf:type", "since", "size", "code", "skos:prefLabel",
    )  # fmt: skip
    plan, party, none = told["rows"].values()

    level = {"id": "SteeringLevel", "name": "sturingsniveau"}
    assert {"id": "atLevel", "name": "werkt op niveau", "type": level} == told["meta"][0]
    assert [{"id": "level/strategic", "name": "strategisch niveau"}] == plan["atLevel"]
    assert [{"str": "partij"}] == party["rdf:type"]
    assert [{"date": "2031-05-01T00:00:00Z"}] == party["since"]
    assert [{"float": 1.5}, {"int": 12}] == sorted(party["size"], key=lambda one: "int" in one)
    assert [{"str": "GM9901"}] == party["code"]
    assert [{"str": "bankjesplan"}] == plan["skos:prefLabel"]
    assert {()} == {tuple(values) for values in none.values()}


def test_column_is_set(refine: FlaskClient) -> None:
    """How many values, and in which language; a text there is in another one only is given."""
    label = "skos:prefLabel"
    every = {"id": label, "settings": {"language": "all"}}
    one = {"id": label, "settings": {"language": "all", "limit": "1"}}
    english = {"id": label, "settings": {"language": "en", "limit": 0}}

    [plan] = extended(refine, ["instrument/bench-plan"], every)["rows"].values()
    assert {"bankjesplan", "bench plan"} == {value["str"] for value in plan[label]}
    [plan] = extended(refine, ["instrument/bench-plan"], one)["rows"].values()
    assert 1 == len(plan[label])
    rows = extended(refine, ["instrument/bench-plan", "party/beukdorp"], english)["rows"]
    assert [[{"str": "bench plan"}], [{"str": "gemeente Beukdorp"}]] == [
        row[label] for row in rows.values()
    ]


def test_properties_are_proposed_by_type(refine: FlaskClient) -> None:
    """Those that things of the type have; a limit is kept and told."""
    told = refine.get("/reconcile/properties?type=Instrument&limit=50").json
    names = [one["id"] for one in told["properties"]]

    party = refine.get("/reconcile/properties?type=Party").json["properties"]

    assert "code" in {one["id"] for one in party}
    assert {"atLevel", "skos:prefLabel"} <= set(names)
    assert "since" not in names
    assert ("Instrument", 50) == (told["type"], told["limit"])
    assert 2 == len(refine.get("/reconcile/properties?limit=2").json["properties"])


@pytest.mark.parametrize(
    "address",
    ["/reconcile", "/reconcile?queries=x", "/reconcile/suggest/type?prefix=", "/reconcile/preview",
     "/reconcile/properties", "/reconcile/suggest/nothing", "/reconcile/flyout/type?id=x"],
)  # fmt: skip
def test_pages_of_any_site_may_ask(refine: FlaskClient, address: str) -> None:
    """Answers and errors alike, and the question whether one may."""
    if "nothing" not in address:
        assert "*" == refine.get(address).headers["Access-Control-Allow-Origin"]
        before = refine.options(address.partition("?")[0])
        assert "*" == before.headers["Access-Control-Allow-Origin"]
        assert "Content-Type" in before.headers["Access-Control-Allow-Headers"]
    assert refine.get(address).status_code < 500


def test_script_is_never_answered(refine: FlaskClient) -> None:
    """JSONP may be supported, and is not: a callback changes nothing."""
    answer = refine.get("/reconcile?callback=alert")

    assert answer.text == refine.get("/reconcile").text
    assert "application/json" == answer.mimetype


def problem(answer: TestResponse) -> tuple[int, str]:
    """Return the status of an error and what it says, once it is one as data."""
    assert "application/problem+json" == answer.mimetype
    return answer.status_code, f"{answer.json['detail']} {answer.json.get('hint', '')}"


@pytest.mark.parametrize(
    ("queries", "status", "says"),
    [
        ("{", 400, "line 1, column 2"),
        ("", 400, "no JSON"),
        ("[]", 400, "an object"),
        ('"x"', 400, "an object"),
        ("[" * 100_000, 400, "too deep"),
        ('{"a":' * 20_000, 400, "too deep"),
        ('{"q0": 3}', 400, '"q0"'),
        ('{"q0": {"limit": 1}}', 400, "neither a query nor properties"),
        ('{"q0": {"query": 3}}', 400, '"q0".query'),
        ('{"q0": {"query": "x", "limit": 0}}', 400, "positive whole number"),
        ('{"q0": {"query": "x", "limit": 1.5}}', 400, "positive whole number"),
        ('{"q0": {"query": "x", "limit": NaN}}', 400, "positive whole number"),
        ('{"q0": {"query": "x", "limit": Infinity}}', 400, "positive whole number"),
        ('{"q0": {"query": "x", "limit": ' + "9" * 5000 + "}}", 400, "number"),
        ('{"q0": {"query": "x", "props": []}}', 400, '"q0".props'),
        ('{"q0": {"query": "x", "type_strict": "maybe"}}', 400, '"q0".type_strict'),
        ('{"q0": {"query": "x", "type": "Instrumnt"}}', 400, 'Did you mean "Instrument"?'),
        ('{"q0": {"query": "x", "type": "' + "z" * 9000 + '"}}', 400, "no type"),
        ('{"q0": {"query": "x", "properties": [{"pid": "atLevl", "v": "x"}]}}', 400,
         'Did you mean "atLevel"?'),
        ('{"a": {"q": 1}, "b": {"query": 3}}', 400, '"b".query'),
    ],
)  # fmt: skip
def test_bad_batch_is_refused_with_what_is_wrong(
    refine: FlaskClient, queries: str, status: int, says: str
) -> None:
    """Of several queries at once; by POST, as GET has no room for some."""
    told = problem(refine.post("/reconcile", data={"queries": queries}))

    assert status == told[0]
    assert says in told[1]


def test_batch_that_is_too_large_is_refused(refine: FlaskClient) -> None:
    """By number of queries and by bytes; the largest that is allowed is answered."""
    most = {f"q{at}": {"query": "bankje"} for at in range(BATCH)}
    more = {f"q{at}": {"query": "x"} for at in range(10_000)}

    assert BATCH == len(refine.post("/reconcile", data={"queries": json.dumps(most)}).json)
    status, says = problem(refine.post("/reconcile", data={"queries": json.dumps(more)}))
    assert (413, True) == (status, f"{BATCH} queries; this one has 10,000" in says)
    status, says = problem(refine.post("/reconcile", data={"queries": "x" * MAX_BYTES}))
    assert (413, True) == (status, "bytes" in says)


@pytest.mark.parametrize(
    ("send", "status"),
    [
        ({"data": {"x": ""}}, 400),
        ({"data": {}}, 415),
        ({"json": {"queries": {}}}, 415),
        ({"data": {"queries": "{}"}, "content_type": "multipart/form-data"}, 415),
        ({"data": {"queries": "{}"}, "headers": {"Content-Encoding": "gzip"}}, 415),
    ],
)
def test_body_that_is_no_such_form_is_refused(
    refine: FlaskClient, send: dict[str, Any], status: int
) -> None:
    """With what to send instead."""
    assert status == problem(refine.post("/reconcile", **send))[0]


def test_long_text_and_markup_are_names_that_find_nothing(refine: FlaskClient) -> None:
    """One strange cell of a table does not break its batch, and is not written back."""
    mark = "<script>alert(1)</script>"
    batch = {"a": {"query": "x" * 100_000}, "b": {"query": mark}, "c": {"query": "\x00\u202e"}}
    answer = refine.post("/reconcile", data={"queries": json.dumps(batch)})

    assert [[], [], []] == [one["result"] for one in answer.json.values()]
    assert mark not in answer.text


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/reconcile/suggest/entity?prefix=b&cursor=-1", 400, "cursor"),
        ("/reconcile/suggest/entity?prefix=b&cursor=x", 400, "cursor"),
        ("/reconcile/properties?type=Nothing", 400, "no type"),
        ("/reconcile/properties?limit=" + "9" * 50, 400, "limit"),
        ("/reconcile/flyout/entity?id=x", 404, ""),
        ("/reconcile/flyout/type?id=x", 400, "no type"),
        ("/reconcile/suggest/nothing", 404, ""),
        ("/reconcile?extend={}", 400, "extend.ids"),
        ('/reconcile?extend={"ids":[],"properties":[{"id":"nothing"}]}', 400, "no property"),
        ('/reconcile?extend={"ids":"x","properties":[]}', 400, "extend.ids"),
        ("/reconcile?query={", 400, "query is no JSON"),
    ],
)
def test_bad_address_is_refused(refine: FlaskClient, address: str, status: int, says: str) -> None:
    """With the right status, as data."""
    path, _, query = address.partition("?")
    answer = refine.get(path, query_string=query)

    assert status == answer.status_code
    assert says in answer.text.replace('\\"', '"')


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "There is no type “x”."),
        ("&lang=nl", "Er is geen type “x”."),
        ("&lang=en", "There is no type “x”."),
    ],
)
def test_error_is_in_the_language_of_the_address(
    refine: FlaskClient, query: str, says: str
) -> None:
    """And in English where it names none."""
    assert says == refine.get(f"/reconcile/properties?type=x{query}").json["detail"]


@pytest.mark.parametrize(
    "address", ["/reconcile", "/reconcile?query=bankje", "/reconcile/suggest/type?prefix=b"]
)
def test_language_that_is_not_spoken_is_refused(refine: FlaskClient, address: str) -> None:
    """As for all data, and pages of any site may read why."""
    answer = refine.get(f"{address}{'&' if '?' in address else '?'}lang=xx")

    assert 400 == problem(answer)[0]
    assert "*" == answer.headers["Access-Control-Allow-Origin"]


def test_preview_of_nothing_is_a_page(refine: FlaskClient) -> None:
    """That says so."""
    answer = refine.get("/reconcile/preview?id=<b>x", headers=PAGE)

    assert (404, "text/html") == (answer.status_code, answer.mimetype)
    assert "<b>x" not in answer.text
