"""Real SPARQL servers for tests: started on loopback in a folder of their own, ended afterwards."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from kg.engine.endpoint import PASSWORD, USER, Endpoint

START_SECONDS = 60.0
VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
DirsAllowed = .
SchedulerInterval = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
MaxKeepAlives = 10
KeepAliveTimeout = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 100000
MaxQueryExecutionTime = 30
"""


@dataclass(frozen=True)
class Server:
    """A running server: its name, where it takes queries and graphs, and who may change it."""

    name: str
    query: str
    store: str
    environ: Mapping[str, str] = field(default_factory=dict)

    def endpoint(self) -> Endpoint:
        """Return a client of the address for queries."""
        return Endpoint(self.query, {})

    def hold(self, turtle: str) -> None:
        """Put triples in the default graph of oxigraph, in the place of those there."""
        with requests.Session() as session:
            session.trust_env = False
            kind = {"Content-Type": "text/turtle"}
            address = f"{self.store}?default"
            session.put(address, turtle.encode(), headers=kind, timeout=10).raise_for_status()

    def graphs(self) -> Endpoint:
        """Return a client of the address for graphs, which may have to log in."""
        return Endpoint(self.store, self.environ)


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Run `oxigraph serve`, in memory; skip where it is not installed, unless it must be."""
    program = _program("oxigraph", "WARMTEREGIE_REQUIRE_OXIGRAPH", "pip install oxigraph")
    port = _free_port()
    with _running([program, "serve", "--bind", f"127.0.0.1:{port}"], folder):
        base = f"http://127.0.0.1:{port}"
        _wait_for(f"{base}/query?query=ASK%7B%7D")
        yield Server("oxigraph", f"{base}/query", f"{base}/store")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Run Virtuoso with a small memory; skip where it is not installed, unless it must be."""
    package = "apt-get install virtuoso-opensource-7"
    program = _program("virtuoso-t", "WARMTEREGIE_REQUIRE_VIRTUOSO", package)
    http, sql = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(http=http, sql=sql))
    with _running([program, "+foreground", "+configfile", "virtuoso.ini"], folder):
        base = f"http://127.0.0.1:{http}"
        _wait_for(f"{base}/sparql?query=ASK%7B%7D")
        account = {USER: "dba", PASSWORD: "dba"}  # what it is born with
        yield Server("virtuoso", f"{base}/sparql", f"{base}/sparql-graph-crud-auth", account)


def _program(name: str, required: str, how: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        if os.environ.get(required):
            pytest.fail(f"{required} asks for {name}: {how}")
        pytest.skip(f"{name} is not installed: {how}")
    return found


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[None]:
    """Run a server in a folder; end it, and remove the folder, afterwards."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.kill()
            process.wait()
            shutil.rmtree(folder)


def _wait_for(url: str) -> None:
    """Return when the server answers."""
    session = requests.Session()
    session.trust_env = False
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            if session.get(url, timeout=5).ok:
                return
        except requests.RequestException:
            if time.monotonic() > until:
                raise
        time.sleep(0.1)
