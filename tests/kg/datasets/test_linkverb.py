"""`warmteregie link` as a user meets it, over a build of the invented park."""

import gzip
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from kg.builds import LOCK
from kg.datasets import shelf_faults
from kg.engine import DUMP, EmbeddedEngine, current_build
from kg.files import shipped_files
from kg.library import load_question
from tests.kg.datasets.conftest import REGISTER, SKOS_LIST, Run, written

GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
BOTH = """
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?theirs ?ours ?label WHERE {
  ?links void:subjectsTarget ?dataset .
  GRAPH ?links { ?theirs <https://schema.org/sameAs> ?ours }
  GRAPH ?dataset { ?theirs <http://www.w3.org/2000/01/rdf-schema#label> ?label }
  ?ours a <https://w3id.org/warmteregie/def/Party> .
}
"""


def dump(folder: Path) -> bytes:
    """Return the graph that serves."""
    return gzip.decompress((current_build(folder / "build") / DUMP).read_bytes())


def proposals(folder: Path, run: Run, name: str = "register.csv", content: str = REGISTER) -> str:
    """Propose links for a file and return where they are."""
    written(folder, name, content)
    assert 0 == run(name).exit_code
    return f"{name}.sssom.tsv"


def linked(folder: Path, run: Run) -> None:
    """Link the register."""
    review = proposals(folder, run)
    assert 0 == run("register.csv", "--reviewed", review, "--reviewer", "A").exit_code


def test_proposing_changes_nothing_but_its_file(folder: Path, run: Run) -> None:
    """The graph is as it was, and proposals that a reader has begun on are not written over."""
    before = dump(folder)
    review = folder / proposals(folder, run)
    review.write_text("my work", encoding="utf-8")
    again = run("register.csv")

    assert before == dump(folder)
    assert "my work" == review.read_text(encoding="utf-8")
    assert "There already" in again.output
    assert "--again" in again.output


def test_what_to_run_next_is_told_whole(folder: Path, run: Run) -> None:
    """With the options by which the file was taken, and names that have spaces in them."""
    written(folder, "mijn register.csv", REGISTER)
    done = run("mijn register.csv", "--name", "register", "--column", "Gemeente")
    [told] = [line for line in done.output.splitlines() if line.startswith("  warmteregie link")]
    again = run(*shlex.split(told.strip())[2:])

    assert 0 == again.exit_code
    assert "Linked: register" in again.output


def test_question_joins_over_both(folder: Path, run: Run) -> None:
    """Data, links and what they are stand in graphs of their own."""
    linked(folder, run)
    engine = EmbeddedEngine(folder / "build")

    [row] = engine.select(BOTH).records()
    graphs = [str(row["g"]).rpartition("/graph/")[2] for row in engine.select(GRAPHS).records()]

    assert "https://w3id.org/warmteregie/id/party/municipality-beukdorp" == str(row["ours"])
    assert "Beukdorp" == str(row["label"])
    assert {"data/register", "data/register/links", "datasets"} <= {*graphs}


def test_data_stay_out_of_the_union(folder: Path, run: Run) -> None:
    """No question on the study is answered by data of others, from memory or from disk."""
    linked(folder, run)
    rows = "ASK { ?row <http://www.w3.org/ns/csvw#describes> ?thing }"
    told = "ASK { ?set a <https://w3id.org/warmteregie/def/LinkedDataSet> }"

    for triples in (1_000_000, 1):
        engine = EmbeddedEngine(folder / "build", triples)
        assert (False, True) == (bool(engine.query(rows)), bool(engine.query(told)))


@pytest.mark.parametrize("slug", ["pages-of-things", "kinds-to-link"])
def test_what_others_name_is_no_name_of_ours(folder: Path, run: Run, slug: str) -> None:
    """Not in the map of the site, nor among the kinds of names that others may link to."""
    path = shipped_files().queries / "pages" / f"{slug}.rq"
    question = load_question(path, required_params=())
    before = EmbeddedEngine(folder / "build").select(question.sparql).rows
    linked(folder, run)

    after = EmbeddedEngine(folder / "build").select(question.sparql).rows
    sets = "https://w3id.org/warmteregie/graph/data/register"
    assert before == tuple(row for row in after if not str(row[0]).startswith(sets))


def test_linking_twice_changes_nothing(folder: Path, run: Run) -> None:
    """Not even the build."""
    linked(folder, run)
    build = current_build(folder / "build")
    again = run("register.csv", "--reviewed", "register.csv.sssom.tsv", "--reviewer", "A")

    assert "nothing was changed" in again.output
    assert build == current_build(folder / "build")


def test_what_a_killed_process_left_is_no_data_set(folder: Path, run: Run) -> None:
    """It is neither shown nor loaded, and linking and taking out go on."""
    linked(folder, run)
    shelf = folder / "home" / "datasets"
    (shelf / "register").rename(shelf / ".register.new")

    assert "No data set is linked" in run("--list").output
    linked(folder, run)
    assert 0 == run("--remove", "register").exit_code
    assert not shelf.exists()


