"""A model's kinds, networks, areas and parties are what may be something of ours."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.datasets.dataset import Named
from kg.datasets.models import read_esdl
from kg.errors import WrongUse
from kg.namespaces import WR
from tests.kg.datasets.conftest import written

TRAPS = Path(__file__).parents[1] / "esdl" / "traps.esdl"
NOW = datetime(2031, 4, 2, tzinfo=UTC)


def named(municipality: str = "") -> dict[str, Named]:
    """Return the things of the model that has every trap, by their names."""
    return {one.label: one for one in read_esdl(TRAPS, "proef", municipality, NOW).named}


def test_kinds_and_networks_are_like_what_they_mean() -> None:
    """Known by their class, so that no name is guessed at; a model has networks, not one pipe."""
    found = named()
    pipe, network = found["leiding"], found["warmtenet 1 van Havenproef (Secondary, Secondary_ret)"]

    assert ["https://w3id.org/warmteregie/id/object/heat-pipe"] == [o.iri for o in pipe.stated]
    assert "https://w3id.org/warmteregie/id/object/heat-network" == network.stated[0].iri
    assert not pipe.sought
    assert not network.sought
    assert all(0 < said.confidence < 1 for said in (*pipe.stated, *network.stated))


def test_areas_are_sought_by_the_municipality_they_tell() -> None:
    """By the code in an id of CBS; the names of areas mean nothing by themselves."""
    found = named()

    assert "GM0599" == found["Testbuurt"].code
    assert "Untitled area" not in found
    assert frozenset([str(WR.Party)]) == found["The heat company"].kinds


def test_municipality_can_be_told() -> None:
    """Then the outermost areas are in it, and those that tell another keep that."""
    found = named("gm0363")

    assert ("GM0363", "GM0599") == (found["Untitled area"].code, found["Testbuurt"].code)


def test_municipality_that_is_no_code_is_refused() -> None:
    """With how to write one."""
    with pytest.raises(WrongUse, match="as gm0599"):
        named("Rotterdam")


@pytest.mark.parametrize("code", ["&#10;", "&#x85;", "&#x2028;"])
def test_breaks_in_names_stay_in_their_lines(tmp_path: Path, code: str) -> None:
    """What XML lets be written in a name may be a line's end elsewhere."""
    content = TRAPS.read_text("utf-8").replace("The heat company", f"The heat{code}company")
    path = written(tmp_path, "m.esdl", content)
    lines = list(read_esdl(path, "proef", "", NOW).triples())

    assert lines == "\n".join(lines).splitlines()
    assert all(line.endswith(" .") for line in lines)
