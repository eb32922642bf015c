"""Choices: the things that a parameter can take in one graph, and what else is refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from rapidfuzz.fuzz import ratio
from rdflib import DCTERMS, RDFS, SKOS, Literal, URIRef

from kg.binding import bind
from kg.engine import Engine
from kg.engine.interface import Queryable
from kg.errors import BadParameterValue
from kg.library import Question, bindings_for
from kg.namespaces import WR, shorten
from kg.parameters import Parameter, brief, given_twice, meant, read_value
from kg.sentences import sentence
from kg.tokens import Term

NAMING = (SKOS.prefLabel, RDFS.label, DCTERMS.title, WR.gist, WR.locator)
"""The properties that name a thing for people, the best first."""

_VALUES = f"""
SELECT DISTINCT ?class ?thing ?naming ?name
WHERE {{
  ?thing a ?class .
  ?thing ?naming ?name .
  FILTER (?naming IN ({", ".join(f"<{naming}>" for naming in NAMING)}))
}}
ORDER BY ?thing ?naming ?name
"""
_LONGEST_COMPARED = 200
_LIKE = 60
"""How like (of 100) a name must be to be called the likely one."""
_VALID = sentence("Give one of its valid values.")


@dataclass(frozen=True)
class Choice:
    """A thing that a parameter can take, with the properties that name it and their texts."""

    iri: URIRef
    names: tuple[tuple[URIRef, Literal], ...]

    @property
    def value(self) -> str:
        """How it is given: its prefixed name."""
        return shorten(self.iri)

    def label(self, language: str) -> str:
        """Return its best name in *language*, else its best name."""
        ranked = sorted(self.names, key=lambda one: NAMING.index(one[0]))
        own = [text for _, text in ranked if text.language == language]
        return str((own or [text for _, text in ranked])[0])

    def likeness(self, text: str) -> float:
        """Return how like a text is to any of its names, from 0 to 100."""
        names = [self.value, self.value.rpartition("/")[2], *(str(name) for _, name in self.names)]
        return max(ratio(text.casefold(), name.casefold()) for name in names)


def choices(engine: Queryable, kind: URIRef) -> tuple[Choice, ...]:
    """Return the things of a class in the graph that serves, in the order of their IRIs.

    Raises:
        NoBuild: there is no graph.
        QueryFailed: the engine does not answer.
    """
    if isinstance(engine, Engine):
        return _kept(engine, engine.build_id, kind)
    return _asked(engine, kind)


@lru_cache(maxsize=200)
def _kept(engine: Engine, build_id: str, kind: URIRef) -> tuple[Choice, ...]:
    """Return the choices of one build, which do not change."""
    return _asked(engine, kind)


def _asked(engine: Queryable, kind: URIRef) -> tuple[Choice, ...]:
    rows = engine.select(bind(_VALUES, {"class": kind})).records()
    by_thing = groupby(rows, key=lambda row: row["thing"])
    return tuple(
        Choice(
            URIRef(str(thing)),
            tuple((URIRef(str(row["naming"])), Literal(row["name"])) for row in found),
        )
        for thing, found in by_thing
    )


def checked_bindings(
    engine: Queryable,
    question: Question,
    given: Mapping[str, Sequence[str]],
    language: str = "en",
) -> Mapping[str, Term]:
    """Return what `bindings_for` does, once each thing given is one its parameter can take.

    *given* holds every value that was given for a name; *language* is that of the labels of
    valid values. The question itself is not asked. A default is taken as it is.

    Raises:
        UnknownParameter: a name in *given* is no parameter of the question.
        BadParameterValue: two values for one parameter, or one that it cannot take; *valid*
            holds those it can, the likely one first.
    """
    for name, values in given.items():
        if len(values) > 1:
            valid = valid_values(engine, question.param(name), language)
            raise BadParameterValue(*given_twice(name, len(values)), valid)
    texts = {name: "".join(values).strip() for name, values in given.items()}
    for name, text in texts.items():
        param = question.param(name)
        if text and not param.is_literal:
            _check(choices(engine, param.kind), param, text, language)
    return bindings_for(question, texts)


def _check(found: Sequence[Choice], param: Parameter, text: str, language: str) -> None:
    """Refuse a text that is the name of none of *found*."""
    if _read(param, text) in {choice.iri for choice in found}:
        return
    ranked = _ranked(found, text[:_LONGEST_COMPARED])
    best = ranked[0] if ranked else None
    hint = sentence("The graph holds none.")
    if best:
        like = best.likeness(text[:_LONGEST_COMPARED]) >= _LIKE
        hint = meant(best.value) if like else _VALID
    what = sentence(
        '"%(value)s" is no value for "%(name)s", which takes a %(kind)s.',
        value=brief(text), name=param.name, kind=shorten(param.kind),
    )  # fmt: skip
    raise BadParameterValue(what, hint, offered(ranked, language))


def _read(param: Parameter, text: str) -> Term | None:
    """Return the term a text means, or None where it means none."""
    try:
        return read_value(param, text)
    except BadParameterValue:
        return None


def _ranked(found: Iterable[Choice], text: str) -> list[Choice]:
    """Return choices, those with a name most like *text* first."""
    return sorted(found, key=lambda choice: (-choice.likeness(text), choice.iri))


def offered(found: Iterable[Choice], language: str) -> tuple[tuple[str, str], ...]:
    """Return each choice as the value to give and its label in *language*."""
    return tuple((choice.value, choice.label(language)) for choice in found)


def valid_values(engine: Queryable, param: Parameter, language: str) -> tuple[tuple[str, str], ...]:
    """Return every value a parameter can take with its label, by label; empty: not to be listed."""
    if param.is_literal:
        return tuple((word, word) for word in param.words)
    found = offered(choices(engine, param.kind), language)
    return tuple(sorted(found, key=lambda one: one[1].casefold()))