def test_data_set_of_another_home_is_not_lost_without_a_word(folder: Path, run: Run) -> None:
    """The graph is what the shelf has; what goes by that is told."""
    linked(folder, run)
    shelf = folder / "home" / "datasets"
    shelf.rename(folder / "elsewhere")
    review = proposals(folder, run, "tuin.ttl", SKOS_LIST)
    done = run("tuin.ttl", "--reviewed", review, "--reviewer", "A")

    assert "graph:data/register goes out of the graph, as it is not kept in" in done.output
    (folder / "elsewhere" / "register").rename(shelf / "register")
    assert "goes out" not in run("--remove", "tuin").output


def test_graph_that_was_put_back_is_linked_again(folder: Path, run: Run) -> None:
    """As when a process was killed between taking out of the graph and off the shelf."""
    serves = folder / "build" / "current"
    former = serves.readlink()
    linked(folder, run)
    after = dump(folder)
    serves.unlink()
    serves.symlink_to(former)

    linked(folder, run)
    assert after == dump(folder)


def test_who_waits_finds_what_was_linked_meanwhile(folder: Path, run: Run) -> None:
    """Of two who link at once neither loses the data set of the other."""
    linked(folder, run)
    shelf = folder / "home" / "datasets"
    (shelf / "register").rename(folder / "register")
    review = proposals(folder, run, "tuin.ttl", SKOS_LIST)
    asked = ["tuin.ttl", "--reviewed", review, "--reviewer", "A"]
    command = [sys.executable, "-c", "from webapp.cli import main; main()", "link", *asked]

    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as other:
        assert other.stderr is not None
        with FileLock(folder / "build" / LOCK):
            # A step is told when the next begins, which is here to wait.
            assert any("holding the links" in line for line in other.stderr)
            (folder / "register").rename(shelf / "register")
        other.stderr.read()

    assert 0 == other.returncode
    assert {"data/register", "data/tuin"} <= {
        str(row["g"]).rpartition("/graph/")[2]
        for row in EmbeddedEngine(folder / "build").select(GRAPHS).records()
    }


def test_removing_leaves_no_trace(folder: Path, run: Run) -> None:
    """The graph is byte for byte what it was, and nothing is left below the home."""
    before = dump(folder)
    linked(folder, run)
    assert before != dump(folder)

    assert 0 == run("--remove", "register").exit_code
    assert before == dump(folder)
    assert [] == [path for path in (folder / "home").rglob("*") if path.is_file()]
    assert "No data set is linked" in run("--list").output


def test_links_say_who_stands_for_them(folder: Path, run: Run) -> None:
    """With why and how surely, as they were reviewed."""
    linked(folder, run)
    query = """SELECT ?by ?how ?sure WHERE { GRAPH ?links {
      ?record <https://w3id.org/sssom/reviewer_label> ?by ;
        <https://w3id.org/sssom/mapping_justification> ?how ;
        <https://w3id.org/sssom/confidence> ?sure } }"""
    [row] = EmbeddedEngine(folder / "build").select(query).records()

    assert ("A", 1.0) == (str(row["by"]), float(row["sure"]))
    assert str(row["how"]).endswith("BackgroundKnowledgeBasedMatching")


def test_list_of_terms_is_linked_by_its_names(folder: Path, run: Run) -> None:
    """By alternative labels too; what nothing is like has no row."""
    review = folder / proposals(folder, run, "tuin.ttl", SKOS_LIST)
    rows = [
        line.split("\t")
        for line in review.read_text("utf-8").splitlines()
        if line.startswith("https:")
    ]

    found = {(row[0].rpartition("/")[2], row[4]) for row in rows}
    assert ("zitten", "wrid:instrument/bench-plan") in found
    assert ("dorp", "wrid:party/municipality-beukdorp") in found
    assert "boom" not in {name for name, _ in found}


def test_links_to_what_is_not_in_use_are_told(folder: Path, run: Run) -> None:
    """What a data set links to itself is proposed by what took its place, or told, never lost."""
    content = "".join(
        f"<https://e.org/{at}> <http://www.w3.org/2004/02/skos/core#closeMatch> "
        f"<https://w3id.org/warmteregie/id/{name}> .\n"
        for at, name in enumerate(("instrument/seat-rule", "object/bensh", "object/bench"))
    )
    written(folder, "own.nt", content)
    done = run("own.nt")

    assert "wrid:instrument/seat-rule itself, 1 times, which is no longer to be used" in done.output
    assert "wrid:instrument/bench-plan took its place" in done.output
    assert "nothing of ours. Did it mean wrid:object/bench?" in done.output
    rows = (folder / "own.nt.sssom.tsv").read_text("utf-8")
    assert re.search(r"https://e.org/0\t.*wrid:instrument/bench-plan\t", rows)
    assert "seat-rule" not in rows


