"""Versions: the releases that are shipped, and the one that the build at hand is of."""

import gzip
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.changes import State, state_of
from kg.engine import DUMP
from kg.engine.quads import read_quads
from kg.errors import NoBuild, UnknownVersion
from kg.namespaces import WRID
from kg.releases import Release, dump_of, load_releases

DATASET = WRID["dataset/warmteregie"]
CURRENT = "current"
"""What the version of the build at hand is called where its number is not given."""

_SAID = re.compile(
    rf"<{re.escape(DATASET)}> <[^>]*(?P<name>versionInfo|modified)> \"(?P<text>[^\"]*)\""
)


@dataclass(frozen=True)
class Version:
    """A version of the data: its number, its day (ISO 8601), its build and where its quads are.

    *release* is None of one that is in the making; *dump* where its quads are not at hand.
    """

    number: str
    day: str
    build: str
    dump: Path | None
    release: Release | None = None


def released(folder: Path) -> list[Version]:
    """Return the versions that were released, oldest first.

    Raises:
        FaultsFound: the table of releases has faults.
    """
    return [
        Version(one.version, str(one.date), one.build, folder / one.file, one)
        for one in load_releases(folder)
    ]


def version_of(build: Path) -> Version:
    """Return the version that a build is of, as it says itself; its number may be empty.

    Raises:
        NoBuild: there is no such build.
    """
    dump = build / DUMP
    try:
        with gzip.open(dump, "rt", encoding="utf-8") as lines:
            said = {found["name"]: found["text"] for found in map(_SAID.match, lines) if found}
    except (OSError, EOFError) as error:
        raise NoBuild(f"{dump} cannot be read: {error}.", "Run `warmteregie build`.") from error
    return Version(said.get("versionInfo", ""), said.get("modified", ""), build.name, dump)


def with_own(former: Sequence[Version], own: Version | None) -> list[Version]:
    """Return the releases and then the version at hand, unless a release has its number."""
    known = {one.number for one in former}
    return [*former, *([own] if own and own.number and own.number not in known else [])]


def find_version(versions: Sequence[Version], number: str) -> Version:
    """Return the version of this number.

    Raises:
        UnknownVersion: there is none; the hint names those there are.
    """
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        told = ", ".join(map(described, versions)) or "none at all"
        raise UnknownVersion(f'There is no version "{number}".', f"There are: {told}.")
    return found


def described(version: Version) -> str:
    """Return a version in a few words."""
    how = f"released {version.day}" if version.release else f"in the making, build {version.build}"
    return f"{version.number} ({how})"


def whole_dump(version: Version) -> Path:
    """Return the dump of a version; that of a release only once it fits its digest.

    Raises:
        NoBuild: it is not on this machine.
        BuildDamaged: it is not the one that was released.
    """
    if version.dump is None:
        raise NoBuild(f"The data of {version.number} are not on this machine.")
    if version.release:
        return dump_of(version.dump.parent, version.release)
    return version.dump


def state(version: Version) -> State:
    """Return what a version says, as it is compared.

    Raises:
        NoBuild: its quads are not on this machine, or cannot be read.
    """
    return state_of(read_quads(whole_dump(version)))
