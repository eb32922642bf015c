"""Reading a model: everything with a name is taken, the odd is told, the ambiguous refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import FaultsFound, WrongUse
from kg.esdl import Limits, Model, networks_of, read_model
from kg.esdl.reading import SPACE

Spoil = Callable[..., Path]
ENTITY = '<?xml version="1.0"?>\n<!DOCTYPE x [{}]>\n<x>&a;</x>\n'
LAUGHS = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">'
BAD = {
    "not XML": ("water", "line 1, column 1: not XML: syntax error."),
    "JSON": ('{"pipes": 3}', "line 1, column 1: not XML: not well-formed (invalid token)."),
    "empty": ("", "line 1, column 1: not XML: no element found."),
    "cut short": ("<a>\n<b/>\n", "line 3, column 1: not XML: no element found."),
    "other XML": ("<gml><x/></gml>", "line 1: its root is <gml>, and that of ESDL is"),
    "external": (ENTITY.format('<!ENTITY a SYSTEM "file:///etc/passwd">'), "line 2: brings a doc"),
    "fetched": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>', "line 1: brings a document"),
    "laughs": (ENTITY.format(LAUGHS), "line 2: brings a document type"),
}


def said(model: Model, word: str) -> list[str]:
    """Return the remarks that hold a word."""
    return [str(remark) for remark in model.remarks if word in remark.what]


def faults(path: Path, limits: Limits = Limits()) -> list[str]:  # noqa: B008
    """Return what is wrong with a file."""
    with pytest.raises(FaultsFound) as found:
        read_model(path, limits)
    return [str(fault) for fault in found.value.faults]


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_esdl_is_refused_with_its_place(case: str, tmp_path: Path) -> None:
    """No XML, other XML, entities that grow or fetch: said with file and line."""
    content, told = BAD[case]
    path = tmp_path / "bad.esdl"
    path.write_text(content, encoding="utf-8")

    assert faults(path)[0].startswith(f"bad.esdl, {told}")


def test_missing_file_is_wrong_use(tmp_path: Path) -> None:
    """A name without a file is no fault of a model."""
    with pytest.raises(WrongUse, match="There is no file"):
        read_model(tmp_path / "none.esdl")


def test_limits_are_kept_and_told(spoilt: Spoil) -> None:
    """Too large, too many, too deep: each with the limit."""
    path = spoilt("Havenproef", "Havenproef")

    assert "2,000 is the most that is read." in faults(path, Limits(size=2000))[0]
    assert "line 8: has more than 5 elements." in faults(path, Limits(elements=5))[0]
    assert "has more than 4 elements within one another." in faults(path, Limits(depth=4))[0]


def test_id_given_twice_is_refused_with_both_lines(spoilt: Spoil) -> None:
    """Of two assets, or two ports, with one id nothing can tell which is meant."""
    found = faults(spoilt('id="Pipe3_ret"', 'id="Pipe3"')) + faults(spoilt("pipe4-in", "valve-in"))

    assert 'spoilt.esdl, line 65: the id "Pipe3" is given twice, first on line 61.' in found[0]
    assert 'line 73: the id "valve-in" is given twice, first on line 70.' in found[1]


def test_ids_of_costs_and_matter_may_come_twice(model: Model) -> None:
    """Real files repeat those of steel and of costs, to which nothing points."""
    assert {"CostInformation": 2} == model.left_out


def test_every_named_part_is_taken(model: Model) -> None:
    """Assets, areas, carriers, scenarios and parties, in the order of the file."""
    assert 12 == len(model.assets)
    assert ["a1", "bu05990101"] == [area.key for area in model.areas]
    assert ["prim", "prim_ret", "sec", "sec_ret", "elec"] == [one.key for one in model.carriers]
    assert [("Instance", "i1"), ("Party", "party")] == [(one.kind, one.id) for one in model.others]


def test_class_left_out_is_the_one_that_is_meant(model: Model) -> None:
    """EMF leaves out the class where it is the declared one: instance and area say none."""
    assert "Area" == model.areas[0].kind
    assert "i1" == model.areas[0].within


def test_asset_without_id_goes_by_its_place(model: Model) -> None:
    """The valve has neither id nor name."""
    valve = next(asset for asset in model.assets if asset.kind == "Valve")

    assert ("instance-2-area-1-asset-10", "") == (valve.key, valve.id)
    assert ["line 72: it has no id; its place in the file stands for one."] == said(model, "no id")


def test_unknown_class_and_attribute_are_kept_and_told(model: Model, spoilt: Spoil) -> None:
    """What ESDL has not is taken as it is written; the likely right name is told."""
    odd = next(asset for asset in model.assets if asset.key == "odd")
    near = read_model(spoilt("HeatPipeline", "HeatNetwrok"))

    assert ("HeatPipeline", {"shine": "7"}) == (odd.kind, odd.said)
    assert ['line 76: ESDL has no class "HeatPipeline"; it is kept as that.'] == said(
        model, "no cl"
    )
    assert 'Did you mean "HeatNetwork"?' in said(near, "HeatNetwrok")[0]
    assert "line 31: GeothermalSource has no attribute" in said(model, "colour")[0]


def test_former_names_are_read_as_the_present_ones(model: Model) -> None:
    """Old versions say flowRate and BiomassHeater."""
    well = next(asset for asset in model.assets if asset.key == "source")

    assert "0.05" == well.said["maximumFlowRate"]
    assert "Heater" == next(asset.kind for asset in model.assets if asset.key == "boiler")
    assert 2 == len(said(model, "is called"))
    assert 1 == len(said(model, "of which version"))


def test_connections_of_2018_are_read(spoilt: Spoil) -> None:
    """Ports then said connectedToIn and connectedToOut."""
    old = read_model(spoilt('carrier="elec" connectedTo="grid-out"', 'connectedToOut="grid-out"'))
    port = next(one for asset in old.assets for one in asset.ports if one.id == "source-elec")

    assert ("grid-out",) == port.ends


def test_what_points_to_nothing_is_told(model: Model) -> None:
    """A connection to a port that is not there ties nothing."""
    assert ["line 70"] == [one.split(":")[0] for one in said(model, '"gone"')]


def test_sizes_that_are_odd_are_told_and_not_corrected(model: Model) -> None:
    """No number, and a nominal diameter that the inner one contradicts."""
    assert ["line 69"] == [one.split(":")[0] for one in said(model, "about 50")]
    assert "line 41, line 50: DN500 and an inner diameter of 0.2101 m" in said(model, "DN500")[0]


def test_places_are_longitude_first_and_odd_ones_left_out(model: Model, spoilt: Spoil) -> None:
    """The mark of the coordinates may stand on the form, on its points or nowhere."""
    shapes = {asset.key: asset.shape for asset in model.assets if asset.shape}
    square = model.areas[1].shape
    metres = read_model(spoilt('lon="4.45" CRS="WGS84"', 'lon="4.45" CRS="EPSG:28992"'))

    assert "POINT(4.47 51.92)" == shapes["demand"].wkt
    assert "LINESTRING(4.45 51.90, 4.45 51.91)" == shapes["Pipe1"].wkt
    assert square is not None
    assert "POLYGON((4.40 51.90, 4.50 51.90, 4.50 51.95, 4.40 51.90))" == square.wkt
    assert "hx" not in shapes
    assert "the wrong way round" in said(model, "wrong way")[0]
    assert "only WGS84 is read" in said(metres, "28992")[0]


def test_municipality_is_read_from_the_id_of_an_area(model: Model) -> None:
    """Statistics Netherlands begins the code of a neighbourhood with it."""
    assert ["", "gm0599"] == [area.municipality for area in model.areas]


def test_series_kept_elsewhere_is_named_and_never_fetched(model: Model) -> None:
    """A profile in a database is a reference."""
    demand = next(asset for asset in model.assets if asset.key == "demand")

    assert "host=profiles.example.org" in demand.profiles[0]
    assert 1 == len(said(model, "not fetched"))


def test_empty_model_and_other_encodings_are_read(tmp_path: Path) -> None:
    """A model without parts is one; XML says itself in which characters it is written."""
    head = '<?xml version="1.0" encoding="{}"?>'
    root = f'{head}<EnergySystem xmlns="{SPACE}" name="Één"/>'
    for encoding in ("windows-1252", "utf-16", "utf-8"):
        path = tmp_path / f"{encoding}.esdl"
        path.write_bytes(root.format(encoding).encode(encoding))
        read = read_model(path)

        assert ("Één", ()) == (read.name, read.parts)
        assert () == networks_of(read)


def test_ten_thousand_remarks_of_one_kind_are_one(tmp_path: Path) -> None:
    """A catalogue with an odd diameter everywhere is told once, with its first places."""
    pipe = '<asset xsi:type="esdl:Pipe" id="{}" shine="1"/>\n'
    head = '<EnergySystem xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" esdlVersion="v2507"'
    body = "".join(pipe.format(number) for number in range(10_000))
    path = tmp_path / "many.esdl"
    path.write_text(
        f'{head} xmlns="{SPACE}"><instance><area>{body}</area></instance></EnergySystem>',
        encoding="utf-8",
    )

    assert ["line 1, line 2, line 3 and 9997 more: "] == [
        str(one).partition("Pipe")[0] for one in read_model(path).remarks if "shine" in one.what
    ]
