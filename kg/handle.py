"""The graph in Python: asked by question or in SPARQL, read as tables and as RDF.

    graph = kg.open()
    answer = graph.ask("gaps-by-kind", lang="en")
    graph.to_dataframe(answer)

`help(graph.question("gaps-by-kind"))` tells what a question takes and how to read its answer.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from rdflib import Dataset, Graph, Literal, URIRef

from kg import dataframe
from kg.answers import Answer, readable
from kg.asking import Asking, Given, Questions, written
from kg.choices import checked_bindings
from kg.engine import engine_of
from kg.engine.interface import Queryable
from kg.errors import NoBuild, UnknownThing, WrongUse
from kg.files import shipped_files
from kg.library import Question, bind, find_question, load_library
from kg.namespaces import PREFIXES, shorten
from kg.parameters import Parameter, read_value
from kg.sentences import Sentence, sentence
from kg.settings import is_endpoint, load_settings
from kg.tokens import Term, query_form, tokenize

if TYPE_CHECKING:
    from pandas import DataFrame

Found: TypeAlias = Answer | Graph | bool

_HOLDS_STUDY = "ASK { ?study a <https://w3id.org/warmteregie/def/Study> }"
_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?graph"
_OF_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"
_THING = URIRef("http://www.w3.org/2000/01/rdf-schema#Resource")


class Handle:
    """The graph, wherever it is: in a build on this machine or at the endpoint of a site.

    An answer is a `kg.answers.Answer`: its `variables`, its `rows` of rdflib terms in the order
    of the query, `column(name)` and `records()`. What goes wrong is a `kg.errors.WarmteregieError`
    with a sentence and a hint.
    """

    def __init__(self, engine: Queryable) -> None:
        self._engine = engine
        self._queries = shipped_files().queries

    @property
    def questions(self) -> Questions:
        """The questions of the library, by slug; each can be called and has help."""
        return Questions(self._shelf("questions"), self.ask)

    def question(self, slug: str) -> Asking:
        """Return a question as a function, whose help tells its parameters and how to read it.

        Raises:
            UnknownQuestion: there is none of this name; the hint names the likely one.
        """
        find_question(self._shelf("questions"), slug)
        return self.questions[slug]

    def ask(self, slug: str, /, **params: Given) -> Answer:
        """Return the answer to a question of the library, rows in its own order.

        A parameter left out takes its default. Things are given as `"wrid:actor/municipality"`,
        as a whole IRI or as a term of an answer; `lang="en"` gives English labels.
        No rows is an answer: the study gives none. `questions` lists what can be asked.

        Raises:
            UnknownQuestion, UnknownParameter: there is none of this name.
            BadParameterValue: a value is not what its parameter takes; *valid* holds those it can.
            QueryFailed: there is no answer.
        """
        question = find_question(self._shelf("questions"), slug)
        given = {name: [written(value)] for name, value in params.items() if value is not None}
        bindings = checked_bindings(self._engine, question, given)
        return self._engine.select(bind(question.sparql, bindings))

    def sparql(self, query: str) -> Found:
        """Return what a query gives: rows of SELECT, a graph of CONSTRUCT or DESCRIBE, or a truth.

        Raises:
            QuerySyntaxError: it is not SPARQL 1.1; with line and column.
            QueryFailed: there is no answer.
        """
        form = query_form(tokenize(query))
        if form == "ASK":
            return self._engine.ask(query)
        if form in ("CONSTRUCT", "DESCRIBE"):
            return self._engine.construct(query)
        return self._engine.select(query)

    def to_dataframe(self, answer: Answer) -> "DataFrame":
        """Return an answer as a pandas DataFrame: a column a variable, numbers as numbers.

        Things are their whole IRI; the column `xLabel` has what `x` is called.

        Raises:
            WrongUse: pandas is not installed; the hint says how to.
        """
        return dataframe.to_dataframe(answer)

    def describe(self, thing: str) -> Graph:
        """Return what is asserted of a thing or term, and the names of all that is mentioned.

        Raises:
            BadParameterValue: *thing* is no IRI or prefixed name.
            UnknownThing: nothing is said of it.
        """
        iri = _read(thing)
        found = self._engine.construct(self._bound("resource", "description", thing=iri))
        if not len(found):
            raise _unknown(iri, sentence("the graph says nothing of it"))
        for prefix, base in PREFIXES.items():
            found.bind(prefix, base)
        return found

    def evidence_for(self, statement: str, lang: str = "nl") -> Answer:
        """Return what a statement rests on: a row a reading, in the order of the text.

        With who says it, how firmly, and the passage: its locator and its lines in the text.

        Raises:
            BadParameterValue: *statement* is no IRI or prefixed name.
            UnknownThing: it is no statement of a study.
        """
        iri = _read(statement)
        query = self._bound("pages", "statements", statement=iri, lang=Literal(lang))
        found = self._engine.select(query)
        if not found.rows:
            raise _unknown(iri, sentence("it is no statement of a study"))
        return readable(found, hidden=("lang",))

    def to_rdflib(self) -> Dataset:
        """Return the whole graph as it is now, its named graphs apart and their union as default.

        Takes some seconds.
        """
        dataset = Dataset(default_union=True)
        for name in self._engine.select(_GRAPHS).column("graph"):
            if isinstance(name, URIRef):
                into = dataset.graph(name)
                for triple in self._engine.construct(bind(_OF_GRAPH, {"graph": name})):
                    into.add(triple)
        return dataset

    def _bound(self, shelf: str, slug: str, **terms: Term) -> str:
        return bind(self._shelf(shelf)[slug].sparql, terms)

    def _shelf(self, name: str) -> dict[str, Question]:
        return load_library(self._queries / name, required_params=(), parse=False)


def open_handle(address: str = "") -> Handle:
    """Return a handle on the graph at an address, or on the one that the settings name.

    Raises:
        WrongUse: it is no address, or a setting cannot be read.
        NoBuild: there is no build, or no graph of ours at the address.
        EngineFailed: nothing answers there.
    """
    engine = _engine(address)
    if not engine.ask(_HOLDS_STUDY):
        where = f"The endpoint at {address}" if address else "The build"
        raise NoBuild(f"{where} holds no study.", "Open another one, or build again.")
    return Handle(engine)


def _engine(address: str) -> Queryable:
    """Return what answers: a site, or the engine of the settings."""
    if not address:
        return engine_of(load_settings(os.environ, Path.cwd()))
    if not is_endpoint(address):
        raise WrongUse(
            f'"{address}" is not the address of an endpoint.',
            "Write it like https://example.org/sparql, or leave it out for the built graph.",
        )
    from kg.engine.site import SiteEngine  # the HTTP client is slow to import

    return SiteEngine(address)


def _read(thing: str) -> Term:
    """Return the thing that a text names."""
    return read_value(Parameter("thing", _THING), thing)


def _unknown(iri: Term, why: Sentence) -> UnknownThing:
    what = sentence("There is no %(thing)s: %(why)s.", thing=shorten(str(iri)), why=why)
    return UnknownThing(what, sentence("Look for its name with: warmteregie search WORDS"))
