"""The shapes' judgement of what was asserted, by pySHACL: the reference validator."""

import logging
from typing import Any

import pyshacl
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from kg.errors import WarmteregieError
from kg.findings import Data, Finding, judge

logging.getLogger("pyshacl-validate").disabled = True  # it raises what it logs


def validate(data: Data, shapes: Graph) -> tuple[Finding, ...]:
    """Return what *shapes* find in the union of *data*, sorted; none of them is changed.

    Nothing is inferred but which class is a subclass of which, so the ontology is part of
    what is judged.

    Raises:
        FaultsFound: shapes that cannot be read, each by its name and what is wrong with it.
    """
    return judge(data, shapes, report)


def report(data: Data, shapes: Graph) -> Graph:
    """Return pySHACL's report on all of *data* together; raise what it meets in a shape."""
    judged, copy = _Judged(), Graph()
    for one in data:
        judged += Graph().parse(data=one, format="nt") if isinstance(one, str) else one
    copy += shapes  # pySHACL adds triples of its own to the shapes it is given
    _, found, text = pyshacl.validate(judged, shacl_graph=copy, inference="none", inplace=True)
    if not isinstance(found, Graph):
        raise WarmteregieError(f"The shapes could not be checked: {text}")
    return found


class _Judged(Graph):
    """A graph that parses each query once: pySHACL asks the same one for every focus node."""

    def __init__(self) -> None:
        super().__init__()
        self._prepared: dict[str, Query] = {}

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """Answer a query; see `rdflib.Graph.query`."""
        if isinstance(query_object, str):
            if query_object not in self._prepared:
                self._prepared[query_object] = prepareQuery(query_object)
            query_object = self._prepared[query_object]
        return super().query(query_object, *args, **kwargs)
