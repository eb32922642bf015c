"""Identifiers, the pages about things and terms, and their data."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import Graph, URIRef

from kg.namespaces import WR, WRID
from kg.portability import judge
from tests.webapp.mini_site import KEY, PAGE
from webapp.services import EXTENSION, Services

PLAN = WRID["instrument/bench-plan"]
TYPES = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
}


def page(client: FlaskClient, address: str) -> str:
    """Return the text of a page that must be there."""
    answer = client.get(address, headers=PAGE)
    assert 200 == answer.status_code, answer.text
    return " ".join(answer.text.split())


def test_identifier_leads_a_browser_to_the_page(client: FlaskClient) -> None:
    """A name is not the thing: it answers with where to look."""
    answer = client.get("/id/instrument/bench-plan", headers=PAGE)

    assert (303, "/doc/instrument/bench-plan") == (answer.status_code, answer.location)


def triples(data: bytes, suffix: str) -> set[tuple[URIRef, ...]]:
    """Return the triples between things that data of a format hold."""
    form = RdfFormat.from_extension(suffix[1:])
    assert form
    return {
        tuple(URIRef(term.value) for term in found.triple if isinstance(term, NamedNode))
        for found in parse(data, format=form)
    }


@pytest.mark.parametrize("suffix", TYPES)
def test_identifier_leads_a_program_to_data(client: FlaskClient, suffix: str) -> None:
    """The format that is asked for is the one that is led to."""
    answer = client.get("/id/instrument/bench-plan", headers={"Accept": TYPES[suffix]})

    assert (303, f"/doc/instrument/bench-plan{suffix}") == (answer.status_code, answer.location)


@pytest.mark.parametrize("suffix", TYPES)
def test_suffix_overrides_accept(client: FlaskClient, suffix: str) -> None:
    """An address that names a format gives it, whatever the browser says it likes."""
    answer = client.get(f"/doc/instrument/bench-plan{suffix}", headers=PAGE)

    assert TYPES[suffix] == answer.mimetype
    assert (PLAN, WR.atLevel, WRID["level/strategic"]) in triples(answer.data, suffix)


def test_dot_in_a_name_is_no_suffix(client: FlaskClient) -> None:
    """Passages and sections have dots in their names."""
    answer = client.get(f"/doc/section/{KEY}/2.1.ttl")

    assert WRID[f"section/{KEY}/2.1"] in {found[0] for found in triples(answer.data, ".ttl")}


@pytest.mark.parametrize(
    "address", ["/id/instrument/no-plan", "/doc/instrument/no-plan", "/def/NoTerm", "/doc/x/y.ttl"]
)
@pytest.mark.parametrize(
    ("accept", "given"),
    [("text/html", "text/html"), ("text/turtle", "application/problem+json")],
)
def test_unknown_thing_is_not_found(
    client: FlaskClient, address: str, accept: str, given: str
) -> None:
    """What the graph does not know is 404, as a page or as data."""
    answer = client.get(address, headers={"Accept": accept})

    assert (404, given) == (answer.status_code, answer.mimetype)


def test_format_we_do_not_have_is_not_acceptable(client: FlaskClient) -> None:
    """A reader who takes pictures only is told so."""
    answer = client.get("/doc/instrument/bench-plan", headers={"Accept": "image/png"})

    assert 406 == answer.status_code


def test_thing_shows_what_is_said_of_it_with_evidence(client: FlaskClient) -> None:
    """The claim, its speaker, its firmness and its place are all there in words."""
    text = page(client, "/doc/instrument/bench-plan")

    assert "Een plan voor de plek van elk bankje." in text
    assert "Het bankjesplan is er op strategisch niveau." in text
    assert f"/study/{KEY}/2.1#p-2.1-1" in text
    assert "de auteurs" in text
    assert "onze lezing" in text


def test_thing_shows_where_else_it_comes_in(client: FlaskClient) -> None:
    """A thing within another's claim, or within its node, is found from its own page."""
    assert "Enkele bezoekers willen schaduw." in page(client, "/doc/matter/shade")


def test_outside_knowledge_is_marked(client: FlaskClient) -> None:
    """What the study does not say stands in a box of its own, with the words."""
    text = page(client, "/doc/matter/park-regie")

    assert 'class="outside"' in text
    assert "niet uit de studie" in text


