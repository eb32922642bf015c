"""What things of a data set may be among ours, as links for a reader to review."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from rdflib import RDFS

from kg.datasets.dataset import DataSet, Named, graph_of, links_of
from kg.inlinks import near
from kg.linkchecks import MAPPINGS
from kg.linkrecords import DATASET
from kg.matching import LICENCE, Matcher, Proposal, Row, Thing, Things, Wanted, rows_of, written
from kg.namespaces import SEMAPV, shorten
from kg.parameters import LANGUAGES

SHOWN = 3
"""Candidates that are given for a thing."""
_TOLD = 20
"""Remarks on links of its own that a data set gets at the most."""
_EVERY = 500
"""Things after which it is said how far we are."""

Progress = Callable[[str], None]


def proposed(found: DataSet, matcher: Matcher, progress: Progress) -> list[Row]:
    """Return the links that may hold for a data set, in the order of its things."""
    rows: list[Row] = []
    for count, one in enumerate(found.named, 1):
        rows += _rows(one, matcher)
        if count % _EVERY == 0:
            progress(f"looking for things: {count:,} of {len(found.named):,}")
    return rows


def _rows(one: Named, matcher: Matcher) -> Iterator[Row]:
    """Yield what is stated of a thing; else what its names and code may mean."""
    stated = list(_stated(one, matcher))
    yield from stated
    if one.sought and not stated:
        yield from rows_of(_proposal(one, matcher))


def _stated(one: Named, matcher: Matcher) -> Iterator[Row]:
    for said in one.stated:
        for thing in _in_use(said.iri, matcher.things):
            # SKOS relates concepts only.
            fits = thing.is_concept or said.relation not in MAPPINGS
            relation = str(said.relation if fits else RDFS.seeAlso)
            how = str(SEMAPV.ManualMappingCuration)
            yield Row(one.iri, one.label, relation, thing, how, said.confidence, said.why)


def _in_use(iri: str, things: Things) -> list[Thing]:
    """Return the thing of a name, or those that took its place; nothing where it is none."""
    names = things.in_place_of(iri) if iri in things.next else (iri,)
    return [things.by_iri[name] for name in names if name in things.by_iri]


def stale(found: DataSet, things: Things) -> list[str]:
    """Return in words what the links that a data set has itself lead to, where that is not in use.

    They stay among its data and are not proposed.
    """
    targets = Counter(said.iri for one in found.named for said in one.stated)
    odd = [_told(iri, number, things) for iri, number in targets.items()
           if iri in things.next or iri not in things.by_iri]  # fmt: skip
    more = [f"So it is with {len(odd) - _TOLD:,} more."] if len(odd) > _TOLD else []
    return odd[:_TOLD] + more


def _told(iri: str, number: int, things: Things) -> str:
    what = f"links to {shorten(iri)} itself, {number:,} times, which is"
    if iri in things.next:
        names = ", ".join(map(shorten, things.in_place_of(iri)))
        return f"{what} no longer to be used{f'; {names} took its place' if names else ''}."
    likely = ", ".join(map(shorten, near(iri, things.by_iri)))
    return f"{what} nothing of ours.{f' Did it mean {likely}?' if likely else ''}"


def _proposal(one: Named, matcher: Matcher) -> Proposal:
    """Return the candidates for a thing by whichever of its names finds the best."""
    tried = [
        matcher.match(Wanted(name, one.code, one.kinds, "should"), SHOWN)
        for name in (one.label, *one.others)
    ]
    best = max(tried, key=lambda some: (some[0].sure, some[0].score) if some else (False, 0.0))
    return Proposal(one.label, best, one.iri)


def to_review(found: DataSet, rows: list[Row], day: date, build_id: str) -> str:
    """Return links proposed for a data set as SSSOM/TSV, to be reviewed and given back."""
    head = {
        "mapping_set_id": str(links_of(found.name)),
        "mapping_set_title": f"Proposed links of {found.title} to Warmteregie, to be reviewed",
        "license": LICENCE,
        "subject_source": str(graph_of(found.name)),
        "subject_source_version": f"sha256:{found.digest}",
        "object_source": str(DATASET),
        "object_source_version": build_id,
    }
    return written(rows, day, LANGUAGES[0], head)
