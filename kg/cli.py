"""The command line. Answers go to standard output, progress and errors to standard error.

Exit codes: 0 fine, 1 findings or a failure, 2 wrong use, 130 interrupted.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click
from click.shell_completion import CompletionItem
from rdflib import OWL, Literal

from kg.answers import Answer, from_json, readable, to_csv, to_json, to_table, to_tsv
from kg.changes import compare as compare_states
from kg.changes import count
from kg.changes import to_answer as to_change_rows
from kg.choices import checked_bindings
from kg.completion import SHELLS, ParameterValue, script, slugs
from kg.coverage import COUNTED, Coverage
from kg.curation import SectionFile, read_section, section_paths
from kg.datasets import linked
from kg.editions import KINDS as CHANGES
from kg.editions import Comparison, compare, readings_in, take_edition, with_known_ids
from kg.engine import DUMP, QueryPool, current_build, engine_of
from kg.engine.choice import remote_engine
from kg.engine.exchange import ROW_FORMATS
from kg.errors import FaultsFound, NoBuild, NoEndpoint, WarmteregieError, WrongUse
from kg.exercised import FILE as UNASKED
from kg.exercised import matrix, read_unasked
from kg.filecheck import check_files, not_run
from kg.files import Files, shipped_files
from kg.formats import FORMATS, rows_of, write
from kg.frame import check_key, new_study
from kg.library import Question, bind, bindings_for, find_question, load_library, whole_library
from kg.namespaces import GRAPH, shorten
from kg.ontology import load_ontology
from kg.outside import overdue
from kg.parameters import Parameter
from kg.passages import Passage, headings, segment, write_passages
from kg.releases import add_release
from kg.search import KINDS, Found, find, open_index, to_answer
from kg.settings import PREFIX, Settings, load_settings, written
from kg.sheets import to_sheet_csv, to_xlsx
from kg.sources import load_passages
from kg.study import Study, load_study
from kg.texts import attach, attached_words, read_text, verify_text
from kg.tokens import query_form, tokenize
from kg.turtle import read_turtle
from kg.versions import (
    CURRENT,
    DATASET,
    Version,
    described,
    find_version,
    released,
    state,
    version_of,
    with_own,
)
from kg.writing import remedy, write_whole

if TYPE_CHECKING:
    from kg.pipeline import Report

ROWS: dict[str, Callable[[Answer], str]] = {"csv": to_csv, "tsv": to_tsv, "json": to_json}
GRAPHS = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml", "jsonld": "jsonld"}


class Verbs(click.Group):
    """The verbs; what we can explain is said in a sentence, with its exit code."""

    def invoke(self, context: click.Context) -> object:
        """Run the verb that was asked for and turn our errors into a message and a code."""
        try:
            done = super().invoke(context)
            sys.stdout.flush()
            return done
        except WarmteregieError as error:
            _complain_once(error.__cause__)
            click.echo(f"warmteregie: {error}", err=True)
            context.exit(error.exit_code)
        except BrokenPipeError:  # who reads has seen enough
            raise
        except OSError as error:
            _complain_once(error)
            _leave_standard_output()
            click.echo(f"warmteregie: {error}\n  {remedy(error)}", err=True)
            context.exit(1)
        except (KeyboardInterrupt, click.Abort):
            click.echo("\nwarmteregie: stopped. The former build is as it was.", err=True)
            context.exit(130)


def _complain_once(cause: BaseException | None) -> None:
    """Let a file that could not be written not say so again when it is let go of."""
    if isinstance(cause, OSError):
        sys.unraisablehook = lambda _: None


def _leave_standard_output() -> None:
    """Let what could not be written there be written nowhere, or it is tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="warmteregie")
@click.pass_context
def main_group(context: click.Context) -> None:
    """Warmteregie: how Dutch municipalities steer heat networks, as a graph that can be asked."""
    context.obj = load_settings(os.environ, Path.cwd())


def say(text: str) -> None:
    """Write a line of progress to standard error."""
    click.echo(text, err=True)


