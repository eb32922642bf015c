"""Candidates written down for a reader, as SSSOM."""

import csv
from datetime import date

from kg.linksets import Head
from kg.matching import Matcher, Proposal, Wanted, to_sssom

DAY = date(2031, 5, 1)
HEAD = {"mapping_set_id": "https://example.org/set", "license": "https://example.org/cc0"}


def rows(matcher: Matcher, *texts: str, iri: str = "") -> list[dict[str, str]]:
    """Return the rows of what the texts may mean."""
    found = [Proposal(text, matcher.match(Wanted(text)), iri) for text in texts]
    lines = to_sssom(found, DAY, "nl", HEAD).splitlines()
    return list(csv.DictReader((one for one in lines if not one.startswith("#")), delimiter="\t"))


def test_head_names_the_set_and_its_prefixes(matcher: Matcher) -> None:
    """Every prefix that a row uses is declared."""
    text = to_sssom([Proposal("bankje", matcher.match(Wanted("bankje")))], DAY, "nl", HEAD)
    head = Head.of(text.splitlines())

    assert HEAD.items() <= head.slots.items()
    assert {"rdfs", "schema", "semapv", "skos", "wrid"} == head.prefixes.keys()


def test_sure_candidate_stands_alone(matcher: Matcher) -> None:
    """A name without an IRI is a literal; a concept is called close, never exact."""
    [row] = rows(matcher, "bankjesplan")

    assert {
        "subject_id": "",
        "subject_label": "bankjesplan",
        "subject_type": "rdfs literal",
        "predicate_id": "skos:closeMatch",
        "object_id": "wrid:instrument/bench-plan",
        "object_label": "bankjesplan",
        "mapping_justification": "semapv:LexicalMatching",
        "confidence": "1.00",
        "mapping_date": "2031-05-01",
    }.items() <= row.items()


def test_unsure_candidates_all_stand_there(matcher: Matcher) -> None:
    """What is no concept is related by other words; an IRI of theirs is the subject."""
    found = rows(matcher, "Beukdorp", iri="https://example.org/b")

    assert {"https://example.org/b"} == {row["subject_id"] for row in found}
    assert {""} == {row["subject_type"] for row in found}
    assert {"rdfs:seeAlso"} == {row["predicate_id"] for row in found}
    assert ["wrid:place/beukdorp", "wrid:party/municipality-beukdorp"] == [
        row["object_id"] for row in found
    ]


def test_code_is_known_from_links_and_letters_are_likeness(matcher: Matcher) -> None:
    """How it was found is said in the words of SEMAPV."""
    code, near, *_ = rows(matcher, "GM9901", "bankjesplam")

    assert ("schema:sameAs", "semapv:BackgroundKnowledgeBasedMatching") == (
        code["predicate_id"], code["mapping_justification"],
    )  # fmt: skip
    assert ("skos:relatedMatch", "semapv:LexicalSimilarityThresholdMatching") == (
        near["predicate_id"], near["mapping_justification"],
    )  # fmt: skip


def test_what_breaks_a_line_does_not_break_the_table(matcher: Matcher) -> None:
    """A tab or line break in a name of theirs is a space."""
    found = Proposal("a\tb\n#c", matcher.match(Wanted("bankje")))
    text = to_sssom([found], DAY, "nl", {**HEAD, "comment": "x\n#license: none"})

    assert "\ta b #c\t" in text
    assert "\n#license: none" not in text


def test_nothing_found_is_no_row(matcher: Matcher) -> None:
    """A file without rows still is one."""
    assert [] == rows(matcher, "xyzzy")
