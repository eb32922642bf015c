"""The library of questions: `.rq` files whose `#+` header says what they ask and how to read it.

    #+ title: Co-benefits of an instrument
    #+ title@nl: Meekoppelkansen van een instrument
    #+ param: instrument  wr:Instrument  leave free for all instruments
    #+ param: study  wr:Study  = wrid:study/warmtenetten-regie-2022  which study
    #+ ask: Which co-benefits does {instrument|each instrument} bring?
    #+ show: matrix level list
    #+ empty: why the answer is meant to have no rows, where it is

Questions to the graph are on the shelf `questions`. Those of `elsewhere` ask another endpoint
as well, by ``SERVICE ?endpoint``: they have no answer in the graph alone, so builds and tests
of what the study says leave them out.

A key without language is English. A parameter is a variable that the query gives back; how
`ask` holds them is in `kg.blanks`, what `show` may say in `kg.pictures`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rdflib import XSD, Literal

from kg.binding import bind as bind  # the library is the door to it
from kg.blanks import blank_faults
from kg.errors import (
    BadParameterValue,
    Fault,
    FaultsFound,
    UnknownParameter,
    UnknownQuestion,
)
from kg.namespaces import expand
from kg.parameters import LANGUAGES as LANGUAGES
from kg.parameters import Parameter, brief, likely, read_value
from kg.pictures import CELL, Picture, read_picture
from kg.sentences import after, sentence
from kg.tokens import Term, query_form, tokenize

TEXTS = ("title", "question", "ask", "reading", "audience", "decision")
KEYS = (*TEXTS, "param", "keywords", "group", "show", "empty")
REQUIRED = ("title", "question")

QUESTIONS, ELSEWHERE = "questions", "elsewhere"
ENDPOINT = "endpoint"
"""The parameter that says which other endpoint is asked."""

_MARK = "#+"
_LINE = re.compile(r"#\+\s*(?P<key>[A-Za-z]+)(?:@(?P<lang>[A-Za-z-]+))?\s*:\s*(?P<value>.*?)\s*$")
_PARAM = re.compile(
    r"(?P<name>\w+)\s+(?P<kind>\S+)(?:\s+=\s*(?P<default>\S+))?(?:\s+(?P<note>.+))?"
)
_NOTE = re.compile(r"(?P<name>\w+)\s+(?P<note>.+)")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Question:
    """One question of the library; texts are by language, *sparql* is the file as it stands."""

    slug: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    reading: Mapping[str, str]
    params: tuple[Parameter, ...]
    keywords: tuple[str, ...]
    group: str
    sparql: str
    path: Path
    ask: Mapping[str, str] = field(default_factory=dict)
    audience: Mapping[str, str] = field(default_factory=dict)
    decision: Mapping[str, str] = field(default_factory=dict)
    picture: Picture | None = None
    empty: str = ""

    @property
    def form(self) -> str:
        """SELECT, CONSTRUCT, ASK or DESCRIBE."""
        return query_form(tokenize(self.sparql))

    @property
    def body(self) -> str:
        """The query without its header."""
        lines = self.sparql.splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith(_MARK)).strip() + "\n"

    @property
    def asks_elsewhere(self) -> bool:
        """Whether another endpoint is asked too: slowly, and in a process that can be stopped."""
        return any(token.is_word("SERVICE") for token in tokenize(self.sparql))

    @property
    def can_be_asked(self) -> bool:
        """Whether there is an endpoint to ask, where it takes one."""
        return not self.asks_elsewhere or bool(self.param(ENDPOINT).words)

    def param(self, name: str) -> Parameter:
        """Return the parameter of this name.

        Raises:
            UnknownParameter: there is none; the hint names the likely one.
        """
        for param in self.params:
            if param.name == name:
                return param
        names = [param.name for param in self.params]
        what = sentence(
            '"%(name)s" is not a parameter of the question "%(question)s".',
            name=brief(name),
            question=self.slug,
        )
        takes = sentence("It takes: %(names)s.", names=", ".join(names) or sentence("none"))
        raise UnknownParameter(what, after(likely(name, names), takes))


class _Entry(NamedTuple):
    """One header line."""

    line: int
    key: str
    lang: str
    value: str


def load_library(
    folder: Path, *, required_params: Iterable[str] = ("study",), parse: bool = True
) -> dict[str, Question]:
    """Return the questions in *folder* by slug, in alphabetical order.

    With *parse* false the queries themselves are not judged, which saves 50 milliseconds
    each: for serving what a build has judged already.

    Raises:
        FaultsFound: everything wrong in any of the files.
    """
    library: dict[str, Question] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.rq")):
        try:
            library[path.stem] = load_question(path, required_params=required_params, parse=parse)
        except FaultsFound as found:
            faults += found.faults
    if faults:
        raise FaultsFound(faults)
    return library


def whole_library(queries: Path, services: tuple[str, ...]) -> dict[str, Question]:
    """Return the questions of both shelves by slug, those that ask one of *services* too last.

    The first of these is asked where none is chosen. What a build has judged is not judged.

    Raises:
        FaultsFound: everything wrong in any of the files.
    """
    found = load_library(queries / ELSEWHERE, required_params=(ENDPOINT,), parse=False)
    questions = load_library(queries / QUESTIONS, parse=False)
    return questions | {slug: _asked_of(one, services) for slug, one in found.items()}


def _asked_of(question: Question, services: tuple[str, ...]) -> Question:
    """Return a question that takes one of *services* for the endpoint that it asks."""
    first = Literal(services[0], datatype=XSD.anyURI) if services else None
    params = tuple(
        replace(param, only=services, default=first) if param.name == ENDPOINT else param
        for param in question.params
    )
    return replace(question, params=params)


def load_question(
    path: Path, *, required_params: Iterable[str] = ("study",), parse: bool = True
) -> Question:
    """Return the question of one file; see `load_library`.

    Raises:
        FaultsFound: everything wrong in it.
    """
    try:
        sparql = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        fault = Fault(path.name, f"byte {error.start}", "not UTF-8.", "Save as UTF-8.")
        raise FaultsFound([fault]) from None
    entries, found = _read_header(sparql)
    question = _question(path, sparql, entries, found)
    found += _missing(question, required_params)
    found += _query_faults(question, entries) if parse else []
    if found:
        raise FaultsFound([Fault(path.name, place, what, hint) for place, what, hint in found])
    return question


def required_params(shelf: str) -> tuple[str, ...]:
    """Return the parameters that each query on a shelf has: a question is asked of a study."""
    return {QUESTIONS: ("study",), ELSEWHERE: (ENDPOINT,)}.get(shelf, ())


def find_question(library: Mapping[str, Question], slug: str) -> Question:
    """Return the question of this slug.

    Raises:
        UnknownQuestion: there is none; the hint names the likely one.
    """
    if slug not in library:
        listed = sentence("`warmteregie ask` and the page /questions list them.")
        what = sentence('There is no question "%(slug)s".', slug=brief(slug))
        raise UnknownQuestion(what, likely(slug, library) or listed)
    return library[slug]


def bindings_for(question: Question, given: Mapping[str, str]) -> Mapping[str, Term]:
    """Return the terms that *given* and the defaults bind, in the order of the header.

    An empty text counts as not given. Things are given as a prefixed name or a whole IRI,
    literals as they are written.

    Raises:
        UnknownParameter: a name in *given* is no parameter of the question.
        BadParameterValue: a text cannot be read as what its parameter takes.
    """
    for name in given:
        question.param(name)
    terms = {param.name: _given_or_default(param, given) for param in question.params}
    return MappingProxyType({name: term for name, term in terms.items() if term is not None})


def _given_or_default(param: Parameter, given: Mapping[str, str]) -> Term | None:
    text = given.get(param.name, "").strip()
    return read_value(param, text) if text else param.default


_Found = list[tuple[str, str, str]]


def _read_header(sparql: str) -> tuple[list[_Entry], _Found]:
    """Return the header lines that can be read, and what is wrong with the others."""
    entries: list[_Entry] = []
    found: _Found = []
    above = True
    for number, line in enumerate(sparql.split("\n"), 1):
        if not line.startswith(_MARK):
            above = above and not line.strip()
            continue
        entry = _entry(number, line)
        wrong = "a header line below the query." if not above else ""
        if wrong or isinstance(entry, str):
            found.append((f"line {number}", wrong or str(entry), _header_hint(line)))
        elif isinstance(entry, _Entry):
            entries.append(entry)
    return entries, found + _repeated(entries)


def _entry(number: int, line: str) -> _Entry | str:
    """Return the header line, or what is wrong with it."""
    parts = _LINE.match(line)
    if parts is None:
        return "not a header line."
    key, lang = parts["key"], parts["lang"] or "en"
    if key not in KEYS:
        return f'"{key}" is not a key.'
    if lang not in LANGUAGES:
        return f'"{lang}" is not a language of the library.'
    if not parts["value"]:
        return f'"{key}" has no value.'
    return _Entry(number, key, lang, parts["value"])


def _header_hint(line: str) -> str:
    parts = _LINE.match(line)
    if parts is None:
        return "Write `#+ key: value` or `#+ key@nl: value`, above the query."
    keys = f"Keys are {', '.join(KEYS)}; languages {' and '.join(LANGUAGES)}."
    return keys if parts["key"] in KEYS else likely(parts["key"], KEYS) or keys


def _repeated(entries: Iterable[_Entry]) -> _Found:
    """Return a fault for every key, or parameter, that comes twice."""
    seen: dict[tuple[str, str, str], int] = {}
    found: _Found = []
    for entry in entries:
        name = entry.value.split()[0] if entry.key == "param" else ""
        first = seen.setdefault((entry.key, entry.lang, name), entry.line)
        if first != entry.line:
            what = f'"{" ".join([entry.key, name]).strip()}" again; it is on line {first} already.'
            found.append((f"line {entry.line}", what, "Keep one of them."))
    return found


def _question(path: Path, sparql: str, entries: list[_Entry], found: _Found) -> Question:
    """Return the question of a file; what cannot be read is added to *found*."""
    texts = {key: _texts(entries, key) for key in TEXTS}
    words = [
        word.strip()
        for entry in entries
        if entry.key == "keywords"
        for word in entry.value.split(",")
    ]
    groups = [entry.value for entry in entries if entry.key == "group"]
    empty = [entry.value for entry in entries if entry.key == "empty"]
    return Question(
        slug=path.stem,
        params=tuple(_params(entries, found)),
        keywords=tuple(dict.fromkeys(word for word in words if word)),
        group=groups[0] if groups else "",
        picture=_picture(entries, found),
        empty=empty[0] if empty else "",
        sparql=sparql,
        path=path,
        **texts,
    )


def _picture(entries: Iterable[_Entry], found: _Found) -> Picture | None:
    """Return how the answer is drawn; what is wrong with that is added to *found*."""
    for entry in entries:
        if entry.key == "show":
            read = read_picture(entry.value)
            if isinstance(read, Picture):
                return read
            found.append((f"line {entry.line}", *read))
    return None


def _picture_faults(question: Question, variables: frozenset[str]) -> _Found:
    """Return what is wrong with a picture, once it is known what the query gives back."""
    picture = question.picture
    columns = picture.columns if picture else ()
    taken = {param.name for param in question.params} & set(CELL) if columns else ()
    return [
        *(
            ("", f'"show" draws "{name}", which the query does not give back.',
             likely(name, variables) or f"It gives back {', '.join(sorted(variables))}.")
            for name in columns
            if variables and name not in variables
        ),
        *(
            ("", f'a parameter "{name}" beside a picture, whose parts are called so.',
             "Give it another name.")
            for name in sorted(taken)
        ),
    ]  # fmt: skip


def _texts(entries: Iterable[_Entry], key: str) -> Mapping[str, str]:
    return {entry.lang: entry.value for entry in entries if entry.key == key}


def _params(entries: list[_Entry], found: _Found) -> Iterator[Parameter]:
    """Yield the parameters, each with its notes; a Dutch line holds a note only."""
    notes = {}
    for entry in entries:
        if entry.key == "param" and entry.lang != "en" and (note := _NOTE.fullmatch(entry.value)):
            notes[note["name"], entry.lang] = note["note"]
    for entry in entries:
        if entry.key == "param" and entry.lang == "en":
            parts = _PARAM.fullmatch(entry.value)
            yield from _param(entry, parts, notes, found)


def _param(
    entry: _Entry,
    parts: re.Match[str] | None,
    notes: Mapping[tuple[str, str], str],
    found: _Found,
) -> Iterator[Parameter]:
    """Yield the parameter of one line, or add what is wrong with it to *found*."""
    kind = expand(parts["kind"]) if parts else None
    if parts is None or kind is None:
        hint = "Write `#+ param: name  wr:Class  = default  note`."
        found.append((f"line {entry.line}", f'"{entry.value}" is not a parameter.', hint))
        return
    texts = {"en": parts["note"], "nl": notes.get((parts["name"], "nl"))}
    param = Parameter(
        parts["name"], kind, note={lang: text for lang, text in texts.items() if text}
    )
    try:
        default = read_value(param, parts["default"]) if parts["default"] else None
    except BadParameterValue as error:
        found.append((f"line {entry.line}", error.message, error.hint))
        return
    yield Parameter(param.name, kind, default, param.note)


def _missing(question: Question, required_params: Iterable[str]) -> _Found:
    """Return a fault for everything that each question has and this one has not."""
    found: _Found = [] if _SLUG.fullmatch(question.slug) else [
        ("", "its name is not lower case with hyphens.", "Rename the file.")
    ]  # fmt: skip
    for key in REQUIRED:
        for lang in LANGUAGES:
            if lang not in getattr(question, key):
                found.append(("", f'no "{key}" in {lang}.', f"Add `#+ {key}@{lang}: ...`."))
    names = {param.name for param in question.params}
    found += [("", what, hint) for what, hint in blank_faults(question.ask, names)]
    if question.ask and set(question.ask) != set(LANGUAGES):
        found.append(("", '"ask" in one language only.', "Write it in nl and in en."))
    for name in required_params:
        if name not in names:
            found.append(("", f'no parameter "{name}".', f"Add `#+ param: {name} ...`."))
    return found


def _query_faults(question: Question, entries: Iterable[_Entry]) -> _Found:
    """Return what is wrong with the query itself."""
    # The grammar of SPARQL takes long to import, and most of the time nobody judges.
    from kg.portability import judge

    judgement = judge(question.sparql)
    found: _Found = [
        (f"line {line}" if line else "", what, hint) for line, what, hint in judgement.remarks
    ]
    found += _picture_faults(question, judgement.variables)
    made = _made(question.sparql) if judgement.variables else frozenset()
    for entry in entries:
        name = entry.value.split()[0]
        if entry.key == "param" and judgement.variables and name not in judgement.variables:
            hint = f"Add ?{name} to the SELECT clause."
            found.append((f"line {entry.line}", f'the query does not give back "{name}".', hint))
        if entry.key == "param" and name in made:
            hint = "Give what the query makes another name."
            found.append((f"line {entry.line}", f'the query makes "{name}" itself (AS).', hint))
    return found


def _made(sparql: str) -> frozenset[str]:
    """Return the variables that an expression makes; these cannot be bound from outside."""
    return frozenset(
        after.text[1:]
        for before, after in pairwise(tokenize(sparql))
        if before.is_word("AS") and after.kind == "variable"
    )