@contextmanager
def timed() -> Iterator[Callable[[str], None]]:
    """Give a function that says each step as it begins, with the seconds the last one took."""
    steps: list[tuple[str, float]] = []

    def end_last() -> None:
        if steps:
            say(f"  {steps[-1][0]}: {time.monotonic() - steps[-1][1]:.1f} s")

    def begin(step: str) -> None:
        end_last()
        steps.append((step, time.monotonic()))
        if sys.stderr.isatty():
            click.echo(f"  {step} ...\r", nl=False, err=True)

    yield begin
    end_last()


@main_group.command("build")
@click.pass_obj
def build_verb(settings: Settings) -> None:
    """Build the graph: read, validate, reason, check, and swap the new build in."""
    make(settings)


def make(settings: Settings) -> None:
    """Build the graph as the settings say and print a summary."""
    from kg.pipeline import build  # the reasoner takes long to import

    with timed() as progress:
        report = build(shipped_files(), settings.home, settings.build, progress)
    click.echo("\n".join(summary(report)))
    click.echo(f"Built: {current_build(settings.build)}")


@main_group.command("load")
@click.option(
    "--file", "path", type=click.Path(path_type=Path, dir_okay=False),
    help="Write N-Quads for the engine's bulk loader instead; .gz compresses.",
)  # fmt: skip
@click.pass_obj
def load_verb(settings: Settings, path: Path | None) -> None:
    """Bring the build to the engine at WARMTEREGIE_ENGINE, by WARMTEREGIE_ENGINE_STORE.

    An engine that holds this build already is left as it is.
    """
    from kg.engine.endpoint import Endpoint  # the HTTP client takes long to import
    from kg.engine.loading import load_engine, write_bulk

    build = current_build(settings.build)
    if path:
        write_bulk(build, path)
        click.echo(f"Written: {path}")
        return
    if not (settings.engine and settings.engine_store):
        raise WrongUse(
            "WARMTEREGIE_ENGINE and WARMTEREGIE_ENGINE_STORE must both be set.",
            "The second takes graphs: /store of Oxigraph, /sparql-graph-crud-auth of Virtuoso, "
            "/rdf-graphs/service of a repository of GraphDB.",
        )
    store = Endpoint(settings.engine_store)
    with timed() as progress:
        done = load_engine(build, remote_engine(settings), store, progress, settings.row_limit)
    click.echo(f"{'Loaded' if done else 'There already'}: {build.name}")


@main_group.command("check")
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--require-text",
    is_flag=True,
    help="Count it as a fault when no text is attached, or a section is not reviewed.",
)
@click.option("--reference", is_flag=True, help="Judge by the shapes with pySHACL, the reference.")
@click.pass_obj
def check_verb(
    settings: Settings, paths: tuple[Path, ...], require_text: bool, reference: bool
) -> None:
    """Do all that a build does but write; exit code 1 when anything is found.

    With FILE (a section, entities, a module, shapes, a query ...) only what is wrong in that
    file is told, and what takes long is left out.
    """
    if not paths:
        check_whole(settings, require_text=require_text, reference=reference)
    elif require_text or reference:
        raise click.UsageError("--require-text and --reference are for a check of everything.")
    else:
        check_each(paths, settings.home)


def check_each(paths: Sequence[Path], home: Path) -> None:
    """Say of each file what is wrong in it, or that nothing was found."""
    files = shipped_files()
    found = check_files(files, paths, home)
    for path, faults in found.items():
        if not faults:
            click.echo(f"Nothing found in {path} (not run: {not_run(files, path, home)}).")
    if any(found.values()):
        raise FaultsFound([fault for faults in found.values() for fault in faults])


