"""Bounds: what is refused of an address or a header before anything is made of it.

What parses headers takes time that grows with their length, some of it with its square.
"""

from flask import abort, request

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
        abort(400, f"Byte {error.start} of what is asked is not UTF-8; escape UTF-8 bytes.")


def refuse_oversized() -> None:
    """End a request whose address (414) or headers (431) are longer than anything we read."""
    address = len(request.environ.get("PATH_INFO", "")) + len(request.query_string)
    if address > MAX_ADDRESS:
        abort(414, f"The address has {address:,} bytes, {MAX_ADDRESS:,} is the most: use POST.")
    name, length = max(((name, len(text)) for name, text in request.headers), default=("", 0),
                       key=lambda header: header[1])  # fmt: skip
    if length > MAX_HEADER:
        abort(431, f"The header {name} has {length:,} characters; {MAX_HEADER:,} is the most.")
