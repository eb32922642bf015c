"""Dumps: all of the data in files, as they lie in the build that serves."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import url_for

from kg.engine import DUMPS, Dump
from kg.errors import NoBuild
from kg.seal import measure
from webapp.services import services

PACKED = "application/gzip"


@dataclass(frozen=True)
class Given:
    """A dump that a build has: its file, and the bytes and SHA-256 of that."""

    dump: Dump
    path: Path
    size: int
    digest: str

    @property
    def href(self) -> str:
        """Its address on this site; it is the same in every language."""
        return url_for("data.dump", name=self.dump.name).partition("?")[0]


def given() -> tuple[Given, ...]:
    """Return the dumps of the build that serves; none where it is not on this machine.

    An engine elsewhere may hold another build than the one at hand, and that one is not given.

    Raises:
        BuildDamaged: a dump is not as it was made.
    """
    engine = services().engine
    try:
        build = engine.build
    except NoBuild:
        return ()
    return _given(build) if build.name == engine.build_id else ()


@lru_cache(maxsize=2)
def _given(build: Path) -> tuple[Given, ...]:
    """Return the dumps of a build, each read through once to see that it is whole."""
    there = ((dump, build / dump.file) for dump in DUMPS)
    return tuple(
        Given(dump, path, *measure(build, dump.file)) for dump, path in there if path.is_file()
    )
