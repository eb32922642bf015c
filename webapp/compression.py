"""Compression: what is long and text is sent in fewer bytes to who takes them.

https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
"""

import gzip
import math
import zlib
from collections.abc import Iterable, Iterator

from flask import Response, request

MIN_BYTES = 1_000
LEVEL = 4
_GZIP = zlib.MAX_WBITS + 16
_TEXTS = ("text/", "+json", "+xml", "/json", "/xml", "/n-triples", "/javascript")


def compress(response: Response) -> Response:
    """Return the response compressed with gzip, where that is worth it and asked for.

    What is streamed has no length then: it is whole when its last chunk and checksum are there.
    """
    if not _worth_it(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0:
        return response
    _compress(response)
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)  # the same content, in other bytes
    return response


def _worth_it(response: Response) -> bool:
    """Tell whether a response is a whole text of some length that is not compressed yet."""
    return (
        response.status_code == 200
        and "Content-Encoding" not in response.headers
        and any(part in (response.mimetype or "") for part in _TEXTS)
        and _length(response) >= MIN_BYTES
    )


def _length(response: Response) -> float:
    """Return the bytes of a response, infinitely many of a stream that does not say."""
    if response.content_length is not None:
        return response.content_length
    return len(response.get_data()) if response.is_sequence else math.inf


def _compress(response: Response) -> None:
    if response.is_sequence:
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        return
    response.call_on_close(getattr(response.response, "close", lambda: None))
    response.direct_passthrough = False
    response.response = _chunks(response.iter_encoded())
    response.headers.pop("Content-Length", None)


def _chunks(whole: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a text compressed, chunk by chunk."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
    for chunk in whole:
        yield packer.compress(chunk)
    yield packer.flush()