def test_facts_from_elsewhere_stand_apart_with_their_source(client: FlaskClient) -> None:
    """What is known from elsewhere has its own block, which says so, and is no claim."""
    text = page(client, "/doc/instrument/shade-map")
    said, block = text.split("Niet uit de studie: van elders bekend")
    block = block.partition("</section>")[0]

    assert 'class="outside elsewhere"' in said
    assert "Elders geldt de kaart" not in said
    assert "Elders geldt de kaart sinds juli 2031." in block
    assert "Naast de studie: De studie noemt geen dag." in block
    assert (
        '<a href="https://example.org/gazette" rel="external">Verordening op de schaduw</a>'
        in block
    )
    assert 'Parkblad, <time datetime="2031-04">april 2031</time>' in block
    assert 'Opgezocht op <time datetime="2000-08-01">1 augustus 2000</time>' in block


def test_fact_past_its_day_says_so(client: FlaskClient) -> None:
    """Of two facts the one whose day is past is marked, in the language of the page."""
    text = page(client, "/doc/instrument/shade-map?lang=en")

    assert "Not from the study: known from elsewhere" in text
    assert 1 == text.count("That day is past: check this before relying on it.")
    assert text.index("1 August 2001") < text.index("That day is past") < text.index("August 9999")


def test_fact_from_elsewhere_is_shown_where_its_thing_is(client: FlaskClient) -> None:
    """A fact has no page of its own; its source has one, which leads to the address."""
    answer = client.get("/doc/outside-fact/001", headers=PAGE)
    source = page(client, "/doc/outside-source/gazette")

    assert (303, "/doc/instrument/shade-map") == (answer.status_code, answer.location)
    assert '<a href="https://example.org/gazette">https://example.org/gazette</a>' in source
    assert "Elders is de kaart openbaar." in source


def test_data_of_a_thing_holds_what_is_known_from_elsewhere(client: FlaskClient) -> None:
    """The facts come as the records they are, marked, and not as triples of the thing."""
    graph = Graph().parse(data=client.get("/doc/instrument/shade-map.ttl").text, format="turtle")
    fact = WRID["outside-fact/001"]

    assert (fact, WR.knowledgeStatus, WR.Outside) in graph
    assert graph.value(fact, WR.checkBy) is not None
    assert [] == list(graph.objects(WRID["instrument/shade-map"], WR.inForceFrom))


def test_data_of_a_fact_from_elsewhere_hold_its_sources(client: FlaskClient) -> None:
    """A fact asked for by its own name comes with where it was taken from."""
    graph = Graph().parse(data=client.get("/doc/outside-fact/001.ttl").text, format="turtle")

    assert graph.value(WRID["outside-source/gazette"], WR.publishedBy) is not None


@pytest.mark.parametrize(
    "name", ["instrument/bench-plan", "matter/shade", f"section/{KEY}/2.1", f"statement/{KEY}-0004"]
)
def test_query_behind_a_page_gives_its_statements(site: Flask, name: str) -> None:
    """The pages ask in lots; the one query that is shown gives the same, and travels."""
    asked: Services = site.extensions[EXTENSION]
    query = asked.evidence_query(WRID[name])
    lots = asked.evidence(WRID[name])

    assert () == judge(query).remarks
    assert set(asked.engine.construct(query)) == set(lots) != set()


def test_inferred_facts_are_marked(client: FlaskClient) -> None:
    """What nobody says but follows is marked as such."""
    text = page(client, "/doc/instrument/shade-map")
    told, inferred = text.split("∴ Afgeleid")

    assert "/doc/def/Means" in inferred
    assert "/doc/def/Means" not in told


def test_inferred_outside_knowledge_is_marked_as_both(client: FlaskClient) -> None:
    """A regie type that follows is not said, and its definition is from elsewhere."""
    _, inferred = page(client, "/doc/situation/evening").split("∴ Afgeleid")

    assert 'faciliterende regie</a> <span class="foreign">(niet uit de studie)</span>' in inferred


def test_class_marks_the_instances_that_follow(client: FlaskClient) -> None:
    """What is said to be of a class stands apart from what follows to be."""
    told, inferred = page(client, "/doc/def/Matter").split("∴ Afgeleid: exemplaren")

    assert ("schaduw</a>" in told, "schaduwkaart" in told) == (True, False)
    assert ("schaduw</a>" in inferred, "schaduwkaart" in inferred) == (False, True)


def test_data_of_a_thing_is_what_was_asserted(client: FlaskClient) -> None:
    """A program that reads one thing gets no entailment among what was said."""
    found = triples(client.get("/doc/instrument/shade-map.nt").data, ".nt")

    assert WR.Instrument in {triple[-1] for triple in found}
    assert WR.Means not in {triple[-1] for triple in found}


