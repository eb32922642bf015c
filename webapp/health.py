"""Health: whether the server lives, and whether it can answer. For machines that watch it."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify

from kg.errors import WarmteregieError
from webapp.problems import explain
from webapp.services import services

health = Blueprint("health", __name__)


@health.get("/health")
def alive() -> Response:
    """Say that the server lives; nothing is asked of anything."""
    return _fresh(jsonify(status="alive"))


@health.get("/ready")
def ready() -> Response:
    """Say which build answers and how busy it is; 503 where there is none, or no engine."""
    found = services()
    found.engine.ask("ASK {}")
    return _fresh(jsonify(status="ready", build=found.engine.build_id, **asdict(found.pool.load())))


@health.errorhandler(WarmteregieError)
def not_ready(error: WarmteregieError) -> Response:
    """Say why nothing can be answered, and when to ask again."""
    response = explain(error)
    response.status_code = 503
    response.headers["Retry-After"] = "5"
    return _fresh(response)


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
