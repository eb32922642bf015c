"""From a file to a data set: a table, RDF or an ESDL model, told by its suffix."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from kg.datasets.dataset import DataSet, Form
from kg.datasets.models import EsdlModel, read_esdl
from kg.datasets.rdf import Rdf, is_rdf, read_dataset
from kg.datasets.tables import Columns, Table, read_table, slug
from kg.engine.foreign import FORMATS
from kg.errors import WrongUse

TABLES = (".csv", ".tsv", ".txt")
MODELS = (".esdl",)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Taking:
    """How a file is to be taken: what is empty is told by the file itself.

    *name* and *title* are those of the data set, *municipality* is the code of the one that a
    model is of, *at* the time that a model says it was taken at.
    """

    name: str = ""
    title: str = ""
    columns: Columns = field(default_factory=Columns)
    municipality: str = ""
    at: datetime = datetime(2000, 1, 1, tzinfo=UTC)


def read_file(path: Path, taking: Taking) -> DataSet:
    """Return the data set in a file.

    Raises:
        WrongUse: there is no such file, it is of no form we read, or its name is none.
        FaultsFound: it cannot be read, or has too much in it; each fault with its place.
    """
    if not path.is_file():
        raise WrongUse(f"There is no file {path}.", "Name a CSV, RDF or ESDL file.")
    name = taking.name or slug(path.stem)
    if not _NAME.fullmatch(name):
        raise WrongUse(f'"{name}" is no name for a data set.', "Write one as havenproef-2026.")
    found, form = _content(path, name, taking)
    named = found.named
    return DataSet(
        name, taking.title or found.title or path.stem, form, path.name,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        named, list(found.triples()), tuple(found.remarks),
    )  # fmt: skip


def _content(path: Path, name: str, taking: Taking) -> tuple[Table | Rdf | EsdlModel, Form]:
    suffix = path.suffix.lower()
    if suffix in MODELS:
        return read_esdl(path, name, taking.municipality, taking.at), "esdl"
    if is_rdf(path):
        return read_dataset(path, name), "rdf"
    if suffix in TABLES:
        return read_table(path, name, taking.columns), "table"
    raise WrongUse(f"{path.name} is of no form that is read.", _hint(suffix))


def _hint(suffix: str) -> str:
    """Return which suffixes there are, and what to do with a file of another."""
    there = ", ".join(chain(TABLES, FORMATS, MODELS))
    advice = {".xlsx": "Save the sheet as CSV. ", ".xml": "Name it .esdl or .rdf by its form. "}
    return f"{advice.get(suffix, '')}These are read: {there}."
