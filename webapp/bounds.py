"""Bounds: what is refused of an address or a header before anything is made of it.

What parses headers takes time that grows with their length, some of it with its square.
"""

from flask import abort, request

from kg.sentences import sentence

MAX_ADDRESS = 60_000
"""Bytes an address may have, query included; the server itself ends at 65,534."""
MAX_HEADER = 8_000
"""Characters a header may have."""


def refuse_malformed() -> None:
    """End a request (400) whose address is not text: what reads it would fail on it."""
    try:
        request.query_string.decode()
    except UnicodeDecodeError as error:
        request.query_string = b""  # or the page that says so would fail on it too
        what = sentence(
            "Byte %(byte)s of what is asked is not UTF-8; escape UTF-8 bytes.",
            byte=str(error.start),
        )
        abort(400, what)


def refuse_oversized() -> None:
    """End a request whose address (414) or headers (431) are longer than anything we read."""
    address = len(request.environ.get("PATH_INFO", "")) + len(request.query_string)
    if address > MAX_ADDRESS:
        what = sentence(
            "The address has %(length)s bytes, %(most)s is the most: use POST.",
            length=address,
            most=MAX_ADDRESS,
        )
        abort(414, what)
    name, length = max(((name, len(text)) for name, text in request.headers), default=("", 0),
                       key=lambda header: header[1])  # fmt: skip
    if length > MAX_HEADER:
        what = sentence(
            "The header %(name)s has %(length)s characters; %(most)s is the most.",
            name=name,
            length=length,
            most=MAX_HEADER,
        )
        abort(431, what)
