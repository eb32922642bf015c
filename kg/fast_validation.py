"""The shapes' judgement of what was asserted, by the fast validator: the one that builds use.

It gives the report that pySHACL gives, which the tests compare.
"""

import shacl
from rdflib import Graph

from kg.findings import Data, Finding, judge

_FORMAT = "ntriples"


def validate(data: Data, shapes: Graph) -> tuple[Finding, ...]:
    """Return what *shapes* find in the union of *data*, as `kg.validation.validate` does.

    Raises:
        FaultsFound: shapes that cannot be read, each by its name and what is wrong with it.
    """
    return judge(data, shapes, report)


def report(data: Data, shapes: Graph) -> Graph:
    """Return the fast validator's report on all of *data*; raise what it meets in a shape."""
    rules = shacl.Shapes.from_text(shapes.serialize(format="nt"), _FORMAT)
    texts = (one if isinstance(one, str) else one.serialize(format="nt") for one in data)
    found = rules.validate_text("".join(texts), _FORMAT)
    return Graph().parse(data=found.serialize(_FORMAT), format="nt")
