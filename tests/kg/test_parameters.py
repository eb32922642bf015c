"""Texts read as the values of parameters."""

import pytest
from rdflib import XSD, Literal, URIRef

from kg.errors import BadParameterValue
from kg.namespaces import WR, WRID
from kg.parameters import Parameter, read_value

THING = Parameter("instrument", WR.Instrument)


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("wrid:instrument/heat-plan", WRID["instrument/heat-plan"]),
        ("https://w3id.org/warmteregie/id/actor/a", WRID["actor/a"]),
        ("<https://example.org/a>", URIRef("https://example.org/a")),
        ("urn:isbn:1", URIRef("urn:isbn:1")),
    ],
)
def test_thing_is_a_name_or_an_iri(text: str, iri: URIRef) -> None:
    """A thing is given by its prefixed name or by its whole IRI."""
    assert iri == read_value(THING, text)


@pytest.mark.parametrize(
    "text",
    [
        "heat-plan",
        "wrd:instrument/x",
        "wrid:a b",
        "wrid:a> } #",
        "file:///etc/passwd",
        "_:b",
        "wrid:",
    ],
)
def test_what_is_no_thing_is_refused(text: str) -> None:
    """What is neither, or could not be written in a query, is refused."""
    with pytest.raises(BadParameterValue):
        read_value(THING, text)


def test_likely_prefix_is_named() -> None:
    """A prefix with a typing error gets the likely one as a hint."""
    with pytest.raises(BadParameterValue, match="Did you mean"):
        read_value(THING, "wrd:instrument/x")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (XSD.integer, "12", "12.5"),
        (XSD.integer, "-3", "1_0"),
        (XSD.decimal, "12.5", "1e3"),
        (XSD.boolean, "true", "ja"),
        (XSD.gYear, "2022", "22"),
        (XSD.date, "2022-10-31", "2022-13-45"),
        (XSD.date, "2022-10-31", "20221031"),
    ],
)
def test_literal_is_of_its_type(kind: URIRef, good: str, bad: str) -> None:
    """A literal is read by its type, and refused when it is not of it."""
    assert Literal(good, datatype=kind) == read_value(Parameter("n", kind), good)
    with pytest.raises(BadParameterValue, match="Write it like"):
        read_value(Parameter("n", kind), bad)


def test_text_is_a_plain_literal() -> None:
    """A parameter of type string takes any text."""
    assert Literal('a" } #') == read_value(Parameter("text", XSD.string), 'a" } #')
