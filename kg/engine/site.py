"""The endpoint of a site that runs elsewhere: it answers from whatever it serves."""

import os

from kg.engine.endpoint import Endpoint
from kg.engine.interface import Found, Queryable
from kg.engine.remote import refuse_what_is_not_sparql
from kg.engine.replies import accepted, read_reply

_CERTIFICATES = "REQUESTS_CA_BUNDLE"


class SiteEngine(Queryable):
    """Answers queries at the address of an endpoint, over its own default graph.

    It is not an engine that a build is loaded into: no name, password or setting of ours is
    used, and nothing has to have been loaded. Each query has a deadline in seconds.
    """

    def __init__(self, url: str, seconds: float = 30.0, byte_limit: int = 50_000_000) -> None:
        trusted = {_CERTIFICATES: os.environ.get(_CERTIFICATES, "")}
        self._endpoint = Endpoint(url, trusted, named="the address that was opened")
        self._seconds = seconds
        self._byte_limit = byte_limit

    def query(self, sparql: str) -> Found:
        """Return what a query gives.

        Raises:
            QueryFailed: it is not SPARQL, or gives no answer.
            EngineFailed: the site gives no answer.
        """
        refuse_what_is_not_sparql(sparql)
        reply = self._endpoint.query(
            [("query", sparql)], accepted(sparql),
            seconds=self._seconds, byte_limit=self._byte_limit,
        )  # fmt: skip
        return read_reply(self._endpoint, reply, sparql)
