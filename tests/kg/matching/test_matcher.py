"""What names, codes and identifiers of others may mean, and when that is sure."""

import pytest

from kg.matching import LONGEST, Candidate, Matcher, Reason, Wanted, in_words
from kg.namespaces import WR, WRID

PARTY, PLACE, ACTOR = (frozenset({str(WR[name])}) for name in ("Party", "Place", "Actor"))


def first(matcher: Matcher, wanted: Wanted | str) -> Candidate:
    """Return the best candidate."""
    return matcher.match(Wanted(wanted) if isinstance(wanted, str) else wanted)[0]


def slugs(found: tuple[Candidate, ...]) -> list[str]:
    """Return the candidates as they are called within our things."""
    return [one.iri.removeprefix(str(WRID)) for one in found]


@pytest.mark.parametrize(
    ("text", "slug", "reason", "score", "sure"),
    [
        ("bankjesplan", "instrument/bench-plan", Reason.NAME, 100, True),
        ("Bankjes-Plan ", "instrument/bench-plan", Reason.NAME, 100, True),
        ("bench plan", "instrument/bench-plan", Reason.NAME, 100, True),
        ("zitplan", "instrument/bench-plan", Reason.NAME, 98, True),
        ("pleinstoel", "object/bench", Reason.NAME, 95, False),
        ("visie", "matter/visible", Reason.PART, 70, False),
        ("Rijn", "party/rijn", Reason.NAME, 100, False),
        ("bankjes", "object/bench", Reason.NAME, 95, False),
        ("plan bench", "instrument/bench-plan", Reason.ORDER, 95, False),
        ("bench plans", "instrument/bench-plan", Reason.FORM, 92, False),
        ("bankjesplam", "instrument/bench-plan", Reason.NEAR, 81.8, False),
        ("Het bankjesplan van Elders", "instrument/bench-plan", Reason.PART, 50,
         False),
        ("GM9901", "party/municipality-beukdorp", Reason.CODE, 100, True),
        ("9901", "party/municipality-beukdorp", Reason.NUMBER, 85, False),
        ("https://identifier.overheid.nl/tooi/id/gemeente/gm9901/", "party/municipality-beukdorp",
         Reason.CODE, 100, True),
        ("https://example.org/garden/xkruk", "object/bench", Reason.CODE, 100, True),
        ("5503", "object/bench", Reason.NUMBER, 85, False),
        ("q99", "place/beukdorp", Reason.CODE, 100, True),
        ("wrid:object/bench", "object/bench", Reason.IDENTIFIER, 100, True),
        ("object/bench", "object/bench", Reason.IDENTIFIER, 100, True),
        ("http://w3id.org/warmteregie/id/object/bench", "object/bench", Reason.IDENTIFIER, 100,
         True),
        ("https://w3id.org/warmteregie/doc/object/bench", "object/bench", Reason.IDENTIFIER, 100,
         True),
    ],
)  # fmt: skip
def test_best_candidate_says_how_it_was_found(
    matcher: Matcher, text: str, slug: str, reason: Reason, score: float, sure: bool
) -> None:
    """Its score, its reason, and whether a reader is still needed."""
    found = first(matcher, text)

    assert ([slug], reason, score, sure) == (
        slugs((found,)),
        found.reason,
        found.score,
        found.sure,
    )


@pytest.mark.parametrize("text", ["", "  ", "?!", "xyzzy", "bankje" * 60, "\x00", "xkruk"])
def test_nothing_comes_near(matcher: Matcher, text: str) -> None:
    """No candidate is an answer; the last word of a link is no code."""
    assert () == matcher.match(Wanted(text))


def test_longest_name_is_taken_and_a_longer_one_is_none_of_ours(matcher: Matcher) -> None:
    """The bound is that of names; a code is looked up all the same."""
    longest = "bankje " + "x" * (LONGEST - 7)

    assert ["object/bench"] == slugs(matcher.match(Wanted(longest)))
    assert () == matcher.match(Wanted(longest + "x"))
    assert ["place/beukdorp"] == slugs(matcher.match(Wanted(longest + "x", code="Q99")))


def test_namesakes_are_never_sure_until_the_kind_tells_them_apart(matcher: Matcher) -> None:
    """A bank to sit on is no bank."""
    found = matcher.match(Wanted("bank"))

    assert {"object/bank", "party/bank"} == set(slugs(found[:2]))
    assert [False, False] == [one.sure for one in found[:2]]
    assert first(matcher, Wanted("bank", kinds=PARTY)).sure


def test_place_is_not_taken_for_its_municipality(matcher: Matcher) -> None:
    """Both are offered and neither is sure; not even where no such municipality is known."""
    found = matcher.match(Wanted("Beukdorp"))

    assert ["place/beukdorp", "party/municipality-beukdorp"] == slugs(found[:2])
    assert not any(one.sure for one in found)
    assert Reason.SORT == found[1].reason
    assert not first(matcher, "Linden").sure
    assert first(matcher, Wanted("Linden", kinds=PLACE)).sure
    assert first(matcher, "stadspark").sure


def test_kinds_are_kept_to_and_hold_what_is_under_them(matcher: Matcher) -> None:
    """A party is an actor; what is of no kind asked for is left out."""
    found = matcher.match(Wanted("Beukdorp", kinds=ACTOR))

    assert [("party/municipality-beukdorp", True)] == [
        (one.iri.removeprefix(str(WRID)), one.is_kind) for one in found
    ]
    assert () == matcher.match(Wanted("Beukdorp", kinds=PARTY | PLACE, strictness="all"))
    assert () == matcher.match(Wanted("Beukdorp", kinds=frozenset({"https://x.nl/Kind"})))


