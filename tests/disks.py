"""A small disk of a test's own: it can be filled, and made to be read only."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Disk:
    """A mounted disk; what a test writes lies in *path*, what fills it lies beside that."""

    path: Path

    @property
    def _ballast(self) -> Path:
        return self.path.parent / "ballast"

    def fill(self, left: int = 0) -> None:
        """Fill the disk but for *left* bytes."""
        self.make_room()
        found = os.statvfs(self.path)
        self._ballast.write_bytes(bytes(max(found.f_bavail * found.f_frsize - left, 0)))

    def make_room(self) -> None:
        """Take away what filled the disk."""
        self._ballast.unlink(missing_ok=True)

    def names(self) -> set[str]:
        """Return the names of all that lies on the disk, folders too, hidden ones too."""
        return {found.relative_to(self.path).as_posix() for found in self.path.rglob("*")}

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Let nothing be written meanwhile, not even by root."""
        _mount(self.path.parent, "remount,ro")
        try:
            yield
        finally:
            _mount(self.path.parent, "remount,rw")


@contextmanager
def mounted(place: Path, megabytes: int) -> Iterator[Disk]:
    """Give a disk of that size in memory, mounted at *place*.

    Raises:
        OSError, subprocess.CalledProcessError: none can be mounted here.
    """
    place.mkdir()
    _mount(place, f"size={megabytes}m")
    try:
        disk = Disk(place / "own")
        disk.path.mkdir()
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", place], check=True, capture_output=True)


def _mount(place: Path, options: str) -> None:
    asked = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place]
    subprocess.run(asked, check=True, capture_output=True)
