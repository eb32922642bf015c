"""The one file of metadata: what others are told elsewhere is held against it."""

import re
import tomllib
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, SDO, Graph, Literal, URIRef

from kg.files import shipped_files
from kg.namespaces import WRID
from kg.turtle import read_turtle

ROOT = Path(__file__).parents[2]
DATASET, SOFTWARE = WRID["dataset/warmteregie"], WRID["software/warmteregie"]
SPDX = {
    "CC-BY-4.0": URIRef("https://creativecommons.org/licenses/by/4.0/"),
    "MIT": URIRef("https://spdx.org/licenses/MIT"),
}


@pytest.fixture(scope="module")
def metadata() -> Graph:
    """Return the metadata as they are shipped."""
    return read_turtle([shipped_files().studies.parent / "metadata.ttl"])


@pytest.fixture(scope="module")
def citation() -> dict[str, str]:
    """Return the lines of the citation file, those of a list joined by line."""
    text = re.sub(r"\n  - ", "\n", (ROOT / "CITATION.cff").read_text("utf-8"))
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        named = re.fullmatch(r"([a-z-]+):\s*(.*)", line)
        key, value = named.groups() if named and named[1] != "name" else (key, line)
        found[key] = "\n".join(filter(None, (found.get(key, ""), value.strip('"'))))
    return found


def english(metadata: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    """Return the English texts of a property, sorted."""
    texts = metadata.objects(subject, predicate)
    return sorted(str(one) for one in texts if isinstance(one, Literal) and one.language == "en")


def test_citation_says_what_the_metadata_say(metadata: Graph, citation: dict[str, str]) -> None:
    """Title, abstract, version, day, licence, authors and keywords are the same in both."""
    creator = metadata.value(DATASET, DCTERMS.creator)
    assert isinstance(creator, URIRef)

    assert english(metadata, DATASET, DCTERMS.title) == [citation["title"]]
    assert english(metadata, DATASET, DCTERMS.description) == [citation["abstract"]]
    assert english(metadata, DATASET, DCAT.keyword) == citation["keywords"].splitlines()
    assert english(metadata, creator, FOAF.name) == [citation["authors"].removeprefix("name: ")]
    assert Literal(citation["version"]) == metadata.value(DATASET, OWL.versionInfo)
    assert citation["date-released"] == str(metadata.value(DATASET, DCTERMS.modified))
    assert SPDX[citation["license"]] == metadata.value(DATASET, DCTERMS.license)


def test_data_and_code_have_licences_apart(metadata: Graph) -> None:
    """The data have the one, the code the other, in the package and in the text of both too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (ROOT / "LICENSE").read_text("utf-8")
    data, code = (metadata.value(one, DCTERMS.license) for one in (DATASET, SOFTWARE))

    assert (SPDX["CC-BY-4.0"], SPDX["MIT"]) == (data, code)
    assert SPDX[project["license"]] == code
    assert text.startswith("MIT License")
    assert str(data) in text


def test_software_has_the_version_of_the_data(metadata: Graph) -> None:
    """They are given out together."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["version"] == str(metadata.value(DATASET, OWL.versionInfo))
    assert (SOFTWARE, RDF.type, SDO.SoftwareSourceCode) in metadata