def check_whole(settings: Settings, *, require_text: bool, reference: bool) -> None:
    """Say what is wrong in the sources or the graph, after a summary of them."""
    from kg.pipeline import check  # see make

    with timed() as progress:
        report = check(
            shipped_files(), settings.home, progress,
            require_text=require_text, reference=reference,
        )  # fmt: skip
    click.echo("\n".join(summary(report)))
    for line in overdue(report.graphs[GRAPH.outside], date.today()):
        click.echo(f"Notice: {line}")
    if report.faults:
        raise FaultsFound(report.faults)
    click.echo("Nothing found.")


def summary(report: "Report") -> Iterator[str]:
    """Yield the lines of a report: counts, coverage by section, what was not checked."""
    follows = {f"inferred {name}": number for name, number in report.inferred.items()}
    width = max(map(len, (*report.counts, *follows)))
    for counts in filter(None, (report.counts, follows)):
        yield from (f"{name:<{width}}  {number:>7,}" for name, number in counts.items())
        yield ""
    yield from coverage_lines(report.coverage)
    yield ""
    if report.explained:
        kinds = sorted(report.explained.items())
        yield f"Fidelity to the text, explained: {', '.join(f'{n} {kind}' for kind, n in kinds)}"
    for name in report.not_checked:
        yield f"Not checked: {name}. Attach it with: warmteregie study attach FILE --study KEY"


def coverage_lines(coverage: Mapping[str, Coverage]) -> Iterator[str]:
    """Yield a table of the sections: how far each is curated and how much was read in it."""
    width = max(map(len, coverage), default=0)
    heads = ("accounted for", *COUNTED)
    yield " " * width + "  status     " + "  ".join(heads)
    for name, section in coverage.items():
        share = f"{section.accounted} of {section.passages}"
        cells = (share, *(str(section.counts[one]) for one in COUNTED))
        row = "  ".join(f"{cell:>{len(head)}}" for head, cell in zip(heads, cells, strict=True))
        yield f"{name:<{width}}  {section.status:<9}  {row}"


