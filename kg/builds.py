"""The folder of builds: one made at a time, beside those that are there, and swapped in whole.

Whatever a build writes before it is swapped in, its temporary files too, lies in one folder
``making-...``. Of a process that was killed it stays behind, and the next build removes it.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from kg.errors import BuildFailed
from kg.seal import SEAL, seal
from kg.writing import remedy

LOCK = "lock"
_MAKING = "making-"


@contextmanager
def making(folder: Path, progress: Callable[[str], None]) -> Iterator[Path]:
    """Give an empty folder to make a build in; it goes again unless it is swapped in.

    Who comes while another process makes a build waits until that has ended.

    Raises:
        BuildFailed: something could not be written; the former build is as it was.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder, progress), _beside(folder) as made:
            yield made
    except OSError as error:
        raise BuildFailed(
            f"The build could not be written: {error}.",
            f"{remedy(error)} WARMTEREGIE_BUILD names another folder. "
            "The former build is as it was.",
        ) from error


@contextmanager
def _alone(folder: Path, progress: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of *folder*; the system lets go of it when a process ends, however it ends."""
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress("waiting for another build to end")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside the builds. To be called by who holds the lock."""
    for left in folder.glob(f"{_MAKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=_MAKING, dir=folder))
    try:
        made = work / "build"
        made.mkdir()
        with _temporary_files_in(work):
            yield made
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Have temporary files made in *folder*, whoever makes them."""
    former = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = former


def swap_in(folder: Path, made: Path, name: str) -> None:
    """Seal *made* and make it the current build; of the older ones only the last is kept."""
    current, link = folder / "current", folder / "current.new"
    former = current.resolve() if current.exists() else None
    target = folder / _free_name(folder, name)
    seal(made)
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    made.rename(target)
    link.replace(current)
    _remove_builds(folder, keep=[target.resolve(), former])


def _free_name(folder: Path, name: str) -> str:
    """Return *name* with the first number that no build there has."""
    taken = {path.name for path in folder.glob(f"{name}-*")}
    numbered = (f"{name}-{number}" for number in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)


def _remove_builds(folder: Path, keep: Sequence[Path | None]) -> None:
    """Remove the builds of *folder* but for those to keep; what has no seal is not ours."""
    for path in folder.iterdir():
        if (path / SEAL).is_file() and not path.is_symlink() and path.resolve() not in keep:
            half = path.with_name(f"{_MAKING}{path.name}")  # half removed, it goes next time
            with suppress(OSError):
                path.rename(half)
            shutil.rmtree(half, ignore_errors=True)
