"""The page of a thing: order, evidence between its neighbours, remarks, uses, and JSON-LD."""

import json
import re
from dataclasses import replace
from functools import partial

import pytest
from flask.testing import FlaskClient
from rdflib import RDFS, SKOS, Literal

from kg.namespaces import SH, WR, WRID
from tests.webapp.mini_site import KEY, PAGE
from tests.webapp.test_presentation import claim, names, no_words
from webapp.bundles import by_predicate, counts, in_order, strongest_first
from webapp.presentation import Label, Line, Link, Statement, statements
from webapp.references import Edition
from webapp.schema import described, speakers
from webapp.surroundings import Span, neighbour, surrounded
from webapp.things import rules_of


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    """Return the text of a page."""
    answer = client.get(address, headers=PAGE)
    assert status == answer.status_code, answer.text
    return " ".join(answer.text.split())


def some(iri: str, predicate: str = "a", **changed: object) -> Statement:
    """Return a statement of a name and a predicate."""
    [one] = statements(names(*claim()), no_words)
    link = Link(predicate, Label(predicate), "")
    return replace(one, iri=iri, predicate=link, **changed)  # type: ignore[arg-type]


def test_strongest_claim_comes_first() -> None:
    """Said outright before hedged, hedged before our reading; then by number."""
    ours = some("1", interpreted=True)
    hedged, outright, other = some("2", line=Line.HEDGED), some("4"), some("3")

    assert ["3", "4", "2", "1"] == [
        one.iri for one in strongest_first([ours, hedged, outright, other])
    ]


def test_claims_stand_under_what_they_say(client: FlaskClient) -> None:
    """What several claims say has a heading; the single ones come last, together."""
    found = [some("1", "a"), some("2", "b"), some("3", "b"), some("4", "c")]
    with client.application.test_request_context("/?lang=en"):
        bundles = by_predicate(found, "x")

    assert [("b", ["2", "3"]), ("And further", ["1", "4"])] == [
        (one.heading.label.text, [claim.iri for claim in one.claims]) for one in bundles
    ]
    assert ["x-1", "x-2"] == [one.anchor for one in bundles]


@pytest.mark.parametrize("number", [1, 3])
def test_few_claims_need_no_heading(client: FlaskClient, number: int) -> None:
    """A page of a few sentences is read as it is."""
    with client.application.test_request_context():
        [bundle] = by_predicate([some(str(one), "a") for one in range(number)], "x")

    assert "" == bundle.heading.label.text
    assert number == len(bundle.claims)


def test_headings_keep_the_order_given() -> None:
    """Sections come as the study has them."""
    found = [some("1", "b"), some("2", "a"), some("3", "b")]

    assert [["1", "3"], ["2"]] == [
        [one.iri for one in bundle.claims]
        for bundle in in_order(found, lambda one: one.predicate, "x")
    ]


def test_claims_are_counted_by_how_firm_they_are() -> None:
    """A page tells how many of its claims are to be taken with care."""
    found = counts([some("1", line=Line.HEDGED), some("2", denied=True), some("3")])

    assert (3, 1, 0, 1, 0) == (
        found.all, found.hedged, found.open, found.denied, found.interpreted
    )  # fmt: skip
    assert not found.plain
    assert counts([some("1")]).plain


def test_passage_stands_between_its_neighbours() -> None:
    """What was read before and after is told, and where nothing is there is nothing."""
    own, before = (WRID[f"passage/example/2-{number}"] for number in (2, 1))
    said, reading = WRID["statement/example-0009"], WRID["reading/example-0009-1"]
    speaker = WRID["speaker/example/gardener"]
    found = names(
        (reading, WR.readIn, before), (reading, WR.ofStatement, said),
        (said, WR.gist, Literal("Vooraf.", lang="nl")),
        (said, WR.polarity, WRID["polarity/denied"]),
        (reading, WR.certainty, WRID["certainty/hedged"]),
        (reading, WR.mode, WRID["mode/interpreted"]),
        (reading, WR.speaker, speaker), (speaker, SKOS.prefLabel, Literal("tuinman", lang="nl")),
    )  # fmt: skip
    span = Span((3, 4), (str(before), ""), ("Eerst.", "Dan.", ""))
    around = surrounded(str(own), span, partial(neighbour, found))

    assert around.before
    [vooraf] = around.before.said
    assert ("Vooraf.", Line.HEDGED, True, True) == (
        vooraf.link.label.text, vooraf.line, vooraf.denied, vooraf.interpreted
    )  # fmt: skip
    assert ["tuinman"] == [one.label.text for one in vooraf.speakers]
    assert ("Eerst.", "Dan.", None) == (around.before.words, around.own.words, around.after)


def test_evidence_is_opened_in_place(client: FlaskClient) -> None:
    """A hedged claim shows what was read before and after it, and its triple."""
    text = page(client, "/doc/object/bench")
    evidence = text.partition('<details class="evidence">')[2].partition("</details>")[0]

    assert f'ervoor: <a href="/study/{KEY}/2.1#p-2.1-1">' in evidence
    assert "Het bankjesplan is er op strategisch niveau." in evidence
    assert "Een bankje weigeren mag de parkwachter niet." in evidence
    assert 'class="triple"' in evidence
    assert '<span class="word--denied">ontkend: niet</span>' in evidence
    assert "regels 10 tot en met 11" in text