class Questions(click.Group):
    """The questions of the library, each a command with its parameters as options."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the questions by slug."""
        return list(questions(context))

    def get_command(self, context: click.Context, name: str) -> click.Command:
        """Return the question of this slug as a command; UnknownQuestion where there is none."""
        return question_command(find_question(questions(context), name))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the slugs that begin so, or the options; the library is read once."""
        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        return slugs(questions(ctx), incomplete)


def questions(context: click.Context) -> dict[str, Question]:
    """Return the library as shipped, with the endpoints that may be asked."""
    settings = context.find_object(Settings)
    return whole_library(shipped_files().queries, settings.services if settings else ())


@main_group.command("ask", cls=Questions, invoke_without_command=True)
@click.pass_context
def ask_verb(context: click.Context) -> None:
    """Ask a question of the library; without a name, list them."""
    if context.invoked_subcommand is None:
        library = questions(context)
        width = max(map(len, library), default=0)
        for slug, question in library.items():
            click.echo(f"{slug:<{width}}  {question.question['en']}")


def question_command(question: Question) -> click.Command:
    """Return a question as a command of its own, with help for each parameter."""
    options: list[click.Parameter] = [
        click.Option(
            [f"--{param.name}"],
            multiple=True,  # so that a second value is told, not taken
            type=ParameterValue(param),
            metavar=str(param.kind).rpartition("/")[2].rpartition("#")[2],
            help=f"{param.note.get('en', '')} [default: {_default(param)}]".strip(),
        )
        for param in question.params
    ]
    options.append(click.Option(["--format", "layout"], type=click.Choice(["table", *FORMATS])))

    def run(layout: str | None, **given: Sequence[str]) -> None:
        settings = click.get_current_context().ensure_object(Settings)
        engine = engine_of(settings)
        language = "nl" if "nl" in given.get("lang", ()) else "en"
        bindings = checked_bindings(engine, question, given, language)
        sparql = bind(question.sparql, bindings)
        elsewhere = question.asks_elsewhere
        found = (
            answer_with_others(settings, question, sparql) if elsewhere else engine.answer(sparql)
        )
        if layout in (None, "table"):
            show(readable(rows_of(found), hidden=bindings))
        else:
            sys.stdout.buffer.write(write(found, layout or "csv", question.slug))

    text = f"{question.question['en']}\n\n{question.reading.get('en', '')}"
    return click.Command(question.slug, callback=run, params=options, help=text)


def answer_with_others(settings: Settings, question: Question, sparql: str) -> Answer:
    """Return the rows of a question that asks another endpoint too, under the deadline.

    Raises:
        NoEndpoint: the settings name none.
        ServiceFailed: it gave no answer.
    """
    if not question.can_be_asked:
        raise NoEndpoint
    with QueryPool(settings) as pool, pool.run(sparql, "json") as found:
        return from_json(found.read().decode("utf-8"))


def _default(param: Parameter) -> str:
    return shorten(str(param.default)) if param.default else "free"


def show(answer: Answer) -> None:
    """Print an answer as a table; say so when it has no rows."""
    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 160
    click.echo(
        to_table(answer, width) if answer.rows else "No rows: the study gives no answer here."
    )


@main_group.command("questions")
@click.option("--coverage", is_flag=True, help="Which questions ask for which term.")
@click.option("--unasked", is_flag=True, help="Write queries/unasked.toml anew, to stdout.")
@click.option("--format", "layout", type=click.Choice(["table", *ROWS]), default="table")
@click.pass_obj
def questions_verb(settings: Settings, coverage: bool, unasked: bool, layout: str) -> None:
    """List the questions with who asks them and why, or tell which terms they exercise.

    Every class and property is asked for by a question, or queries/unasked.toml says why not.
    """
    files = shipped_files()
    if unasked:
        from kg.reasons import unasked_file  # only who writes it needs the engine

        ontology, engine = load_ontology(files.ontology), engine_of(settings)
        click.echo(unasked_file(files.queries, ontology, engine), nl=False)
        return
    library = load_library(files.queries / "questions", parse=False)
    answer = exercised(files, library) if coverage else overview(library)
    if layout == "table":
        show(answer)
    else:
        click.echo(ROWS[layout](answer), nl=False)


def exercised(files: Files, library: Mapping[str, Question]) -> Answer:
    """Return which questions ask for each term, or why none does."""
    reasons = read_unasked(files.queries / UNASKED)
    return matrix(load_ontology(files.ontology), library, reasons)


def overview(library: Mapping[str, Question]) -> Answer:
    """Return a row a question: its group, who asks it, and what it is."""
    rows = tuple(
        (
            Literal(one.slug),
            Literal(one.group),
            Literal(one.audience.get("en", "")),
            Literal(one.question["en"]),
        )
        for one in library.values()
    )
    return Answer(("question", "group", "audience", "asks"), rows)


@main_group.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_verb(context: click.Context, shell: str) -> None:
    """Print the script by which a shell completes verbs, questions, parameters and values.

    bash: eval "$(warmteregie completion bash)" in ~/.bashrc; zsh the same in ~/.zshrc.
    fish: warmteregie completion fish > ~/.config/fish/completions/warmteregie.fish
    """
    root = context.find_root()
    click.echo(script(root.command, root.info_name or "warmteregie", shell))


@main_group.command("query")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option(
    "--format", "layout", type=click.Choice([*ROW_FORMATS, *GRAPHS]),
    help="csv for rows and ttl for graphs where it is left out.",
)  # fmt: skip
@click.pass_obj
def query_verb(settings: Settings, file: TextIO, layout: str | None) -> None:
    """Run the SPARQL query in FILE (- for standard input) under the endpoint's limits."""
    sparql = file.read()
    with QueryPool(settings) as pool, pool.run(sparql, _format(sparql, layout)) as found:
        for chunk in found:
            sys.stdout.buffer.write(chunk)


def _format(sparql: str, layout: str | None) -> str:
    """Return the engine's name of a format, or the usual one for this form of query."""
    if layout:
        return GRAPHS.get(layout, layout)
    return "turtle" if query_form(tokenize(sparql)) in ("CONSTRUCT", "DESCRIBE") else "csv"


