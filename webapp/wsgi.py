"""What a WSGI server imports: the site as the environment and `.env` set it up."""

import gc
import os
import signal
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

from flask import Flask

from kg.files import shipped_files
from kg.settings import load_settings
from webapp.ahead import read_ahead
from webapp.app import create_app
from webapp.requests import log_to_standard_error


def application() -> Flask:
    """Return the site over the build that the settings name."""
    settings = load_settings(os.environ, Path.cwd())
    if settings.request_log == "json":
        log_to_standard_error()
    app = create_app(settings, shipped_files())
    Thread(target=read_ahead, args=(app,), daemon=True).start()
    # What was made at the start stays until the end: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    return app


def served() -> Flask:
    """Return the site for a child process of `warmteregie serve`, which ends with its parent.

    It leaves the process group, so that a Ctrl-C at the terminal is heard by the parent alone.
    """
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    Thread(target=_end_with_parent, daemon=True).start()
    return application()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
