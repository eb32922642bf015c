"""Write kg/esdl/classes.tsv from the ESDL metamodel.

    python docs/esdl_classes.py esdl.ecore VERSION

Run when ESDL gains classes. The metamodel, Apache-2.0 by TNO, is in the package pyESDL and at
https://github.com/EnergyTransition/ESDL/blob/master/esdl/model/esdl.ecore
"""

import sys
from pathlib import Path
from xml.etree import ElementTree

TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
TABLE = Path(__file__).parent.parent / "kg" / "esdl" / "classes.tsv"
HEAD = """\
# The classes of ESDL, made by docs/esdl_classes.py from the metamodel in pyESDL {version}:
# https://github.com/EnergyTransition/ESDL (TNO, Apache-2.0). Names only, none of its texts.
# parents: classes it is a kind of; attributes and references: what it may have;
# parts: what it may hold, each with the class that is meant where a file names none.
class\tabstract\tparents\tattributes\treferences\tparts
"""


def rows(ecore: Path) -> list[str]:
    """Return a line for each class of a metamodel, sorted."""
    classes = ElementTree.parse(ecore).getroot().findall("eClassifiers")  # a file we name
    return sorted(row(one) for one in classes if one.get(TYPE) == "ecore:EClass")


def row(one: ElementTree.Element) -> str:
    """Return the line of a class."""
    parents = " ".join(_local(name) for name in one.get("eSuperTypes", "").split())
    features = one.findall("eStructuralFeatures")
    attributes = [f for f in features if f.get(TYPE) == "ecore:EAttribute"]
    parts = [f for f in features if f.get("containment") == "true"]
    references = [f for f in features if f not in attributes and f not in parts]
    return "\t".join(
        (
            one.get("name", ""),
            "abstract" if one.get("abstract") == "true" else "",
            parents,
            " ".join(f.get("name", "") for f in attributes),
            " ".join(f.get("name", "") for f in references),
            " ".join(f"{f.get('name')}:{_local(f.get('eType', ''))}" for f in parts),
        )
    )


def _local(name: str) -> str:
    return name.rpartition("/")[2]


if __name__ == "__main__":
    ecore, version = Path(sys.argv[1]), sys.argv[2]
    text = HEAD.format(version=version) + "".join(f"{line}\n" for line in rows(ecore))
    TABLE.write_text(text, encoding="utf-8")
