"""`warmteregie link`: a data set of others proposed, linked after review, shown or taken out."""

import shlex
from contextlib import nullcontext
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
    stale,
    taking_away,
    to_review,
)
from kg.engine import current_build, open_engine
from kg.errors import WrongUse
from kg.files import shipped_files
from kg.matching import matcher_of
from kg.namespaces import WR, shorten
from kg.settings import Settings
from kg.writing import write_whole

_LINKED = f"SELECT ?set WHERE {{ ?set a <{WR.LinkedDataSet}> }} ORDER BY ?set"
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
    if to.exists() and file.exists() and to.samefile(file):
        raise WrongUse(f"{to} is the data set itself.", "Name another place by --to.")
    if to.exists() and not chosen.again:
        click.echo(f"There already: {to}\n  Review it, then: {next_step(file, to, chosen)}")
        click.echo("  --again proposes anew, in its place.")
        return
    with timed() as progress:
        progress("reading the file")
        found = read_file(file, chosen.taking(now()))
        progress("looking for its things among ours")
        matcher = matcher_of(open_engine(settings))
        rows = proposed(found, matcher, progress)
        build = current_build(settings.build).name
        write_whole(to, to_review(found, rows, date.today(), build).encode())
    show_remarks([*found.remarks, *stale(found, matcher.things)])
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
        lost = unshelved(settings)
        done = put(settings, ready, chosen, progress)
    show_remarks([*found.remarks, *ready.remarks, *left_out(review), *lost])
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

    home = settings.home
    if any(one.is_same_as(ready.about) for one in linked(home)):
        # A graph that is in step stays as it is; one that was put back before it was linked is not.
        return relink(settings.build, nullcontext(quads_of(home)), progress)
    shelving = placing(home, ready.about, ready.quads, ready.links, replace=chosen.replace)
    return relink(settings.build, shelving, progress)


def now() -> datetime:
    """Return the beginning of this day, UTC."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def take_out(settings: Settings, name: str) -> None:
    """Take a data set out of the graph and off the shelf."""
    from kg.pipeline import relink  # the reasoner takes long to import

    about = find(settings.home, name)
    show_remarks(unshelved(settings))
    with timed() as progress:
        relink(settings.build, taking_away(settings.home, name), progress)
    click.echo(f"Taken out: {about.name} ({about.file}); {current_build(settings.build)}")


def unshelved(settings: Settings) -> list[str]:
    """Return in words which data sets of the graph go, as they are not on the shelf of this home.

    Another home had them, or a process was killed before it put them there.
    """
    kept = {str(graph_of(one.name)) for one in linked(settings.home)}
    there = (str(one) for one in open_engine(settings).select(_LINKED).column("set"))
    gone = ", ".join(shorten(one) for one in there if one not in kept)
    home = settings.home
    return [f"{gone} goes out of the graph, as it is not kept in {home}."] if gone else []


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
