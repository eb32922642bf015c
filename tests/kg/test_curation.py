"""Curated files: everything wrong is reported at once, with its place and the likely right name."""

from pathlib import Path

import pytest

from kg.curation import Known, SectionFile, accounted_for, is_asserted, load_curation
from kg.errors import FaultsFound
from kg.namespaces import WR, WRID

VALUES = [
    "polarity/affirmed", "polarity/denied", "force/is", "force/may", "stance/says",
    "stance/does-not-say", "certainty/stated", "certainty/hedged", "mode/stated",
    "mode/interpreted", "hedge/seems", "quantifier/all", "quantifier/some", "silence/heading",
    "instrument/roof-subsidy", "actor/municipality", "unit/euro", "tension-kind/tension",
]  # fmt: skip
TERMS = ["uses", "hasAmount", "Quantity", "value", "unit", "underCondition"]
KNOWN = Known(
    frozenset([str(WRID[name]) for name in VALUES] + [str(WR[name]) for name in TERMS]),
    frozenset(["1.1-0", "1.1-1"]),
    frozenset(["authors", "one-resident"]),
)
STATEMENT = """
[[statement]]
id = "0001"
subject = "wrid:actor/municipality"
predicate = "wr:uses"
object = "wrid:instrument/roof-subsidy"
gist.nl = "De gemeente gebruikt subsidie."
gist.en = "The municipality uses a subsidy."

  [[statement.reading]]
  passages = ["1.1-1", "1.1-0"]
  speakers = ["authors"]
"""


def load(folder: Path, *sections: str) -> list[SectionFile]:
    """Write each text as a section's file and load them all."""
    for number, text in enumerate(sections, 1):
        (folder / f"1.{number}.toml").write_text(f'section = "1.{number}"\n{text}', "utf-8")
    return load_curation(folder, KNOWN)


def faults_of(folder: Path, *sections: str) -> list[str]:
    """Return the faults of these sections as text."""
    with pytest.raises(FaultsFound) as found:
        load(folder, *sections)
    return [str(fault) for fault in found.value.faults]


def test_statement_without_more_is_affirmed_and_stated(tmp_path: Path) -> None:
    """What a curator leaves out is the plain case: affirmed, is, says, stated."""
    [section] = load(tmp_path, STATEMENT)

    [statement] = section.statement
    [reading] = statement.reading
    assert ("affirmed", "is") == (statement.polarity, statement.force)
    assert ("says", "stated", "stated") == (reading.stance, reading.certainty, reading.mode)
    assert is_asserted(statement)


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("gist.nl", 'polarity = "denied"\ngist.nl'),
        ("gist.nl", 'force = "may"\ngist.nl'),
        ("gist.nl", 'quantifier = "some"\ngist.nl'),
        ("speakers =", 'certainty = "hedged"\n  hedge = ["seems"]\n  speakers ='),
        ("speakers =", 'mode = "interpreted"\n  speakers ='),
        ("speakers =", 'stance = "does-not-say"\n  speakers ='),
    ],
)
def test_less_than_stated_is_no_plain_triple(tmp_path: Path, change: str, to: str) -> None:
    """Denied, deontic, partial, hedged, interpreted or unsaid: it stays a statement only."""
    [section] = load(tmp_path, STATEMENT.replace(change, to))

    assert not is_asserted(section.statement[0])


def test_condition_keeps_a_statement_from_being_asserted(tmp_path: Path) -> None:
    """What holds only under a condition is no plain triple."""
    node = '\n  [statement.node]\n  class = "wr:Quantity"\n  underCondition = "wrid:unit/euro"\n'
    [section] = load(tmp_path, STATEMENT.replace("\n  [[statement", node + "\n  [[statement"))

    assert not is_asserted(section.statement[0])


def test_quantifier_all_is_still_a_plain_triple(tmp_path: Path) -> None:
    """What is said of all holds of the kind."""
    [section] = load(tmp_path, STATEMENT.replace("gist.nl", 'quantifier = "all"\ngist.nl'))

    assert is_asserted(section.statement[0])


@pytest.mark.parametrize(
    ("change", "to", "fault"),
    [
        (
            "roof-subsidy", "roof-subsidi",
            '1.1.toml, statement 0001: "wrid:instrument/roof-subsidi" is not a known name.\n'
            '  Did you mean "wrid:instrument/roof-subsidy"? '
            "New names go in kg/entities, new terms in ontology/modules.",
        ),
        (
            '"authors"', '"author"',
            '1.1.toml, statement 0001, reading 1: "author" is not a known speaker.\n'
            '  Did you mean "authors"? New speakers go in the study\'s speakers.ttl.',
        ),
        (
            '"1.1-1", ', '"1.1-7", ',
            '1.1.toml, statement 0001, reading 1: "1.1-7" is not a known passage.\n'
            '  Did you mean "1.1-1"? passages.tsv lists the passages of each section.',
        ),
        (
            "speakers", "speekers",
            '1.1.toml, statement 0001, reading 1: "speekers" is not a key of this table.\n'
            '  Did you mean "speakers"?',
        ),
        (
            '["authors"]', "[]",
            "1.1.toml, statement 0001, reading 1: has no speaker.\n"
            '  Say who says it; the study\'s own voice is "authors".',
        ),
        (
            '["1.1-1", "1.1-0"]', "[]",
            "1.1.toml, statement 0001, reading 1: names no passage.\n"
            "  Name the sentence itself first, then its heading.",
        ),
        (
            STATEMENT[STATEMENT.index("\n  [["):], "\n",
            "1.1.toml, statement 0001: has no reading.\n"
            "  Add a [[statement.reading]] with its passages and speakers.",
        ),
    ],
)  # fmt: skip
def test_fault_says_where_what_and_what_to_do(
    tmp_path: Path, change: str, to: str, fault: str
) -> None:
    """Each mistake a curator makes has its place, its sentence and its way out."""
    assert fault in faults_of(tmp_path, STATEMENT.replace(change, to))


