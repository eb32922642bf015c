"""Fidelity: does what was curated of a passage carry the words of it that a hasty reader drops?

Seven kinds of words are looked for in the study's own words: hedges, negations, numbers,
citations, quantifiers, names and modal verbs. Whether a statement says the right thing no program
can tell; whether one of these words went without a trace it can. Such a word is a fault until the
source is mended, or an `[[explained]]` table says where its meaning went.
"""

from kg.fidelity.findings import Fidelity, judge
from kg.fidelity.labels import LABELS, Labels, labels_in

__all__ = ["LABELS", "Fidelity", "Labels", "judge", "labels_in"]
