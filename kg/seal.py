"""The seal of a build: size and digest of each file, written when the build is complete.

What is missing, cut short or rotten no longer fits its seal.
"""

import hashlib
import json
import math
import os
from collections.abc import Iterator
from pathlib import Path

from kg.errors import BuildDamaged

SEAL = "seal.json"
REBUILD = "Run `warmteregie build`: it is made again from the sources, and nothing is lost."


def seal(build: Path) -> None:
    """Bring every file below *build* safely to disk, and write its size and SHA-256."""
    paths = sorted(path for path in build.rglob("*") if path.is_file() and path.name != SEAL)
    for path in paths:
        _sync(path)
    found = {path.relative_to(build).as_posix(): _measure(path) for path in paths}
    (build / SEAL).write_text(json.dumps(found, indent=1), encoding="ascii")
    _sync(build / SEAL)


def verify(build: Path, below: str = "", digest_up_to: float = math.inf) -> None:
    """Check the files of a build, or those *below* a name in it, against its seal.

    Of files larger than *digest_up_to* bytes only the size is compared. A build that was
    never sealed has nothing to be checked against.

    Raises:
        BuildDamaged: files are missing or have changed; they are named.
    """
    if not build.is_dir():
        raise BuildDamaged(f"The build in {build} is not there.", REBUILD)
    changed = list(_changed(build, below, digest_up_to)) if (build / SEAL).exists() else []
    if changed:
        named = ", ".join(changed[:3]) + (" ..." if len(changed) > 3 else "")
        raise BuildDamaged(f"The build in {build} is damaged: {named}.", REBUILD)


def measure(build: Path, name: str) -> tuple[int, str]:
    """Return bytes and SHA-256 of a file of a build, once it was held against its seal.

    Raises:
        BuildDamaged: the file is not there, or it is not as it was sealed.
    """
    verify(build, name)
    try:
        return _measure(build / name)
    except OSError as error:
        raise BuildDamaged(f"The build in {build} has no {name}.", REBUILD) from error


def _changed(build: Path, below: str, digest_up_to: float) -> Iterator[str]:
    """Yield the names of the files that do not fit the seal; its own when it cannot be read."""
    try:
        sealed = json.loads((build / SEAL).read_text(encoding="ascii"))
        wanted = [(name, int(size), str(digest)) for name, (size, digest) in sealed.items()]
    except (OSError, ValueError, TypeError, AttributeError):
        yield SEAL
        return
    for name, size, digest in wanted:
        if below in ("", name) or name.startswith(f"{below}/"):
            path, digested = build / name, size <= digest_up_to
            if not _fits(path, size, digest if digested else ""):
                yield name


def _fits(path: Path, size: int, digest: str) -> bool:
    """Tell whether a file has this size and, unless that is empty, this digest."""
    try:
        return path.stat().st_size == size and (not digest or _measure(path)[1] == digest)
    except OSError:
        return False


def _measure(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Wait until a file is on disk, so that a power cut finds it whole."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
