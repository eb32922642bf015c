"""Everything that can go wrong, as one tree.

- `WarmteregieError`: anything of ours; has a hint and an exit code
    - `NoEndpoint`: a question asks another endpoint too, and none may be asked here
    - `FaultsFound`: curated sources are wrong; all faults of them, each with its place
    - `TextDiffers`: the study's text is not the one the passages were made from
    - `BuildFailed`: a build stopped; the former build still serves
    - `NoBuild`: there is no build to answer from
        - `BuildDamaged`: there is one, and it cannot be read or is not as it was made
        - `NotLoaded`: the engine at a URL holds no build
        - `NoIndex`: a build has no search index, or a damaged one; all else can be asked
    - `NotWritten`: a file could not be written; what stood there is as it was
    - `WrongUse`: asked for in a way that cannot be answered
        - `AskedWrongly`: by a visitor
            - `UnknownQuestion`, `UnknownParameter`, `BadParameterValue`, `UnknownFormat`
            - `UnknownThing`, `SearchTooLong`
        - `UnknownVersion`
        - `PastedRefused`, `PastedUnreadable`: a visitor's file; the latter with line and column
    - `QueryFailed`: a SPARQL query gave no answer
        - `QuerySyntaxError`: with line and column
        - `QueryRefused`: asks for what this endpoint does not do
        - `QueryTimeout`: passed its deadline and was stopped
        - `AnswerTooLarge`: passed the row or byte limit
        - `EndpointBusy`: no worker came free in time
            - `BrokerGone`: the process that owns the workers has ended, and is started again
        - `WorkerDied`: the process that ran the query ended
        - `SpoolFailed`: there was no room to keep the answer until it is sent
        - `EngineFailed`: the engine at a URL gave no answer, or none that can be read
            - `EngineSlow`: it gave none before the deadline
            - `EngineBusy`: it says that it has too much to do
        - `ServiceFailed`: an endpoint that the query asks by SERVICE gave no answer
            - `ServiceSlow`: it gave none in the time that it has

What a visitor can cause says so in a `Sentence`, which a page says in its own language.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.sentences import NOTHING, Sentence, sentence


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in one place of one file, and what to do about it."""

    file: str
    place: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.what}" + (f"\n  {self.hint}" if self.hint else "")

    def within(self, folder: str) -> "Fault":
        """Return the same fault, its file named with the folder it lies in."""
        return replace(self, file=f"{folder}/{self.file}")


class WarmteregieError(Exception):
    """Anything that went wrong and that we can explain.

    *message* says what and where, *hint* what to do. The exit code is the command
    line's: 1 findings, 2 wrong use.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message + (f"\n  {self.hint}" if self.hint else "")


class FaultsFound(WarmteregieError):
    """Curated sources hold faults; all that were found are in *faults*, sorted."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        many = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__("\n".join([*map(str, self.faults), f"{many} found in the sources."]))


class TextDiffers(WarmteregieError):
    """The text given is not the text the passages were made from."""


class BuildFailed(WarmteregieError):
    """A build stopped before its end; the former build is as it was."""


class NoBuild(WarmteregieError):
    """There is no build to answer from."""


class BuildDamaged(NoBuild):
    """There is a build, and it cannot be read or is not as it was made."""


class NotLoaded(NoBuild):
    """The engine at a URL holds no build, or one is being loaded into it."""


class NotWritten(WarmteregieError):
    """A file could not be written; what stood there is as it was."""


class NoIndex(NoBuild):
    """A build has no search index, or a damaged one; all else of it can be asked."""


class WrongUse(WarmteregieError):
    """Asked for in a way that cannot be answered: an unknown name, a file that is not there."""

    exit_code = 2


class AskedWrongly(WrongUse):
    """Asked by a visitor for what there is not, or in a way that cannot be answered."""

    def __init__(self, message: Sentence, hint: Sentence = NOTHING) -> None:
        super().__init__(message, hint)


class UnknownQuestion(AskedWrongly):
    """No question of the library has this name."""


class UnknownParameter(AskedWrongly):
    """The question has no parameter of this name."""


