"""The command line as a user meets it: answers to stdout, errors in a sentence, exit codes."""

import csv
import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest
from click.testing import CliRunner, Result
from rdflib import OWL

from kg.cli import release_number
from kg.files import shipped_files
from kg.library import whole_library
from kg.versions import DATASET
from tests.two_studies import HERE, SECOND, TEXT
from webapp.cli import main_group

ROOT = Path(__file__).parents[2]
VERBS = [
    "build", "check", "ask", "completion", "questions", "query", "search", "export", "study",
    "changes", "link", "release", "settings", "serve",
]  # fmt: skip


def run(
    builds: Path,
    *arguments: str,
    given: str = "",
    root: Path = ROOT,
    out: BinaryIO | int = subprocess.PIPE,
) -> subprocess.CompletedProcess[str]:
    """Run the command line over the real build and return what it did."""
    environment = {
        **os.environ,
        "WARMTEREGIE_BUILD": str(builds),
        "WARMTEREGIE_HOME": str(builds / "home"),
        "PYTHONPATH": str(root),
        "PYTHONUNBUFFERED": "",
    }
    return subprocess.run(
        [sys.executable, "-c", "from webapp.cli import main; main()", *arguments],
        input=given, text=True, stdout=out, stderr=subprocess.PIPE, env=environment, cwd=root,
        check=False,
    )  # fmt: skip


def run_here(builds: Path, *arguments: str) -> Result:
    """Run the command line in this process, which takes no second to start."""
    environment = {"WARMTEREGIE_BUILD": str(builds), "WARMTEREGIE_HOME": str(builds / "home")}
    return CliRunner().invoke(main_group, arguments, env=environment, prog_name="warmteregie")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(builds: Path, verb: str) -> None:
    """Each verb says what it does."""
    done = run_here(builds, verb, "--help")

    assert 0 == done.exit_code
    assert f"Usage: warmteregie {verb}" in done.stdout


def test_ask_without_question_lists_them(builds: Path) -> None:
    """The questions there are, one a line."""
    done = run(builds, "ask")

    assert list(whole_library(ROOT / "queries", ())) == [
        line.split()[0] for line in done.stdout.splitlines()
    ]


