"""Snippets: how to get an answer from a shell, from Python and from R."""

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


_URLOPEN = "import json\nfrom urllib.request import urlopen"
_READ = {
    "csv": ("import pandas", "answer = pandas.read_csv(address)"),
    "json": (_URLOPEN, "answer = json.load(urlopen(address))"),
    "ttl": ("from rdflib import Graph", 'answer = Graph().parse(address, format="turtle")'),
}


def query_snippets(endpoint: str, query: str, layout: str) -> list[Snippet]:
    """Return code that asks *query* at *endpoint* and reads the answer as csv, json or ttl."""
    pairs = [f"query={query}", f"format={layout}"]
    data = [part for pair in pairs for part in ("--data-urlencode", pair)]
    command = ["curl", "--fail", "--get", *data, "--output", f"answer.{layout}", endpoint]
    code = _python(endpoint, query, layout)
    return [Snippet("curl", shlex.join(command)), Snippet("Python", code)]


def _python(endpoint: str, query: str, layout: str) -> str:
    """Return Python that asks a query, which stands there line by line."""
    lines = "".join(f"    {line!r}\n" for line in query.splitlines(keepends=True))
    imports, reading = _READ[layout]
    asked = f'{{"query": query, "format": {layout!r}}}'
    address = f'address = {endpoint!r} + "?" + urlencode({asked})'
    whole = f"{imports}\nfrom urllib.parse import urlencode\n\nquery = (\n{lines})\n"
    return f"{whole}{address}\n{reading}"
