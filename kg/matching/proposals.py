"""Proposals: candidates written down for a reader to review, as SSSOM.

https://mapping-commons.github.io/sssom/
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rdflib import RDFS, SKOS

from kg.matching.candidates import BY_WORDS, Candidate, Reason, in_words
from kg.matching.things import Thing
from kg.namespaces import SCHEMA, SEMAPV, WRID, shorten

COLUMNS = (
    "subject_id", "subject_label", "subject_type", "predicate_id", "object_id", "object_label",
    "mapping_justification", "confidence", "mapping_date", "mapping_tool", "comment",
)  # fmt: skip
TOOL = "Warmteregie, matching"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of what we propose."""

LITERAL = "rdfs literal"
"""The type of a subject that has no IRI."""
_PREFIXES = {"rdfs": str(RDFS), "schema": str(SCHEMA), "semapv": str(SEMAPV),
             "skos": str(SKOS), "wrid": str(WRID)}  # fmt: skip
_LETTERS = (Reason.NEAR, Reason.PART)


@dataclass(frozen=True)
class Proposal:
    """A name of others, its IRI where it has one, and what it may mean."""

    label: str
    candidates: Sequence[Candidate]
    iri: str = ""


@dataclass(frozen=True)
class Row:
    """A link proposed: from what, by which relation, to which thing of ours, and why.

    *confidence* goes from 0 to 1. A subject without an IRI is a literal.
    """

    iri: str
    label: str
    relation: str
    thing: Thing
    justification: str
    confidence: float
    why: str


def to_sssom(
    proposals: Iterable[Proposal], day: date, language: str, head: Mapping[str, str]
) -> str:
    """Return proposals as SSSOM/TSV, a row for each candidate; of a sure one no others.

    *head* has what is to be said of the whole set, as ``mapping_set_id`` and ``license``. A name
    without an IRI is a literal; what nothing was found for has no row.
    """
    return written((row for one in proposals for row in rows_of(one)), day, language, head)


def rows_of(proposal: Proposal) -> Iterator[Row]:
    """Yield a link for each candidate; of a sure one no others."""
    sure = [one for one in proposal.candidates if one.sure]
    for one in sure or proposal.candidates:
        yield Row(
            proposal.iri, proposal.label, relation(one), one.thing, justification(one),
            one.score / 100, in_words(one),
        )  # fmt: skip


def written(rows: Iterable[Row], day: date, language: str, head: Mapping[str, str]) -> str:
    """Return links proposed on a day as SSSOM/TSV, our things labelled in a language."""
    told = "".join(f"#{key}: {_one_line(value)}\n" for key, value in head.items())
    prefixes = "".join(f"#  {prefix}: {base}\n" for prefix, base in _PREFIXES.items())
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_one_line(cell) for cell in _cells(row, day, language)] for row in rows)
    return f"{told}#curie_map:\n{prefixes}{out.getvalue()}"


def _cells(row: Row, day: date, language: str) -> tuple[str, ...]:
    label = row.thing.label
    return (
        row.iri.replace(str(WRID), "wrid:") if row.iri.startswith(WRID) else row.iri,
        row.label,
        "" if row.iri else LITERAL,
        shorten(row.relation),
        shorten(row.thing.iri),
        label.get(language) or next(iter(label.values()), ""),
        shorten(row.justification),
        f"{row.confidence:.2f}",
        day.isoformat(),
        TOOL,
        row.why,
    )


def relation(candidate: Candidate) -> str:
    """Return the relation to propose: SKOS relates concepts only, and nothing is *exactMatch*.

    That two concepts are one is for a reader to say.
    """
    if candidate.thing.is_concept:
        return str(SKOS.closeMatch if candidate.score >= 90 else SKOS.relatedMatch)
    return str(SCHEMA.sameAs if candidate.sure else RDFS.seeAlso)


def justification(candidate: Candidate) -> str:
    """Return in the words of SEMAPV how a candidate was found."""
    if candidate.reason not in BY_WORDS:
        return str(SEMAPV.BackgroundKnowledgeBasedMatching)
    if candidate.reason in _LETTERS:
        return str(SEMAPV.LexicalSimilarityThresholdMatching)
    return str(SEMAPV.LexicalMatching)


def _one_line(text: str) -> str:
    return " ".join(text.split())
