"""The shelf of linked data sets: kept below the user's home, each ready to be put into a build.

A data set lies in a folder of its own: its quads, the links as they were reviewed, and what it
is. Nothing of it is anywhere else, so that taking the folder away leaves no trace. What a process
that was killed left half done has a name with a dot before it, and is none.
"""

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import WrongUse
from kg.naming import did_you_mean, nearest
from kg.writing import write_folder, writing

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
def placing(
    home: Path, about: About, quads: bytes, links: bytes, *, replace: bool = False
) -> Iterator[Iterable[str]]:
    """Put a data set on the shelf once the body has ended well; give what is there with it.

    To be entered by one at a time. That is N-Quads, the data sets by name.

    Raises:
        WrongUse: another file has its name, and it is not to *replace* that.
        NotWritten: it cannot be written; what stood there is as it was.
    """
    _hold_name(home, about, replace)
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
        yield _by_name({**_shelved(home), about.name: quads.decode("utf-8")})
        _set_aside(shelf, about.name)
        with writing(shelf):
            fresh.rename(shelf / about.name)
    finally:
        remove_folder(fresh)
        remove_folder(_aside(shelf, about.name))


def _hold_name(home: Path, about: About, replace: bool) -> None:
    former = {one.name: one for one in linked(home)}.get(about.name)
    if former and former.digest != about.digest and not replace:
        what = f'The name "{about.name}" is taken by {former.file}, linked on {former.day}.'
        raise WrongUse(what, "Give another by --name, or take its place by --replace.")


def _aside(shelf: Path, name: str) -> Path:
    return shelf / f".{name}.old"


def _set_aside(shelf: Path, name: str) -> None:
    """Have no data set of this name on the shelf, in one step."""
    remove_folder(_aside(shelf, name))
    if (shelf / name).exists():
        with writing(shelf):
            (shelf / name).rename(_aside(shelf, name))


def remove_folder(folder: Path) -> None:
    """Take a folder away, if it is there."""
    if folder.exists():
        with writing(folder):
            shutil.rmtree(folder)


def linked(home: Path) -> tuple[About, ...]:
    """Return the data sets on the shelf, by name."""
    found = sorted((home / _FOLDER).glob(f"[!.]*/{_ABOUT}"))
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


@contextmanager
def taking_away(home: Path, name: str) -> Iterator[Iterable[str]]:
    """Take a data set off the shelf once the body has ended well; give what is there without it.

    To be entered by one at a time. That is N-Quads, the data sets by name.

    Raises:
        NotWritten: it cannot be taken away.
    """
    there, shelf = _shelved(home), home / _FOLDER
    there.pop(name, None)
    yield _by_name(there)
    _set_aside(shelf, name)
    remove_folder(_aside(shelf, name))
    remove_folder(shelf / f".{name}.new")
    if not any(shelf.iterdir()):
        shelf.rmdir()


def quads_of(home: Path) -> Iterator[str]:
    """Yield the data sets on the shelf as N-Quads, by name."""
    yield from _by_name(_shelved(home))


def _shelved(home: Path) -> dict[str, str]:
    folders = {about.name: home / _FOLDER / about.name for about in linked(home)}
    return {
        name: gzip.decompress((folder / _QUADS).read_bytes()).decode("utf-8")
        for name, folder in folders.items()
    }


def _by_name(quads: Mapping[str, str]) -> list[str]:
    return [quads[name] for name in sorted(quads)]


def links_kept(home: Path, name: str) -> Path:
    """Return the file with the reviewed links of a data set on the shelf."""
    return home / _FOLDER / name / _LINKS
