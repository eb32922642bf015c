"""Data sets of others: read, matched to what is ours, reviewed, and linked in graphs of their own.

    found = read_file(path, Taking())
    rows = proposed(found, matcher, say)          # what its things may be
    review = read_review(sssom, names, things)    # what a reader stands for
    ready = prepared(found, review, ...)          # judged by the shapes
    with placing(home, ready.about, ready.quads, ready.links) as quads: ...

In reading order: `dataset` has the values, `lines` writes triples; `tables`, `rdf` and `models`
read a form each and `reading` tells which; `proposing` and `reviewed` are before and after the
reader; `described` writes DCAT and VoID, `linking` judges, `shelf` keeps, and `checking` holds
what is kept against a newer graph.
"""

from kg.datasets.checking import shelf_faults
from kg.datasets.dataset import DataSet, Named, Stated, graph_of, links_of
from kg.datasets.linking import DESCRIPTIONS, Linking, prepared
from kg.datasets.proposing import proposed, stale, to_review
from kg.datasets.reading import Taking, read_file
from kg.datasets.reviewed import Review, Reviewed, read_review
from kg.datasets.shelf import About, find, linked, placing, quads_of, taking_away
from kg.datasets.tables import Columns

__all__ = [
    "DESCRIPTIONS",
    "About",
    "Columns",
    "DataSet",
    "Linking",
    "Named",
    "Review",
    "Reviewed",
    "Stated",
    "Taking",
    "find",
    "graph_of",
    "linked",
    "links_of",
    "placing",
    "prepared",
    "proposed",
    "quads_of",
    "read_file",
    "read_review",
    "shelf_faults",
    "stale",
    "taking_away",
    "to_review",
]
