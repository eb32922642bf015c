"""One file is checked by itself: what is wrong in it is told with its place, and nothing else."""

import re
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest

from kg.checks import validation_faults
from kg.errors import Fault, WrongUse
from kg.filecheck import check_files, not_run
from kg.files import Files, shipped_files
from kg.pipeline import named_graphs
from kg.sources import gather

STUDY = "wrid:%s/warmtenetten-regie-2022-%s"
SILENT = '[[silent]]\npassage = "2.3-18"\nreason = "heading"\n'
AGAIN = """
[[statement]]
id = "0002"
subject = "wrid:development/space-claims"
predicate = "wr:hasTrend"
object = "wrid:trend/increasing"
gist.nl = "Nog eens."
gist.en = "Once more."

  [[statement.reading]]
  passages = ["2.3-1"]
  speakers = ["authors"]

"""
ORPHAN = '[[section]]\nnumber = "99.1"\ntitle = { nl = "Los", en = "Loose" }\n\n'
STATEMENT = '[[statement]]\nid = "0101"'
DENIED = 'object = "wrid:object/heat-network"\npolarity = "denied"\nforce = "may"\n'
Seed = tuple[str, str, str, str]
SEEDS: list[Seed] = [
    # file, what stands there, what comes there, and what is told: its beginning
    ("studies/*/2.3.toml", 'section = "2.3"', 'section = "2.3', "2.3.toml: not TOML"),
    ("studies/*/2.3.toml", SILENT, "", "2.3.toml, passage 2.3-18: has no reading and no reason"),
    (
        "studies/*/2.3.toml", "wrid:trend/increasing", "wrid:trend/increasin",
        '2.3.toml, statement 0001: "wrid:trend/increasin" is not a known name.\n'
        '  Did you mean "wrid:trend/increasing"?',
    ),
    (
        "studies/*/2.3.toml", 'speakers = ["authors"]', 'speakers = ["author"]',
        '2.3.toml, statement 0001, reading 1: "author" is not a known speaker.\n'
        '  Did you mean "authors"?',
    ),
    (
        "studies/*/2.3.toml", 'id = "0001"', 'id = "0101"',
        "2.3.toml, statement 0101: number 0101 is given 2 times.",
    ),
    (
        "studies/*/4.toml", STATEMENT, AGAIN.replace("0002", "9901") + STATEMENT,
        "4.toml, statement 9901: says what statement 0001 says already.",
    ),
    (
        "studies/*/4.toml", STATEMENT,
        AGAIN.replace('"0002"', '"9901"\npolarity = "denied"') + STATEMENT,
        "4.toml, statement 9901: denies what statement 0001 affirms.",
    ),
    (
        "studies/*/2.3.toml", "wrid:trend/increasing", "wrid:unit/euro",
        f"2.3.toml, {STUDY % ('statement', '0001')}: The object is no thing that this predicate",
    ),
    (
        "studies/*/2.3.toml", '  hedge = ["may"]\n', "",
        f"2.3.toml, {STUDY % ('reading', '0003-1')}: A reading has a hedge exactly when",
    ),
    (
        "studies/*/2.3.toml", 'note = "Presupposed', 'note = "Taken for granted',
        '2.3.toml, statement 0001, reading 1: the note "Taken for granted',
    ),
    ("studies/*/notes.tsv", "en\tnl", "en,nl", "notes.tsv, line 1: is not the header"),
    (
        "studies/*/notes.tsv", "\nHow many of", "\nHow much of",
        'notes.tsv, line 2: no reading has the note "How much of all homes that is, the sentence '
        'does not say."',
    ),
    ("studies/*/study.toml", 'key = "w', 'key = "2', "study.toml, key: String should match"),
    (
        "studies/*/study.toml", "[[section]]", ORPHAN + "[[section]]",
        "study.toml, wrid:section/warmtenetten-regie-2022/99.1, dcterms:isPartOf: A section is",
    ),
    (
        "studies/*/study.toml", 'number = "2.3"', 'number = "2.99"',
        "study.toml, section 2.3: is in passages.tsv and not here.",
    ),
    ("studies/*/speakers.ttl", '"the authors"@en ;', '"the authors"@en', "speakers.ttl, line "),
    (
        "studies/*/speakers.ttl", '"the authors"@en', '"les auteurs"@fr',
        "speakers.ttl, wrid:speaker/warmtenetten-regie-2022/authors, skos:prefLabel: A thing has",
    ),
    (
        "studies/*/speakers.ttl", "speaker-kind/authors>", "speaker-kind/author>",
        "speakers.ttl, wrid:speaker/warmtenetten-regie-2022/authors: "
        '"wrid:speaker-kind/author" is not a known name.\n'
        '  Did you mean "wrid:speaker-kind/authors"?',
    ),
    ("entities/actors.ttl", "a wr:ActorKind ,", "a wr:ActorKind ,,", "actors.ttl, line 12: not"),
    (
        "entities/actors.ttl", "a wr:ActorKind", "a wr:ActrKind",
        'actors.ttl, wrid:actor/municipality: "wr:ActrKind" is not a known name.\n'
        '  Did you mean "wr:ActorKind"?',
    ),
    (
        "entities/actors.ttl", ' , "municipality"@en', "",
        "actors.ttl, wrid:actor/municipality, skos:prefLabel: A thing has exactly one preferred",
    ),
    ("ontology/modules/subsurface.ttl", "@prefix wr:", "@prefix w:", "subsurface.ttl, line "),
    (
        "ontology/modules/subsurface.ttl", "rdfs:subClassOf wr:Matter", "rdfs:subClassOf wr:Mater",
        'subsurface.ttl, wr:PhysicalObject: "wr:Mater" is not a known name.\n'
        '  Did you mean "wr:Matter"?',
    ),
    (
        "ontology/modules/subsurface.ttl", '"way of laying"@en , ', "",
        "subsurface.ttl, wr:WayOfLaying, rdfs:label: A term has exactly one label in Dutch",
    ),
    ("ontology/shapes/core.ttl", "sh:path wr:contentOf", "sh:path", "core.ttl, line "),
    (
        "ontology/shapes/core.ttl", "sh:path wr:contentOf ;", "",
        "core.ttl, wrsh:ContentNode-statement: A shape defined as a PropertyShape must include one",
    ),
    (
        "ontology/shapes/core.ttl", "( wrsh:Number-integer wrsh:Number-decimal )", "wrsh:Number",
        "core.ttl, wrsh:Quantity-value: ",
    ),
    (
        "ontology/shapes/core.ttl", "sh:class wr:Statement", "sh:class wr:Statment",
        'core.ttl, wrsh:ContentNode-statement: "wr:Statment" is not a known name.\n'
        '  Did you mean "wr:Statement"?',
    ),
    (
        "queries/questions/count-by-level.rq", "#+ group:", "#+ groep:",
        'count-by-level.rq, line 12: "groep" is not a key.\n  Did you mean "group"?',
    ),
    (
        "queries/questions/count-by-level.rq", "#+ param: study", "#+ param: city",
        'count-by-level.rq: no parameter "study".',
    ),
    (
        "queries/checks/speaker-without-reading.rq", "ORDER BY ?thing", "ORDER ?thing",
        "speaker-without-reading.rq, line ",
    ),
    ("metadata.ttl", "dcterms:title", "dcterms:title ;", "metadata.ttl, line "),
    (
        "outside/law.toml", '"wrid:act/omgevingswet"', '"wrid:act/omgevingwet"',
        'law.toml, fact 001: "wrid:act/omgevingwet" is not a known name.\n'
        '  Did you mean "wrid:act/omgevingswet"?',
    ),
    ("outside/cases.toml", "check_by = 2027", "check_by = 2025", "cases.toml, fact 201: check_by"),
    (
        "linksets/ror.sssom.tsv", "wrid:party/saxion-hogeschool", "wrid:party/saxion-hogschool",
        'ror.sssom.tsv, row 13: "wrid:party/saxion-hogschool" is not a known thing.\n'
        '  Did you mean "wrid:party/saxion-hogeschool"?',
    ),
    (
        "linksets/none-fits.toml", '"wrid:instrument/checklists"', '"wrid:instrument/avoi"',
        "none-fits.toml, wrid:instrument/avoi: has a link.",
    ),
    (
        "ontology/alignments/org.sssom.tsv", "wr:isPartyOfKind", "wr:isPartyOfKnd",
        'org.sssom.tsv, row 16: "wr:isPartyOfKnd" is not a known thing.\n'
        '  Did you mean "wr:isPartyOfKind"?',
    ),
    (
        "ontology/alignments/none-fits.toml", '"wr:Means"', '"wr:Party"',
        "none-fits.toml, wr:Party: has a link.",
    ),
    (
        "linksets/sources.toml", 'language = "nl"', 'language = "de"',
        'sources.toml, source gemet: "language": input should be',
    ),
]  # fmt: skip
SOUND = ["studies/*/4.toml", "entities/roles.ttl", "ontology/modules/core.ttl"]
UNCURATED = ["studies", "nowhere.ttl", "studies/*/REVIEW.md", "studies/*/passages.tsv"]
KINDS = sorted({seed[0] for seed in SEEDS})
FOUND_IN_DATA = [
    seed for seed in SEEDS if re.search(": (A|The) .*", seed[3]) and "core.ttl" not in seed[0]
]
STOPS = (
    re.compile(r"not TOML|, line (?!2)|, key: |, section 2\.3: |: check_by"),
    re.compile(r"sources\.toml, "),
    re.compile(r"core\.ttl, wrsh:[^\"]*$"),
)
"""What is told of files without which others are not checked whole."""


