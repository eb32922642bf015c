"""Parameters of a question: what kind of value each takes, and how a text is read as one."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from rdflib import XSD, Literal, URIRef

from kg.errors import BadParameterValue
from kg.namespaces import PREFIXES, expand
from kg.sentences import NOTHING, Sentence, sentence
from kg.tokens import Term, write_term

LANGUAGES = ("nl", "en")

_CLOSED = {"lang": LANGUAGES}
"""Parameters that take a few words only, whichever question has them."""
_LONGEST_SHOWN = 100
_WHOLE_IRI = re.compile(r"<?((?:https?://|urn:)[^<>\s]+)>?")


@dataclass(frozen=True)
class Parameter:
    """A variable that may be given: an instance of class *kind*, or a literal of that type.

    Left out it takes *default*, and without one it stays free. A literal may be one of *only*
    a few, where that depends on the settings.
    """

    name: str
    kind: URIRef
    default: Term | None = None
    note: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()

    @property
    def is_literal(self) -> bool:
        """Whether values are literals rather than things."""
        return self.kind.startswith(str(XSD))

    @property
    def words(self) -> tuple[str, ...]:
        """The only texts that it takes; empty where it is not a matter of a few words."""
        return self.only or _CLOSED.get(self.name, ()) if self.is_literal else ()


def read_value(param: Parameter, text: str) -> Term:
    """Return the term that *text* means as a value of *param*.

    Raises:
        BadParameterValue: it means none; the hint says how to write one.
    """
    term = _read_literal(param, text) if param.is_literal else _read_name(param.name, text)
    write_term(term)
    return term


def _read_name(name: str, text: str) -> URIRef:
    """Return the IRI that a prefixed name or a whole IRI means."""
    if (iri := expand(text)) is not None:
        return iri
    if whole := _WHOLE_IRI.fullmatch(text):
        return URIRef(whole[1])
    prefix = text.partition(":")[0]
    hint = likely(prefix, PREFIXES) if ":" in text else NOTHING
    written = sentence("Give a name such as wrid:instrument/environmental-plan, or a whole IRI.")
    raise BadParameterValue(no_value(text, name), hint or written)


def _read_literal(param: Parameter, text: str) -> Literal:
    """Return the literal of the parameter's type that *text* spells."""
    if param.words and text not in param.words:
        valid = [(word, "") for word in param.words]
        raise BadParameterValue(no_value(text, param.name), one_of(param.words), valid)
    if param.kind == XSD.string:
        return Literal(text)
    example, accepts = _LITERALS.get(param.kind, ("", bool))
    if not accepts(text):
        hint = sentence("Write it like %(example)s.", example=example)
        raise BadParameterValue(no_value(text, param.name), hint)
    return Literal(text, datatype=param.kind)


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text, re.ASCII) is not None


_LITERALS: dict[URIRef, tuple[str, Callable[[str], bool]]] = {
    XSD.integer: ("12", _matches(r"[+-]?\d+")),
    XSD.decimal: ("12.5", _matches(r"[+-]?\d+(?:\.\d+)?")),
    XSD.boolean: ("true", _matches("true|false")),
    XSD.gYear: ("2022", _matches(r"\d{4}")),
    XSD.date: ("2022-10-31", _is_date),
}


def no_value(text: str, name: str) -> Sentence:
    """Return that a parameter does not take a text."""
    return sentence('"%(value)s" is no value for "%(name)s".', value=brief(text), name=name)


def one_of(words: Iterable[str]) -> Sentence:
    """Return which words may be written."""
    return sentence("Write one of these: %(words)s.", words=", ".join(words))


def given_twice(name: str, times: int) -> tuple[Sentence, Sentence]:
    """Return that a parameter was given more than once, and what to do."""
    what = sentence('"%(name)s" is given %(times)s times.', name=name, times=times)
    return what, sentence("Give it one value.")


def likely(name: str, names: Iterable[str]) -> Sentence:
    """Return a hint with the name that was probably meant, or nothing."""
    close = get_close_matches(name[:_LONGEST_SHOWN], list(names), 1)
    return meant(close[0]) if close else NOTHING


def meant(name: str) -> Sentence:
    """Return a hint with the name that was probably meant."""
    return sentence('Did you mean "%(name)s"?', name=name)


def brief(text: str) -> str:
    """Return a text as a message repeats it: the beginning of a long one."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
