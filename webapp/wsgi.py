"""What a WSGI server imports: the site as the environment and `.env` set it up."""

import gc
import os
from pathlib import Path

from flask import Flask

from kg.files import shipped_files
from kg.settings import load_settings
from webapp.app import create_app


def application() -> Flask:
    """Return the site over the build that the settings name."""
    app = create_app(load_settings(os.environ, Path.cwd()), shipped_files())
    # What was made at the start stays until the end: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    return app
