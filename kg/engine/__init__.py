"""The engine: SPARQL over a build, for ourselves in process and for visitors in a child process.

`Engine` answers our own queries. `QueryPool` answers anybody's, where they can be stopped.
"""

from kg.engine.dataset import Dataset
from kg.engine.embedded import Engine, open_engine
from kg.engine.pool import QueryPool
from kg.engine.spooled import Spooled
from kg.engine.store import DUMP, STORE, current_build, open_store, write_store

__all__ = [
    "DUMP",
    "STORE",
    "Dataset",
    "Engine",
    "QueryPool",
    "Spooled",
    "current_build",
    "open_engine",
    "open_store",
    "write_store",
]
