"""`warmteregie link`: a data set of others proposed, linked after review, shown or taken out."""

import shlex
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from kg.cli import main_group, say, timed
from kg.datasets import (
    Columns,
    DataSet,
    Linking,
    Review,
    Taking,
    find,
    graph_of,
    linked,
    placing,
    prepared,
    proposed,
    quads_of,
    read_file,
    read_review,
    take_away,
    to_review,
)
from kg.engine import current_build, open_engine
from kg.errors import WrongUse
from kg.files import shipped_files
from kg.matching import matcher_of
from kg.namespaces import shorten
from kg.settings import Settings
from kg.writing import write_whole

_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True)
class Chosen:
    """What was chosen on the command line; empty where nothing was."""

    reviewer: str
    name: str
    title: str
    column: str
    code: str
    gemeente: str
    to: Path | None
    again: bool
    replace: bool

    def taking(self, at: datetime) -> Taking:
        """Return how the file is to be taken."""
        columns = Columns(self.column, self.code)
        return Taking(self.name, self.title, columns, self.gemeente, at)

    @property
    def repeated(self) -> list[str]:
        """The options by which a file was taken, to be given again when it is linked."""
        names = ("name", "title", "column", "code", "gemeente")
        given = ((name, getattr(self, name)) for name in names)
        return [part for name, value in given if value for part in (f"--{name}", value)]

    @property
    def how(self) -> str:
        """What of it changes what is linked, as it is kept."""
        told = (self.column, self.code, self.gemeente, self.reviewer)
        return "; ".join(told) if any(told) else ""


@main_group.command("link")
@click.argument("file", required=False, type=_FILE)
@click.option("--reviewed", type=_FILE, help="The proposals as they were reviewed: link by them.")
@click.option("--reviewer", default="", help="Who stands for the rows that name no reviewer.")
@click.option("--name", default="", help="What the data set is called; by default as its file.")
@click.option("--title", default="", help="Its title for people; by default the name of its file.")
@click.option("--column", default="", help="The column of a table that has names.")
@click.option("--code", default="", help="The column of a table that has codes.")
@click.option("--gemeente", default="", help="Municipality that a model is of, as gm0599.")
@click.option("--to", type=_FILE, help="Where proposals go; by default beside FILE.")
@click.option("--again", is_flag=True, help="Propose anew, in the place of earlier proposals.")
@click.option("--replace", is_flag=True, help="Take the place of another file of this name.")
@click.option("--list", "listing", is_flag=True, help="Show what is linked.")
@click.option("--remove", default="", metavar="NAME", help="Take a data set out, without trace.")
@click.pass_obj
def link_verb(
    settings: Settings, /, file: Path | None, reviewed: Path | None, listing: bool, remove: str,
    **others: Any,
) -> None:  # fmt: skip
    r"""Link a data set of yours: a CSV table, RDF, or an ESDL model of a heat network.

    \b
    1. warmteregie link havenproef.esdl
       writes havenproef.esdl.sssom.tsv: what its things may be among ours.
    2. Review that file: take away the rows that do not hold, mend the others.
    3. warmteregie link havenproef.esdl --reviewed havenproef.esdl.sssom.tsv --reviewer "A. Name"
       puts data and links into the graph, in graphs of their own.

    Nothing leaves this machine. --remove takes a data set out again.
    """
    if listing:
        show_linked(settings)
    elif remove:
        take_out(settings, remove)
    elif file is None:
        raise WrongUse("Name the file to link.", "`warmteregie link --help` shows how.")
    elif reviewed:
        link(settings, file, reviewed, Chosen(**others))
    else:
        propose(settings, file, Chosen(**others))


def propose(settings: Settings, file: Path, chosen: Chosen) -> None:
    """Write what the things of a file may be among ours, unless that was done before."""
    to = chosen.to or file.with_name(f"{file.name}.sssom.tsv")
    if to.exists() and not chosen.again:
        click.echo(f"There already: {to}\n  Review it, then: {next_step(file, to, chosen)}")
        click.echo("  --again proposes anew, in its place.")
        return
    with timed() as progress:
        progress("reading the file")
        found = read_file(file, chosen.taking(now()))
        progress("looking for its things among ours")
        rows = proposed(found, matcher_of(open_engine(settings)), progress)
        build = current_build(settings.build).name
        write_whole(to, to_review(found, rows, date.today(), build).encode())
    show_remarks(found.remarks)
    things = len({row.iri for row in rows})
    click.echo(f"{file.name}: {len(found.triples):,} triples, {len(found.named):,} named things.")
    click.echo(f"Proposed: {len(rows):,} links for {things:,} of them, in {to}")
    click.echo("  Take away the rows that do not hold, mend the others, then:")
    click.echo(f"  {next_step(file, to, chosen)}")


