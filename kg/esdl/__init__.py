"""ESDL, the description of energy systems: from a model of a heat network to rows and triples.

In reading order: `markup` reads XML safely, `classes` knows what ESDL has, `geometry` places
things, `reading` makes a model of a file, `networks` builds the networks and their values,
`kinds` says what a class is called and is like here, `records` writes triples, `rows` a table.
"""

from kg.esdl.markup import LIMITS, Limits
from kg.esdl.model import Area, Asset, Carrier, Model, Part, Port, Remark
from kg.esdl.networks import Measured, Network, measured, networks_of
from kg.esdl.reading import read_model
from kg.esdl.records import Loaded, model_graph, model_name
from kg.esdl.rows import Row, rows_of

__all__ = [
    "LIMITS",
    "Area",
    "Asset",
    "Carrier",
    "Limits",
    "Loaded",
    "Measured",
    "Model",
    "Network",
    "Part",
    "Port",
    "Remark",
    "Row",
    "measured",
    "model_graph",
    "model_name",
    "networks_of",
    "read_model",
    "rows_of",
]
