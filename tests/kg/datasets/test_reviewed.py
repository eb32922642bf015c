"""What comes back from review is held against both sides, row by row."""

import re
from pathlib import Path

import pytest

from kg.datasets import read_review
from kg.datasets.reviewed import confidence_of
from kg.errors import FaultsFound
from kg.matching import Matcher
from tests.kg.datasets.conftest import written

HEAD = "\t".join(
    ("subject_id", "predicate_id", "object_id", "mapping_justification", "reviewer_label",
     "predicate_modifier", "subject_type")
) + "\n"  # fmt: skip
OWN = {"https://e.org/seat", "https://e.org/town"}
GOOD = ("https://e.org/seat", "skos:closeMatch", "wrid:object/bench", "semapv:LexicalMatching", "A")


def row(**changes: str) -> str:
    """Return a good row with some of its cells changed."""
    names = ("subject", "relation", "target", "why", "by")
    cells = [changes.get(name, cell) for name, cell in zip(names, GOOD, strict=True)]
    return "\t".join([*cells, changes.get("modifier", ""), changes.get("type", "")]) + "\n"


def test_rows_are_links_and_refused_ones_are_left_out(tmp_path: Path, matcher: Matcher) -> None:
    """Prefixes of the file or ours; *Not* and subjects without IRI are counted, not linked."""
    refused = row(target="wrid:object/bank", modifier="Not")
    nameless = row(subject="zitting", type="rdfs literal")
    head = "#curie_map:\n#  e: https://e.org/\n" + HEAD
    content = head + row(subject="e:seat") + refused + nameless

    review = read_review(written(tmp_path, "r.tsv", content), OWN, matcher.things)

    assert [("https://e.org/seat", "A")] == [(str(o.subject), o.reviewer) for o in review.links]
    assert (1, 1) == (review.refused, review.without_iri)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"subject": "https://e.org/saet"}, "nothing in the data set.*Did you mean"),
        ({"relation": "owl:sameAs"}, "no relation to link by.*too much.*skos:exactMatch"),
        ({"relation": "schema:name"}, "no relation to link by"),
        ({"target": "wrid:party/bank"}, "between concepts, and wrid:party/bank is none"),
        ({"target": "wrid:object/bensh"}, "nothing of ours.*Did you mean wrid:object/bench"),
        ({"target": "wrid:instrument/seat-rule"}, "no longer.*wrid:instrument/bench-plan took"),
        ({"target": "wrid:instrument/nowhere"}, "no longer to be used"),
        ({"by": "", "target": "wrid:object/bank"}, "nobody stands for this link"),
    ],
)
def test_faults_are_told_with_their_rows(
    tmp_path: Path, matcher: Matcher, changes: dict[str, str], told: str
) -> None:
    """What is wrong, what is probably meant, and where."""
    path = written(tmp_path, "r.tsv", HEAD + row() + row(**changes))

    with pytest.raises(FaultsFound) as found:
        read_review(path, OWN, matcher.things)

    [fault] = found.value.faults
    assert ("r.tsv", "row 3") == (fault.file, fault.place)
    assert re.search(told, f"{fault.what} {fault.hint}")


def test_row_said_twice_is_a_fault(tmp_path: Path, matcher: Matcher) -> None:
    """One link has one record."""
    with pytest.raises(FaultsFound, match="row 3: says row 2 again"):
        read_review(written(tmp_path, "r.tsv", HEAD + row() + row()), OWN, matcher.things)


def test_reviewer_stands_for_rows_that_name_none(tmp_path: Path, matcher: Matcher) -> None:
    """A whole file can be reviewed by one person."""
    path = written(tmp_path, "r.tsv", HEAD + row(by=""))

    assert ["B"] == [one.reviewer for one in read_review(path, OWN, matcher.things, "B").links]


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"subject_id\tobject_id\n", "no column predicate_id"), (b"\xff\xfe", "not UTF-8")],
)
def test_what_is_no_sssom_is_told(
    tmp_path: Path, matcher: Matcher, content: bytes, told: str
) -> None:
    """A sheet that was saved otherwise, or in another encoding."""
    with pytest.raises(FaultsFound, match=told):
        read_review(written(tmp_path, "r.tsv", content), OWN, matcher.things)


def test_comma_of_a_sheet_is_taken(tmp_path: Path, matcher: Matcher) -> None:
    """A sheet in Dutch writes 0,80; how sure a link is is not lost by that."""
    content = HEAD.replace("\n", "\tconfidence\n") + row().replace("\n", "\t0,80\n")
    [one] = read_review(written(tmp_path, "r.tsv", content), OWN, matcher.things).links

    assert "0.80" == confidence_of(one)
