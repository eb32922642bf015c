"""Pages: how long each takes at the server, as a ratio to the smallest answer it can give.

Needs a build; asks in this process, no network. Every page is asked once before it is timed.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from kg.files import shipped_files
from kg.settings import load_settings
from webapp.app import create_app
from webapp.services import EXTENSION

PAGES = (
    "/health",
    "/",
    "/search?q=gemeente",
    "/suggest?q=warmte",
    "/explore",
    "/explore?level=level/tactical&certainty=certainty/hedged",
    "/matrix",
    "/regie",
    "/doc/instrument/covenant",
    "/doc/actor/municipality",
    "/study",
    "/study/warmtenetten-regie-2022/3.5",
    "/questions",
    "/questions/instruments-by-level",
    "/sparql",
    "/quality",
    "/glossary",
    "/data",
)
TIMES = 9


def main() -> None:
    """Print the median of each page in milliseconds, and how many times the smallest that is."""
    app = create_app(load_settings(os.environ, Path.cwd()), shipped_files())
    visitor, base = app.test_client(), 0.0
    for path in PAGES:
        seconds = median(lambda path=path: visitor.get(path, headers={"Accept": "text/html"}))
        base = base or seconds
        print(f"{path:60} {seconds * 1000:8.1f} ms   x{seconds / base:.0f}")
    app.extensions[EXTENSION].pool.close()


def median(ask: Callable[[], object]) -> float:
    """Return the median of some runs in seconds, the first left out."""
    ask()
    return statistics.median(timed(ask) for _ in range(TIMES))


def timed(ask: Callable[[], object]) -> float:
    """Return how long one run takes, in seconds."""
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
