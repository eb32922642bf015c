"""Snippets: how to get the answer to one choice from a shell, from Python and from R."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Snippet:
    """A few lines of code that give an answer, and where they are run."""

    where: str
    code: str


def snippets(slug: str, csv: str, given: Mapping[str, str]) -> list[Snippet]:
    """Return code that gets the answer at the address *csv*, or asks with what is *given*.

    Where nothing is given the command line has no way to ask just that.
    """
    options = [part for name, text in given.items() for part in (f"--{name}", text)]
    command = shlex.join(["warmteregie", "ask", slug, *options, "--format", "csv"])
    quoted = json.dumps(csv)  # a string of Python and of R alike
    found = [
        Snippet("curl", shlex.join(["curl", "--fail", "--output", f"{slug}.csv", csv])),
        Snippet("Python", f"import pandas\n\nanswer = pandas.read_csv({quoted})"),
        Snippet("R", f"answer <- read.csv({quoted})"),
    ]
    return [*found, Snippet("warmteregie", command)] if given else found
