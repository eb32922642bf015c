"""From facts to what a page shows, without the web."""

from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SKOS, Literal, URIRef

from kg.namespaces import WR, WRID
from webapp.facts import Facts, Triple
from webapp.presentation import Label, Line, Names, Words, choose, firmest, statements, value

CLAIM = WRID["statement/example-0001"]
KEEPER, BENCH = WRID["actor/keeper"], WRID["object/bench"]
NODE = WRID["node/example-0001"]


def names(*triples: Triple, language: str = "nl") -> Names:
    """Return how the things of some triples are called, with plain addresses."""
    return Names(Facts(triples), language, lambda iri: f"/at/{iri[-5:]}", lambda iri: f"/in/{iri}")


def claim(
    polarity: str = "affirmed", certainty: str = "stated", stance: str = "says"
) -> list[Triple]:
    """Return a statement with one reading."""
    reading = WRID["reading/example-0001-1"]
    return [
        (CLAIM, RDF.type, WR.Statement),
        (CLAIM, RDF.subject, KEEPER),
        (CLAIM, RDF.predicate, WR.refuses),
        (CLAIM, RDF.object, BENCH),
        (CLAIM, WR.polarity, WRID[f"polarity/{polarity}"]),
        (CLAIM, WR.force, WRID["force/may"]),
        (reading, WR.ofStatement, CLAIM),
        (reading, WR.certainty, WRID[f"certainty/{certainty}"]),
        (reading, WR.stance, WRID[f"stance/{stance}"]),
        (reading, WR.mode, WRID["mode/stated"]),
        (reading, WR.readIn, WRID["passage/example/2.1-3"]),
    ]


def no_words(_: str) -> Words:
    """Return nothing: no text is attached."""
    return Words()


def test_text_of_another_language_says_which() -> None:
    """A label that is there in English only is marked as English on a Dutch page."""
    found = choose([Literal("bench", lang="en")], "nl")

    assert Label("bench", "en") == found


def test_text_without_language_is_no_fallback() -> None:
    """A name without a language is nobody's second choice."""
    found = choose([Literal("bench", lang="en"), Literal("AVOI")], "nl")

    assert Label("AVOI") == found


def test_thing_without_name_shows_its_prefixed_name() -> None:
    """What has no label still has something to call it by."""
    assert "wrid:actor/keeper" == names().label(KEEPER).text


def test_section_is_named_with_its_number() -> None:
    """A section's name alone says too little."""
    iri = WRID["section/example/2.1"]

    found = names((iri, SKOS.prefLabel, Literal("Wat kan", lang="nl"))).label(iri)

    assert "§ 2.1 Wat kan" == found.text


def test_denied_claim_keeps_line_and_denial_apart() -> None:
    """A claim can be denied with a hedge: it is both."""
    [found] = statements(names(*claim("denied", "hedged")), no_words)

    assert (Line.HEDGED, True) == (found.line, found.denied)


def test_what_nobody_says_is_open() -> None:
    """A passage that does not say it gives a claim no firmness."""
    [found] = statements(names(*claim(stance="does-not-say")), no_words)

    assert Line.OPEN == found.line
    assert Line.OPEN == firmest(())


def test_force_is_shown_unless_plain() -> None:
    """May and must are part of the claim; a plain indicative needs no word."""
    plain = [triple for triple in claim() if triple[1] != WR.force]
    indicative = [*plain, (CLAIM, WR.force, WRID["force/is"])]

    [may], [indeed] = (statements(names(*triples), no_words) for triples in (claim(), indicative))

    assert "wrid:force/may" == may.force.text
    assert not indeed.force


def test_reading_leads_to_its_passage_in_the_reader() -> None:
    """The place of a reading opens where its neighbours stand."""
    [found] = statements(names(*claim()), lambda _: Words("a", "b", "c"))

    [place] = found.readings[0].places
    assert ("2.1-3", "b") == (place.passage, place.words.own)
    assert place.locator.href.startswith("/in/")


def test_note_is_shown_once_in_the_language_of_the_page() -> None:
    """A note that is there in English only is marked as such, and no note is none."""
    iri = WRID["reading/example-0001-1"]
    english, dutch = Literal("A rule.", lang="en"), Literal("Een regel.", lang="nl")

    notes = [
        statements(names(*claim(), *((iri, WR.note, one) for one in said)), no_words)[0]
        .readings[0]
        .note
        for said in ((english, dutch), (english,), ())
    ]

    assert [Label("Een regel."), Label("A rule.", "en"), Label("")] == notes


def test_content_node_is_shown_by_what_it_says() -> None:
    """A node is part of a claim; it has no name, it has properties."""
    found = value(
        names(
            (NODE, RDF.type, WR.Wish),
            (NODE, WR.contentOf, CLAIM),
            (NODE, WR.wishedMatter, BENCH),
        ),
        NODE,
    )

    assert found.link
    assert WR.Wish == URIRef(found.link.iri)
    assert [str(WR.wishedMatter)] == [phrase.property.iri for phrase in found.phrases]


def test_certainty_in_a_table_has_its_line() -> None:
    """How firmly something is said is drawn, with the word."""
    assert Line.HEDGED == value(names(), WRID["certainty/hedged"]).line


@given(st.lists(st.tuples(st.text(), st.sampled_from(["nl", "en", None]))))
def test_some_text_is_always_chosen(found: list[tuple[str, str | None]]) -> None:
    """Where there is a text at all, one is shown, and it is one of them."""
    texts = [Literal(text, lang=language) for text, language in found]

    chosen = choose(texts, "nl")

    assert not texts or chosen.text in [str(text) for text in texts]
    assert chosen.foreign != "nl"
