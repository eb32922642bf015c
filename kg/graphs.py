"""From a curated study to named graphs: statements, readings, passages and plain triples.

Triples are yielded; whoever calls decides where they go. No blank nodes are made, so two
runs give the same triples.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node as Term

from kg.curation import (
    NODE,
    Citation,
    Gap,
    Reading,
    SectionFile,
    Silent,
    Statement,
    Tension,
    as_list,
    is_asserted,
)
from kg.namespaces import CITO, GRAPH, OA, WR, WRID, expand
from kg.outside import Fact, OutsideFile, Source, Thing, source_name
from kg.passages import Passage
from kg.study import InTwoLanguages, Section, Study

Triple = tuple[Term, URIRef, Term]

REPORTED = ("hearsay", "memorandum", "unidentified")
"""Kinds of speakers whose word alone is reported and never becomes a plain triple."""

_KINDS = {
    "heading": ("kop", "heading"),
    "sub-heading": ("tussenkop", "sub-heading"),
    "sentence": ("zin", "sentence"),
    "list-item": ("lijstregel", "list line"),
    "caption": ("bijschrift", "caption"),
    "footnote": ("voetnoot", "footnote"),
    "quotation": ("citaatzin", "quoted sentence"),
    "page-header": ("paginakop", "page header"),
}


def study_graphs(
    study: Study,
    passages: Sequence[Passage],
    sections: Iterable[SectionFile],
    speakers: Graph,
    *,
    notes: Mapping[str, str] = MappingProxyType({}),
) -> dict[URIRef, Graph]:
    """Return the two graphs of a study: what it states as plain triples, and the evidence.

    *notes* gives the Dutch of the notes by the English.
    """
    asserted, evidence = Graph(), Graph()
    evidence += speakers
    reported = reported_speakers(speakers)
    for triple in (*document_triples(study), *passages_triples(study, passages)):
        evidence.add(triple)
    for section in sections:
        for triple in evidence_triples(study, section, reported):
            evidence.add(triple)
        for triple in dutch_notes(study, section, notes):
            evidence.add(triple)
        for triple in asserted_triples(study, section, reported):
            asserted.add(triple)
    return {
        GRAPH[f"study/{study.key}"]: asserted,
        GRAPH[f"evidence/{study.key}"]: evidence,
    }


def document_triples(study: Study) -> Iterator[Triple]:
    """Yield what is known of the document and its sections."""
    yield study.iri, RDF.type, WR.Study
    yield from _both(study.iri, DCTERMS.title, study.title)
    yield from _both(study.iri, SKOS.prefLabel, study.title)
    yield from _both(study.iri, DCTERMS.description, study.description)
    if study.programme:
        yield from _both(study.iri, WR.programme, study.programme)
    yield from _period_triples(study)
    for position, section in enumerate(study.section, 1):
        yield from _section_triples(study, section, position)


def _period_triples(study: Study) -> Iterator[Triple]:
    period = {WR.researchedFrom: study.researched_from, WR.researchedUntil: study.researched_until}
    for term, month in period.items():
        if month:
            yield study.iri, term, Literal(month, datatype=XSD.gYearMonth)


def _section_triples(study: Study, section: Section, position: int) -> Iterator[Triple]:
    iri = study.name("section", section.number)
    parent = section.number.rpartition(".")[0]
    yield iri, RDF.type, WR.Section
    yield iri, WR.sectionNumber, Literal(section.number)
    yield iri, WR.inStudy, study.iri
    yield iri, WR.position, Literal(position)
    yield iri, WR.curationStatus, WRID[f"curation-status/{section.status}"]
    yield iri, DCTERMS.isPartOf, study.name("section", parent) if parent else study.iri
    yield from _both(iri, SKOS.prefLabel, section.title)


def passages_triples(study: Study, passages: Sequence[Passage]) -> Iterator[Triple]:
    """Yield the locators of all passages: section, lines, characters, derived page, digest."""
    sub_headings: dict[str, list[str]] = {}
    for position, passage in enumerate(passages, 1):
        if passage.kind == "sub-heading":
            sub_headings.setdefault(passage.section, []).append(passage.id)
        yield from _passage_triples(study, passage, position)
        yield from _both(
            study.name("passage", passage.id),
            WR.locator,
            _locator(passage, sub_headings.get(passage.section, [])),
        )


def _passage_triples(study: Study, passage: Passage, position: int) -> Iterator[Triple]:
    iri = study.name("passage", passage.id)
    span = URIRef(f"{iri}/span")
    yield iri, RDF.type, WR.Passage
    yield iri, RDF.type, OA.SpecificResource
    yield iri, WR.inStudy, study.iri
    yield iri, WR.inSection, study.name("section", passage.section)
    yield iri, WR.passageId, Literal(passage.id)
    yield iri, WR.passageKind, WRID[f"passage-kind/{passage.kind}"]
    yield iri, WR.position, Literal(position)
    yield iri, WR.ordinal, Literal(passage.ordinal)
    yield iri, WR.firstLine, Literal(passage.first_line)
    yield iri, WR.lastLine, Literal(passage.last_line)
    yield iri, WR.derivedPage, Literal(passage.page)
    yield iri, WR.digest, Literal(passage.digest)
    yield iri, OA.hasSource, study.iri
    yield iri, OA.hasSelector, span
    yield span, RDF.type, OA.TextPositionSelector
    yield span, OA.start, Literal(passage.start)
    yield span, OA.end, Literal(passage.end)
    if passage.under:
        yield iri, WR.underHeading, study.name("passage", passage.under)


def _locator(passage: Passage, sub_headings: Sequence[str]) -> InTwoLanguages:
    """Return the place of a passage in words: section, sub-heading, n-th sentence, page."""
    kind_nl, kind_en = _KINDS[passage.kind]
    under_nl = under_en = ""
    place = passage.id if passage.kind == "sub-heading" else passage.under
    if place in sub_headings:
        number = sub_headings.index(place) + 1
        under_nl, under_en = f"tussenkop {number}", f"sub-heading {number}"
    if passage.kind != "sub-heading":
        count = f" {passage.ordinal}" if passage.ordinal and passage.kind != "page-header" else ""
        under_nl = f"{under_nl}, {kind_nl}{count}".removeprefix(", ")
        under_en = f"{under_en}, {kind_en}{count}".removeprefix(", ")
    section = passage.section.removeprefix("A")
    nl, en = ("bijlage", "annex") if passage.section != section else ("§", "§")
    return InTwoLanguages(
        nl=f"{nl} {section}, {under_nl} (p. {passage.page}, afgeleid)",
        en=f"{en} {section}, {under_en} (p. {passage.page}, derived)",
    )


def reported_speakers(speakers: Graph) -> frozenset[str]:
    """Return the speakers whose word alone does not make a plain triple, by local name."""
    return frozenset(
        str(speaker).rsplit("/", 1)[1]
        for kind in REPORTED
        for speaker in speakers.subjects(WR.speakerKind, WRID[f"speaker-kind/{kind}"])
    )


def evidence_triples(
    study: Study, section: SectionFile, reported: Collection[str] = ()
) -> Iterator[Triple]:
    """Yield everything a section's file says about its passages."""
    for statement in section.statement:
        yield from statement_triples(study, statement, reported)
        yield from content_triples(study, statement)
        for number, reading in enumerate(statement.reading, 1):
            yield from reading_triples(study, statement, reading, number)
    for silent in section.silent:
        yield from silent_triples(study, silent)
    for gap in section.gap:
        yield from gap_triples(study, gap)
    for tension in section.tension:
        yield from tension_triples(study, tension)


