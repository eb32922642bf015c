"""Files of strangers: read in a process of their own, bounded, and refused clearly."""

import threading
from pathlib import Path

import pytest

from kg.engine import MAX_BYTES, MAX_TRIPLES, PastedFiles
from kg.errors import (
    EndpointBusy,
    PastedRefused,
    PastedUnreadable,
    QueryTimeout,
    WorkerDied,
)
from kg.files import shipped_files
from kg.inlinks import InLink

ROOT = "https://w3id.org/warmteregie/"
MATCH = "http://www.w3.org/2004/02/skos/core#exactMatch"
LINK = InLink("https://s.example/a", MATCH, f"{ROOT}id/instrument/lease")
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
SKOS = 'xmlns:skos="http://www.w3.org/2004/02/skos/core#"'
XML = (
    f'<?xml version="1.0"?>\n<rdf:RDF {RDF} {SKOS}>\n<rdf:Description rdf:about="{LINK.subject}">'
    f'<skos:exactMatch rdf:resource="{LINK.target}"/></rdf:Description></rdf:RDF>'
)
FILES = {
    "turtle": f"<{LINK.subject}> <{MATCH}> <{LINK.target}> .",
    "ntriples": f"<{LINK.subject}> <{MATCH}> <{LINK.target}> .\n",
    "jsonld": f'{{"@id": "{LINK.subject}", "{MATCH}": {{"@id": "{LINK.target}"}}}}',
    "rdfxml": XML,
    "sssom": "#curie_map:\n#  s: https://s.example/\nsubject_id\tpredicate_id\tobject_id\n"
    "s:a\tskos:exactMatch\twrid:instrument/lease\n",
}
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10))
    + f"]><rdf:RDF {RDF}>&a9;</rdf:RDF>"
)
FETCHING = f'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rdf:RDF {RDF}>&a;</rdf:RDF>'
REMOTE = '{"@context": "https://schema.org/", "@id": "https://s.example/a", "name": "x"}'


@pytest.fixture(scope="module")
def files() -> PastedFiles:
    """Return what reads files."""
    return PastedFiles(shipped_files().link_shapes, seconds=30)


@pytest.mark.parametrize("form", FILES)
def test_links_are_found_in_every_form(files: PastedFiles, form: str) -> None:
    """The same link is the same, however it is written; a mark of byte order is no fault."""
    found = files.read(b"\xef\xbb\xbf" + FILES[form].encode(), form, "")

    assert (1, (LINK,), ()) == (found.triples, found.links, found.rules)


def test_shapes_judge_what_was_pasted(files: PastedFiles) -> None:
    """What a shape finds comes in both languages, with the thing at fault."""
    text = FILES["turtle"].replace("https://w3id", "http://w3id")
    [rule] = files.read(text.encode(), "turtle", "").rules

    assert f"{ROOT}id/shape/LinkTarget" == rule.shape
    assert {"nl", "en"} == set(rule.messages)
    assert rule.value.startswith("http://w3id.org/")


def test_what_is_said_of_their_things_comes_along(files: PastedFiles) -> None:
    """Kinds and labels of what is linked are told; those of anything else are not."""
    text = FILES["turtle"] + (
        '<https://s.example/a> a <https://s.example/K> ; <https://schema.org/name> "A" .'
        '<https://s.example/b> <https://schema.org/name> "B" .'
    )
    [(name, said)] = files.read(text.encode(), "turtle", "").theirs.items()

    assert (LINK.subject, {"https://s.example/K"}, {"A"}) == (name, said.kinds, said.labels)


def test_mapping_of_a_text_is_left_out_and_counted(files: PastedFiles) -> None:
    """SSSOM can map a mere text, which is no link; what else is in the file is judged."""
    head = "subject_type\tsubject_id\tsubject_label\tpredicate_id\tobject_id\n"
    text = head + "rdfs literal\t\tA\tskos:closeMatch\twrid:x/a\n"
    text += f"\t{LINK.subject}\tA\tskos:closeMatch\twrid:x/a\n"
    found = files.read(text.encode(), "sssom", "")

    assert (1, 1, 1) == (found.triples, len(found.links), found.left_out)


