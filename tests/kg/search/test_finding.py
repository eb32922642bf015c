"""Finding: the best first, typing errors forgiven, and nothing in a search is an operator."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import SearchTooLong
from kg.files import shipped_files
from kg.namespaces import WRID
from kg.search import KINDS, LONGEST, Card, Index, Manner, Text, find, to_answer
from tests.kg.search.conftest import MakeIndex, named

GIST = Text(
    Card(str(WRID["statement/bankjes-2030-0001"]), "statement", {"nl": "Een bank is laag."}),
    "gist", "nl", "Een bank is laag.",
)  # fmt: skip


def slugs(index: Index, text: str) -> list[str]:
    """Return the things that a text finds, by the end of their IRIs."""
    return [hit.card.iri.rpartition("/")[2] for hit in find(index, text).hits]


def manners(index: Index, text: str) -> list[Manner]:
    """Return how the things were found, the best first."""
    return [hit.manner for hit in find(index, text).hits]


def test_order_is_name_beginning_stem_part_error_text(make_index: MakeIndex) -> None:
    """The whole name, its beginning, another form, a compound; what only speaks of it last."""
    index = make_index(
        [
            Text(GIST.card, "gist", "nl", "Door buizen loopt water."),
            named("object/near", "buizem"),
            named("object/part", "mantelbuizen"),
            named("object/stem", "lange buis"),
            named("object/beginning", "een buizenstelsel"),
            named("object/whole", "buizen"),
        ]
    )

    assert ["whole", "beginning", "stem", "part", "near", "bankjes-2030-0001"] == slugs(
        index, "buizen"
    )
    assert ["whole", "beginning", "stem", "part", "near-whole", "text"] == manners(index, "buizen")


def test_mistyped_name_comes_before_text(make_index: MakeIndex) -> None:
    """A typing error in the name weighs less than a sentence that has the word so."""
    index = make_index([GIST, named("object/bench", "bankjes")])

    assert [Manner.NEAR_WHOLE] == manners(index, "bnakjes")
    assert ["beginning", "text"] == manners(index, "bank")


def test_known_word_is_no_typing_error(make_index: MakeIndex) -> None:
    """Who asks for regie is not given regio."""
    index = make_index([named("concept/regie", "vorm van regie"), named("place/region", "regio")])

    assert ["regie"] == slugs(index, "vorm regie")


def test_all_words_first_then_most(make_index: MakeIndex) -> None:
    """Where nothing has all words, what has most of them is shown, and marked."""
    index = make_index([named("a/one", "lage houten bank"), named("a/two", "lage tafel")])

    assert ["one"] == slugs(index, "lage bank")
    assert ["one"] == slugs(index, "lage houten stoel")
    assert [Manner.SOME] == manners(index, "lage houten stoel")


def test_beginning_of_a_word_finds_text(make_index: MakeIndex) -> None:
    """Who is still typing finds what is said as well, and no typing error is supposed."""
    index = make_index([Text(GIST.card, "gist", "nl", "Een parkbankje is laag.")])

    assert [Manner.TEXT] == manners(index, "parkb")


def test_some_of_the_words_may_be_mistyped(make_index: MakeIndex) -> None:
    """Two faults at once: a word too many, and a typing error in another."""
    index = make_index([named("a/one", "lage houten bank"), named("a/two", "lage tafel")])

    assert ["one"] == slugs(index, "lage huoten stoel")


def test_thing_found_by_some_words_is_shown_by_its_best_text(make_index: MakeIndex) -> None:
    """The text with most of the words is the one that is shown."""
    texts = [
        named("a/one", "lage houten bank voor in het park"),
        named("a/one", "lage bank", role="alternative"),
    ]
    [hit] = find(make_index(texts), "lage bank stoel").hits

    assert "lage bank" == hit.text


def test_compound_that_is_unknown_finds_its_parts(make_index: MakeIndex) -> None:
    """A compound of ours that nobody has used yet."""
    index = make_index([named("a/net", "warmtenet"), named("a/work", "beheerder")])

    assert ["net", "work"] == sorted(slugs(index, "warmtenetbeheerder"))


def test_each_thing_is_found_once_by_its_best_text(make_index: MakeIndex) -> None:
    """A thing with many names is one hit."""
    texts = [
        named("object/bench", "zitbank"),
        named("object/bench", "bank", role="alternative"),
        named("object/bench", "banken", role="hidden"),
    ]
    [hit] = find(make_index(texts), "bank").hits

    assert ("alternative", "bank") == (hit.role, hit.text)


def test_nothing_found_gives_words_that_come_near(make_index: MakeIndex) -> None:
    """Two typing errors are too many to guess, and few enough to propose."""
    found = find(make_index([named("object/bench", "parkbankje")]), "paarkbnkje")

    assert () == found.hits
    assert ("parkbankje",) == found.near


@pytest.mark.parametrize("text", ["", "   ", "?!", "{}", "\x00", "-"])
def test_search_without_words_finds_nothing(index: Index, text: str) -> None:
    """Punctuation is no question."""
    assert ((), ()) == (find(index, text).hits, find(index, text).near)


def test_too_long_a_search_is_refused(index: Index) -> None:
    """What no one types is told its limit."""
    find(index, "a" * LONGEST)
    with pytest.raises(SearchTooLong, match="this one has 10,000"):
        find(index, "a" * 10_000)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(text=st.text(max_size=LONGEST))
def test_any_text_is_answered(index: Index, text: str) -> None:
    """No text is a fault, whatever is in it, and none is read as an operator."""
    found = find(index, text)

    assert len({hit.card.iri for hit in found.hits}) == len(found.hits)
    assert sum(found.counts().values()) == len(found.hits)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("+regie -sturing", "regie sturing"),
        ("label:regie", "label regie"),
        ("regie~2", "regie 2"),
        ("reg*", "reg"),
        ('"regie', "regie"),
        ("(regie", "regie"),
        ("/regie.*/", "regie"),
    ],
)
def test_operators_are_no_operators(index: Index, text: str, plain: str) -> None:
    """The signs of a query language are no signs here: words count, and nothing else."""
    assert slugs(index, plain) == slugs(index, text)


def test_every_thing_is_found_by_its_own_name(index: Index) -> None:
    """All things and terms, in both languages: the whole name finds what is called so."""
    from rdflib import SKOS

    from kg.entities import load_entities

    entities = load_entities(shipped_files().entities)
    lost = [
        str(name)
        for naming in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
        for thing, name in entities.subject_objects(naming)
        if str(thing)
        not in [hit.card.iri for hit in find(index, name).hits if hit.manner == Manner.WHOLE]
    ]

    assert [] == lost


def test_concept_comes_first_then_what_is_said_of_it(index: Index) -> None:
    """Who looks for co-benefits is told what they are before who says what of them."""
    found = find(index, "meekoppelkans")

    assert str(WRID["concept/co-benefit"]) == found.hits[0].card.iri
    kinds = [hit.card.kind for hit in found.hits]
    assert "statement" in kinds
    assert kinds.index("thing") < kinds.index("statement")


def test_hits_are_a_table(make_index: MakeIndex) -> None:
    """With its label in the language asked for, or in another where there is none."""
    hits = find(make_index([named("object/bench", "bank")]), "bank").hits
    [row] = to_answer(hits, "en").records()

    assert ("bank", "nl") == (str(row["label"]), row["label"].language)
    assert ("thing", "whole", "label") == tuple(str(row[one]) for one in ("kind", "found", "role"))
    assert "about" not in row


def test_kinds_narrow_and_are_counted(index: Index) -> None:
    """One kind at a time, or all; the counts are of all."""
    found = find(index, "regie")

    assert found.hits == found.of_kind("").hits
    assert set(found.counts()) <= set(KINDS)
    for kind, number in found.counts().items():
        assert number == len(found.of_kind(kind).hits)
