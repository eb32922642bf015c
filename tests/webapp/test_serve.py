"""Serving: the port, the address, and a clean end."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.engine import DUMP
from kg.errors import WrongUse
from kg.seal import SEAL, seal
from kg.settings import Settings
from tests.kg.engine.test_pool import ENDLESS
from tests.processes import descendants, gone, soon
from tests.webapp.mini_site import write_build
from webapp.cli import check_free, shown, why_build
from webapp.serving import Server

ROOT = Path(__file__).parents[2]
SERVE = [sys.executable, "-P", "-c", "from webapp.cli import main; main()", "serve"]


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port that something listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def free_port() -> int:
    """Return a port that nothing listened on a moment ago."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def test_port_in_use_is_named_with_another(taken: int) -> None:
    """What is wrong and what to do stand in two sentences."""
    with pytest.raises(WrongUse, match=f"Port {taken}") as found:
        check_free("127.0.0.1", taken)

    assert f"--port {taken + 1}" in found.value.hint
    assert 2 == found.value.exit_code


def test_second_signal_within_the_first_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would wait for ever for the lock that the first one holds: here it is not even asked."""
    server = Server("none:none")
    told: list[int] = []

    def told_twice() -> None:
        told.append(len(told))
        if len(told) < 3:
            server.signal_handler_interrupt(signal.SIGTERM, None)

    monkeypatch.setattr(server.main_loop_interrupt, "set", told_twice)
    server.signal_handler_interrupt(signal.SIGTERM, None)

    assert server.interrupt_signal
    assert told == [0]


def test_free_port_is_fine() -> None:
    """Nothing is said where nothing is wrong."""
    check_free("127.0.0.1", free_port())


def test_address_of_no_machine_is_named() -> None:
    """A host that is not ours is told as such."""
    with pytest.raises(WrongUse, match=r"192\.0\.2\.1"):
        check_free("192.0.2.1", free_port())


def test_six_part_address_is_bracketed() -> None:
    """An IPv6 host can be followed as it is printed."""
    assert "[::1]" == shown("::1")


def serve(builds: Path, port: int, folder: Path) -> "subprocess.Popen[str]":
    """Start the server, standing in *folder*, in a group of its own as at a terminal."""
    settings = {
        "WARMTEREGIE_BUILD": str(builds),
        "WARMTEREGIE_HOME": str(folder / "home"),
        "PYTHONPATH": str(ROOT),
        "WARMTEREGIE_QUERY_SECONDS": "2",
    }
    return subprocess.Popen(
        [*SERVE, "--port", str(port)], env=os.environ | settings, cwd=folder,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def stop(
    process: "subprocess.Popen[str]",
    send: Callable[[int, int], None] = os.kill,
    number: int = signal.SIGINT,
) -> str:
    """Interrupt the server and return what it told; it must end by itself."""
    send(process.pid, number)
    try:
        return process.communicate(timeout=30)[1]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise


@pytest.mark.long
@pytest.mark.parametrize(
    ("send", "number"),
    [(os.kill, signal.SIGTERM), (os.killpg, signal.SIGINT)],
    ids=["asked to end", "Ctrl-C"],
)
def test_site_is_served_until_interrupted(
    tmp_path: Path, send: Callable[[int, int], None], number: int
) -> None:
    """It says where it is, answers there, and ends with nothing left running.

    Ctrl-C at a terminal goes to every process of the group. A request in flight is answered.
    """
    port = free_port()
    with ThreadPoolExecutor(1) as threads, serve(write_build(tmp_path), port, tmp_path) as process:
        try:
            page = _wait_for(f"http://127.0.0.1:{port}/about", process)
            started = descendants(process.pid)
            query = threads.submit(ask_endless, port)
            assert soon(lambda: b'"running":1' in _get(f"http://127.0.0.1:{port}/ready"))
        finally:
            told = stop(process, send, number)

    assert "Warmteregie" in page
    assert f"http://127.0.0.1:{port}" in told
    assert "Traceback" not in told
    assert 0 == process.returncode
    assert (True, True) == (len(started) >= 3, soon(lambda: gone(started)))
    assert (503, True) == (query.result()[0], b"took longer than 2 seconds" in query.result()[1])


def ask_endless(port: int) -> tuple[int, bytes]:
    """Return status and body of the reply to a query that never ends by itself."""
    query = urllib.parse.urlencode({"query": ENDLESS}).encode()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sparql", query) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        body: bytes = answer.read()
    return body


@pytest.mark.long
def test_what_lies_in_the_folder_is_not_imported(tmp_path: Path) -> None:
    """Modules of somebody else, where one stands, are left alone by the server and its workers."""
    for name in ("kg", "webapp", "flask", "json"):
        (tmp_path / f"{name}.py").write_text(f"raise SystemExit('{name} of the folder')")
    port = free_port()
    query = "query=ASK%7B%7D"
    with serve(write_build(tmp_path), port, tmp_path) as process:
        try:
            answer = _wait_for(f"http://127.0.0.1:{port}/sparql?{query}", process)
        finally:
            told = stop(process)

    assert ("true", False) == (
        str(json.loads(answer)["boolean"]).lower(), "of the folder" in told
    )  # fmt: skip


@pytest.mark.long
def test_damaged_build_is_built_again(builds: Path, tmp_path: Path) -> None:
    """The server says what is wrong, builds from the sources, and serves that."""
    copied = tmp_path / "build"
    shutil.copytree(builds, copied, symlinks=True)
    damaged = (copied / "current").resolve()
    (damaged / DUMP).write_bytes((damaged / DUMP).read_bytes()[:1000])
    port = free_port()
    with serve(copied, port, tmp_path) as process:
        try:
            page = _wait_for(f"http://127.0.0.1:{port}/", process, seconds=300)
        finally:
            told = stop(process)

    assert "Warmteregie" in page
    assert f"{damaged} is damaged: {DUMP}. Building from the sources first." in told
    assert damaged != (copied / "current").resolve()


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        (lambda _: None, ""),
        (lambda build: (build.parent / "current").unlink(), "There is no build in"),
        (shutil.rmtree, "is not there"),
        (lambda build: (build / DUMP).write_bytes(b""), f"is damaged: {DUMP}"),
        (lambda build: (build / "index").write_bytes(b"rotten"), "is damaged: index"),
        (lambda build: (build / SEAL).write_bytes(b"{"), f"is damaged: {SEAL}"),
    ],
    ids=["nothing", "no link", "link to nowhere", "emptied dump", "rotten index", "broken seal"],
)
def test_what_is_built_is_looked_at_before_it_is_served(
    tmp_path: Path, happened: Callable[[Path], object], why: str
) -> None:
    """Whatever file of a build is damaged, whoever reads it: there is a reason to build again."""
    builds = write_build(tmp_path)
    build = builds / "one"
    (build / "index").write_bytes(b"of some kind")
    seal(build)
    happened(build)

    found = why_build(Settings(tmp_path, builds))

    assert (bool(why), True) == (bool(found), why in found)


def _wait_for(address: str, process: "subprocess.Popen[str]", seconds: int = 60) -> str:
    """Return the page at an address, as soon as it is there."""
    for _ in range(5 * seconds):
        if process.poll() is not None:
            return ""
        try:
            with urllib.request.urlopen(address) as answer:
                return str(answer.read().decode("utf-8"))
        except OSError:
            time.sleep(0.2)
    return ""