@pytest.mark.parametrize(
    ("form", "text", "kind", "place"),
    [
        ("turtle", "@prefix a: <http://a/> .\na:b a:c a:d\n a:e a:f a:g .", "syntax", (3, 2)),
        ("jsonld", '{"@id": "http://a",\n"n": ,}', "syntax", (2, 6)),
        ("rdfxml", XML.removesuffix("</rdf:RDF>"), "syntax", (3, 150)),
        ("rdfxml", f"<rdf:RDF {RDF}>\n<x:b/></rdf:RDF>", "syntax", (2, 1)),
        ("sssom", "#x: y\nsubject_id\tobject_id\n", "columns", (2, 0)),
        ("sssom", "subject_id\tpredicate_id\tobject_id\na b\tskos:exactMatch\twr:X\n", "name",
         (2, 0)),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where(
    files: PastedFiles, form: str, text: str, kind: str, place: tuple[int, int]
) -> None:
    """Line and column, counted from 1; a file that ends too soon is not taken for a whole one."""
    with pytest.raises(PastedUnreadable) as caught:
        files.read(text.encode(), form, "")

    assert (kind, place) == (caught.value.kind, (caught.value.line, caught.value.column))


def test_bytes_that_are_no_text_say_where(files: PastedFiles) -> None:
    """The place of the byte that is not UTF-8."""
    with pytest.raises(PastedUnreadable) as caught:
        files.read(b"# a\nab\xff", "turtle", "")

    assert ("not-utf-8", 2, 3) == (caught.value.kind, caught.value.line, caught.value.column)


@pytest.mark.parametrize(
    ("form", "text", "kind"),
    [
        ("rdfxml", BOMB, "doctype"),
        ("rdfxml", FETCHING, "doctype"),
        ("jsonld", REMOTE, "remote-context"),
        ("turtle", "[] a [] .\n" * (MAX_TRIPLES + 1), "too-many"),
        ("turtle", "#" * (MAX_BYTES + 1), "too-large"),
    ],
)
def test_what_is_not_done_is_refused(files: PastedFiles, form: str, text: str, kind: str) -> None:
    """No entity is expanded, nothing is fetched, and nothing grows past its bound."""
    with pytest.raises(PastedRefused) as caught:
        files.read(text.encode(), form, "")

    assert kind == caught.value.kind


def test_file_full_of_blank_nodes_is_read(files: PastedFiles) -> None:
    """Ten thousand things without a name are no links, and no trouble."""
    found = files.read(b"[] <https://s.example/p> [] .\n" * MAX_TRIPLES, "turtle", "")

    assert (MAX_TRIPLES, ()) == (found.triples, found.links)


def test_file_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    """The process has gone when the time has."""
    with pytest.raises(QueryTimeout):
        PastedFiles(shipped_files().link_shapes, seconds=0.05).read(b"", "turtle", "")


def test_process_that_breaks_is_no_verdict(tmp_path: Path) -> None:
    """Could not check is never said to be fine."""
    with pytest.raises(WorkerDied):
        PastedFiles(tmp_path / "no-shapes.ttl", seconds=30).read(b"", "turtle", "")


def test_no_more_are_read_at_once_than_there_are_places(files: PastedFiles) -> None:
    """Who comes while all places are taken is told to come back; a place comes free again."""
    one = PastedFiles(shipped_files().link_shapes, places=1, seconds=30)
    first = threading.Thread(target=lambda: one.read(b"", "turtle", ""))
    first.start()
    while not one.is_full:
        assert first.is_alive()
    with pytest.raises(EndpointBusy):
        one.read(b"", "turtle", "")
    first.join()

    assert 0 == one.read(b"", "turtle", "").triples