def statement_triples(
    study: Study, statement: Statement, reported: Collection[str] = ()
) -> Iterator[Triple]:
    """Yield a statement with its triple reified, its polarity, quantifier and force."""
    iri = study.numbered("statement", statement.id)
    subject, predicate, value = plain_triple(study, statement)
    yield iri, RDF.type, WR.Statement
    yield iri, WR.inStudy, study.iri
    yield iri, RDF.subject, subject
    yield iri, RDF.predicate, predicate
    yield iri, RDF.object, value
    yield iri, WR.polarity, WRID[f"polarity/{statement.polarity}"]
    yield iri, WR.force, WRID[f"force/{statement.force}"]
    yield from _both(iri, WR.gist, statement.gist)
    if statement.quantifier:
        yield iri, WR.quantifier, WRID[f"quantifier/{statement.quantifier}"]
    if statement.act:
        yield iri, WR.underAct, _iri(statement.act)
    if is_asserted(statement, reported):
        yield iri, WR.assertedIn, GRAPH[f"study/{study.key}"]


def content_triples(study: Study, statement: Statement) -> Iterator[Triple]:
    """Yield the node of its own that a statement has, tied to its statement."""
    if statement.node is None:
        return
    iri = study.numbered("node", statement.id)
    claim = study.numbered("statement", statement.id)
    yield claim, WR.hasNode, iri
    yield iri, WR.contentOf, claim
    yield from node_triples(study, statement)


