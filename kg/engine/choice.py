"""Which engine answers: the one at the URL of the settings, or the embedded one."""

from typing import TYPE_CHECKING

from kg.engine.embedded import EmbeddedEngine
from kg.engine.interface import Engine
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.engine.remote import RemoteEngine


def engine_of(settings: Settings) -> Engine:
    """Return the engine that the settings name. Nothing is opened or asked before a query is."""
    if settings.engine:
        return remote_engine(settings)
    return EmbeddedEngine(settings.build, settings.memory_triples)


def remote_engine(settings: Settings) -> "RemoteEngine":
    """Return the engine at the URL of the settings."""
    from kg.engine.endpoint import Endpoint  # the HTTP client is slow to import
    from kg.engine.remote import RemoteEngine

    return RemoteEngine(
        Endpoint(settings.engine), settings.build, settings.query_seconds, settings.byte_limit
    )