def rounds(seeds: Iterable[Seed]) -> list[list[Seed]]:
    """Return seeds in rounds: in each a file has one fault, as reading all takes seconds.

    What keeps others from being read comes apart from what is found once all are read, and so
    does section 4, whose faults are about what section 2.3 says.
    """
    found: dict[tuple[tuple[bool, ...], int], list[Seed]] = {}
    met: Counter[tuple[tuple[bool, ...], str]] = Counter()
    for one in seeds:
        apart = one in FOUND_IN_DATA, one[0].endswith("/4.toml")
        sort = (*(bool(stop.search(one[3])) for stop in STOPS), *apart)
        found.setdefault((sort, met[sort, one[0]]), []).append(one)
        met[sort, one[0]] += 1
    return list(found.values())


ROUNDS = rounds(SEEDS)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a folder with a copy of the sources that a test may spoil."""
    files = shipped_files()
    for field in fields(Files):
        shutil.copytree(getattr(files, field.name), tmp_path / field.name)
    shutil.copytree(files.outside, tmp_path / "outside")
    shutil.copytree(files.linksets, tmp_path / "linksets")
    shutil.copy(files.studies.parent / "metadata.ttl", tmp_path)
    return tmp_path


def files_in(root: Path) -> Files:
    """Return the copied sources."""
    return Files(**{field.name: root / field.name for field in fields(Files)})


def seed(root: Path, pattern: str, old: str, new: str) -> Path:
    """Write a fault into the file of this pattern, in one place, and return the file."""
    [path] = root.glob(pattern)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def told(root: Path, path: Path) -> list[str]:
    """Return what is told of one file."""
    return [str(fault) for fault in check_files(files_in(root), [path])[path]]


@pytest.mark.parametrize("seeds", ROUNDS, ids=[f"{len(one)} files" for one in ROUNDS])
def test_seeded_fault_is_told_with_its_place(copied: Path, seeds: list[Seed]) -> None:
    """Each kind of fault in each kind of file is named, with the likely right name."""
    seeded = {seed(copied, pattern, old, new): fault for pattern, old, new, fault in seeds}
    found = check_files(files_in(copied), list(seeded))

    assert len(seeds) == len(seeded)
    for path, fault in seeded.items():
        assert any(str(one).startswith(fault) for one in found[path]), (fault, found[path])


def test_sound_files_have_no_faults(copied: Path) -> None:
    """In the sources as they are nothing is found, whichever file is looked at."""
    paths = [path for pattern in KINDS for path in copied.glob(pattern)]

    assert dict.fromkeys(paths, ()) == check_files(files_in(copied), paths)


@pytest.mark.long
def test_what_shapes_find_is_told_of_its_own_file_alone(copied: Path) -> None:
    """With a fault in every kind of file, the files together tell what a full check tells."""
    seeded = {seed(copied, pattern, old, new) for pattern, old, new, _ in FOUND_IN_DATA}
    sound = {path for pattern in SOUND for path in copied.glob(pattern)}
    files = files_in(copied)
    found = check_files(files, sorted(seeded | sound))
    sources = gather(files)
    whole = validation_faults(sources.shapes, named_graphs(sources))

    assert seeded == {path for path, faults in found.items() if faults}
    assert sorted(whole) == sorted(without_file(one) for each in found.values() for one in each)
    assert len(FOUND_IN_DATA) <= len(whole)


def without_file(fault: Fault) -> Fault:
    """Return a fault as a full check tells it, where the thing at fault stands first."""
    focus, _, path = fault.place.partition(", ")
    return Fault(focus, path, fault.what, fault.hint)


@pytest.fixture
def home(tmp_path: Path, study_text: str) -> Path:
    """Return a user's folder with the study's text attached."""
    path = tmp_path / "home" / "texts" / "warmtenetten-regie-2022.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(study_text.encode())
    return tmp_path / "home"


def test_lost_word_is_told_of_its_section_when_the_text_is_attached(
    copied: Path, home: Path
) -> None:
    """With the text, a denial that is dropped is told of its section, and of no other file."""
    path = seed(copied, "studies/*/3.4.toml", DENIED, DENIED.replace('polarity = "denied"\n', ""))
    [other] = copied.glob("studies/*/3.5.toml")
    [entities] = copied.glob("entities/actors.ttl")
    found = check_files(files_in(copied), [path, other, entities], home)

    assert ["3.4.toml, passage 3.4-2"] == [f"{one.file}, {one.place}" for one in found[path]]
    assert ((), ()) == (found[other], found[entities])
    assert [] == told(copied, path)


def test_what_is_not_run_is_told(copied: Path, tmp_path: Path, home: Path) -> None:
    """Without the text, fidelity of a section is left out, and it is said how to attach it."""
    [section] = copied.glob("studies/*/2.3.toml")
    [entities] = copied.glob("entities/actors.ttl")
    files = files_in(copied)

    assert "warmteregie study attach FILE" in not_run(files, section, tmp_path)
    assert "fidelity" not in not_run(files, section, home)
    assert "fidelity" not in not_run(files, entities, tmp_path)


def test_unknown_name_is_told_once(copied: Path) -> None:
    """What shapes make of a name that nothing has is not told besides."""
    path = seed(copied, "studies/*/2.3.toml", "wrid:trend/increasing", "wrid:trend/increasin")

    assert 1 == len(told(copied, path))


def test_unreadable_file_elsewhere_is_not_passed_over(copied: Path) -> None:
    """Where another file cannot be read, a file is not called fine, and that file is named."""
    seed(copied, "entities/actors.ttl", "a wr:ActorKind ,", "a wr:ActorKind ,,")
    [path] = copied.glob("studies/*/2.3.toml")

    [fault] = told(copied, path)
    assert fault.startswith("2.3.toml: could not be checked whole.\n  Mend this first: actors.ttl")


def test_name_without_prefix_elsewhere_stops_the_shapes_only(copied: Path) -> None:
    """A name that cannot be an IRI is told of its file; other sections keep what is theirs."""
    other = seed(copied, "studies/*/4.toml", "wrid:concept/spatial-steering", "spatial steering")
    path = seed(copied, "studies/*/2.3.toml", SILENT, "")

    assert any("not a known name" in fault for fault in told(copied, other))
    stopped, passage = told(copied, path)
    assert "passage 2.3-18" in passage
    assert "could not be checked whole.\n  Mend this first: 4.toml: " in stopped


@pytest.mark.parametrize("name", UNCURATED)
def test_what_is_no_source_is_wrong_use(copied: Path, name: str) -> None:
    """A folder, a file that is not there, one that nobody curates: said so, and nothing checked."""
    path = next(copied.glob(name), copied / name)

    with pytest.raises(WrongUse, match=path.name):
        check_files(files_in(copied), [path])


def test_file_named_from_elsewhere_is_the_same_file(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative path or a link leads to the file."""
    seed(copied, "entities/actors.ttl", ' , "municipality"@en', "")
    monkeypatch.chdir(copied / "ontology")
    path = Path("../entities/actors.ttl")

    place = "wrid:actor/municipality, skos:prefLabel"
    [fault] = check_files(files_in(copied), [path])[path]
    assert ("actors.ttl", place) == (fault.file, fault.place)
