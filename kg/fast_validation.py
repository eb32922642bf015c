"""The shapes' judgement of what was asserted, by the fast validator: the one that builds use.

It gives the report that pySHACL gives, which the tests compare.
"""

from collections.abc import Sequence

import shacl
from rdflib import Graph

from kg.findings import Finding, judge

_FORMAT = "ntriples"


def validate(data: Sequence[Graph], shapes: Graph) -> tuple[Finding, ...]:
    """Return what *shapes* find in the union of *data*, as `kg.validation.validate` does.

    Raises:
        FaultsFound: shapes that cannot be read, each by its name and what is wrong with it.
    """
    return judge(data, shapes, report)


def report(data: Sequence[Graph], shapes: Graph) -> Graph:
    """Return the fast validator's report on all of *data*; raise what it meets in a shape."""
    rules = shacl.Shapes.from_text(shapes.serialize(format="nt"), _FORMAT)
    found = rules.validate_text("".join(one.serialize(format="nt") for one in data), _FORMAT)
    return Graph().parse(data=found.serialize(_FORMAT), format="nt")