def test_all_faults_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    """Ten faults are fixed in one go, also when one file cannot be read at all."""
    broken = STATEMENT.replace("wr:uses", "wr:usess").replace('"authors"', '"nobody"')

    found = faults_of(tmp_path, broken, "this is = not [ toml")

    assert ["1.1.toml, statement 0001", "1.1.toml, statement 0001, reading 1", "1.2.toml"] == [
        fault.split(": ")[0] for fault in found
    ]


def test_same_content_under_two_numbers_is_a_fault(tmp_path: Path) -> None:
    """A claim read twice is one statement with two readings."""
    found = faults_of(tmp_path, STATEMENT, STATEMENT.replace("0001", "0002"))

    assert ["1.2.toml, statement 0002: says what statement 0001 says already."] == [
        fault.splitlines()[0] for fault in found
    ]


def test_number_given_twice_is_a_fault(tmp_path: Path) -> None:
    """A number is given once, in whatever file."""
    other = STATEMENT.replace("gist.nl", 'polarity = "denied"\ngist.nl')

    found = faults_of(tmp_path, STATEMENT, other)

    assert ["1.2.toml, statement 0001: number 0001 is given 2 times."] == [
        fault.splitlines()[0] for fault in found
    ]


def test_tension_with_a_statement_that_is_not_there(tmp_path: Path) -> None:
    """Both sides of a tension exist."""
    tension = '[[tension]]\nid = "01"\nkind = "tension"\nbetween = ["0001", "0009"]\n'
    gists = 'gist.nl = "x"\ngist.en = "y"\n'

    found = faults_of(tmp_path, STATEMENT, tension + gists)

    assert 'tension 01: statement "0009" does not exist.' in found[0]


def test_number_in_quotes_missing_is_told(tmp_path: Path) -> None:
    """A number written as a number, not as text, is named with what was expected."""
    found = faults_of(tmp_path, STATEMENT.replace('"0001"', "1"))

    assert '1.1.toml, statement 1: "id" is 1: input should be a valid string.' == found[0]


def test_passages_are_accounted_for_by_reading_silence_and_gap(tmp_path: Path) -> None:
    """A passage counts when it is read, read with, silent for a reason, or a gap."""
    silent = '[[silent]]\npassage = "1.1-0"\nreason = "heading"\n'

    counted = accounted_for(load(tmp_path, STATEMENT + silent))

    assert {"1.1-0": 2, "1.1-1": 1} == dict(counted)


EXPLAINED = """
[[explained]]
passage = "1.1-1"
about = "hedge"
word = "lijkt"
reason = "It belongs to the title that is quoted."
"""


def test_explained_word_is_read(tmp_path: Path) -> None:
    """A word that no statement carries is explained with its passage, kind and reason."""
    [section] = load(tmp_path, STATEMENT + EXPLAINED)

    [explained] = section.explained
    assert ("1.1-1", "hedge", "lijkt") == (explained.passage, explained.about, explained.word)


@pytest.mark.parametrize(
    ("change", "to", "fault"),
    [
        ("1.1-1", "1.1-7", 'explained 1.1-7: "1.1-7" is not a known passage.'),
        ('"hedge"', '"hegde"', 'explained 1.1-1: "about" is \'hegde\': input should be \'hedge\','),
        ('word = "lijkt"\n', "", 'explained 1.1-1: "word" is missing.'),
        ("reason", "reden", 'explained 1.1-1: "reden" is not a key of this table.'),
        ("It belongs to the title that is quoted.", "Ok", 'explained 1.1-1: "reason" is \'Ok\': '),
        (
            EXPLAINED, EXPLAINED + EXPLAINED.replace("lijkt", "Lijkt"),
            'explained 1.1-1: the hedge "lijkt" is explained 2 times.',
        ),
    ],
)  # fmt: skip
def test_fault_in_an_explanation_is_told(tmp_path: Path, change: str, to: str, fault: str) -> None:
    """The table of explained words is as strict as the others."""
    found = faults_of(tmp_path, STATEMENT + EXPLAINED.replace(change, to))

    assert any(f"1.1.toml, {fault}" in one for one in found), found


def test_word_is_explained_in_the_file_of_its_section(tmp_path: Path) -> None:
    """An explanation elsewhere is not looked for, so it is told."""
    [found] = faults_of(tmp_path, STATEMENT, EXPLAINED)

    assert "1.2.toml, explained 1.1-1: is a passage of another section." in found
    assert "Explain it in 1.1.toml." in found
