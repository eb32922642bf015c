"""Choices: what a parameter can take in a graph, and what is said of anything else."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import RDF, XSD, Literal

from kg.answers import Answer
from kg.checks import write_dump
from kg.choices import checked_bindings, choices, valid_values
from kg.engine import EmbeddedEngine, Engine
from kg.errors import BadParameterValue, UnknownParameter
from kg.library import Question, load_question
from kg.namespaces import WR, WRID
from kg.parameters import Parameter

GRAPH = """
@prefix wr: <https://w3id.org/warmteregie/def/> .
@base <https://w3id.org/warmteregie/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<graph/g> {
  <level/high> a wr:SteeringLevel ; skos:prefLabel "hoog"@nl , "high"@en ; wr:gist "x"@nl .
  <level/low> a wr:SteeringLevel ; skos:prefLabel "laag"@nl .
  <actor/a> a wr:ActorKind ; skos:prefLabel "a"@nl .
}
"""
QUESTION = """#+ title: T
#+ title@nl: T
#+ question: Q?
#+ question@nl: Q?
#+ param: level  wr:SteeringLevel  which level
#+ param: most  xsd:integer  = 3  how many
#+ param: lang  xsd:string  = nl  language
SELECT ?level ?most ?lang WHERE { ?level a ?kind }
"""


class Counting(EmbeddedEngine):
    """An engine that keeps what it was asked."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asked: list[str] = []

    def select(self, sparql: str) -> Answer:
        """Keep the query and answer it."""
        self.asked.append(sparql)
        return super().select(sparql)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Counting:
    """Return an engine over two levels and an actor."""
    folder = tmp_path_factory.mktemp("levels")
    store = Store()
    store.load(GRAPH.encode(), format=RdfFormat.TRIG)
    write_dump(folder / "current", "".join(f"{quad} .\n" for quad in store))
    return Counting(folder)


@pytest.fixture
def question(tmp_path: Path) -> Question:
    """Return a question on a level."""
    path = tmp_path / "levels.rq"
    path.write_text(QUESTION, "utf-8")
    return load_question(path, required_params=())


def test_choices_are_the_things_of_the_class(engine: Engine) -> None:
    """Only instances, each by its best name in the language, or in another where it has none."""
    found = choices(engine, WR.SteeringLevel)

    assert ["wrid:level/high", "wrid:level/low"] == [choice.value for choice in found]
    assert ["high", "laag"] == [choice.label("en") for choice in found]


@pytest.mark.parametrize("text", ["wrid:level/high", str(WRID["level/high"]), " wrid:level/high "])
def test_thing_of_the_class_is_bound(engine: Engine, question: Question, text: str) -> None:
    """A prefixed name and a whole IRI mean the same."""
    bindings = checked_bindings(engine, question, {"level": [text], "most": ["5"]})

    assert WRID["level/high"] == bindings["level"]
    assert Literal("5", datatype=XSD.integer) == bindings["most"]


@pytest.mark.parametrize("given", [{}, {"level": [""]}, {"level": []}])
def test_what_is_left_out_stays_free(
    engine: Engine, question: Question, given: Mapping[str, Sequence[str]]
) -> None:
    """An empty text is what a form sends for "all"."""
    assert {"most", "lang"} == set(checked_bindings(engine, question, given))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("wrid:level/hihg", "wrid:level/high"),
        ("high", "wrid:level/high"),
        ("Laag", "wrid:level/low"),
        ("wrid:actor/a", ""),
        (str(RDF.type), ""),
        ("wrid:level/high> } #", "wrid:level/high"),
        ("x" * 60_000, ""),
    ],
)
def test_what_is_no_thing_of_the_class_names_those_that_are(
    engine: Engine, question: Question, text: str, first: str
) -> None:
    """The likely one comes first, found by name, by the end of its name or by its label."""
    with pytest.raises(BadParameterValue) as found:
        checked_bindings(engine, question, {"level": [text]}, "nl")

    assert {("wrid:level/high", "hoog"), ("wrid:level/low", "laag")} == set(found.value.valid)
    assert not first or f'Did you mean "{first}"?' == found.value.hint
    assert not first or first == found.value.valid[0][0]
    assert len(str(found.value)) < 500


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"level": ["wrid:level/nowhere"]}, BadParameterValue),
        ({"level": ["wrid:level/high", "wrid:level/low"]}, BadParameterValue),
        ({"level": ["wrid:level/high", "wrid:level/high"]}, BadParameterValue),
        ({"most": ["many"]}, BadParameterValue),
        ({"most": ["1", "2"]}, BadParameterValue),
        ({"lang": ["fr"]}, BadParameterValue),
        ({"levl": ["wrid:level/high"]}, UnknownParameter),
    ],
)
def test_what_cannot_be_taken_is_refused_unasked(
    engine: Counting, question: Question, given: Mapping[str, Sequence[str]], error: type[Exception]
) -> None:
    """Nothing is asked but which things there are."""
    engine.asked.clear()

    with pytest.raises(error):
        checked_bindings(engine, question, given)

    assert not [sparql for sparql in engine.asked if "?class" not in sparql]


def test_two_values_are_counted_in_the_message(engine: Engine, question: Question) -> None:
    """Who repeats a parameter is told so, not shown half an answer."""
    with pytest.raises(BadParameterValue, match='"level" is given 2 times') as found:
        checked_bindings(engine, question, {"level": ["wrid:level/high", "wrid:level/low"]}, "nl")

    assert (("wrid:level/high", "hoog"), ("wrid:level/low", "laag")) == found.value.valid


def test_valid_values_are_listed_by_label(engine: Engine) -> None:
    """Documents and completion offer the same values; what is typed freely has none."""
    level = Parameter("level", WR.SteeringLevel)

    assert (("wrid:level/high", "hoog"), ("wrid:level/low", "laag")) == valid_values(
        engine, level, "nl"
    )
    assert ("nl", "en") == tuple(
        value for value, _ in valid_values(engine, Parameter("lang", XSD.string), "nl")
    )
    assert () == valid_values(engine, Parameter("most", XSD.integer), "nl")
