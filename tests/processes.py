"""Processes as Linux tells of them: whose children they are, what they hold."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.engine.process import resident


def command(pid: int) -> str:
    """Return the command line of a process; empty when it is gone or a zombie."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def descendants(pid: int) -> set[int]:
    """Return the processes that a process started, and those that these started."""
    parents = dict(_parents())
    found: set[int] = set()
    while fresh := {one for one, by in parents.items() if by in found | {pid}} - found:
        found |= fresh
    return found


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        yield int(folder.name), int(after_name[1])


def held_by(pids: set[int]) -> int:
    """Return the bytes of memory that processes hold together."""
    return sum(map(resident, pids))


def workers_of(broker: int) -> set[int]:
    """Return the query workers of a broker."""
    return {pid for pid in descendants(broker) if "kg.engine.worker" in command(pid)}


def soon(happened: Callable[[], object], seconds: float = 20.0) -> bool:
    """Tell whether something has happened within some seconds."""
    until = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def gone(pids: set[int]) -> bool:
    """Tell whether none of these processes runs any more."""
    return not any(map(command, pids))
