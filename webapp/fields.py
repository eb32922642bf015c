"""Fields: the parameters of a question as a form shows them, with what each can take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.blanks import pieces
from kg.choices import choices as things_for
from kg.library import Question, bindings_for
from kg.namespaces import shorten
from kg.parameters import Parameter
from kg.tokens import Term
from webapp.asking import LANGUAGE, Asking, written
from webapp.facts import Facts
from webapp.languages import LANGUAGES, page_language
from webapp.services import named, services
from webapp.showing import called
from webapp.things import text_in


@dataclass(frozen=True)
class Choice:
    """A value that a parameter may take; *value* is what the address says."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """A parameter as a field of the form; without choices it is typed in.

    *free* is what a sentence says where nothing is chosen.
    """

    name: str
    label: str
    note: str
    text: str
    default: str
    choices: tuple[Choice, ...]
    free: str = ""

    @property
    def has_default(self) -> bool:
        """Whether something is chosen where nothing is given."""
        return bool(self.default)

    @property
    def said(self) -> str:
        """What a sentence says in its place: what is chosen, or that nothing is."""
        return next((choice.label for choice in self.choices if choice.chosen), self.free)


@dataclass(frozen=True)
class Blank:
    """Some words of a question, and the field that follows them; none at the end."""

    words: str
    field: Field | None


def fields(found: Question, bindings: Mapping[str, Term]) -> list[Field]:
    """Return the parameters that can be chosen; language and a sole study need no choice."""
    sole = {LANGUAGE} | ({"study"} if len(services().studies) == 1 else set())
    return [field(param, bindings) for param in found.params if param.name not in sole]


def blanks(found: Question, asked: Iterable[Field]) -> list[Blank]:
    """Return a question as a sentence with fields in it; empty where its header has none.

    It is in the language of the page.
    """
    by_name = {field.name: field for field in asked}
    return [
        Blank(
            piece.words,
            replace(by_name[piece.name], free=piece.free) if piece.name in by_name else None,
        )
        for piece in pieces(text_in(found.ask, page_language()))
    ]


def as_asked(asking: Asking) -> str:
    """Return a question as it is asked: with what is chosen in its place, as people say it."""
    found = blanks(asking.question, fields(asking.question, asking.bindings))
    filled = "".join(one.words + (one.field.said if one.field else "") for one in found)
    return filled or text_in(asking.question.question, page_language())


def every_field(found: Question) -> list[Field]:
    """Return every parameter as a field, as its default has it, in the language of the page."""
    takes = any(param.name == LANGUAGE for param in found.params)
    bindings = bindings_for(found, {LANGUAGE: page_language()} if takes else {})
    return [field(param, bindings) for param in found.params]


def field(param: Parameter, bindings: Mapping[str, Term]) -> Field:
    """Return a parameter as a field of the form, filled with what is chosen."""
    value = bindings.get(param.name)
    text = written(value) if value is not None else ""
    return Field(
        name=param.name,
        label=kind_of(param),
        note=text_in(param.note, page_language()),
        text=text,
        default=written(param.default) if param.default else "",
        choices=words(param, text) if param.is_literal else choices(param, text),
    )


def choices(param: Parameter, text: str) -> tuple[Choice, ...]:
    """Return the things a parameter may take, by name."""
    found = things_for(services().engine, param.kind)
    facts = Facts((choice.iri, *name) for choice in found for name in choice.names)
    links = named(facts).links(choice.iri for choice in found)
    values = [(shorten(link.iri), link.label.text) for link in links]
    return tuple(Choice(name, label, name == text) for name, label in values)


def kind_of(param: Parameter) -> str:
    """Return what a parameter is, in words: its class, or of a literal its name."""
    if param.is_literal:
        return called([param.name])[param.name]
    return named(services().names([param.kind])).label(param.kind).text


def words(param: Parameter, text: str) -> tuple[Choice, ...]:
    """Return the words a parameter may take; none where it is typed freely."""
    return tuple(Choice(word, LANGUAGES.get(word, word), word == text) for word in param.words)
