"""RDF of others is read as it is, and nothing it names is fetched."""

from pathlib import Path

import pytest
from rdflib import SKOS, Graph

from kg.datasets import rdf
from kg.datasets.rdf import read_dataset
from kg.errors import FaultsFound
from tests.kg.datasets.conftest import SKOS_LIST, written

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>"""
REMOTE = '{"@context": "https://example.org/c.jsonld", "@id": "https://example.org/a", "b": "c"}'


def test_things_have_their_names_codes_and_kinds(tmp_path: Path) -> None:
    """Labels first, then alternative ones; an organisation is to be matched to a party."""
    found = {
        one.label: one for one in read_dataset(written(tmp_path, "t.ttl", SKOS_LIST), "t").named
    }

    assert ("bankjesplan",) == found["zitting"].others
    assert frozenset(["https://w3id.org/warmteregie/def/Party"]) == found["gemeente Beukdorp"].kinds
    assert frozenset() == found["boom"].kinds


def test_blank_nodes_are_named_the_same_each_time(tmp_path: Path) -> None:
    """So linking a file again changes nothing; that they were named is remarked on."""
    path = written(tmp_path, "t.ttl", SKOS_LIST)
    first, second = read_dataset(path, "t"), read_dataset(path, "t")

    assert list(first.triples()) == list(second.triples())
    assert ["1 things without a name (blank nodes) were given one."] == list(first.remarks)
    graph = Graph().parse(data="\n".join(first.triples()), format="nt")
    assert 4 == len(set(graph.subjects(SKOS.prefLabel)))


def test_things_without_a_name_of_their_own_are_looked_for_too(tmp_path: Path) -> None:
    """A list of terms may have blank nodes only."""
    content = '[] <http://www.w3.org/2004/02/skos/core#prefLabel> "bankje" .\n' * 2
    found = read_dataset(written(tmp_path, "t.ttl", content), "t").named

    assert ["/nameless/1", "/nameless/2"] == [one.iri[-11:] for one in found]
    assert {"bankje"} == {one.label for one in found}


def test_things_with_names_within_their_file_are_looked_for(tmp_path: Path) -> None:
    """A file without a base has names that we give; names of ours are no things of others."""
    label = '<http://www.w3.org/2000/01/rdf-schema#label> "x" .\n'
    ours = "".join(
        f"<https://w3id.org/warmteregie/{one}> {label}" for one in ("id/object/bench", "def/Party")
    )
    found = read_dataset(written(tmp_path, "t.ttl", f"<#a> {label}<b> {label}{ours}"), "t")

    base = "https://w3id.org/warmteregie/id/data/t/"
    assert [f"{base}#a", f"{base}b"] == [one.iri for one in found.named]
    told = "says something of 2 names of ours, which stays among its own data."
    assert [told] == list(found.remarks)


def test_text_that_is_no_utf_8_is_told(tmp_path: Path) -> None:
    """RDF is UTF-8; an old file is read all the same."""
    content = '<https://e.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "Één" .\n'
    found = read_dataset(written(tmp_path, "t.nt", content.encode("windows-1252")), "t")

    assert ["read as Windows-1252, as it is no UTF-8."] == list(found.remarks)
    assert ["Één"] == [one.label for one in found.named]


def test_links_that_are_there_are_proposed_as_they_are(tmp_path: Path) -> None:
    """What a data set says itself needs no guess."""
    content = (
        "<https://e.org/a> <http://www.w3.org/2004/02/skos/core#closeMatch> "
        "<https://w3id.org/warmteregie/id/object/bench> .\n"
    )
    [one] = read_dataset(written(tmp_path, "t.nt", content), "t").named

    assert [("https://w3id.org/warmteregie/id/object/bench", 1.0)] == [
        (said.iri, said.confidence) for said in one.stated
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("t.ttl", "<a> <b> \n <c> ; ; oops", "line 2, column"),
        ("t.rdf", "<rdf:RDF", "line 1"),
        ("t.rdf", LAUGHS, "document type"),
        ("t.jsonld", REMOTE, "nothing is fetched"),
        ("t.nt", "", "no triples"),
        ("t.ttl", b"\xff\xfe\x00", "no text"),
    ],
)
def test_what_is_refused_is_told_with_its_place(
    tmp_path: Path, name: str, content: str | bytes, told: str
) -> None:
    """Malformed files, entities, contexts elsewhere, and nothing at all."""
    with pytest.raises(FaultsFound, match=told):
        read_dataset(written(tmp_path, name, content), "t")


def test_enormous_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its triples, while it is read, and by its bytes before."""
    path = written(
        tmp_path, "t.nt", "".join(f"<https://e/{n}> <https://e/p> _:b .\n" for n in range(9))
    )
    monkeypatch.setattr(rdf, "MAX_TRIPLES", 8)
    with pytest.raises(FaultsFound, match="has more than 1,000,000 triples"):
        read_dataset(path, "t")

    monkeypatch.setattr(rdf, "MAX_BYTES", 10)
    with pytest.raises(FaultsFound, match="bytes, and 10 is the most"):
        read_dataset(path, "t")
