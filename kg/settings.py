"""Settings: `WARMTEREGIE_*` variables and `.env`, all optional, with defaults that work."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from platformdirs import user_data_path

from kg.errors import WrongUse

PREFIX = "WARMTEREGIE_"
_KINDS = {
    "home": Path, "build": Path, "base_url": str, "query_seconds": float, "broker": str,
    "request_log": str,
}  # fmt: skip
_MAY_BE_ZERO = ("queue_length", "proxies")
_CHOICES = {"request_log": ("json", "off")}
# https://www.w3.org/TR/sparql11-query/#rIRIREF
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


@dataclass(frozen=True)
class Settings:
    """What can be set, with its default; `origins` tells where each value came from."""

    home: Path
    """Where attached texts and linked data sets are kept."""
    build: Path
    """Where builds are written; `current` below it is the one that serves."""
    query_seconds: float = 10.0
    """Deadline of one query at the endpoint, in seconds."""
    row_limit: int = 100_000
    """Rows (or triples) one answer may have."""
    byte_limit: int = 50_000_000
    """Bytes one answer may have."""
    memory_limit: int = 1_000_000_000
    """Bytes of memory one query may take, the graph included."""
    query_length: int = 100_000
    """Characters a query may have."""
    query_depth: int = 64
    """Brackets that may stand open at once in a query."""
    query_places: int = 4
    """Queries of visitors that run at once."""
    client_places: int = 2
    """Of these, those that one address may have."""
    heavy_places: int = 2
    """Of these, those that heavy queries may keep when others wait: past a tenth of their time."""
    queue_length: int = 60
    """Queries that may wait for a place; of one address half of that."""
    broker: str = ""
    """Socket of the process that runs visitors' queries, which `serve` sets; empty: none."""
    proxies: int = 0
    """Proxies in front of the server whose X-Forwarded headers are believed."""
    request_log: str = "json"
    """How `serve` writes each request to standard error: ``json``, a line each, or ``off``."""
    base_url: str = ""
    """Address under which the site is seen from outside; empty: as the request says."""
    memory_triples: int = 1_000_000
    """Triples up to which the embedded engine keeps the graph in memory; above, on disk."""
    engine: str = ""
    """URL of the SPARQL endpoint to ask instead of the embedded engine; empty: embedded."""
    engine_store: str = ""
    """URL at which that engine takes graphs (Graph Store Protocol), for `warmteregie load`."""
    services: tuple[str, ...] = ()
    """Endpoints that a SERVICE may name, and no other, separated by spaces or commas; empty: none.

    A query of a visitor reaches what is literally here, so an address on this machine or in
    a private network is reached only when it is named itself.
    """
    contact: str = ""
    """E-mail address to which a visitor can send a report of a doubtful reading; empty: none."""
    origins: tuple[tuple[str, str], ...] = ()


def load_settings(environ: Mapping[str, str], folder: Path) -> Settings:
    """Return the settings of *environ*, then of ``.env`` in *folder*, then the defaults.

    Raises:
        WrongUse: a value cannot be read as what its setting takes.
    """
    written = {
        name: (value, origin)
        for origin, source in ((".env", dotenv_values(folder / ".env")), ("environment", environ))
        for name, value in source.items()
        if name.startswith(PREFIX) and value
    }
    values: dict[str, object] = {
        "home": Path(user_data_path("warmteregie", appauthor=False)),
        "build": _build_folder(folder),
    }
    origins = dict.fromkeys(_names(), "default")
    for name in origins:
        if (found := written.get(PREFIX + name.upper())) is not None:
            values[name] = _read(name, found[0])
            origins[name] = found[1]
    if origins["home"] != "default" and origins["build"] == "default" and not _is_checkout(folder):
        values["build"] = Path(str(values["home"])) / "build"
    return Settings(**values, origins=tuple(origins.items()))  # type: ignore[arg-type]


def _is_checkout(folder: Path) -> bool:
    return (folder / "ontology" / "warmteregie.ttl").is_file()


def _build_folder(folder: Path) -> Path:
    """Return ``build/`` in a checkout, the user's data folder elsewhere."""
    if _is_checkout(folder):
        return folder / "build"
    return Path(user_data_path("warmteregie", appauthor=False)) / "build"


def _read(name: str, text: str) -> object:
    """Return *text* as the type of the setting *name*."""
    if name in ("engine", "engine_store"):
        return _read_url(name, text)
    if name == "contact":
        return _read_contact(text)
    if name == "services":
        return _read_services(text)
    kind = _KINDS.get(name, int)
    try:
        value = kind(text)
    except ValueError:
        raise WrongUse(
            f'{PREFIX}{name.upper()} is "{text}", which is not a number.',
            "Leave it out to use the default; `warmteregie settings` shows it.",
        ) from None
    if isinstance(value, (int, float)) and value <= 0 and (value or name not in _MAY_BE_ZERO):
        raise WrongUse(f"{PREFIX}{name.upper()} is {text}; it must be above zero.")
    if value not in _CHOICES.get(name, (value,)):
        raise WrongUse(f'{PREFIX}{name.upper()} is "{text}".', f"Use {_shown(_CHOICES[name])}.")
    return value


def _shown(choices: Sequence[str]) -> str:
    return " or ".join(choices)


def to_environ(settings: Settings) -> dict[str, str]:
    """Return the variables from which `load_settings` reads these settings, for a child process."""
    return {PREFIX + name.upper(): written(settings, name) for name in _names()}


def written(settings: Settings, name: str) -> str:
    """Return the value of a setting as it is written: of several, with spaces between them."""
    value = getattr(settings, name)
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _names() -> list[str]:
    return [field.name for field in fields(Settings) if field.name != "origins"]


def _read_contact(text: str) -> str:
    """Return *text* if it can stand in a link to write to: one plain e-mail address."""
    if not re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", text):
        raise WrongUse(
            f'{PREFIX}CONTACT is "{text}", which is no e-mail address.',
            "Write it like reports@example.org.",
        )
    return text


def _read_url(name: str, text: str) -> str:
    """Return *text* if it is the URL of an engine, without a name and password in it."""
    if not is_endpoint(text):  # what may hold a password is not shown
        raise WrongUse(
            f"{PREFIX}{name.upper()} is not the URL of an engine.",
            "Write it like http://127.0.0.1:8890/sparql; a name and password go in "
            f"{PREFIX}ENGINE_USER and {PREFIX}ENGINE_PASSWORD.",
        )
    return text


def _read_services(text: str) -> tuple[str, ...]:
    """Return the endpoints of a list, each once, in their order."""
    found = tuple(dict.fromkeys(re.split(r"[\s,]+", text.strip(" \t\r\n,"))))
    for number, one in enumerate(found, 1):
        if not is_endpoint(one) or _NOT_IN_IRI.search(one):  # what may hold a password is not shown
            raise WrongUse(
                f"{PREFIX}SERVICES: number {number} of {len(found)} is not the URL of an endpoint.",
                "Write them like https://example.org/sparql with spaces between them, without a "
                "name and password; a comma within one as %2C.",
            )
    return found


def is_endpoint(text: str) -> bool:
    """Tell whether *text* is the URL of an endpoint, without a name and password in it."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return good and parts.username is None and not parts.fragment and text.isprintable()
