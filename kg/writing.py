"""Files that are written whole or not at all, and what to do when one cannot be."""

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import NotWritten, WrongUse

_FULL = "That disk is full: make room there first."
_RIGHTS = "You may not write there: change the rights, or name another place."
_LOOK = "Look at the place, the space and the rights there."
_REMEDIES: Mapping[int, str] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: "That disk can only be read: let it be written, or name another place.",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
}
_NO_PLACE = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


def write_whole(path: Path, data: bytes) -> None:
    """Write *data* to *path*. Until all of it is on disk, what stood there stays.

    A device or a pipe takes it as it comes.

    Raises:
        NotWritten: it cannot be written; nothing of it is left.
        WrongUse: there is no such folder, or *path* is one.
    """
    with writing(path):
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(path.resolve(), data)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder with *files* by name. Until all of them are on disk there is none.

    Raises:
        NotWritten: it cannot be written, or there is such a folder by now; nothing of it is left.
        WrongUse: there is no folder to put it in.
    """
    with writing(path), TemporaryDirectory(dir=path.parent, prefix=".", suffix=".part") as place:
        made = Path(place) / path.name
        made.mkdir()
        for name, data in files.items():
            _write(made / name, data)
        made.rename(path)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in our own words why *path* cannot be written, where it cannot.

    Raises:
        NotWritten: for want of space or rights, or because the disk failed.
        WrongUse: there is no such folder, or *path* is one.
    """
    try:
        yield
    except OSError as error:
        kind = WrongUse if isinstance(error, _NO_PLACE) else NotWritten
        what = f"{path} could not be written: {error.strerror or error}."
        raise kind(what, remedy(error)) from error


def remedy(error: Exception) -> str:
    """Return what to do about something that could not be written; empty when that was not it.

    The store tells the reason in its words only.
    """
    for number, advice in _REMEDIES.items():
        if getattr(error, "errno", None) == number or os.strerror(number) in str(error):
            return advice
    return _LOOK if isinstance(error, OSError) else ""


def _replace(path: Path, data: bytes) -> None:
    """Write a file beside *path*, with the rights of the former one, and move it there."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _write(part, data)
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _write(path: Path, data: bytes) -> None:
    """Write a file and wait until it is on disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
