"""The real server over the invented graph, in processes of its own, and those who ask it."""

import gzip
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

from kg.builds import swap_in
from kg.engine import DUMP
from tests.processes import command, descendants, gone, soon
from tests.webapp.test_serve import SERVE, free_port

ROOT = Path(__file__).parents[2]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@dataclass(frozen=True)
class Reply:
    """What came back, read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, to be shown where it is not what was asked for."""
        return self.body.decode("utf-8")

    @property
    def count(self) -> int:
        """The one number in the answer to `COUNT`."""
        return int(json.loads(self.body)["results"]["bindings"][0]["n"]["value"])


@dataclass(frozen=True)
class Running:
    """A server that runs, and where its builds, its temporary files and its log are."""

    port: int
    process: "subprocess.Popen[bytes]"
    folder: Path

    def get(self, path: str, **headers: str) -> Reply:
        """Return the reply to a request over a connection of its own."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            asking.request(
                "GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()}
            )
            reply = asking.getresponse()
            found = {name.lower(): value for name, value in reply.getheaders()}
            return Reply(reply.status, found, reply.read())
        finally:
            asking.close()

    def ask(self, sparql: str, **headers: str) -> Reply:
        """Return the reply to a query."""
        return self.get(f"/sparql?query={quote(sparql)}", **headers)

    @property
    def broker(self) -> int:
        """The process of the broker; 0 where there is none just now."""
        pids = descendants(self.process.pid)
        return next((pid for pid in pids if "kg.engine.broker" in command(pid)), 0)

    @property
    def log(self) -> list[dict[str, object]]:
        """The lines of JSON on standard error so far."""
        lines = (self.folder / "log").read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def stop(self) -> int:
        """Ask the server to end and return its code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@contextmanager
def running(folder: Path, builds: Path, **settings: str) -> Iterator[Running]:
    """Give a server over *builds*; whatever happens, it runs no longer afterwards."""
    port = free_port()
    temporary = Path(tempfile.mkdtemp(prefix="wr-"))  # a path of pytest's is too long for a socket
    environ = os.environ | {
        "WARMTEREGIE_BUILD": str(builds), "WARMTEREGIE_HOME": str(folder / "home"),
        "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary),
    } | {f"WARMTEREGIE_{name.upper()}": value for name, value in settings.items()}  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*SERVE, "--port", str(port)], env=environ, stderr=log)
    server = Running(port, process, folder)
    try:
        if not soon(lambda: _answers(server), 60):
            raise TimeoutError((folder / "log").read_text())
        yield server
        started = descendants(process.pid)
        assert 0 == server.stop()
        assert (True, []) == (soon(lambda: gone(started)), list(temporary.iterdir()))
    finally:
        left = descendants(process.pid)
        for pid in (process.pid, *left):
            if command(pid):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(temporary)


def _answers(server: Running) -> bool:
    try:
        return server.get("/ready").status == 200
    except OSError:
        return False


@contextmanager
def clients(number: int, ask: Callable[[int], object]) -> Iterator[list[object]]:
    """Let numbered clients ask one thing after another; give all that came back, errors too."""
    found: list[object] = []
    over = threading.Event()

    def go_on(client: int) -> None:
        while not over.is_set():
            try:
                found.append(ask(client))
            except (OSError, http.client.HTTPException) as error:
                found.append(error)

    threads = [threading.Thread(target=go_on, args=(one,)) for one in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        over.set()
        for thread in threads:
            thread.join()


def swap_larger(builds: Path) -> None:
    """Swap in a build that has one triple more than the current one."""
    current = builds / "current"
    made = builds / "made"
    shutil.copytree(current.resolve(), made)
    quads = gzip.decompress((made / DUMP).read_bytes())
    more = f"<http://e/{len(quads)}> <http://e/p> <http://e/o> <http://e/g> .\n".encode()
    (made / DUMP).write_bytes(gzip.compress(quads + more))
    swap_in(builds, made, "next")


@contextmanager
def reverse_proxy(port: int, prefix: str) -> Iterator[int]:
    """Give the port of a proxy that shows what is at *port* under *prefix* and nowhere else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            """Pass a request on without the prefix, and the reply back as it is."""
            if not self.path.startswith(prefix + "/"):
                self.send_error(404)
                return
            onward = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name != "Host"}
            said = {
                "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https",
                "X-Forwarded-Host": "site.example", "X-Forwarded-Prefix": prefix,
            }  # fmt: skip
            onward.request("GET", self.path.removeprefix(prefix), headers=headers | said)
            reply = onward.getresponse()
            body = reply.read()
            self.send_response(reply.status)
            for name, value in reply.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            onward.close()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield proxy.server_address[1]
        proxy.shutdown()