def test_kind_that_should_be_costs_score_and_sureness(matcher: Matcher) -> None:
    """What is of another kind stays, less likely."""
    found = matcher.match(Wanted("stadspark", kinds=PARTY, strictness="should"))

    assert ("place/park", 80, False, False) == (
        *slugs(found[:1]), found[0].score, found[0].sure, found[0].is_kind,
    )  # fmt: skip


def test_number_is_sure_where_the_kind_is_known(matcher: Matcher) -> None:
    """9901 in a column of municipalities is GM9901; a number without letters stays doubtful."""
    assert first(matcher, Wanted("9901", kinds=PARTY)).sure
    assert not first(matcher, Wanted("5503", kinds=frozenset({str(WR.PhysicalObject)}))).sure


def test_name_that_begins_otherwise_is_not_much_like(matcher: Matcher) -> None:
    """Typing errors come later: what has all letters but the first is another word."""
    assert ["object/bench"] == slugs(matcher.match(Wanted("bamkje")))
    assert () == matcher.match(Wanted("mankje"))


def test_municipality_is_no_notion_of_a_like_name(matcher: Matcher) -> None:
    """What has its code is one, known here or not; only the very name is told all the same."""
    assert "object/bench" in slugs(matcher.match(Wanted("bankj", code="x1")))
    assert ["party/bank"] == slugs(matcher.match(Wanted("bankj", code="GM0001")))
    assert "object/bench" in slugs(matcher.match(Wanted("bankje", code="GM0001")))


def test_code_decides_over_names(matcher: Matcher) -> None:
    """With the code of the municipality, the place of that name does not speak against it."""
    found = matcher.match(Wanted("Beukdorp", code="GM9901"))

    assert ["party/municipality-beukdorp", "place/beukdorp"] == slugs(found[:2])
    assert [True, False] == [one.sure for one in found[:2]]


def test_code_of_another_name_makes_nothing_sure(matcher: Matcher) -> None:
    """Code and name that contradict each other are for a reader."""
    found = matcher.match(Wanted("bankje", code="GM9901"))

    assert {"object/bench", "party/municipality-beukdorp"} <= set(slugs(found))
    assert not any(one.sure for one in found)


@pytest.mark.parametrize("text", ["zitregeling", "seat rule", "wrid:instrument/seat-rule"])
def test_thing_out_of_use_points_to_what_took_its_place(matcher: Matcher, text: str) -> None:
    """Through as many steps as there are; never sure."""
    found = first(matcher, text)

    assert ["instrument/bench-plan"] == slugs((found,))
    assert str(WRID["instrument/seat-rule"]) == found.instead_of
    assert not found.sure
    assert "no longer to be used" in in_words(found)


@pytest.mark.parametrize("text", ["nergensregeling", "wrid:instrument/nowhere", "kringregeling"])
def test_thing_out_of_use_without_a_successor_is_no_match(matcher: Matcher, text: str) -> None:
    """Nor is one whose successors go round in a ring."""
    ended = {"instrument/nowhere", "instrument/loop-a", "instrument/loop-b"}

    assert set() == ended & set(slugs(matcher.match(Wanted(text))))


def test_other_number_is_not_much_like(matcher: Matcher) -> None:
    """2021 is not 2022, however like the rest."""
    assert (100, True) == (
        first(matcher, "parkplan 2021").score,
        first(matcher, "parkplan 2021").sure,
    )
    assert (55, Reason.PART) == (
        first(matcher, "parkplan 2022").score, first(matcher, "parkplan 2022").reason,
    )  # fmt: skip


def test_our_apparatus_is_matched_only_when_it_is_asked_for(matcher: Matcher) -> None:
    """*All* in a table of theirs is no quantifier of ours."""
    quantifier = frozenset({str(WR.Quantifier)})

    assert () == matcher.match(Wanted("alle"))
    assert ["quantifier/all"] == slugs(matcher.match(Wanted("alle", kinds=quantifier)))


def test_limit_is_kept(matcher: Matcher) -> None:
    """The best come first, and no more than asked for."""
    every = matcher.match(Wanted("bankje"), 50)

    assert len(every) > 1
    assert sorted((one.score for one in every), reverse=True) == [one.score for one in every]
    assert every[:1] == matcher.match(Wanted("bankje"), 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("zitplan", "Another name of it, “zitplan”, is the same."),
        ("GM9901", "It is linked to what has this code."),
        ("wrid:object/bench", "Its identifier was given."),
    ],
)
def test_reason_is_told_in_words(matcher: Matcher, text: str, said: str) -> None:
    """A reader sees why a thing was proposed."""
    assert said == in_words(first(matcher, text))


def test_kinds_are_those_just_above_and_counted_by_what_can_be_matched(matcher: Matcher) -> None:
    """What follows by reasoning is not just above; what is out of use or ours alone is left out."""
    things = matcher.things

    assert (str(WR.Actor),) == things.kinds[str(WR.Party)].above
    assert 1 == things.counted[str(WR.Instrument)]
    assert str(WR.Quantifier) not in things.counted
    assert (4, 4) == (things.counted[str(WR.Actor)], things.counted_narrowly[str(WR.Party)])
    assert str(WR.Actor) not in things.counted_narrowly