def test_note_is_in_the_language_of_the_page(client: FlaskClient) -> None:
    """The reader's language alone, on the page of the claim and in the reader of the section."""
    dutch, english = "Of de regel ook voor dit park geldt", "Whether the rule holds for this park"

    for address in (f"/doc/statement/{KEY}-0004", f"/study/{KEY}/2.1"):
        assert (1, 0) == counted(page(client, f"{address}?lang=nl"), dutch, english)
        assert (0, 1) == counted(page(client, f"{address}?lang=en"), dutch, english)


def counted(text: str, *sought: str) -> tuple[int, ...]:
    """Return how often each text stands in a page."""
    return tuple(text.count(one) for one in sought)


def test_attached_words_stand_with_their_neighbours(reader: FlaskClient) -> None:
    """The words of the passage stand open, those beside it in the evidence, all in serif."""
    text = page(reader, "/doc/object/bench")
    evidence = text.partition('<details class="evidence">')[2].partition("</details>")[0]

    assert 'class="words" lang="nl"' in text.partition("<details")[0]
    assert 2 == evidence.count('<p class="words" lang="nl">')


def test_remarks_name_gaps_and_tensions(client: FlaskClient) -> None:
    """What pulls against a claim about a thing is told on the page of the thing."""
    tension = f"/doc/tension/{KEY}-01"

    assert tension in page(client, "/doc/actor/park-keeper").partition('id="remarks"')[2]
    assert "Geen leemte en geen spanning raakt eraan." in page(client, "/doc/matter/pigeons")


def test_question_that_takes_a_thing_is_asked_of_it(client: FlaskClient) -> None:
    """The link leads to the answer for this very thing."""
    text = page(client, "/doc/matter/shade").partition('id="questions"')[2]

    assert "/questions/who-says-what?subject=wrid:matter/shade" in text


def test_speaker_s_claims_are_by_section(client: FlaskClient) -> None:
    """What one says stands where it is said; a section without is not found, and others named."""
    address = f"/doc/speaker/{KEY}/authors"

    assert f'<a href="/study/{KEY}/2.1">' in page(client, address).partition('class="bundle"')[2]
    assert "Enkele bezoekers" not in page(client, f"{address}?section=2.1")
    assert "<code>2.1</code>" in page(client, f"{address}?section=<b>", 404)


def test_work_is_cited_in_a_manner(client: FlaskClient) -> None:
    """Claims stand under how they cite it."""
    text = page(client, "/doc/work/linde-2021")

    assert re.search(r'<h3 class="bundle" id="beside-1">als bron</h3>', text)


def test_page_holds_json_ld_in_both_languages(client: FlaskClient) -> None:
    """Machines that read pages only find name, description and data set."""
    text = client.get("/doc/instrument/bench-plan", headers=PAGE).text
    found = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])

    assert str(WRID["instrument/bench-plan"]) == found["@id"]
    assert {"nl", "en"} == {name["@language"] for name in found["name"]}
    assert "Dataset" == found["subjectOf"]["@type"]


def test_json_ld_of_a_claim_names_who_says_it(client: FlaskClient) -> None:
    """In both languages; a thing that is no claim has no author."""
    text = client.get(f"/doc/statement/{KEY}-0004", headers=PAGE).text
    found = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])

    assert "Claim" == found["@type"]
    assert [str(WRID[f"speaker/{KEY}/keeper-1"])] == [one["@id"] for one in found["author"]]
    assert {"nl", "en"} == {name["@language"] for name in found["author"][0]["name"]}


def test_json_ld_leaves_out_who_does_not_say_it() -> None:
    """Who asks is no author of the answer."""
    statement, reading, speaker = WRID["statement/x"], WRID["reading/x"], WRID["speaker/x"]
    of = (reading, WR.ofStatement, statement), (reading, WR.speaker, speaker)
    asks = (reading, WR.stance, WRID["stance/asks"])

    assert [str(speaker)] == [str(one["@id"]) for one in speakers(names(*of), statement)]
    assert [] == speakers(names(*of, asks), statement)


def test_no_text_ends_the_json_ld() -> None:
    """A label with markup stays a label."""
    iri = WRID["object/x"]
    bad = "</script><script>alert(1)</script>&"
    labelled = names((iri, SKOS.prefLabel, Literal(bad)))
    text = str(described(labelled, iri, None, Edition("", "", "")))

    assert "<" not in text
    assert bad == json.loads(text)["name"][0]["@value"]


def test_class_counts_its_instances(client: FlaskClient) -> None:
    """How many are of a class stands in the heading of their list."""
    assert "Exemplaren (2)" in page(client, "/doc/def/Instrument")


def test_rules_are_told_in_words_of_the_page() -> None:
    """What a rule means comes before what it refuses, each once and in one language."""
    rule = WRID["shape/Bench"]
    told = (
        (rule, SH.message, Literal("Geef het een plek.", lang="nl")),
        (rule, SH.message, Literal("Give it a place.", lang="en")),
        (rule, RDFS.comment, Literal("Een bankje heeft een plek.", lang="nl")),
    )

    assert ["Een bankje heeft een plek.", "Geef het een plek."] == [
        text.text for text in rules_of(names(*told))
    ]


@pytest.mark.parametrize("address", [f"/doc/gap/{KEY}-01", f"/doc/tension/{KEY}-01"])
def test_remark_is_no_remark_on_itself(client: FlaskClient, address: str) -> None:
    """A gap does not touch itself."""
    assert 'id="remarks"' not in page(client, address)


def test_gap_stands_between_the_passages_beside_it(client: FlaskClient) -> None:
    """Where the text lacks something is shown with what stands around it."""
    assert 'class="own-place"' in page(client, f"/doc/gap/{KEY}-01")
