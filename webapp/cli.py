"""The command line with `serve`: the core's verbs, and the one that needs the web."""

import math
import multiprocessing
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kg.linkverb  # noqa: F401  # adds its verb
from kg.cli import main_group, make, say
from kg.engine import current_build, kept_broker, open_engine
from kg.errors import NoBuild, WrongUse
from kg.seal import verify
from kg.settings import Settings, to_environ

if TYPE_CHECKING:
    from webapp.serving import Server

THREADS = 4
"""Requests that one worker answers at once, besides those that wait for a query of a visitor."""
STOP_SECONDS = 5
"""Time a worker has to end, besides that of the longest query."""


def main() -> None:
    """Run the command line."""
    main_group(prog_name="warmteregie")


@main_group.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.pass_obj
def serve_verb(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve the site; builds the graph first where there is no build yet, or a damaged one."""
    check_free(host, port)
    if why := why_build(settings):
        say(f"{why} Building from the sources first.")
        make(settings)
    say(f"Serving at http://{shown(host)}:{port} (stop with Ctrl-C)")
    with brokered(settings) as settings:
        server(host, port, workers, settings).serve()


@contextmanager
def brokered(settings: Settings) -> Iterator[Settings]:
    """Give the settings with a broker in them, where the system has its kind of sockets."""
    if not hasattr(socket, "AF_UNIX"):
        yield settings
        return
    with kept_broker(settings) as named:
        yield named


def why_build(settings: Settings) -> str:
    """Return why the graph must be built before it can be served; empty when it need not be."""
    try:
        verify(current_build(settings.build))
        open_engine(settings)
    except NoBuild as error:
        return error.message
    return ""


def check_free(host: str, port: int) -> None:
    """Check that the address can be listened on.

    Raises:
        WrongUse: something else listens there, or it is no address of this machine.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except PermissionError:
        hint = f"Take one above 1023: warmteregie serve --port {8000 if port != 8000 else 8001}"
        raise WrongUse(f"Port {port} on {host} may not be used.", hint) from None
    except socket.gaierror:
        raise WrongUse(f'"{host}" is no address of this machine.', "Use 127.0.0.1.") from None
    except OSError as error:
        raise WrongUse(
            f"Port {port} on {host} cannot be used: {(error.strerror or str(error)).lower()}.",
            f"Choose another one: warmteregie serve --port {port + 1 if port < 65535 else 8000}",
        ) from None


def shown(host: str) -> str:
    """Return a host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def server(host: str, port: int, workers: int, settings: Settings) -> "Server":
    """Return the server over the site; each worker puts it together for itself.

    Named by their places, since a bare name is first looked for in the folder one stands in.
    All queries that may run or wait leave each worker threads for pages. A request in flight
    may wait for a place and then run, each for as long as a query may.
    """
    from granian.constants import Interfaces  # slow to import, and only serving needs it
    from granian.log import LogLevels

    from webapp.serving import Server

    here = Path(__file__).parent
    os.environ.update(to_environ(settings))
    # Not forked: the keeper of the broker is a thread, and may hold a pipe or a lock just then.
    multiprocessing.set_start_method("spawn", force=True)
    return Server(
        f"{here / 'wsgi.py'}:served",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        working_dir=here.parent,
        blocking_threads=THREADS + settings.query_places + settings.queue_length,
        websockets=False,
        log_level=LogLevels.error,  # warnings are about so many threads,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS + math.ceil(2 * settings.query_seconds),
    )