def test_answer_has_labels_and_pipes(builds: Path) -> None:
    """As a table an answer shows labels; as JSON it is SPARQL results and nothing else."""
    table = run(builds, "ask", "count-by-level")
    results = run(builds, "ask", "count-by-level", "--format", "json", "--lang", "en")

    assert "tactisch niveau" in table.stdout
    assert "https://" not in table.stdout
    rows = json.loads(results.stdout)["results"]["bindings"]
    assert ["9", "4", "4"] == [row["count"]["value"] for row in rows]
    assert "tactical level" == rows[0]["levelLabel"]["value"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "count-by-levl"], 'Did you mean "count-by-level"?'),
        (["ask", "count-by-level", "--lvl", "x"], "No such option"),
        (["ask", "refusing-heat-networks", "--object", "heat"], '"heat" is no value for "object"'),
        (
            ["ask", "instruments-by-level", "--level", "wrid:level/strategc"],
            'Did you mean "wrid:level/strategic"?\n    wrid:level/strategic  strategic level\n',
        ),
        (["ask", "instruments-by-level", "--level", "wrid:object/sewer"], "wrid:level/tactical"),
        (["ask", "count-by-level", "--study", "wrid:study/none-such"], "which takes a wr:Study"),
        (["ask", "count-by-level", "--lang", "fr"], "Write one of these: nl, en."),
        (["ask", "count-by-level", "--lang", "nl", "--lang", "en"], '"lang" is given 2 times'),
        (["ask", "count-by-level", "--format", "xml"], "'xlsx', 'docx', 'ttl', 'jsonld'"),
        (["study", "attach", "/no/such/file"], "There is no file /no/such/file"),
        (["study", "segment", "/no/such/file", "--study", "x"], "Which study?"),
        (
            ["study", "segment", "README.md", "--study", "warmtenetten-regie-2022", "--write"],
            "passages.tsv already, and passage ids are given once",
        ),
        (["study", "new", "koudenet", "/no/such/file"], "There is no file /no/such/file"),
        (["study", "new", "3.1", "README.md"], '"3.1" cannot be the key of a study'),
        (["study", "new", "koudenet", "README.md"], "cannot be cut into passages"),
        (["export", "statements", "--study", "none-such"], "none-such is not one"),
        (["query", "/no/such/file"], "No such file"),
        (["search"], "Missing argument"),
        (["search", "riool", "--kind", "thingy"], "is not one of"),
        (["search", "a" * 10_000], "at most 200 characters"),
        (["check", "/no/such/file"], "There is no file /no/such/file"),
        (["check", "kg/entities"], "kg/entities is a folder"),
        (["check", "README.md"], "README.md is none of the sources"),
        (["check", "--reference", "kg/metadata.ttl"], "are for a check of everything"),
        (["quary"], "No such command"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(
    builds: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong use: exit code 2, a sentence on standard error, no traceback."""
    monkeypatch.chdir(ROOT)
    done = run_here(builds, *arguments)

    assert 2 == done.exit_code
    assert said in done.stderr
    assert isinstance(done.exception, SystemExit)


def test_wrong_use_ends_the_process_with_a_sentence(builds: Path) -> None:
    """Of click, and of ours: as a process it ends with the same code and no traceback."""
    for arguments, said in ((["quary"], "No such command"), (["check", "kg/entities"], "a folder")):
        done = run(builds, *arguments)

        assert (2, "") == (done.returncode, done.stdout)
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_search_finds_by_plural_and_in_both_languages(builds: Path) -> None:
    """A Dutch plural finds its thing, under its English name when that is asked for."""
    done = run(builds, "search", "riolen", "--lang", "en", "--format", "csv")
    [row, *_] = csv.DictReader(done.stdout.splitlines())

    assert (0, "sewer", "hidden") == (done.returncode, row["label"], row["role"])
    assert "https://w3id.org/warmteregie/id/object/sewer" == row["thing"]


def test_search_is_a_table_for_people(builds: Path) -> None:
    """What was found, how, and by which text; how many there are is not part of it."""
    done = run(builds, "search", "meekopelkans", "--limit", "1")

    assert ["thing", "meekoppelkans", "near-whole"] == done.stdout.splitlines()[2].split()[:3]
    assert "more: raise --limit." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["xyzzy"], "Try one word"),
        (["meekoplkns"], "Words that come near: meekoppelkans"),
        (["verkeersdrempel", "--kind", "speaker"], "Nothing of that kind; there is"),
    ],
)
def test_search_without_result_has_a_way_on(builds: Path, arguments: list[str], said: str) -> None:
    """No hits is an answer, with what to try next; standard output stays clean."""
    done = run(builds, "search", *arguments)

    assert (0, "") == (done.returncode, done.stdout)
    assert said in done.stderr


def test_build_without_index_is_told(builds: Path, tmp_path: Path) -> None:
    """A build of an older version can be asked and not searched; the way out is named."""
    shutil.copytree(builds, tmp_path / "old", symlinks=True)
    shutil.rmtree(tmp_path / "old" / "current" / "search")
    done = run(tmp_path / "old", "search", "riool")

    assert 1 == done.returncode
    assert "has no search index" in done.stderr
    assert "warmteregie build" in done.stderr
    assert 0 == run(tmp_path / "old", "ask", "count-by-level").returncode


def test_one_file_is_checked_by_itself(builds: Path) -> None:
    """Without findings the code is 0, and what was not run is said."""
    done = run(builds, "check", "kg/metadata.ttl", "kg/entities/roles.ttl")

    assert 0 == done.returncode
    assert [
        f"Nothing found in {file} (not run: reasoning, checks on the whole graph)."
        for file in ("kg/metadata.ttl", "kg/entities/roles.ttl")
    ] == done.stdout.splitlines()


def test_findings_in_one_file_are_an_error(builds: Path, tmp_path: Path) -> None:
    """With findings in a file the code is 1, and they are told; of the sound file it is said."""
    for folder in ("kg", "ontology", "queries", "webapp"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    places = tmp_path / "kg" / "entities" / "places.ttl"
    places.write_text(places.read_text("utf-8").replace("a wr:Place", "a wr:Plaece", 1), "utf-8")
    done = run(builds, "check", "kg/metadata.ttl", "kg/entities/places.ttl", root=tmp_path)

    assert 1 == done.returncode
    assert done.stdout.startswith("Nothing found in kg/metadata.ttl (not run: ")
    assert '"wr:Plaece" is not a known name.\n  Did you mean "wr:Place"?' in done.stderr


def test_new_study_says_what_comes_next(builds: Path, tmp_path: Path) -> None:
    """The frame stands there, and the way on is told: fill in, attach, curate, check."""
    for folder in ("kg", "ontology", "queries", "webapp"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    text = ROOT / "tests" / "kg" / "mini" / "text.txt"
    done = run(builds, "study", "new", "daken", str(text), "--title-nl", "Daken", root=tmp_path)
    listed = run(builds, "study", "list", root=tmp_path)

    assert 0 == done.returncode
    assert "Sections: 1, 1.1, 1.2, 2." in done.stdout
    assert f"warmteregie study attach {text} --study daken" in done.stdout
    assert "check" in done.stdout.splitlines()[-1]
    assert ["daken", "Daken"] == listed.stdout.splitlines()[0].split()


def test_other_edition_is_compared_and_taken_in(builds: Path, tmp_path: Path) -> None:
    """What differs is told with what to read again, code 1; taken in, the table is the text's."""
    for folder in ("kg", "ontology", "queries", "webapp"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copytree(HERE / "studies", tmp_path / "kg" / "studies", dirs_exist_ok=True)
    other = tmp_path / "other.txt"
    other.write_bytes(TEXT.read_bytes().replace(b"mogen", b"kunnen"))
    asked = ("study", "compare", SECOND, str(other))
    told = run(builds, *asked, root=tmp_path)
    segmented = run(builds, "study", "segment", str(other), "--study", SECOND, root=tmp_path)
    taken = run(builds, *asked, "--write", root=tmp_path)
    again = run(builds, *asked, root=tmp_path)

    assert (1, 1, 0, 0) == tuple(one.returncode for one in (told, segmented, taken, again))
    assert [
        "23 passages the same (0 on other lines), 1 changed, 0 moved, 0 gone, 0 new.",
        "changed 2-1     § 2 lines 10-10, now § 2 lines 10-10",
        "        read 2.toml: statement 0007, statement 0008",
    ] == told.stdout.splitlines()[:3]
    assert f"warmteregie study compare {SECOND} FILE" in segmented.stderr
    assert "0 changed, 0 moved, 0 gone, 0 new." in again.stdout


def test_query_reads_standard_input(builds: Path) -> None:
    """A query from a pipe gives an answer that can be piped on."""
    done = run(builds, "query", "-", given="ASK { ?s ?p ?o }")

    assert (0, "true") == (done.returncode, done.stdout.strip())


def test_query_that_is_no_sparql_says_where(builds: Path) -> None:
    """A syntax error has its place."""
    done = run(builds, "query", "-", given="SELECT * WHERE { ?s ?p }")

    assert 1 == done.returncode
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("warmteregie: ")


def test_settings_tell_their_origin(builds: Path) -> None:
    """Each setting with its value and where it came from."""
    lines = run(builds, "settings").stdout.splitlines()

    assert any("WARMTEREGIE_BUILD" in line and "(environment)" in line for line in lines)
    assert any("WARMTEREGIE_ROW_LIMIT" in line and "(default)" in line for line in lines)


def test_text_that_is_no_build_is_told(builds: Path, tmp_path: Path) -> None:
    """Without a build an answer is impossible, and the way out is named."""
    done = run(tmp_path, "ask", "count-by-level")

    assert 1 == done.returncode
    assert "warmteregie build" in done.stderr


def test_changes_since_a_version_are_told_as_data(builds: Path) -> None:
    """One row an aspect on standard output; from what to what, and how many, beside it."""
    done = run(builds, "changes", "0.1.0", "--format", "csv")
    rows = list(csv.reader(done.stdout.splitlines()))

    assert 0 == done.returncode
    assert ["kind", "change", "thing", "thingLabel", "part", "aspect", "before", "after"] == rows[0]
    assert ["link", "new"] in [row[:2] for row in rows]
    assert "From 0.1.0 (released 2026-11-26) to " in done.stderr
    assert f"link: {sum(row[:2] == ['link', 'new'] for row in rows)} new" in done.stderr


def test_changes_of_nothing_say_so(builds: Path) -> None:
    """A version beside itself has none, and that is fine."""
    done = run(builds, "changes", "0.1.0", "0.1.0")

    assert (0, "") == (done.returncode, done.stdout)
    assert "Nothing changed" in done.stderr


def test_changes_of_a_version_that_never_was_name_those_there_are(builds: Path) -> None:
    """Wrong use, in a sentence."""
    done = run(builds, "changes", "0.1.0", "9.9.9")

    assert (2, "") == (done.returncode, done.stdout)
    assert 'There is no version "9.9.9".\n  There are: 0.1.0 (released 2026-11-26)' in done.stderr


def test_changes_without_a_build_need_two_releases(tmp_path: Path) -> None:
    """Two released versions can be compared on a fresh clone; the build at hand cannot."""
    assert 0 == run(tmp_path, "changes", "0.1.0", "0.1.0").returncode
    done = run(tmp_path, "changes", "0.1.0")

    assert 1 == done.returncode
    assert "Run `warmteregie build` first." in done.stderr


def test_build_of_another_version_is_not_released(tmp_path: Path) -> None:
    """What is kept for ever is what the metadata say now."""
    build = tmp_path / "aaaaaaaaaaaa-1"
    build.mkdir()
    (build / "graph.nq.gz").write_bytes(gzip.compress(b""))
    (tmp_path / "current").symlink_to(build.name)
    done = run(tmp_path, "release")

    assert 2 == done.returncode
    assert 'The build at hand is of version ""' in done.stderr


def test_build_with_data_of_others_is_not_released(tmp_path: Path) -> None:
    """What is kept for ever is ours."""
    number = release_number(shipped_files())
    said = f'<{DATASET}> <{OWL.versionInfo}> "{number}" <https://example.org/g> .\n'
    build, kept = tmp_path / "aaaaaaaaaaaa-1", tmp_path / "home" / "datasets" / "tuin"
    build.mkdir()
    kept.mkdir(parents=True)
    (build / "graph.nq.gz").write_bytes(gzip.compress(said.encode()))
    (tmp_path / "current").symlink_to(build.name)
    names = ("name", "title", "form", "file", "digest", "links_digest", "day", "how")
    about = dict.fromkeys(names, "tuin") | {"triples": 1, "links": 1}
    (kept / "about.json").write_text(json.dumps(about), encoding="utf-8")
    done = run(tmp_path, "release")

    assert 2 == done.returncode
    assert "Data sets of others are in the build at hand: tuin." in done.stderr


@pytest.mark.parametrize(
    "arguments", [["ask", "count-by-level"], ["export", "statements"], ["settings"], ["query", "-"]]
)
def test_standard_output_that_is_full_is_told_once(builds: Path, arguments: list[str]) -> None:
    """Half an answer is no success: exit code 1, one sentence, what to do."""
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full on this system")
    with Path("/dev/full").open("wb") as full:
        done = run(builds, *arguments, given="ASK {}", out=full)

    assert 1 == done.returncode
    assert ["warmteregie: [Errno 28] No space left on device", "make room there first."] == [
        done.stderr.splitlines()[0], done.stderr.splitlines()[1].rpartition(": ")[2],
    ]  # fmt: skip
    assert 2 == len(done.stderr.splitlines())


def test_reader_that_has_seen_enough_is_no_fault(builds: Path) -> None:
    """A pipe that is closed early, as by `head`, brings no traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    done = run(builds, "export", "statements", out=writing)
    os.close(writing)

    assert "" == done.stderr


def test_folder_that_is_not_there_is_wrong_use(builds: Path) -> None:
    """A file to export to is named in a folder that does not exist."""
    done = run(builds, "export", "statements", "--output", str(builds / "gone" / "x.csv"))

    assert 2 == done.returncode
    assert "gone/x.csv could not be written: No such file or directory" in done.stderr
