"""What pyESDL, of the makers of ESDL, knows and reads: run by itself, it prints JSON.

`python oracle.py` tells the classes of ESDL, `python oracle.py FILE` what it reads in a file.
"""

import json
import sys

from esdl import esdl  # type: ignore[import-untyped]
from esdl.esdl_handler import EnergySystemHandler  # type: ignore[import-untyped]


def told_classes() -> dict[str, dict[str, list[str]]]:
    """Return the classes of ESDL, with all they are a kind of and all they may say or hold."""
    found = (getattr(value, "eClass", None) for value in vars(esdl).values())
    return {
        one.name: {
            "wider": sorted(parent.name for parent in one.eAllSuperTypes()),
            "features": sorted(its.name.rstrip("_") for its in one.eAllStructuralFeatures()),
        }
        for one in found
        if type(one).__name__ == "EClass" and one.name != "EObject"
    }


def told_file(path: str) -> dict[str, object]:
    """Return what a file holds: the class of each id, and what is connected to what."""
    handler = EnergySystemHandler()
    handler.load_file(path)
    assets = handler.get_all_instances_of_type(esdl.EnergyAsset)
    ports = handler.get_all_instances_of_type(esdl.Port)
    kinds = (esdl.Area, esdl.Carrier, esdl.Instance, esdl.Party)
    others = [one for kind in kinds for one in handler.get_all_instances_of_type(kind)]
    return {
        "classes": {one.id or "": type(one).__name__ for one in [*assets, *others]},
        "ties": sorted({tuple(sorted((a.id, b.id))) for a in ports for b in a.connectedTo}),
        "carriers": sorted([port.id, port.carrier.id] for port in ports if port.carrier),
        "lengths": {one.id: one.length for one in assets if type(one).__name__ == "Pipe"},
    }


if __name__ == "__main__":
    json.dump(told_file(sys.argv[1]) if len(sys.argv) > 1 else told_classes(), sys.stdout)
