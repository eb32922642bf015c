"""What every engine does, wherever it runs: rows, yes or no, a graph, and the build it holds."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import NamedTuple, TypeVar

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples
from rdflib import Graph

from kg.answers import Answer
from kg.engine.failures import explain
from kg.engine.terms import Triple, to_answer, to_triples
from kg.errors import QueryFailed
from kg.sentences import Sentence, sentence
from kg.tokens import query_form, tokenize

Found = QueryBoolean | QuerySolutions | QueryTriples
_NO_ROWS = sentence("The query does not give rows.")
_NO_TRUTH = sentence("The query does not give yes or no.")
_NO_GRAPH = sentence("The query does not give a graph.")
_Result = TypeVar("_Result", QueryBoolean, QuerySolutions, QueryTriples)


class Heard(NamedTuple):
    """What a query gave, from which build, and the graphs it asked for that are not there.

    The name of the build is empty where it is the one at hand.
    """

    found: Found
    build_id: str
    unknown_graphs: tuple[str, ...]


class Queryable(ABC):
    """Answers our own queries. Safe to share between threads."""

    @abstractmethod
    def query(self, sparql: str) -> Found:
        """Return what a query gives, as it comes.

        Raises:
            QueryFailed: it is not SPARQL, or gives no answer.
            NoBuild: there is nothing to answer from, or it is damaged.
        """

    def select(self, sparql: str) -> Answer:
        """Return the rows of a SELECT query, in its own order. No rows is an answer.

        Raises:
            QueryFailed: the query is no SELECT, not SPARQL, or gives no answer.
            NoBuild: there is nothing to answer from, or it is damaged.
        """
        try:
            return to_answer(self._ask_for(sparql, QuerySolutions, _NO_ROWS))
        except (RuntimeError, OSError) as error:  # raised while the rows are read
            raise explain(error, sparql) from error

    def ask(self, sparql: str) -> bool:
        """Return the answer to an ASK query.

        Raises:
            QueryFailed: the query is no ASK, not SPARQL, or gives no answer.
            NoBuild: there is nothing to answer from, or it is damaged.
        """
        return bool(self._ask_for(sparql, QueryBoolean, _NO_TRUTH))

    def construct(self, sparql: str) -> Graph:
        """Return the graph of a CONSTRUCT or DESCRIBE query; raises as `triples` does."""
        graph = Graph()
        for triple in self.triples(sparql):
            graph.add(triple)
        return graph

    def triples(self, sparql: str) -> tuple[Triple, ...]:
        """Return the triples of a CONSTRUCT or DESCRIBE query as they come; one may come twice.

        Raises:
            QueryFailed: the query is neither, not SPARQL, or gives no answer.
            NoBuild: there is nothing to answer from, or it is damaged.
        """
        try:
            return tuple(to_triples(self._ask_for(sparql, QueryTriples, _NO_GRAPH)))
        except (RuntimeError, OSError) as error:  # raised while the triples are read
            raise explain(error, sparql) from error

    def answer(self, sparql: str) -> Answer | Graph:
        """Return the rows of a SELECT query, or the triples of a CONSTRUCT or DESCRIBE.

        Raises:
            QueryFailed: the query is an ASK, not SPARQL, or gives no answer.
            NoBuild: there is nothing to answer from, or it is damaged.
        """
        graph = query_form(tokenize(sparql)) in ("CONSTRUCT", "DESCRIBE")
        return self.construct(sparql) if graph else self.select(sparql)

    def _ask_for(self, sparql: str, kind: type[_Result], otherwise: Sentence) -> _Result:
        """Run the query and return what it gives, if that is of a *kind*; raise *otherwise*."""
        found = self.query(sparql)
        if isinstance(found, kind):
            return found
        del found  # the error may outlive this thread, and rows may not
        raise QueryFailed(otherwise, sentence("Use another query form."))


class Engine(Queryable):
    """Answers our own queries over a build. Safe to share between threads.

    Queries are trusted: whoever lets strangers ask goes through a `QueryPool`.
    """

    @property
    @abstractmethod
    def build(self) -> Path:
        """The folder of the build that serves.

        Raises:
            NoBuild: there is none.
        """

    @property
    @abstractmethod
    def build_id(self) -> str:
        """The name of the build that is answered from; it changes when the graph does.

        Raises:
            NoBuild: there is none.
            EngineFailed: the engine cannot tell.
        """