def test_what_to_do_next_is_told_with_what_was_chosen(folder: Path, run: Run) -> None:
    """So that the file is read in the same way again."""
    written(folder, "sheet.csv", "wat,naam\nbankje,x1\nboom,x2\n")
    told = run("sheet.csv", "--name", "tuin", "--column", "wat").output
    [command] = [line for line in told.splitlines() if "--reviewed" in line]

    done = run(*shlex.split(command.partition(" link ")[2]))
    assert "Linked: tuin, " in done.output


def test_data_set_is_never_written_over(folder: Path, run: Run) -> None:
    """Not even where proposals are asked for in its place."""
    path = written(folder, "my register.csv", REGISTER)
    done = run("my register.csv", "--to", "my register.csv", "--again")

    assert 2 == done.exit_code
    assert REGISTER == path.read_text("utf-8")
    assert "link 'my register.csv' --reviewed 'my register.csv.sssom.tsv'" in run(path.name).output


def test_name_that_is_taken_is_told(folder: Path, run: Run) -> None:
    """Another file comes in its place only when that is asked for."""
    linked(folder, run)
    written(folder, "register.csv", REGISTER + "9903;Ginds;1;1\n")
    asked = ("register.csv", "--reviewed", "register.csv.sssom.tsv", "--reviewer", "A")
    refused = run(*asked)

    assert 2 == refused.exit_code
    assert 'The name "register" is taken by register.csv' in refused.output
    assert "--replace" in refused.output
    assert 0 == run(*asked, "--replace").exit_code
    assert b"Ginds" in dump(folder)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("wrid:party/municipality-beukdorp", "wrid:instrument/seat-rule"), "no longer to be used"),
        (("schema:sameAs", "owl:sameAs"), "no relation to link by"),
        (("thing/gm9901", "thing/gm99"), "nothing in the data set"),
        (("semapv:Background", "by hand> <x:"), "no justification"),
        (("1.00", "1.50"), '"1.50" is no confidence'),
        ((f"{date.today()}", "2-4-2031"), '"2-4-2031" is no day'),
    ],
)
def test_review_that_does_not_hold_leaves_the_graph_as_it_was(
    folder: Path, run: Run, change: tuple[str, str], told: str
) -> None:
    """Each fault is told with its row; nothing is kept and nothing built."""
    review = folder / proposals(folder, run)
    review.write_text(review.read_text("utf-8").replace(*change), encoding="utf-8")
    before, build = dump(folder), current_build(folder / "build")
    done = run("register.csv", "--reviewed", review.name, "--reviewer", "A")

    assert 1 == done.exit_code
    assert re.search(rf"register\.csv\.sssom\.tsv, row \d+: .*{told}", done.output)
    assert (before, build) == (dump(folder), current_build(folder / "build"))
    assert not (folder / "home" / "datasets").exists()


def test_data_that_link_too_much_themselves_are_refused(folder: Path, run: Run) -> None:
    """The shapes for links to us judge what is loaded, not only what was proposed."""
    content = SKOS_LIST + (
        "<zitten> <http://www.w3.org/2002/07/owl#sameAs> "
        "<https://w3id.org/warmteregie/id/object/bench> .\n"
    )
    review = proposals(folder, run, "tuin.ttl", content)
    done = run("tuin.ttl", "--reviewed", review, "--reviewer", "A")

    assert 1 == done.exit_code
    assert "owl:sameAs says too much" in done.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Name the file to link."),
        (("none.csv",), "There is no file none.csv."),
        (("sheet.xlsx",), "Save the sheet as CSV."),
        (("sheet.csv", "--name", "Mijn set"), "is no name for a data set"),
        (("sheet.csv", "--reviewed", "none.tsv"), "There is no file none.tsv."),
        (("--remove", "regster"), 'Did you mean "register"'),
    ],
)
def test_what_is_asked_wrongly_is_told(
    folder: Path, run: Run, arguments: tuple[str, ...], told: str
) -> None:
    """With what to do; exit code 2."""
    linked(folder, run)
    written(folder, "sheet.xlsx", "PK")
    written(folder, "sheet.csv", "naam\nbankje\n")
    done = run(*arguments)

    assert 2 == done.exit_code
    assert told in done.output


def test_build_that_lost_a_target_tells_so(folder: Path, run: Run) -> None:
    """What was linked before is held against a newer graph of ours."""
    linked(folder, run)
    [fault] = shelf_faults(folder / "home", {})

    assert "wrid:party/municipality-beukdorp is nothing of ours any more." == fault.what
    assert "register, row" in fault.place
    assert "warmteregie link --remove register" in fault.hint
