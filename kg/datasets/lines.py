"""Triples as lines of N-Triples, whatever breaks of lines stand in their texts.

https://www.w3.org/TR/n-triples/
"""

from collections.abc import Iterable, Iterator

from rdflib import Literal
from rdflib.term import Node

Triple = tuple[Node, Node, Node]

_BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What ends a line for some, though not in N-Triples."""
_ESCAPED = str.maketrans({
    "\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t",
    **{one: f"\\u{ord(one):04X}" for one in _BREAKS},
})  # fmt: skip


def as_lines(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield triples as lines of N-Triples, one each."""
    for subject, predicate, value in triples:
        yield f"{subject.n3()} {predicate.n3()} {_written(value)} ."


def _written(value: Node) -> str:
    if not isinstance(value, Literal):
        return value.n3()
    text = f'"{value.translate(_ESCAPED)}"'
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{value.datatype.n3()}" if value.datatype else text