class BadParameterValue(AskedWrongly):
    """A value that this parameter of a question cannot take.

    *valid* holds the values it can take, each with its label or an empty one, the likely one
    first; it is empty where they cannot be listed.
    """

    def __init__(
        self, message: Sentence, hint: Sentence = NOTHING, valid: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(message, hint)
        self.valid = tuple(valid)

    def __str__(self) -> str:
        lines = [f"    {value}  {label}" for value, label in self.valid if label]
        return "\n".join([super().__str__(), *lines])


class UnknownFormat(AskedWrongly):
    """Nobody offers an answer in this format."""


class UnknownThing(AskedWrongly):
    """The graph says nothing of a thing of this name."""


class UnknownVersion(WrongUse):
    """The data never had a version of this number."""


class SearchTooLong(AskedWrongly):
    """A search with more characters than a search takes."""


class PastedRefused(WrongUse):
    """A visitor's file that is not read: too large, or it asks for what is not done here.

    *kind* is too-large, too-many, doctype or remote-context; *most* the limit that it passes.
    """

    def __init__(self, kind: str, most: str) -> None:
        super().__init__(f"The file is refused: {kind}.")
        self.kind = kind
        self.most = most


class PastedUnreadable(WrongUse):
    """A visitor's file that is not of the form it should be.

    *kind* is syntax, not-utf-8, columns or name; *line* and *column* count from 1, 0 where
    unknown.
    """

    def __init__(self, kind: str, detail: str, line: int = 0, column: int = 0) -> None:
        super().__init__(f"The file cannot be read: {detail or kind}.")
        self.kind = kind
        self.detail = detail
        self.line = line
        self.column = column


class QueryFailed(WarmteregieError):
    """A SPARQL query gave no answer."""

    def __init__(self, message: Sentence, hint: Sentence = NOTHING) -> None:
        super().__init__(message, hint)


class QuerySyntaxError(QueryFailed):
    """The query is not SPARQL; *line* and *column* count from 1, 0 where unknown."""

    def __init__(
        self, message: Sentence, line: int = 0, column: int = 0, hint: Sentence = NOTHING
    ) -> None:
        super().__init__(message, hint)
        self.line = line
        self.column = column


class QueryRefused(QueryFailed):
    """The query asks for what this endpoint does not do: updates, SERVICE, too deep a nesting.

    *line* and *column* count from 1, 0 where it is the query as a whole.
    """

    def __init__(
        self, message: Sentence, hint: Sentence = NOTHING, line: int = 0, column: int = 0
    ) -> None:
        super().__init__(message, hint)
        self.line = line
        self.column = column


class QueryTimeout(QueryFailed):
    """The query passed its deadline and was stopped."""


class AnswerTooLarge(QueryFailed):
    """The answer passed the row or byte limit; no part of it is given."""


class EndpointBusy(QueryFailed):
    """All workers are busy and stayed so; ask again later."""


class BrokerGone(EndpointBusy):
    """The process that owns the workers ended; another one is being started."""


class WorkerDied(QueryFailed):
    """The process that ran the query ended before its answer was complete."""


class SpoolFailed(QueryFailed):
    """There was no room to keep the answer until it is sent; the query itself is fine."""


class EngineFailed(QueryFailed):
    """The engine at a URL gave no answer, or none that can be read; the query may be fine.

    What it says is for who runs the site.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        WarmteregieError.__init__(self, message, hint)


class EngineSlow(EngineFailed):
    """The engine at a URL gave no whole answer before the deadline."""


class EngineBusy(EngineFailed):
    """The engine at a URL says that it has too much to do; ask again later."""


class ServiceFailed(QueryFailed):
    """An endpoint that the query asks by SERVICE gave no answer, or none that can be used."""


class ServiceSlow(ServiceFailed):
    """An endpoint that the query asks by SERVICE gave no whole answer in the time that it has."""


class NoEndpoint(WarmteregieError):
    """A question asks another endpoint too, and the settings allow none."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This question asks another endpoint too, and none may be asked here."),
            sentence("Who runs this: name those that may be asked in WARMTEREGIE_SERVICES."),
        )