def next_step(file: Path, to: Path, chosen: Chosen) -> str:
    """Return what to run once the proposals were reviewed."""
    asked = ["warmteregie", "link", str(file), *chosen.repeated, "--reviewed", str(to)]
    return f'{shlex.join(asked)} --reviewer "your name"'


def link(settings: Settings, file: Path, reviewed: Path, chosen: Chosen) -> None:
    """Put a data set and its reviewed links into the graph, unless they are there."""
    with timed() as progress:
        progress("reading the file")
        found = read_file(file, chosen.taking(now()))
        progress("holding the links against both sides")
        ready, review = made_ready(settings, found, reviewed, chosen)
        done = put(settings, ready, chosen, progress)
    show_remarks([*found.remarks, *ready.remarks, *left_out(review)])
    if not done:
        click.echo(f"There already: {found.name}; nothing was changed.")
        return
    about = ready.about
    click.echo(f"Linked: {about.name}, {about.triples:,} triples and {about.links:,} links.")
    click.echo(f"Built: {current_build(settings.build)}")
    click.echo(f"  Its data: GRAPH {shorten(graph_of(about.name))}; take it out again by")
    click.echo(f"  warmteregie link --remove {about.name}")


def made_ready(
    settings: Settings, found: DataSet, reviewed: Path, chosen: Chosen
) -> tuple[Linking, Review]:
    """Return a data set with its links, ready to be put into the graph, and its review."""
    things = matcher_of(open_engine(settings)).things
    own = {line.partition(" ")[0][1:-1] for line in found.triples}
    review = read_review(reviewed, own, things, chosen.reviewer)
    told = (reviewed.read_bytes(), shipped_files().ontology, date.today(), chosen.how)
    return prepared(found, review, *told), review


def put(settings: Settings, ready: Linking, chosen: Chosen, progress: Any) -> bool:
    """Put a data set on the shelf and into the graph; tell whether anything changed.

    Raises:
        WrongUse: another file has its name.
    """
    from kg.pipeline import relink  # the reasoner takes long to import

    about, home = ready.about, settings.home
    former = {one.name: one for one in linked(home)}.get(about.name)
    if former and former.is_same_as(about):
        return False
    if former and former.digest != about.digest and not chosen.replace:
        what = f'The name "{about.name}" is taken by {former.file}, linked on {former.day}.'
        raise WrongUse(what, "Give another by --name, or take its place by --replace.")
    with placing(home, about, ready.quads, ready.links):
        lines = [*quads_of(home, without=about.name), ready.quads.decode()]
        relink(settings.build, lines, progress)
    return True


def now() -> datetime:
    """Return the beginning of this day, UTC."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def take_out(settings: Settings, name: str) -> None:
    """Take a data set out of the graph and off the shelf."""
    from kg.pipeline import relink  # the reasoner takes long to import

    about = find(settings.home, name)
    with timed() as progress:
        relink(settings.build, quads_of(settings.home, without=name), progress)
        take_away(settings.home, name)
    click.echo(f"Taken out: {about.name} ({about.file}); {current_build(settings.build)}")


def show_linked(settings: Settings) -> None:
    """Show the data sets that are linked."""
    found = linked(settings.home)
    for one in found:
        numbers = f"{one.triples:,} triples, {one.links:,} links"
        click.echo(f"{one.name}  {one.title} ({one.file}), {numbers}, linked on {one.day}")
    if not found:
        say("No data set is linked. `warmteregie link --help` shows how.")


def show_remarks(remarks: Any) -> None:
    """Say what was odd and was taken all the same."""
    for remark in remarks:
        say(f"  note: {remark}")


def left_out(review: Review) -> list[str]:
    """Return in words how many rows of a review were not linked."""
    told = {"were refused": review.refused, "have no IRI": review.without_iri}
    return [f"{number} rows {what} and are left out." for what, number in told.items() if number]