def test_evidence_is_not_widened_by_what_follows(client: FlaskClient) -> None:
    """The node of a claim is of the class it was given, and is shown under that class only."""
    assert "duiven lokken" in page(client, "/doc/def/Mechanism")
    assert "duiven lokken" not in page(client, "/doc/def/ContentNode")
    assert "inhoudsknoop" not in page(client, f"/doc/statement/{KEY}-0008")


def test_fallback_label_is_marked(client: FlaskClient) -> None:
    """A name that is there in Dutch only is Dutch on an English page, and says so."""
    text = page(client, "/doc/object/bench?lang=en")

    assert '<span lang="nl">boomwortel</span>' in text
    assert "(in Dutch only)" in text


def test_hidden_label_is_for_searching_only(client: FlaskClient) -> None:
    """A form by which a thing is found is in its data and not on its page."""
    assert "bankjes<" not in client.get("/doc/object/bench", headers=PAGE).text
    assert "hiddenLabel" not in client.get("/doc/object/bench", headers=PAGE).text
    assert '"bankjes"@nl' in client.get("/doc/object/bench.ttl").text


def test_denied_claim_says_not(client: FlaskClient) -> None:
    """The formal sentence carries force and denial."""
    text = page(client, f"/doc/statement/{KEY}-0004")

    assert '(<b>mag</b> <span class="not">niet</span>)' in text
    assert "een parkwachter van een ander park" in text


def test_stance_that_is_no_saying_is_shown(client: FlaskClient) -> None:
    """A reading that does not say it is told apart from one that does."""
    text = page(client, f"/doc/statement/{KEY}-0001")

    assert "<b>zegt niet</b>" in text
    assert "volgens" in text


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (f"/doc/speaker/{KEY}/keeper-1", "Wat deze spreker zegt"),
        (f"/doc/passage/{KEY}/2.1-2", "regels 10 tot en met 11 van de tekst"),
        (f"/doc/gap/{KEY}-01", "open opsomming"),
        (f"/doc/tension/{KEY}-01", "Een bankje weigeren mag de parkwachter niet."),
        ("/doc/work/linde-2021", "Waarvoor dit werk wordt aangehaald"),
    ],
)
def test_kind_has_a_view_of_its_own(client: FlaskClient, address: str, shown: str) -> None:
    """Speakers, passages, gaps, tensions and works are shown for what they are."""
    assert shown in page(client, address)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        (f"/doc/section/{KEY}/2.1", f"/study/{KEY}/2.1"),
        (f"/doc/study/{KEY}", f"/study/{KEY}"),
        (f"/doc/node/{KEY}-0005", f"/doc/statement/{KEY}-0005"),
        (f"/doc/reading/{KEY}-0005-1", f"/doc/statement/{KEY}-0005"),
    ],
)
def test_part_is_shown_where_it_belongs(client: FlaskClient, address: str, target: str) -> None:
    """A section opens in the reader; a node or a reading with its statement."""
    answer = client.get(address, headers=PAGE)

    assert (303, target) == (answer.status_code, answer.location)


def test_class_shows_definition_and_instances(client: FlaskClient) -> None:
    """A term is more than its name."""
    text = page(client, "/doc/def/Instrument")

    assert "Verzonnen omschrijving van instrument." in text
    assert "is een soort" in text
    assert "schaduwkaart" in text
    assert "Kept apart from a case of it." in text
    assert "(alleen Engels)" in text


def test_property_shows_its_uses(client: FlaskClient) -> None:
    """The claims that use a property stand on its page."""
    text = page(client, "/doc/def/atLevel")

    assert "Beweringen met dit begrip" in text
    assert "De schaduwkaart is er op tactisch niveau." in text


def test_terms_are_listed_by_module(client: FlaskClient) -> None:
    """The ontology's own name answers with its terms."""
    text = page(client, "/doc/def/")

    assert '<a href="/doc/def/module/instruments">instrumenten</a>' in text
    assert '<a href="/doc/def/atLevel">werkt op niveau</a>' in text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(slug=st.text(min_size=1, max_size=30))
def test_any_slug_is_answered(client: FlaskClient, slug: str) -> None:
    """No address makes the site stumble, and none is written back unescaped."""
    answer = client.get(f"/doc/thing/<i>{slug}", headers=PAGE)

    assert answer.status_code in (308, 404)
    assert "<i>" not in answer.text
