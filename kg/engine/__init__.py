"""The engine: SPARQL over a build, for ourselves in process and for visitors in a child process.

`Engine` is what every engine does: `EmbeddedEngine` in process, `kg.engine.remote` at a URL.
It answers our own queries. A `Pool` answers anybody's, where they can be stopped: a `QueryPool`
in processes of its own, one of `open_pool` in the broker's where there is one.
"""

from kg.engine.brokered import open_pool
from kg.engine.choice import engine_of
from kg.engine.dataset import Dataset
from kg.engine.dumps import DUMPS, Dump, write_dumps
from kg.engine.embedded import EmbeddedEngine, open_engine
from kg.engine.interface import Engine
from kg.engine.keeper import kept_broker
from kg.engine.pasted import MAX_BYTES, MAX_TRIPLES, Pasted, PastedFiles, Rule
from kg.engine.pool import Pool, QueryPool
from kg.engine.spooled import Spooled
from kg.engine.store import DUMP, STORE, current_build, open_store, write_store

__all__ = [
    "DUMP",
    "DUMPS",
    "MAX_BYTES",
    "MAX_TRIPLES",
    "STORE",
    "Dataset",
    "Dump",
    "EmbeddedEngine",
    "Engine",
    "Pasted",
    "PastedFiles",
    "Pool",
    "QueryPool",
    "Rule",
    "Spooled",
    "current_build",
    "engine_of",
    "kept_broker",
    "open_engine",
    "open_pool",
    "open_store",
    "write_dumps",
    "write_store",
]
