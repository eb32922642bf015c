"""Services: what every page asks with, put together once when the application starts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from flask import current_app, url_for
from rdflib import Graph, URIRef

from kg.answers import Answer
from kg.binding import bind_each, bind_found
from kg.engine import Engine, PastedFiles, Pool
from kg.glossary import Glossary
from kg.library import Question, bind
from kg.namespaces import WR
from kg.passages import BULLET, Passage
from kg.settings import Settings
from kg.study import Study
from kg.tokens import Term
from webapp.addresses import address, here
from webapp.facts import Facts, Triple
from webapp.languages import page_language
from webapp.presentation import Names, Words, passage_id, study_key
from webapp.profile import neighbours
from webapp.surroundings import Span
from webapp.words import borrowed_terms, designation

EXTENSION = "warmteregie"
_LOT = 500
"""Things that one query is asked of: few requests, and none that is too long."""


@dataclass(frozen=True, eq=False)
class Services:
    """The built graph, the questions to ask it, and the studies it was made from.

    *shelves* holds the queries of pages and resources by shelf and slug; *texts* the words
    of a study's passages by study key and passage id, empty where no text is attached;
    *ontology* is the folder of its files; *releases* that of versions of the data that were
    released; *pasted* reads files of visitors.
    """

    engine: Engine
    pool: Pool
    settings: Settings
    library: Mapping[str, Question]
    studies: Mapping[str, Study]
    texts: Mapping[str, Mapping[str, str]]
    shelves: Mapping[str, Mapping[str, Question]]
    passages: Mapping[str, Sequence[Passage]]
    glossary: Glossary
    releases: Path
    pasted: PastedFiles
    ontology: Path

    def query(self, shelf: str, slug: str, **things: str) -> str:
        """Return a query of a shelf with its parameters bound to *things*, ready to be run."""
        body = self.shelves[shelf][slug].body
        return bind(body, {name: URIRef(iri) for name, iri in things.items()})

    def answer(self, shelf: str, slug: str, **things: str) -> Answer:
        """Return the answer of a SELECT query of a shelf, its parameters bound to *things*."""
        return self.engine.select(self.query(shelf, slug, **things))

    def graph(self, shelf: str, slug: str, **things: str) -> Graph:
        """Return the triples of a CONSTRUCT query of a shelf."""
        return self.engine.construct(self.query(shelf, slug, **things))

    def facts(self, shelf: str, slug: str, **things: str) -> Facts:
        """Return the triples of a CONSTRUCT query of a shelf as facts."""
        return Facts(self.engine.triples(self.query(shelf, slug, **things)))

    def evidence_query(self, thing: str) -> str:
        """Return the query that gives what `evidence` gives, as one for strangers to run."""
        parts = self.query("resource", "parts", thing=thing)
        return bind_found(self.shelves["resource"]["evidence"].body, parts)

    def evidence(self, thing: str) -> tuple[Triple, ...]:
        """Return every statement that has to do with a thing, with all that it rests on.

        Asked in two steps: what is one query for a reader takes some engines half a minute.
        """
        return _evidence(self, self.engine.build_id, thing)

    def triples_of_each(
        self, shelf: str, slug: str, parameter: str, terms: Sequence[Term]
    ) -> tuple[Triple, ...]:
        """Return the triples of a query of a shelf for each of *terms*, asked of lots of them."""
        body = self.shelves[shelf][slug].body
        lots = (terms[first : first + _LOT] for first in range(0, len(terms), _LOT))
        queries = (bind_each(body, parameter, lot) for lot in lots)
        return tuple(triple for query in queries for triple in self.engine.triples(query))

    def names(self, things: Iterable[URIRef]) -> Facts:
        """Return what things are called, in every language."""
        build = self.engine.build_id
        found = (_names(self, build, thing) for thing in sorted(set(things)))
        return Facts(triple for triples in found for triple in triples)

    def claims(self, statements: Iterable[URIRef]) -> Facts:
        """Return statements with all that they rest on."""
        return Facts(triple for one in statements for triple in self.evidence(one))

    def elsewhere(self, things: Iterable[URIRef]) -> Facts:
        """Return what is known from elsewhere of things, or facts from elsewhere themselves."""
        build = self.engine.build_id
        found = (_elsewhere(self, build, thing) for thing in things)
        return Facts(triple for triples in found for triple in triples)

    def called(self, answer: Answer) -> Facts:
        """Return what the things in an answer are called."""
        return self.names(term for row in answer.rows for term in row if isinstance(term, URIRef))

    @property
    def unnamed(self) -> Facts:
        """What the build knows of nodes without a name: lists, restrictions, paths."""
        return _unnamed(self, self.engine.build_id)

    @cached_property
    def study(self) -> Study:
        """The study the site is about: the one its questions are put to when none is chosen."""
        asked = {
            str(param.default)
            for question in self.library.values()
            for param in question.params
            if param.name == "study"
        }
        found = (study for study in self.studies.values() if str(study.iri) in asked)
        return next(found, next(iter(self.studies.values())))

    @property
    def others(self) -> list[Study]:
        """The other studies, by key."""
        return [study for study in self.studies.values() if study.key != self.study.key]

    def source(self, thing: str) -> str:
        """Return the title of the study a thing is part of, empty where it is the site's own."""
        study = self.studies.get(study_key(thing), self.study)
        return "" if study.key == self.study.key else str(getattr(study.title, page_language()))

    def reader(self, passage: str) -> str:
        """Return the place of a passage in the reader, where its neighbours stand beside it."""
        return _place(self, here(), passage)

    def words(self, passage: str) -> Words:
        """Return the study's words of a passage with its neighbours, empty when not attached."""
        key, own = study_key(passage), passage_id(passage)
        text = self.texts.get(key, {})
        before, after = self._neighbours.get(key, {}).get(own, ("", ""))
        return Words(*(readable(text.get(one, "")) for one in (before, own, after)))

    def span(self, passage: str) -> Span:
        """Return where a passage stands, with its neighbours and the words of all three."""
        key, own = study_key(passage), passage_id(passage)
        found, words = self.passage(passage), self.words(passage)
        before, after = self._neighbours.get(key, {}).get(own, ("", ""))
        return Span(
            (found.first_line, found.last_line) if found else (0, 0),
            (_beside(passage, before), _beside(passage, after)),
            (words.before, words.own, words.after),
        )

    def places(self, statement: URIRef) -> list[URIRef]:
        """Return the passages that a statement is read in."""
        build = self.engine.build_id
        every = [_read(self, build, str(study.iri)) for study in self.studies.values()]
        return [
            place
            for facts in every
            for reading in facts.subjects(WR.ofStatement, statement)
            for place in facts.things(reading, WR.readIn)
        ]

    def passage(self, iri: str) -> Passage | None:
        """Return a passage as it was found in the text, None where no study has it."""
        return self._passage_of.get(study_key(iri), {}).get(passage_id(iri))

    def position(self, passage: str) -> tuple[str, int]:
        """Return what sorts passages by study and place; what no study has comes first."""
        found = self.passage(passage)
        return study_key(passage), found.first_line if found else 0

    def read(self, study: str) -> Facts:
        """Return what was read in each passage of a study, with the names of both."""
        return _read(self, self.engine.build_id, study)

    @cached_property
    def _passage_of(self) -> dict[str, dict[str, Passage]]:
        return {key: {one.id: one for one in found} for key, found in self.passages.items()}

    @cached_property
    def _neighbours(self) -> dict[str, dict[str, tuple[str, str]]]:
        return {key: neighbours(found) for key, found in self.passages.items()}


