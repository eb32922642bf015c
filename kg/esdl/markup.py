"""XML of users, read safely: no entities, no fetching, within limits, each element with its line.

ESDL has no document type, so a file that brings one is refused: it can only be an entity that
grows (https://en.wikipedia.org/wiki/Billion_laughs_attack) or one that fetches.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax import ContentHandler, SAXParseException
from xml.sax.handler import feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from kg.errors import Fault, FaultsFound, WrongUse

TYPE = ("http://www.w3.org/2001/XMLSchema-instance", "type")

Name = tuple[str | None, str]


@dataclass(frozen=True)
class Limits:
    """What a file may have: bytes, elements, and elements within one another."""

    size: int = 50_000_000
    elements: int = 500_000
    depth: int = 60


LIMITS = Limits()
"""Sixty times the largest public model, of a whole city."""


@dataclass(frozen=True)
class Element:
    """An element: the feature it fills, the class it says to be of, what it holds, its line.

    *space* is the namespace of its name; *kind* is empty where none is given.
    """

    feature: str
    space: str
    kind: str
    attributes: Mapping[str, str]
    line: int
    parts: list["Element"] = field(default_factory=list)


def read_markup(path: Path, limits: Limits = LIMITS) -> Element:
    """Return the root of an XML file.

    Raises:
        WrongUse: there is no such file.
        FaultsFound: it is no XML, brings a document type, or passes a limit: with its line.
    """
    if not path.is_file():
        raise WrongUse(f"There is no file {path}.", "Name an ESDL file.")
    size = path.stat().st_size
    if size > limits.size:
        what = f"has {size:,} bytes, and {limits.size:,} is the most that is read."
        raise FaultsFound([Fault(path.name, "", what, "Split it, or leave out the profiles.")])
    tree = _Tree(path.name, limits)
    try:
        _parse(path, tree)
    except SAXParseException as error:
        raise FaultsFound([_no_xml(path.name, error)]) from None
    except DefusedXmlException:
        raise FaultsFound([_document_type(path.name, tree.line)]) from None
    return tree.root


def _parse(path: Path, tree: "_Tree") -> None:
    parser = make_parser()
    parser.setFeature(feature_namespaces, True)
    parser.forbid_dtd = True
    parser.setContentHandler(tree)
    with path.open("rb") as file:
        parser.parse(file)


def _no_xml(file: str, error: SAXParseException) -> Fault:
    place = f"line {error.getLineNumber()}, column {(error.getColumnNumber() or 0) + 1}"
    hint = "An ESDL file is XML that begins with <esdl:EnergySystem ...>; export it again."
    return Fault(file, place, f"not XML: {error.getMessage()}.", hint)


def _document_type(file: str, line: int) -> Fault:
    what = "brings a document type (<!DOCTYPE ...>), with which entities can grow or be fetched."
    hint = "ESDL needs none: take it out, and write what its entities stand for."
    return Fault(file, f"line {line}", what, hint)


class _Tree(ContentHandler):
    """Makes the tree of elements while it is read; raises when a limit is passed."""

    root: Element

    def __init__(self, file: str, limits: Limits) -> None:
        super().__init__()
        self._file, self._limits = file, limits
        self._open: list[Element] = []
        self._count = 0
        self._locator: Locator | None = None

    @property
    def line(self) -> int:
        """The line that was read last."""
        return (self._locator.getLineNumber() if self._locator else None) or 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        """Keep who knows the line; see `xml.sax.ContentHandler`."""
        self._locator = locator

    def startElementNS(  # noqa: N802
        self, name: Name, qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        """Open an element within the one that is open."""
        stated = dict(attrs.items())
        kind = stated.pop(TYPE, "").rpartition(":")[2]
        plain = {local: value for (_, local), value in stated.items()}
        self._within_limits()
        one = Element(name[1], name[0] or "", kind, plain, self.line)
        if self._open:
            self._open[-1].parts.append(one)
        else:
            self.root = one
        self._open.append(one)

    def endElementNS(self, name: Name, qname: str | None) -> None:  # noqa: N802
        """Close the element that is open."""
        self._open.pop()

    def _within_limits(self) -> None:
        self._count += 1
        if self._count > self._limits.elements:
            self._refuse(f"has more than {self._limits.elements:,} elements.")
        if len(self._open) >= self._limits.depth:
            self._refuse(f"has more than {self._limits.depth} elements within one another.")

    def _refuse(self, what: str) -> None:
        raise FaultsFound([Fault(self._file, f"line {self.line}", what, "Split the model.")])