def node_triples(study: Study, statement: Statement) -> Iterator[Triple]:
    """Yield class and properties of a statement's node; nothing when it has none."""
    if statement.node is None:
        return
    iri = study.numbered("node", statement.id)
    yield iri, RDF.type, _iri(statement.node.kind)
    for key, value in statement.node.properties.items():
        for one in as_list(value):
            yield iri, WR[key], _iri(one) if isinstance(one, str) else _literal(one)


def plain_triple(study: Study, statement: Statement) -> tuple[URIRef, URIRef, URIRef]:
    """Return the triple a statement is about; its own node stands as the object."""
    node = study.numbered("node", statement.id)
    value = node if statement.object == NODE else _iri(statement.object)
    return _iri(statement.subject), _iri(statement.predicate), value


def asserted_triples(
    study: Study, section: SectionFile, reported: Collection[str] = ()
) -> Iterator[Triple]:
    """Yield the plain triples of the statements that may stand without their evidence."""
    for statement in section.statement:
        if is_asserted(statement, reported):
            yield plain_triple(study, statement)
            yield from node_triples(study, statement)


def reading_triples(
    study: Study, statement: Statement, reading: Reading, number: int
) -> Iterator[Triple]:
    """Yield one reading: where a statement was read, who says it and how firmly.

    The first passage is the sentence itself (`wr:readIn`); the others are read with it.
    """
    iri = study.numbered("reading", f"{statement.id}-{number}")
    yield iri, RDF.type, WR.Reading
    yield iri, WR.ofStatement, study.numbered("statement", statement.id)
    yield iri, WR.inStudy, study.iri
    yield iri, WR.readIn, study.name("passage", reading.passages[0])
    yield from ((iri, WR.readWith, study.name("passage", one)) for one in reading.passages[1:])
    yield from ((iri, WR.speaker, study.name("speaker", one)) for one in reading.speakers)
    yield from ((iri, WR.relays, study.name("speaker", one)) for one in reading.relays)
    yield iri, WR.stance, WRID[f"stance/{reading.stance}"]
    yield iri, WR.certainty, WRID[f"certainty/{reading.certainty}"]
    yield iri, WR.mode, WRID[f"mode/{reading.mode}"]
    yield from ((iri, WR.hedge, WRID[f"hedge/{hedge}"]) for hedge in reading.hedge)
    if reading.note:
        yield iri, WR.note, Literal(reading.note, lang="en")
    for count, citation in enumerate(reading.citations, 1):
        name = study.numbered("citation", f"{statement.id}-{number}-{count}")
        yield iri, WR.citation, name
        yield from _citation_triples(name, citation)


def dutch_notes(study: Study, section: SectionFile, notes: Mapping[str, str]) -> Iterator[Triple]:
    """Yield the Dutch of the notes on a section's readings; one that *notes* lacks has none."""
    for statement in section.statement:
        for number, reading in enumerate(statement.reading, 1):
            if reading.note in notes:
                iri = study.numbered("reading", f"{statement.id}-{number}")
                yield iri, WR.note, Literal(notes[reading.note], lang="nl")


def _citation_triples(iri: URIRef, citation: Citation) -> Iterator[Triple]:
    yield iri, RDF.type, WR.Citation
    yield iri, RDF.type, CITO.Citation
    yield iri, CITO.hasCitedEntity, _iri(citation.work)
    yield iri, WR.citedAs, WRID[f"citation-manner/{citation.manner}"]
    if citation.through:
        yield iri, WR.citedThrough, _iri(citation.through)


def silent_triples(study: Study, silent: Silent) -> Iterator[Triple]:
    """Yield why a passage states nothing."""
    iri = study.name("passage", silent.passage)
    yield iri, WR.silentBecause, WRID[f"silence/{silent.reason}"]
    if silent.repeats:
        yield iri, WR.repeats, study.name("passage", silent.repeats)


def gap_triples(study: Study, gap: Gap) -> Iterator[Triple]:
    """Yield a gap of the text: what kind, in which passages, what it concerns."""
    iri = study.numbered("gap", gap.id)
    yield iri, RDF.type, WR.Gap
    yield iri, WR.inStudy, study.iri
    yield iri, WR.gapKind, WRID[f"gap-kind/{gap.kind}"]
    yield from ((iri, WR.gapIn, study.name("passage", one)) for one in gap.passages)
    yield from _both(iri, WR.gist, gap.gist)
    if gap.concerns:
        yield iri, WR.concerns, _iri(gap.concerns)


def tension_triples(study: Study, tension: Tension) -> Iterator[Triple]:
    """Yield a tension between statements of the study; every side is named."""
    iri = study.numbered("tension", tension.id)
    yield iri, RDF.type, WR.Tension
    yield iri, WR.inStudy, study.iri
    yield iri, WR.tensionKind, WRID[f"tension-kind/{tension.kind}"]
    yield from ((iri, WR.between, study.numbered("statement", one)) for one in tension.between)
    yield from _both(iri, WR.gist, tension.gist)


