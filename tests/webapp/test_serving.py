"""The server goes on serving: while builds are swapped, processes killed, visitors hostile."""

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from kg.settings import Settings
from tests.kg.engine.test_pool import ENDLESS
from tests.processes import soon, workers_of
from tests.webapp.mini_site import close, mini_files, write_build
from tests.webapp.running import (
    COUNT,
    Reply,
    Running,
    clients,
    reverse_proxy,
    running,
    swap_larger,
)
from webapp.app import create_app

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are read from /proc")

LINK = re.compile(rb'(?:href|src|action)="([^"]*)"')
PREFIX = "/warmte/regie"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return a server behind one proxy, with two web workers."""
    folder = tmp_path_factory.mktemp("serving")
    limits = {"query_seconds": "2", "queue_length": "6"}
    with running(folder, write_build(folder), proxies="1", **limits) as server:
        yield server


def test_health_and_readiness_are_told(server: Running) -> None:
    """One says that the server lives, the other which build it answers from."""
    ready = server.get("/ready")

    assert (200, 200) == (server.get("/health").status, ready.status)
    assert (b'"build"', "no-store") == (
        ready.body[:8].lstrip(b"{"),
        ready.headers["cache-control"],
    )


def test_requests_are_logged(server: Running) -> None:
    """A line tells id, method, path, status and time, of a query its hash and rows, no more."""
    asked = server.ask(COUNT, X_Request_Id="from-the-proxy.1")
    other = server.get("/about?secret=1", X_Request_Id="not an id")

    assert soon(lambda: {"from-the-proxy.1"} <= {line["id"] for line in server.log})
    [line] = [line for line in server.log if line["id"] == "from-the-proxy.1"]
    assert ("GET", "/sparql", 200, 1) == (
        line["method"], line["path"], line["status"], line["rows"],
    )  # fmt: skip
    assert {"time", "id", "method", "path", "status", "ms", "query", "rows"} == set(line)
    assert "from-the-proxy.1" == asked.headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{16}", other.headers["x-request-id"])
    assert "secret" not in str(server.log)


def test_limits_are_told(server: Running) -> None:
    """What a query may take, and how many may run and wait, stands in the headers."""
    headers = server.ask("ASK {}").headers

    assert {"seconds": "2", "places": "4", "share": "2", "queue": "6", "depth": "64"}.items() <= {
        name.removeprefix("x-limit-"): value for name, value in headers.items()
    }.items()


def test_hostile_address_does_not_keep_others_out(server: Running) -> None:
    """Twelve endless queries of one address: it is told to wait or stopped, another is served."""

    def hostile(_: int) -> Reply:
        return server.ask(ENDLESS, X_Forwarded_For="192.0.2.9")

    with ThreadPoolExecutor(12) as threads:
        told = threads.map(hostile, range(12))
        assert soon(lambda: b'"running":2' in server.get("/ready").body)
        served = [server.ask(COUNT, X_Forwarded_For=f"192.0.2.{n}").status for n in range(8)]
        page = server.get("/").status
        replies = list(told)

    assert ([200] * 8, 200) == (served, page)  # who waits two seconds is told 503
    assert {503} == {reply.status for reply in replies}
    refused = [reply for reply in replies if "retry-after" in reply.headers]
    assert (True, True) == (
        len(refused) >= 7,
        all(b"stopped" in r.body for r in replies if r not in refused),
    )


@pytest.mark.long
def test_build_is_swapped_without_a_failed_request(server: Running) -> None:
    """Three builds come while clients ask: each reply is whole, and never an older one again."""
    builds = server.folder / "build"
    counts: list[int] = []
    before = server.ask(COUNT).count

    def ask(client: int) -> str:
        reply = server.ask(COUNT, X_Forwarded_For=f"192.0.2.{client}")
        if reply.status != 200:
            return reply.text
        counts.append(reply.count)
        return "200"

    with clients(4, ask) as queries, clients(3, lambda _: server.get("/").status) as pages:
        for _ in range(3):
            time.sleep(0.5)
            swap_larger(builds)
        assert soon(lambda: counts[-1:] == [before + 3])
        time.sleep(0.3)

    assert ({"200"}, {200}) == (set(queries), set(pages))
    assert {before, before + 1, before + 2, before + 3} >= set(counts)
    assert len(queries) > 20


def test_killed_processes_cost_what_they_were_doing(server: Running) -> None:
    """Query workers and broker are killed under load: what is answered is right, the rest 503."""
    right = server.ask(COUNT).count

    def ask(client: int) -> tuple[int, bool]:
        reply = server.ask(COUNT, X_Forwarded_For=f"192.0.2.{client}")
        well = reply.count == right if reply.status == 200 else bool(reply.body)
        return reply.status, well

    with clients(4, ask) as replies:
        for _ in range(3):
            time.sleep(0.3)
            for pid in workers_of(server.broker):
                os.kill(pid, signal.SIGKILL)
        broker = server.broker
        os.kill(broker, signal.SIGKILL)
        assert soon(lambda: server.broker not in (0, broker))
        asked = len(replies)
        assert soon(lambda: (200, True) in replies[asked + 4 :])

    assert {(200, True), (503, True)} >= set(replies)
    assert ["/health"] == [path for path in ("/health",) if server.get(path).status == 200]


def test_links_keep_the_prefix_of_a_proxy(server: Running) -> None:
    """Behind a proxy under a path every link, form and redirect stays below it, and works."""
    with reverse_proxy(server.port, PREFIX) as port:
        behind = Running(port, server.process, server.folder)
        todo, seen, outside = [f"{PREFIX}/"], set[str](), set[str]()
        while todo and len(seen) < 60:
            path = todo.pop(0)
            reply = behind.get(path, Accept="text/html")
            seen.add(path)
            assert reply.status in (200, 303), path
            here = f"https://site.example{path}"
            links = [link.decode() for link in LINK.findall(reply.body)]
            for link in [*links, *filter(None, [reply.headers.get("location")])]:
                found = urlsplit(urljoin(here, link.replace("&amp;", "&")))
                if found.netloc == "site.example" and not found.path.startswith(PREFIX + "/"):
                    outside.add(link)
                ours = found._replace(scheme="", netloc="", fragment="").geturl()
                if found.netloc == "site.example" and ours not in {*seen, *todo}:
                    todo.append(ours)

    assert (set(), True) == (outside, len(seen) > 20)


def test_proxy_is_believed_only_when_a_setting_says_so(tmp_path: Path) -> None:
    """Anybody can send these headers."""
    app = create_app(Settings(tmp_path, write_build(tmp_path)), mini_files(tmp_path))
    said = {"X-Forwarded-Prefix": "/evil", "X-Forwarded-Host": "evil", "X-Request-Id": "evil"}
    reply = app.test_client().get("/", headers=said)
    close(app)

    assert (200, False) == (reply.status_code, b"evil" in reply.data)
    assert "evil" != reply.headers["X-Request-Id"]


def test_without_a_build_one_is_alive_and_not_ready(tmp_path: Path) -> None:
    """Whoever watches is told to come again."""
    app = create_app(Settings(tmp_path, tmp_path / "none"), mini_files(tmp_path))
    client = app.test_client()
    reply = client.get("/ready")
    close(app)

    assert (200, 503) == (client.get("/health").status_code, reply.status_code)
    assert "5" == reply.headers["Retry-After"]


def test_without_a_broker_one_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can run a visitor's query, that is said."""
    monkeypatch.setattr("kg.engine.brokered.RESTART_SECONDS", 0.1)
    settings = Settings(tmp_path, write_build(tmp_path), broker=str(tmp_path / "none"))
    client = create_app(settings, mini_files(tmp_path)).test_client()
    reply = client.get("/ready")

    assert (503, True) == (reply.status_code, "weer gestart" in reply.text)
