"""The shelf of linked data sets: kept below the user's home, each ready to be put into a build.

A data set lies in a folder of its own: its quads, the links as they were reviewed, and what it
is. Nothing of it is anywhere else, so that taking the folder away leaves no trace.
"""

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import WrongUse
from kg.naming import did_you_mean, nearest
from kg.writing import write_folder, writing

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_FOLDER = "datasets"
_QUADS = "graph.nq.gz"
_LINKS = "links.sssom.tsv"
_ABOUT = "about.json"


@dataclass(frozen=True)
class About:
    """What a linked data set is: its file and links by their SHA-256, and how they were taken.

    *day* is the one on which it was linked first; *how* what was chosen by who linked it.
    """

    name: str
    title: str
    form: str
    file: str
    digest: str
    links_digest: str
    day: str
    how: str
    triples: int
    links: int

    def is_same_as(self, other: "About") -> bool:
        """Tell whether linking the one after the other would change nothing."""
        mine, theirs = asdict(self), asdict(other)
        return {**mine, "day": ""} == {**theirs, "day": ""}


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimals."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def placing(home: Path, about: About, quads: bytes, links: bytes) -> Iterator[None]:
    """Put a data set on the shelf, in the place of one of its name, once the body has ended well.

    Raises:
        NotWritten: it cannot be written; what stood there is as it was.
    """
    shelf = home / _FOLDER
    with writing(shelf):
        shelf.mkdir(parents=True, exist_ok=True)
    files = {
        _QUADS: gzip.compress(quads, mtime=0),
        _LINKS: links,
        _ABOUT: (json.dumps(asdict(about), ensure_ascii=False, indent=1) + "\n").encode(),
    }
    fresh = shelf / f".{about.name}.new"
    remove_folder(fresh)
    write_folder(fresh, files)
    try:
        yield
        remove_folder(shelf / about.name)
        with writing(shelf):
            fresh.rename(shelf / about.name)
    finally:
        remove_folder(fresh)


def remove_folder(folder: Path) -> None:
    """Take a folder away, if it is there."""
    if folder.exists():
        with writing(folder):
            shutil.rmtree(folder)


def linked(home: Path) -> tuple[About, ...]:
    """Return the data sets on the shelf, by name."""
    found = sorted((home / _FOLDER).glob(f"*/{_ABOUT}"))
    return tuple(About(**json.loads(path.read_text(encoding="utf-8"))) for path in found)


def find(home: Path, name: str) -> About:
    """Return a data set of the shelf.

    Raises:
        WrongUse: there is none of this name.
    """
    there = {one.name: one for one in linked(home)}
    if name not in there:
        hint = did_you_mean(nearest(name, there)) or f"There are: {', '.join(there) or 'none'}."
        raise WrongUse(f'No data set "{name}" is linked.', hint)
    return there[name]


def take_away(home: Path, name: str) -> None:
    """Take a data set off the shelf, if it is there.

    Raises:
        NotWritten: it cannot be taken away.
    """
    shelf = home / _FOLDER
    remove_folder(shelf / name)
    if not any(shelf.iterdir()):
        shelf.rmdir()


def quads_of(home: Path, without: str = "") -> Iterator[str]:
    """Yield the lines of N-Quads of the data sets on the shelf, but for one of this name."""
    for about in linked(home):
        if about.name != without:
            data = (home / _FOLDER / about.name / _QUADS).read_bytes()
            yield from gzip.decompress(data).decode("utf-8").splitlines(keepends=True)


def links_kept(home: Path, name: str) -> Path:
    """Return the file with the reviewed links of a data set on the shelf."""
    return home / _FOLDER / name / _LINKS