def outside_graph(files: Iterable[OutsideFile]) -> Graph:
    """Return the graph of outside knowledge: facts beside the studies, and their sources."""
    graph = Graph()
    for file in files:
        for triple in outside_triples(file):
            graph.add(triple)
    return graph


def outside_triples(file: OutsideFile) -> Iterator[Triple]:
    """Yield what a file of outside knowledge holds: sources, things and reified facts.

    The triple of a fact is never yielded as a plain one.
    """
    for source in file.source:
        yield from source_triples(source)
    for thing in file.thing:
        yield from thing_triples(thing)
    for fact in file.fact:
        yield from fact_triples(fact)


def source_triples(source: Source) -> Iterator[Triple]:
    """Yield a source from elsewhere; its date is a day, a month or a year."""
    iri = _iri(source_name(source.id))
    yield iri, RDF.type, WR.OutsideSource
    yield iri, DCTERMS.title, Literal(source.title, lang="nl")
    yield iri, WR.webAddress, Literal(source.address, datatype=XSD.anyURI)
    yield iri, WR.publishedBy, Literal(source.publisher)
    yield iri, WR.sourceDate, _day_month_or_year(source.date)


def thing_triples(thing: Thing) -> Iterator[Triple]:
    """Yield a thing that no study names, marked as such."""
    iri = _iri(thing.id)
    yield iri, RDF.type, _iri(thing.kind)
    yield from _both(iri, SKOS.prefLabel, thing.label)
    if thing.scheme:
        yield iri, SKOS.inScheme, _iri(thing.scheme)
    if thing.definition:
        yield iri, RDF.type, SKOS.Concept
        yield iri, SKOS.topConceptOf, _iri(thing.scheme)
        yield from _both(iri, SKOS.definition, thing.definition)
    yield from _outside(iri, thing)


def fact_triples(fact: Fact) -> Iterator[Triple]:
    """Yield a fact from elsewhere, its triple reified, with its sources and its days."""
    iri = WRID[f"outside-fact/{fact.id}"]
    yield iri, RDF.type, WR.OutsideFact
    yield iri, RDF.subject, _iri(fact.subject)
    yield iri, RDF.predicate, _iri(fact.predicate)
    yield iri, RDF.object, _iri(fact.object) if fact.object else Literal(fact.value)
    yield from _both(iri, WR.gist, fact.gist)
    yield iri, WR.lookedUpOn, Literal(fact.looked_up)
    yield iri, WR.checkBy, Literal(fact.check_by)
    yield from _outside(iri, fact)


def _outside(iri: URIRef, entry: Thing | Fact) -> Iterator[Triple]:
    """Yield that something is from outside, from where, and how it stands to the study."""
    yield iri, WR.knowledgeStatus, WR.Outside
    yield from ((iri, DCTERMS.source, _iri(source_name(one))) for one in entry.sources)
    yield from _both(iri, SKOS.editorialNote, entry.note)


def _day_month_or_year(text: date | str) -> Literal:
    if isinstance(text, date):
        return Literal(text)
    return Literal(text, datatype=XSD.gYearMonth if "-" in text else XSD.gYear)


def union_of(graphs: Mapping[URIRef, Graph]) -> Graph:
    """Return one graph of all triples, each once."""
    union = Graph()
    for graph in graphs.values():
        union += graph
    return union


def to_nquads(graphs: Mapping[URIRef, Graph]) -> str:
    """Return the named graphs as sorted N-Quads: the same graphs give the same text."""
    lines = {
        f"{line[:-1].rstrip()} {name.n3()} ."
        for name, graph in graphs.items()
        for line in graph.serialize(format="nt").splitlines()
        if line.strip()
    }
    return "".join(f"{line}\n" for line in sorted(lines))


def _both(subject: URIRef, predicate: URIRef, text: InTwoLanguages) -> Iterator[Triple]:
    yield subject, predicate, Literal(text.nl, lang="nl")
    yield subject, predicate, Literal(text.en, lang="en")


def _literal(value: Any) -> Literal:
    """Return a number or day of a node as a literal; numbers are decimals, counts integers."""
    if isinstance(value, float):
        return Literal(str(value), datatype=XSD.decimal)
    return Literal(value)


def _iri(name: str) -> URIRef:
    """Return the IRI of a name that was checked when its file was read."""
    iri = expand(name)
    if iri is None:
        raise ValueError(f"{name!r} has no known prefix")
    return iri