@main_group.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@click.option("--format", "layout", type=click.Choice(["table", *ROWS]), default="table")
@click.option("--kind", type=click.Choice(KINDS), help="Only hits of this kind.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True)
@click.pass_obj
def search_verb(
    settings: Settings, words: tuple[str, ...], lang: str, layout: str, kind: str | None, limit: int
) -> None:
    """Find things, terms, statements and questions by WORDS; typing errors are forgiven."""
    found = find(open_index(current_build(settings.build)), " ".join(words))
    answer = to_answer(found.of_kind(kind or "").hits[:limit], lang)
    if layout != "table":
        click.echo(ROWS[layout](answer), nl=False)
    elif answer.rows:
        show(readable(answer, hidden=("about", "role")))
    for line in more(found, kind or "", limit):
        say(line)


def more(found: Found, kind: str, limit: int) -> Iterator[str]:
    """Yield what the hits that are shown do not say: how many there are, and a way on."""
    left = len(found.of_kind(kind).hits) - limit
    if left > 0:
        yield f"{left} more: raise --limit."
    elif left == -limit and found.hits:
        yield f"Nothing of that kind; there is {_enumerated(found.counts())}."
    elif not found.hits:
        yield "Nothing has these words in its name or text."
        yield f"Words that come near: {', '.join(found.near)}." if found.near else _NO_WORDS


_NO_WORDS = "Try one word, or the other language; `warmteregie ask` lists the questions."


def _enumerated(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in counts.items())


@main_group.command("export")
@click.argument("what", type=click.Choice(["statements"]))
@click.option("--format", "layout", type=click.Choice(["csv", "xlsx"]), default="csv")
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="File to write; else stdout.")
@click.option("--study", "key", help="Key of the study; else the one questions name by default.")
@click.pass_obj
def export_verb(
    settings: Settings, what: str, layout: str, lang: str, output: Path | None, key: str | None
) -> None:
    """Export WHAT (statements: one row a reading, with labels, speaker, certainty, locator)."""
    shelf = load_library(shipped_files().queries / "pages", required_params=(), parse=False)
    chosen = {"study": str(find_study(key).iri)} if key else {}
    bindings = bindings_for(shelf[what], {"lang": lang} | chosen)
    answer = engine_of(settings).select(bind(shelf[what].sparql, bindings))
    shown = readable(answer, hidden=bindings)
    data = to_xlsx(shown, what) if layout == "xlsx" else to_sheet_csv(shown).encode("utf-8")
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        write_whole(output, data)


@main_group.group("study")
def study_group() -> None:
    """Look after the studies: their passages, and the texts attached to them."""


@study_group.command("list")
def study_list() -> None:
    """List the studies with the key each is known by."""
    for study in studies(shipped_files()).values():
        click.echo(f"{study.key:<32}{study.title.nl}")


@study_group.command("new")
@click.argument("key")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title-nl", default="", help="The study's title in Dutch.")
@click.option("--title-en", default="", help="The study's title in English.")
def study_new(key: str, file: Path, title_nl: str, title_en: str) -> None:
    """Make the frame of a study that will be known by KEY, from its text (FILE: a PDF or text)."""
    folder = shipped_files().studies
    check_key(folder, key)
    made = new_study(folder, key, read_text(file), title_nl=title_nl, title_en=title_en)
    click.echo(f"{made.passages} passages in {len(made.sections)} sections, in {made.folder}.")
    click.echo(f"Sections: {', '.join(made.sections)}. If one is missing, remove the folder,")
    click.echo("set its heading on a line of its own after an empty line, and make it again.")
    click.echo("Next:")
    click.echo("  fill in study.toml: titles, description, and when it was researched")
    click.echo(f"  warmteregie study attach {file} --study {key}   (pages then show the words)")
    click.echo("  curate section by section, as CONTRIBUTING.md says; after each:")
    click.echo(f"  warmteregie check {made.folder / made.sections[0]}.toml")


