"""Releases: the versions of the data that keep answering, each with its dump, as shipped.

A dump is a file of the repository and of the wheel, so that who has the software has all
versions of the data: no build, cache or host need survive for an old version to answer.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import Field

from kg.curation import place_of
from kg.errors import BuildDamaged, Fault, FaultsFound, WrongUse
from kg.study import Entry, InTwoLanguages, read_entry
from kg.writing import write_whole

TABLE = "releases.toml"
VERSION = r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)"
"""Three numbers without leading noughts, as in https://semver.org/ (2)."""


class Release(Entry):
    """A released version: its number, the day it was fixed, its build and the digest of its dump.

    *note* says in a sentence or two what it is.
    """

    version: str = Field(pattern=f"^{VERSION}$")
    date: date
    build: str = Field(pattern="^[0-9a-f]{12}$")
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    note: InTwoLanguages | None = None

    @property
    def file(self) -> str:
        """The name of its dump, beside the table."""
        return f"{self.version}.nq.gz"


class Releases(Entry):
    """All releases, oldest first."""

    release: tuple[Release, ...] = ()


def load_releases(folder: Path) -> tuple[Release, ...]:
    """Return the releases of *folder*, oldest first; none where there is no table.

    Raises:
        FaultsFound: everything wrong with the table, and each dump that is not there.
    """
    path = folder / TABLE
    if not path.is_file():
        return ()
    found = read_entry(path, Releases, _explain).release
    if faults := [*_order_faults(found), *_missing_faults(folder, found)]:
        raise FaultsFound(faults)
    return found


def dump_of(folder: Path, release: Release) -> Path:
    """Return the dump of a release, once its digest was found to be the one in the table.

    Raises:
        BuildDamaged: it is not there, or it is not the file that was released.
    """
    path = folder / release.file
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BuildDamaged(f"{path} cannot be read: {error.strerror}.", _FETCH) from error
    if digest != release.sha256:
        raise BuildDamaged(f"{path} is not the dump that was released.", _FETCH)
    return path


_FETCH = "Fetch it again: git checkout of that file, or install the software anew."


def add_release(folder: Path, version: str, dump: Path, build: str, day: date) -> Release:
    """Add a release to *folder* with a copy of *dump*, and return it; *build* is its full name.

    Raises:
        WrongUse: that version, or a later one, was released before.
        FaultsFound: the table has faults.
        NotWritten: there is no room, or the folder may not be written.
    """
    former = load_releases(folder)
    if former and order(version) <= order(former[-1].version):
        raise WrongUse(
            f"Version {version} cannot be released: {former[-1].version} was before.",
            "A release is never changed. Raise owl:versionInfo in kg/metadata.ttl, the version in "
            "CITATION.cff and pyproject.toml, and build again.",
        )
    data = dump.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    made = Release(version=version, date=day, build=build.partition("-")[0], sha256=digest)
    table = folder / TABLE
    told = table.read_text("utf-8") if table.is_file() else ""
    write_whole(folder / made.file, data)
    write_whole(table, f"{told.rstrip()}\n\n{_written(made)}".lstrip().encode("utf-8"))
    return made


def order(version: str) -> tuple[int, ...]:
    """Return what sorts versions: 0.10.0 comes after 0.9.0."""
    return tuple(map(int, version.split(".")))


def is_version(text: str) -> bool:
    """Tell whether *text* has the form of a version."""
    return re.fullmatch(VERSION, text) is not None


def _written(release: Release) -> str:
    return (
        f'[[release]]\nversion = "{release.version}"\ndate = {release.date}\n'
        f'build = "{release.build}"\nsha256 = "{release.sha256}"\n'
    )


def _order_faults(found: Sequence[Release]) -> Iterator[Fault]:
    """Yield a fault for each release that does not come after the one above it."""
    for former, later in pairwise(found):
        if order(later.version) <= order(former.version):
            what = f"{later.version} stands below {former.version}."
            yield Fault(TABLE, f"release {later.version}", what, "Oldest first, each once.")


def _missing_faults(folder: Path, found: Sequence[Release]) -> Iterator[Fault]:
    """Yield a fault for each release without its dump, and each dump without its release."""
    wanted = {one.file: one for one in found}
    there = {path.name for path in folder.glob("*.nq.gz")}
    for name in sorted(wanted.keys() - there):
        what = f"{name} is not there."
        yield Fault(TABLE, f"release {wanted[name].version}", what, _FETCH)
    for name in sorted(there - wanted.keys()):
        yield Fault(TABLE, "", f"{name} is no release.", "Only `warmteregie release` adds one.")


def _explain(file: str, content: Any, error: Any) -> Fault:
    """Return an error of pydantic's in words, with the entry it is in."""
    key = ".".join(part for part in error["loc"][2:] if isinstance(part, str))
    what = f'"{key}": {error["msg"]}.' if key else f"{error['msg']}."
    return Fault(file, place_of(content, error["loc"]), what)
