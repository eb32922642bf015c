"""What a section is asked to show, and what it says of the rest."""

import re

import pytest
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE
from webapp.sieve import Kind
from webapp.words import shown_kinds

SECTION = f"/study/{KEY}/2.1"


def page(client: FlaskClient, query: str, status: int = 200) -> str:
    """Return the text of the section as it is asked for."""
    answer = client.get(f"{SECTION}?{query}", headers=PAGE)
    assert status == answer.status_code
    return " ".join(answer.text.split())


def passages(text: str) -> list[str]:
    """Return the passages that are shown."""
    return re.findall(r'id="p-2\.1-(\d+)"', text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("show=stated", ["1", "4", "6"]),
        ("show=hedged", ["2"]),
        ("show=denied", ["3"]),
        ("show=cited", ["2"]),
        ("show=tension", ["3"]),
        ("show=gaps", ["7"]),
        ("show=silent", ["0", "8"]),
        ("speaker=visitors", ["4"]),
        ("speaker=authors&show=stated", ["1", "6"]),
        ("show=&speaker=", list("012345678")),
    ],
)
def test_only_what_is_asked_for_is_shown(
    client: FlaskClient, query: str, expected: list[str]
) -> None:
    """Kind and speaker are combined."""
    assert expected == passages(page(client, query))


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [("1", "our-reading", ["1-2"]), ("3", "not-said", ["3-1", "3-2"])],
)
def test_our_reading_and_what_is_not_said_can_be_asked_for(
    client: FlaskClient, number: str, kind: str, expected: list[str]
) -> None:
    """What the study does not say in as many words can be held apart."""
    text = client.get(f"/study/{KEY}/{number}?show={kind}", headers=PAGE).text

    assert expected == re.findall(r'id="p-([^"]+)"', text)


def test_page_says_what_it_leaves_out(client: FlaskClient) -> None:
    """Nobody takes a part for the whole, and the whole is one step away."""
    text = page(client, "show=hedged")

    assert "1 passage staat hieronder, 8 zijn weggelaten." in text
    assert f'<a href="{SECTION}">Toon de hele paragraaf</a>' in text


def test_passage_says_which_claims_it_leaves_out(client: FlaskClient) -> None:
    """Two claims of a passage, one asked for: the other is said to be there."""
    text = client.get(f"/study/{KEY}/1?show=our-reading", headers=PAGE).text

    assert "1 andere bewering van deze passage is weggelaten." in text


def test_nothing_found_has_a_reason_and_a_way_on(client: FlaskClient) -> None:
    """An empty list is never all there is."""
    text = page(client, "show=open")

    assert [] == passages(text)
    assert "in deze paragraaf is er niets van die soort" in text
    assert "Toon de hele paragraaf" in text


@pytest.mark.parametrize("query", ["show=%3Cimg+src%3Dx%3E", "show=HEDGED", "show=" + "x" * 5000])
def test_unknown_kind_is_told_what_there_is(client: FlaskClient, query: str) -> None:
    """Each kind is named as the address says it."""
    text = page(client, query, 400)

    assert all(f"<code>{kind}</code>" in text for kind in Kind)
    assert "<img src=x>" not in text


def test_unknown_speaker_is_told_who_there_is(client: FlaskClient) -> None:
    """Who speaks elsewhere does not speak here."""
    text = page(client, "speaker=nobody", 400)

    assert "In deze paragraaf spreekt niemand met die naam." in text
    assert "enkele bezoekers <code>visitors</code>" in text


def test_choices_count_what_they_lead_to(client: FlaskClient) -> None:
    """A number beside a kind is that of the claims behind it."""
    found = dict(
        re.findall(r'show=([a-z-]+)[^>]*>[^<]*<span class="amount">(\d+)', page(client, ""))
    )

    assert {"stated": "3", "hedged": "1", "denied": "1"}.items() <= found.items()
    assert "open" not in found


def test_choice_keeps_the_speaker_and_the_language(client: FlaskClient) -> None:
    """The address holds the whole state."""
    text = page(client, "speaker=authors&lang=en")

    assert f"{SECTION}?show=hedged&amp;speaker=authors&amp;lang=en" in text
    assert '<option value="authors" selected>' in text


def test_every_kind_has_its_words(client: FlaskClient) -> None:
    """A kind added is a kind named."""
    with client.application.test_request_context("/"):
        assert list(Kind) == list(shown_kinds())