def _beside(passage: str, own: str) -> str:
    """Return the IRI of another passage of the same study, empty where there is none."""
    return f"{passage.rpartition('/')[0]}/{own}" if own else ""


def readable(text: str) -> str:
    """Return words of a study with a bullet that every typeface has."""
    return text.replace(BULLET, "•")


@lru_cache(maxsize=20_000)
def _place(asked: Services, _here: str, passage: str) -> str:
    """Return the place of a passage in the reader: a page leads to the same ones many times."""
    key, own = study_key(passage), passage_id(passage)
    found = asked.passage(passage)
    number = found.section if found else own.rpartition("-")[0]
    return url_for("pages.section", key=key, number=number, _anchor=f"p-{own}")


@lru_cache(maxsize=20_000)
def _names(asked: Services, build_id: str, thing: URIRef) -> tuple[Triple, ...]:
    """Return the triples that name a thing in one build; pages ask for the same ones again."""
    rows = asked.answer("pages", "name", thing=thing).records()
    return tuple((row["thing"], row["naming"], row["name"]) for row in rows)


@lru_cache(maxsize=2_000)
def _evidence(asked: Services, build_id: str, thing: str) -> tuple[Triple, ...]:
    """Return what `Services.evidence` does for one build: pages and lists ask for it again."""
    found = [row["part"] for row in asked.answer("resource", "parts", thing=thing).records()]
    return asked.triples_of_each("resource", "evidence", "part", found)


@lru_cache(maxsize=8)
def _read(asked: Services, build_id: str, study: str) -> Facts:
    """Return what was read in the passages of a study in one build; every page asks again."""
    return asked.facts("pages", "read", study=study)


@lru_cache(maxsize=500)
def _elsewhere(asked: Services, build_id: str, thing: URIRef) -> tuple[Triple, ...]:
    """Return the triples of the facts from elsewhere about a thing in one build."""
    return asked.facts("resource", "known-elsewhere", thing=thing).triples


@lru_cache(maxsize=2)
def _unnamed(asked: Services, build_id: str) -> Facts:
    """Return the triples of one build whose subject has no name."""
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(ISBLANK(?s)) }"
    return Facts(asked.engine.triples(query))


def services() -> Services:
    """Return the services of the application that answers this request."""
    found: Services = current_app.extensions[EXTENSION]
    return found


def named(facts: Facts) -> Names:
    """Return how the things of *facts* are called on this page."""
    asked = services()
    return Names(
        facts, page_language(), address, asked.reader, designation, borrowed_terms(), asked.source
    )
