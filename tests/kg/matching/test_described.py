"""What is said of things, to compare with a table or to add to it."""

import pytest
from rdflib import RDF, SKOS, Literal, URIRef

from kg.engine import Engine
from kg.matching import Described, described
from kg.namespaces import WR, WRID

PLAN, LEVEL = str(WRID["instrument/bench-plan"]), str(WR.atLevel)


@pytest.fixture
def said(park: Engine) -> Described:
    """Return what is said in the park."""
    return described(park)


def test_values_are_those_asserted(said: Described) -> None:
    """What follows by reasoning is left out; kinds are the narrowest."""
    assert (URIRef(WRID["matter/high"]),) == said.values(PLAN, LEVEL)
    assert () == said.values(str(WRID["object/bench"]), LEVEL)
    assert (URIRef(WR.Party),) == said.values(str(WRID["party/bank"]), str(RDF.type))
    assert (Literal("zitplan", lang="nl"),) == said.values(PLAN, str(SKOS.altLabel))
    assert () == said.values("https://example.org/x", LEVEL)


@pytest.mark.parametrize(
    ("of", "wanted", "agrees"),
    [
        (LEVEL, str(WRID["matter/high"]), True),
        (LEVEL, "Hoog niveau", True),
        (LEVEL, "high level", True),
        (LEVEL, "laag niveau", False),
        (str(WR.since), "2031", True),
        (str(WR.since), "2032", False),
        (str(RDF.type), "instrument", True),
        (str(SKOS.broader), "hoog niveau", None),
    ],
)
def test_values_agree_by_name_or_identifier(
    said: Described, of: str, wanted: str, agrees: bool | None
) -> None:
    """No value says nothing, which is not that it is another one."""
    assert agrees is said.agrees(PLAN, of, wanted)


def test_things_are_found_by_a_value(said: Described) -> None:
    """For a table that has no names."""
    assert [PLAN] == said.having(LEVEL, "hoog niveau")
    assert [] == said.having(LEVEL, "laag niveau")


def test_properties_are_counted_by_use(said: Described) -> None:
    """Those of some things only, the most used first."""
    assert str(SKOS.prefLabel) == next(iter(said.used))
    assert {LEVEL: 1, str(WR.since): 1}.items() <= said.used_by([PLAN]).items()
    assert ("werkt op niveau", "Invented.", str(WR.Matter)) == (
        said.properties[LEVEL].label["nl"], said.properties[LEVEL].about["en"],
        said.properties[LEVEL].range,
    )  # fmt: skip
