"""Networks are built from what is connected; what is calculated of them can be checked by hand."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from kg.esdl import Measured, Model, measured, networks_of, read_model

Spoil = Callable[..., Path]


def values(model: Model, number: int) -> dict[tuple[str, str], Measured]:
    """Return what is calculated of a network, by measure and state."""
    network = networks_of(model)[number - 1]
    return {(one.measure, one.state): one for one in measured(network)}


def test_heat_exchanger_keeps_two_networks_apart_and_is_in_both(model: Model) -> None:
    """Power and what is tied to nothing are in neither."""
    secondary, primary = networks_of(model)

    assert ["source", "Pipe1", "Pipe1_ret", "hx"] == [asset.key for asset in primary.assets]
    assert "hx" in [asset.key for asset in secondary.assets]
    assert ["prim", "prim_ret"] == [one.key for one in primary.carriers]
    assert {"grid", "boiler", "odd"}.isdisjoint(
        asset.key for one in (primary, secondary) for asset in one.assets
    )


def test_sides_of_a_heat_exchanger_follow_from_carriers_too(spoilt: Spoil) -> None:
    """Where ports are named otherwise, a pair of carriers is a side."""
    text = spoilt('name="PrimIn"', 'name="A"').read_text(encoding="utf-8")
    for number, name in enumerate(("PrimOut", "SecIn", "SecOut")):
        text = text.replace(f'name="{name}"', f'name="B{number}"')
    path = spoilt("Havenproef", "Havenproef")
    path.write_text(text, encoding="utf-8")

    assert 2 == len(networks_of(read_model(path)))


def test_trace_is_half_of_the_pipes_and_footprint_the_whole(model: Model) -> None:
    """1000 m out and 1000 m back, 0.4 m wide each: 1000 m of trace and 800 m² of casings."""
    found = values(model, 2)

    assert Decimal("1000.00") == found["TraceLength", "ENABLED"].value
    assert Decimal("800.00") == found["Footprint", "ENABLED"].value
    assert (2, 0, 0) == (
        found["Footprint", "ENABLED"].pipes,
        found["Footprint", "ENABLED"].single,
        found["Footprint", "ENABLED"].silent,
    )


def test_drawn_length_is_told_beside_the_declared_one(model: Model) -> None:
    """A hundredth of a degree of latitude is 1112 m; the way back is not drawn."""
    drawn = values(model, 2)["DrawnLength", "ENABLED"]

    assert Decimal("1111.95") == drawn.value
    assert (1, 1, 1) == (drawn.pipes, drawn.single, drawn.silent)


def test_candidates_are_counted_by_themselves(model: Model) -> None:
    """Twins are found by name too; a length that is no number is left out and told."""
    found = values(model, 1)

    assert {("TraceLength", "OPTIONAL"), ("Footprint", "OPTIONAL")} == set(found)
    assert Decimal("300.00") == found["TraceLength", "OPTIONAL"].value
    assert Decimal("150.00") == found["Footprint", "OPTIONAL"].value
    assert 1 == found["TraceLength", "OPTIONAL"].silent


def test_pipe_without_twin_counts_in_full(spoilt: Spoil) -> None:
    """Of a network with one pipe only, its trace is that pipe."""
    alone = read_model(spoilt('name="Branch_ret"', ['name="Other"', 'length="0"'][0]))
    single = values(read_model(spoilt('id="Pipe3_ret" name="Branch_ret"', 'id="X" name="Y"')), 1)

    assert Decimal("300.00") == values(alone, 1)["TraceLength", "OPTIONAL"].value
    assert Decimal("600.00") == single["TraceLength", "OPTIONAL"].value
    assert 2 == single["TraceLength", "OPTIONAL"].single