@study_group.command("attach")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--study", "key", help="Key of the study; needed when there is more than one.")
@click.pass_obj
def study_attach(settings: Settings, file: Path, key: str | None) -> None:
    """Attach the study's text (FILE: its PDF or any text of it), so that pages show its words."""
    study = find_study(key)
    done = attach(settings.home, study, load_passages(study), file)
    click.echo(f"{done.share:.1%} of the passages found ({done.found}). Kept in {done.kept}.")
    if done.missing:
        click.echo(f"Not found: {', '.join(done.missing)}")
        click.echo(f"What changed: warmteregie study compare {study.key} {file}")
    click.echo("Restart the server to see the words; builds take them in from now on.")


@study_group.command("segment")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--study", "key", help="Key of the study; needed when there is more than one.")
@click.option("--write", is_flag=True, help="Write passages.tsv where there is none.")
def study_segment(file: Path, key: str | None, write: bool) -> None:
    """Segment the study's text and compare it with passages.tsv; exit code 1 where they differ."""
    study = find_study(key)
    table = study.folder / "passages.tsv"
    if write and table.exists():
        hint = f"Take another edition in with: warmteregie study compare {study.key} FILE --write"
        raise WrongUse(f"There is a {table} already, and passage ids are given once.", hint)
    text = read_text(file)
    found = segment(text, study.text.no_page_break)
    if write:
        write_whole(table, write_passages(found).encode("utf-8"))
        click.echo(f"{len(found)} passages in {len(headings(text, found))} sections written.")
        return
    verify_text(study, load_passages(study), text)
    click.echo(f"The same {len(found)} passages.")


@study_group.command("compare")
@click.argument("key")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Take the edition in; known passages keep their ids.")
@click.pass_context
def study_compare(context: click.Context, key: str, file: Path, write: bool) -> None:
    """Tell what another edition (FILE) of the study KEY changes, and what to read again.

    Exit code 1 where it changes anything, as with diff; 0 with --write.
    """
    study, settings = find_study(key), context.find_object(Settings)
    passages, text = load_passages(study), read_text(file)
    found = segment(text, study.text.no_page_break)
    words = attached_words(settings.home, study, passages)  # type: ignore[union-attr]
    compared = compare(passages, words, found, text)
    sections = {path.name: read_section(path) for path in section_paths(study.folder)}
    click.echo("\n".join(comparison(compared, sections)))
    if len(words) < len(passages) and compared.changes:
        say("Likeness needs the words of the old edition: warmteregie study attach FILE")
    if write:
        take_edition(study, with_known_ids(passages, found, compared), text)
        click.echo(f"Written: {study.folder / 'passages.tsv'}, and the edition in study.toml.")
    elif compared.changes:
        click.echo(f"To take it in: warmteregie study compare {key} {file} --write")
        context.exit(1)


def comparison(compared: Comparison, sections: Mapping[str, SectionFile]) -> Iterator[str]:
    """Yield the lines that tell what an edition changes, and which readings rest on that."""
    counts = ", ".join(f"{compared.of_kind(kind)} {kind}" for kind in CHANGES)
    yield f"{len(compared.same)} passages the same ({compared.shifted} on other lines), {counts}."
    for change in compared.changes:
        name = change.old.id if change.old else "-"
        like = "" if change.likeness is None else f", likeness {change.likeness:.2f}"
        places = ", now ".join(filter(None, (lines(change.old), lines(change.new))))
        yield f"{change.kind:<8}{name:<8}{places}{like}"
        read = readings_in(sections, change.old.id) if change.old else {}
        yield from (f"{'':8}read {file}: {', '.join(found)}" for file, found in read.items())


def lines(passage: Passage | None) -> str:
    """Return the lines of a passage with its section."""
    if passage is None:
        return ""
    return f"§ {passage.section} lines {passage.first_line}-{passage.last_line}"


def studies(files: Files) -> dict[str, Study]:
    """Return the studies by key."""
    paths = sorted(path.parent for path in files.studies.glob("*/study.toml"))
    return {study.key: study for study in map(load_study, paths)}


