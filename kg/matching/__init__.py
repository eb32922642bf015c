"""Matching: which thing of ours a name, a code or an identifier of others may mean.

    found = matcher_of(engine).match(Wanted("convenant"))
    found[0].iri, found[0].score, found[0].sure, in_words(found[0])

Whoever links asks here: the reconciliation service, the page `/links` and the command line.
Nothing is written and nothing is decided: a candidate is *sure* only where no reader is needed.
"""

from kg.matching.candidates import (
    BY_WORDS,
    LONGEST,
    Candidate,
    Reason,
    Strictness,
    Wanted,
    in_words,
)
from kg.matching.described import Described, Property, described
from kg.matching.matcher import Matcher, matcher_of
from kg.matching.proposals import (
    COLUMNS,
    LICENCE,
    LITERAL,
    Proposal,
    Row,
    relation,
    rows_of,
    to_sssom,
    written,
)
from kg.matching.things import Kind, Thing, Things

__all__ = [
    "BY_WORDS",
    "COLUMNS",
    "LICENCE",
    "LITERAL",
    "LONGEST",
    "Candidate",
    "Described",
    "Kind",
    "Matcher",
    "Property",
    "Proposal",
    "Reason",
    "Row",
    "Strictness",
    "Thing",
    "Things",
    "Wanted",
    "described",
    "in_words",
    "matcher_of",
    "relation",
    "rows_of",
    "to_sssom",
    "written",
]
