"""Serving: the port, the address, and a clean end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import WrongUse
from tests.webapp.mini_site import write_build
from webapp.cli import check_free, shown

SERVE = [sys.executable, "-c", "from webapp.cli import main; main()", "serve"]


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


def test_site_is_served_until_interrupted(tmp_path: Path) -> None:
    """It says where it is, answers there, and ends with nothing left running."""
    port = free_port()
    settings = {
        "WARMTEREGIE_BUILD": str(write_build(tmp_path)),
        "WARMTEREGIE_HOME": str(tmp_path / "home"),
    }
    with subprocess.Popen(
        [*SERVE, "--port", str(port), "--workers", "1"],
        env=os.environ | settings,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            page = _wait_for(f"http://127.0.0.1:{port}/about", process)
        finally:
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=60)

    assert "Warmteregie" in page
    assert f"http://127.0.0.1:{port}" in told
    assert "Traceback" not in told
    assert 0 == process.returncode


def _wait_for(address: str, process: subprocess.Popen[str]) -> str:
    """Return the page at an address, as soon as it is there."""
    for _ in range(300):
        if process.poll() is not None:
            return ""
        try:
            with urllib.request.urlopen(address) as answer:
                return str(answer.read().decode("utf-8"))
        except OSError:
            time.sleep(0.2)
    return ""