def find_study(key: str | None) -> Study:
    """Return the study of this key, or the only one there is.

    Raises:
        WrongUse: there is no such study, or more than one and no key.
    """
    known = studies(shipped_files())
    if key is None and len(known) == 1:
        return next(iter(known.values()))
    if key not in known:
        what = f"{key} is not one." if key else f"There are {len(known)}."
        raise WrongUse(f"Which study? {what}", f"Name one of these: {', '.join(known)}.")
    return known[key]


@main_group.command("changes")
@click.argument("old")
@click.argument("new", default=CURRENT)
@click.option("--lang", type=click.Choice(["nl", "en"]), default="en", show_default=True)
@click.option("--format", "layout", type=click.Choice(["table", *ROWS]), default="table")
@click.pass_obj
def changes_verb(settings: Settings, old: str, new: str, lang: str, layout: str) -> None:
    """Tell what version NEW of the data has otherwise than OLD, statement by statement.

    OLD and NEW are numbers of versions, such as 0.1.0; current, or no NEW, is the build at hand.
    """
    found = all_versions(settings)
    before, after = (chosen_version(settings, found, name) for name in (old, new))
    say(f"From {described(before)} to {described(after)}.")
    states = state(before), state(after)
    changes = compare_states(*states)
    answer = to_change_rows(changes, *states, lang)
    if layout != "table":
        click.echo(ROWS[layout](answer), nl=False)
    elif answer.rows:
        show(readable(answer))
    for line in counted(count(changes)):
        say(line)


def all_versions(settings: Settings) -> list[Version]:
    """Return the released versions and that of the build at hand, where there is one."""
    former = released(shipped_files().releases)
    try:
        return with_own(former, version_of(current_build(settings.build)))
    except NoBuild:
        return former


def chosen_version(settings: Settings, found: Sequence[Version], name: str) -> Version:
    """Return the version that goes by *name*: a number, or `CURRENT` for the build at hand."""
    return (
        version_of(current_build(settings.build)) if name == CURRENT else find_version(found, name)
    )


def counted(numbers: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Yield a line for each kind of things that changed, or that nothing did."""
    for kind, each in numbers.items():
        yield f"{kind}: {', '.join(f'{number} {sort}' for sort, number in each.items())}"
    if not numbers:
        yield "Nothing changed in what is compared."


@main_group.command("release")
@click.pass_obj
def release_verb(settings: Settings) -> None:
    """Keep the build at hand as a released version, which answers for ever (kg/releases).

    Its number is the one in kg/metadata.ttl. Build first; then commit the two files.
    """
    build = current_build(settings.build)
    own, files = version_of(build), shipped_files()
    said = release_number(files)
    if own.number != said:
        what = f'The build at hand is of version "{own.number}", kg/metadata.ttl says "{said}".'
        raise WrongUse(what, "Run `warmteregie build` first.")
    if there := [one.name for one in linked(settings.home)]:
        what = f"Data sets of others are in the build at hand: {', '.join(there)}."
        raise WrongUse(what, "Take them out first, by `warmteregie link --remove NAME`.")
    made = add_release(files.releases, own.number, build / DUMP, build.name, date.today())
    click.echo(f"Released: {made.version}, in {files.releases / made.file}.")
    click.echo("Say what it is in a note.nl and note.en of its entry in releases.toml, and commit.")


def release_number(files: Files) -> str:
    """Return the version that the metadata give to the sources as they are now."""
    metadata = read_turtle([files.studies.parent / "metadata.ttl"])
    return str(metadata.value(DATASET, OWL.versionInfo) or "")


@main_group.command("settings")
@click.pass_obj
def settings_verb(settings: Settings) -> None:
    """Print the settings with their values and where each came from."""
    origins = dict(settings.origins)
    for field in fields(Settings):
        if field.name in origins:
            name = PREFIX + field.name.upper()
            click.echo(f"{name:<28}{written(settings, field.name)}  ({origins[field.name]})")
