"""Settings: all optional, from the environment, then `.env`, then defaults that work."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import WrongUse
from kg.settings import load_settings, to_environ


def test_defaults_work_without_any_setting(tmp_path: Path) -> None:
    """Nothing has to be set."""
    settings = load_settings({}, tmp_path)

    assert {"default"} == set(dict(settings.origins).values())
    assert 10.0 == settings.query_seconds


def test_environment_wins_over_env_file(tmp_path: Path) -> None:
    """A variable set for this run is stronger than the file of the folder."""
    (tmp_path / ".env").write_text("WARMTEREGIE_ROW_LIMIT=5\nWARMTEREGIE_QUERY_SECONDS=2\n")

    settings = load_settings({"WARMTEREGIE_ROW_LIMIT": "7"}, tmp_path)

    assert (7, 2.0) == (settings.row_limit, settings.query_seconds)
    origins = dict(settings.origins)
    assert ("environment", ".env") == (origins["row_limit"], origins["query_seconds"])


def test_home_takes_the_builds_along_outside_a_checkout(tmp_path: Path) -> None:
    """Where there is no checkout, builds live in the same home as the texts."""
    settings = load_settings({"WARMTEREGIE_HOME": str(tmp_path / "home")}, tmp_path)

    assert tmp_path / "home" / "build" == settings.build


@pytest.mark.parametrize("value", ["many", "0", "-3"])
def test_value_that_is_no_number_above_zero_is_wrong_use(tmp_path: Path, value: str) -> None:
    """A limit that cannot be one is named with its setting."""
    with pytest.raises(WrongUse, match="WARMTEREGIE_ROW_LIMIT"):
        load_settings({"WARMTEREGIE_ROW_LIMIT": value}, tmp_path)


def test_child_process_reads_the_same_settings(tmp_path: Path) -> None:
    """What is written as variables is read back, whatever lies in the child's folder."""
    given = {
        "WARMTEREGIE_QUERY_SECONDS": "0.5",
        "WARMTEREGIE_PROXIES": "2",
        "WARMTEREGIE_SERVICES": "https://example.org/sparql,http://127.0.0.1:7878/query",
    }
    settings = load_settings(given, tmp_path)
    (tmp_path / ".env").write_text("WARMTEREGIE_ROW_LIMIT=5\n")

    read = load_settings(to_environ(settings), tmp_path)

    assert replace(settings, origins=()) == replace(read, origins=())


def test_no_proxy_and_no_queue_may_be_said(tmp_path: Path) -> None:
    """Zero is a number of these."""
    given = {"WARMTEREGIE_PROXIES": "0", "WARMTEREGIE_QUEUE_LENGTH": "0"}

    assert 0 == load_settings(given, tmp_path).queue_length


def test_unknown_choice_is_wrong_use(tmp_path: Path) -> None:
    """What may be chosen is told."""
    with pytest.raises(WrongUse) as found:
        load_settings({"WARMTEREGIE_REQUEST_LOG": "xml"}, tmp_path)

    assert "Use json or off." == found.value.hint


def test_contact_is_one_address(tmp_path: Path) -> None:
    """What goes into a link to write to is checked when the site starts."""
    found = load_settings({"WARMTEREGIE_CONTACT": "reports@example.org"}, tmp_path)

    assert "reports@example.org" == found.contact
    with pytest.raises(WrongUse, match="WARMTEREGIE_CONTACT"):
        load_settings({"WARMTEREGIE_CONTACT": "a@b.nl?cc=x@y.nl"}, tmp_path)


def test_endpoints_of_a_list_keep_their_order(tmp_path: Path) -> None:
    """Spaces, line ends and commas stand between them; one that is there twice counts once."""
    text = " https://b.example/q, http://127.0.0.1:7878/query\nhttps://b.example/q "

    settings = load_settings({"WARMTEREGIE_SERVICES": text}, tmp_path)

    assert ("https://b.example/q", "http://127.0.0.1:7878/query") == settings.services
    assert () == load_settings({}, tmp_path).services


@pytest.mark.parametrize(
    "wrong",
    [
        "example.org/sparql",
        "ftp://e/q",
        "http://me:secret@e/q",
        "http://e/q#x",
        "http://e/{q}",
        ",",
    ],
)
def test_list_with_what_is_no_endpoint_is_wrong_use(tmp_path: Path, wrong: str) -> None:
    """Which one is wrong is told by its number, since it may hold a password."""
    text = f"https://e.example/q {wrong} https://f.example/q" if wrong != "," else wrong

    with pytest.raises(WrongUse, match=r"WARMTEREGIE_SERVICES: number [12] of [13]") as told:
        load_settings({"WARMTEREGIE_SERVICES": text}, tmp_path)

    assert "secret" not in str(told.value)
