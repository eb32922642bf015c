"""Fidelity: a word that a hasty reader drops is told of, until it is mended or explained."""

import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from rdflib import Graph

from kg.checks import fidelity
from kg.curation import SectionFile
from kg.errors import Fault
from kg.fidelity import Fidelity, judge, labels_in
from kg.fidelity.printed import cited_in, names_in, printed, running, without_names
from kg.fidelity.rules import RULES
from kg.fidelity.wordlists import WordList, word_lists
from kg.files import shipped_files
from kg.passages import Passage
from kg.sources import CuratedStudy, Sources, gather
from kg.study import Study
from kg.turtle import parse_turtle
from tests.two_studies import SECOND, TEXT, both_files

LABELS = {
    "https://w3id.org/warmteregie/id/actor/roofer": ("de dakdekker", "roofer"),
    "https://w3id.org/warmteregie/id/object/green-roof": ("groen dak", "green roof"),
    "https://w3id.org/warmteregie/id/object/roof-of-1950": ("dak uit 1950", "roof of 1950"),
    "https://w3id.org/warmteregie/id/place/example-town": ("Voorbeeldstad", "Example Town"),
    "https://w3id.org/warmteregie/id/party/roof-firm": ("Dakbedrijf De Nok", "The Ridge"),
}
SPEAKERS = """
@prefix wr: <https://w3id.org/warmteregie/def/> .
<https://w3id.org/warmteregie/id/speaker/roofs/authors>
    wr:speakerKind <https://w3id.org/warmteregie/id/speaker-kind/authors> .
<https://w3id.org/warmteregie/id/speaker/roofs/most-roofers>
    wr:speakerKind <https://w3id.org/warmteregie/id/speaker-kind/group> ;
    wr:quantifier <https://w3id.org/warmteregie/id/quantifier/most> .
<https://w3id.org/warmteregie/id/speaker/roofs/a-roofer>
    wr:speakerKind <https://w3id.org/warmteregie/id/speaker-kind/unidentified> .
<https://w3id.org/warmteregie/id/speaker/roofs/ridge>
    wr:speakerKind <https://w3id.org/warmteregie/id/speaker-kind/party> ;
    wr:speaksFor <https://w3id.org/warmteregie/id/party/roof-firm> .
<https://w3id.org/warmteregie/id/speaker/roofs/mulder-2011>
    wr:speakerKind <https://w3id.org/warmteregie/id/speaker-kind/cited-work> ;
    wr:voiceOf <https://w3id.org/warmteregie/id/work/mulder-2011> .
"""
STATEMENT = """
[[statement]]
id = "0001"
subject = "wrid:actor/roofer"
predicate = "wr:lays"
object = "wrid:object/green-roof"
gist.nl = "Een dakdekker legt een groen dak."
gist.en = "A roofer lays a green roof."

  [[statement.reading]]
  passages = ["1.1-1"]
  speakers = ["authors"]
"""
NODE = '\n  [statement.node]\n  class = "wr:Quantity"\n  %s\n\n  [[statement.reading]]'
SEEDS = [
    # kind, the passage, the word that is lost, and what in the statement is mended, to what
    ("hedge", "Het dak lijkt dicht.", "lijkt", "speakers", 'hedge = ["seems"]\n  speakers'),
    ("hedge", "Het dak lijkt dicht.", "lijkt", "speakers", 'certainty = "open"\n  speakers'),
    ("hedge", "Misschien is dat zo.", "Misschien", "speakers", 'hedge = ["perhaps"]\n  speakers'),
    ("negation", "Het dak is niet dicht.", "niet", "gist.nl", 'polarity = "denied"\ngist.nl'),
    ("negation", "Géén dak lekt.", "Géén", "speakers", 'stance = "does-not-say"\n  speakers'),
    ("number", "Er komen 1.250 daken.", "1.250", "  [[statement.reading]]", NODE % "value = 1250"),
    ("number", "Er gaan twee weken in.", "twee", "  [[statement.reading]]", NODE % "minValue = 2"),
    ("number", "Er komen 3,5 miljoen daken.", "3,5 miljoen", "  [[statement.reading]]",
     NODE % "value = 3500000"),
    ("number", "Het gaat in per 1950.", "1950", "  [[statement.reading]]",
     NODE % "startDate = 1950-03-02"),
    ("number", "Een dak uit 1950 lekt.", "1950", "green-roof", "roof-of-1950"),
    ("citation", "Daken lekken (Mulder, 2011).", "2011", "speakers",
     'citations = [{ work = "wrid:work/mulder-2011", as = "as-source" }]\n  speakers'),
    ("citation", "Dit zegt men (2011).", "2011", "authors", "mulder-2011"),
    ("citation", "Daken lekken (Dakbond, z.d.).", "z.d.", "wrid:object/green-roof",
     "wrid:work/dakbond"),
    ("quantifier", "De meeste daken lekken.", "De meeste", "gist.nl",
     'quantifier = "most"\ngist.nl'),
    ("quantifier", "Volgens de meeste dakdekkers lekt het.", "de meeste", "authors",
     "most-roofers"),
    ("quantifier", "Volgens één dakdekker lekt het.", "één", "authors", "a-roofer"),
    ("name", "Dat geldt in Voorbeeldstad.", "Voorbeeldstad", "wrid:object/green-roof",
     "wrid:place/example-town"),
    ("name", "Voorbeeldstad heeft daken.", "Voorbeeldstad", "wrid:actor/roofer",
     "wrid:place/example-town"),
    ("name", "Zo legt Dakbedrijf ze.", "Dakbedrijf", "authors", "ridge"),
    ("modal", "Een dakdekker moet dat leggen.", "moet", "gist.nl", 'force = "must"\ngist.nl'),
    ("modal", "Een dakdekker kan het leggen.", "kan", "gist.nl", 'force = "may"\ngist.nl'),
    ("modal", "Een dakdekker kan het leggen.", "kan", "speakers", 'hedge = ["may"]\n  speakers'),
]  # fmt: skip
TRAPS = [
    "Met het groen-moet-beleid gaat het goed.",  # a hyphenated word is one word
    "Dat is onmogelijk, ongeveerlijk en verkankerd.",  # a word within a word
    "Een dak is een dak.",  # no numeral
    "Dat zei de dakdekker Roofer.",  # a name that is known
    "Het dak houdt water vast2.",  # a footnote's mark, glued to a word
    "Dat zegt men.3 Het klopt.",  # and to a full stop
    "1. een dak van planten;",  # a list mark
    "Zie hoofdstuk 2 en figuur 3.",  # no count
    "Men denkt in 3-D en 4D.",
    "Er is gas co2 en laag b12 te zien.",
    "Het dak dient als tuin.",  # to be of service as
    "Niet alleen planten groeien er.",
    "De eerste stap is de tweede.",  # a place in a row
    "Zo is het. Daken zijn groen: Planten ook, ‘Mos’ zelfs.",  # capitals that open a sentence
    "Zie https://dak.example/2019/niet-alle-daken.",  # an address
]


def passage(name: str, kind: str = "sentence") -> Passage:
    """Return a passage of a section, its place left out."""
    return Passage(name, name.rpartition("-")[0], kind, "", 1, 1, 1, 0, 1, 1, 1, "")


@pytest.fixture
def found(study: Study) -> "Find":
    """Return what judges a section against the words of its passages."""
    return Find(study)


class Find:
    """Judges a section of the invented study against the words of its passages."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def __call__(self, section: str, status: str = "curated", **texts: str) -> Fidelity:
        """Return what is found; *texts* by number of the passage, "" where the words lack."""
        words = {f"1.1-{name[1:]}": text for name, text in texts.items()}
        title = self.study.title
        sections = [{"number": "1.1", "title": title, "status": status}]
        study = Study(**{**dict(self.study), "section": sections})
        content = SectionFile.model_validate(tomllib.loads(f'section = "1.1"\n{section}'))
        passages = tuple(map(passage, words))
        words = {name: text for name, text in words.items() if text}
        speakers = Graph().parse(data=SPEAKERS, format="turtle")
        return judge(CuratedStudy(study, passages, speakers, (content,)), words, LABELS)


def explained(kind: str, word: str) -> str:
    """Return the table that explains a word of the first passage."""
    reason = "The word is a part of the name."
    return (
        f'\n[[explained]]\npassage = "1.1-1"\nabout = "{kind}"\n'
        f'word = "{word}"\nreason = "{reason}"\n'
    )


@pytest.mark.parametrize(("kind", "text", "word", "old", "new"), SEEDS)
def test_lost_word_is_told_until_it_is_mended(
    found: Find, kind: str, text: str, word: str, old: str, new: str
) -> None:
    """Each kind of word is missed where nothing carries it, and nowhere else."""
    [fault] = found(STATEMENT, p1=text).faults

    what = f'nothing that is read there carries the {kind} "{word}".'
    assert ("1.1.toml", "passage 1.1-1", what) == (fault.file, fault.place, fault.what)
    assert "[[explained]]" in fault.hint
    assert () == found(STATEMENT.replace(old, new), p1=text).faults


@pytest.mark.parametrize(("kind", "text", "word"), [seed[:3] for seed in SEEDS])
def test_explained_word_is_counted_and_no_fault(
    found: Find, kind: str, text: str, word: str
) -> None:
    """A finding that is explained, in whatever case, is silent and counted."""
    judged = found(STATEMENT + explained(kind, word.upper()), p1=text)

    assert ((), {kind: 1}) == (judged.faults, judged.explained)


def test_seeds_are_of_every_kind() -> None:
    """No kind of word goes without a seeded fault."""
    assert set(RULES) == {seed[0] for seed in SEEDS}


@pytest.mark.parametrize("text", TRAPS)
def test_look_alike_is_passed_over(found: Find, text: str) -> None:
    """What only looks like such a word is none."""
    assert () == found(STATEMENT, p1=text).faults


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Het dak is dicht.", 'the hedge "lijkt" does not stand there.'),
        ("Het dak lijkt dicht.", 'the hedge "lijkt" needs no explanation.'),
    ],
)
def test_explanation_that_explains_nothing_is_told(found: Find, text: str, what: str) -> None:
    """When the word is not there, or is carried by now, the explanation has to go."""
    hedged = STATEMENT.replace("speakers", 'hedge = ["seems"]\n  speakers')
    judged = found(hedged + explained("hedge", "lijkt"), p1=text)

    [fault] = judged.faults
    assert ("explained 1.1-1", what) == (fault.place, fault.what)
    assert Counter() == judged.explained


def test_explanation_is_of_one_kind_and_one_word(found: Find) -> None:
    """What explains one word of a passage explains no other."""
    judged = found(STATEMENT + explained("modal", "moet"), p1="Dat moet en kan niet.")

    assert ["kan", "niet"] == [fault.what.split('"')[1] for fault in judged.faults]


def test_lead_in_is_carried_by_what_is_read_with_it(found: Find) -> None:
    """Where nothing is read but with it, a passage lends its words to those statements."""
    item = STATEMENT.replace('["1.1-1"]', '["1.1-2", "1.1-1"]')
    hedged = item.replace("speakers", 'hedge = ["seems"]\n  speakers')

    [fault] = found(item, p1="Het lijkt zo:", p2="een dak.").faults
    assert "passage 1.1-1" == fault.place
    assert () == found(hedged, p1="Het lijkt zo:", p2="een dak.").faults


def test_what_is_read_with_a_passage_does_not_carry_its_words(found: Find) -> None:
    """A passage with statements of its own answers for its words itself."""
    other = STATEMENT.replace("0001", "0002").replace('["1.1-1"]', '["1.1-2", "1.1-1"]')
    hedged = other.replace("speakers", 'hedge = ["seems"]\n  speakers')

    [fault] = found(STATEMENT + hedged, p1="Het lijkt zo.", p2="Een dak lijkt het.").faults
    assert "passage 1.1-1" == fault.place


def test_gist_carries_nothing(found: Find) -> None:
    """What only the gist says is lost to whoever asks the graph."""
    gist = STATEMENT.replace("Een dakdekker legt", "Twee dakdekkers in Mosdorp leggen")

    assert 2 == len(found(gist, p1="Er leggen twee man in Mosdorp een dak.").faults)


def test_open_sections_are_not_judged(found: Find) -> None:
    """Nobody says yet that an open section is done."""
    assert () == found(STATEMENT, status="open", p1="Het lijkt niet zo.").faults


def test_passage_without_its_words_is_not_judged(found: Find) -> None:
    """What a text lacks is neither found nor called needless."""
    judged = found(STATEMENT + explained("hedge", "lijkt"), p1="", p2="Een dak.")

    assert Fidelity(unread=("1.1-1",)) == judged


def test_marks_and_citations_are_told_from_words() -> None:
    """Citations in and outside brackets, marks and accents, as the texts have them."""
    text = "Zie bijvoorbeeld Mos, 2019 en Dak et al. (2020a, 2021), elders (z.d.1) en in (12) 2022."

    assert ["2019", "2020a", "2021", "z.d."] == cited_in(text)
    assert ["2022", "12"] == sorted(word_lists().number.found_in(running(text)), reverse=True)
    assert "eén" == printed("\uf0b7 ee\u0301n", "list-item")
    assert "Een dak" == printed("2.1 Een dak", "heading")
    assert "2 daken" == printed("2 daken", "sentence")
    assert "Men ziet dat · het kan." == without_names("Men ziet dat Kan het kan.")
    assert ["Nok", "Mos"] == names_in("Nok ligt bij Mos. Daar ligt het.", {"Nok"})


def lists() -> dict[str, tuple[WordList, ...]]:
    """Return the shipped lists by kind."""
    shipped = word_lists()
    return {
        "hedge": shipped.hedge,
        "negation": shipped.negation,
        "quantifier": shipped.quantifier,
        "modal": shipped.modal,
    }


def test_words_become_what_the_source_can_say() -> None:
    """What a word is to become is a value that a statement or a reading can have."""
    values = parse_turtle(shipped_files().entities / "evidence-values.ttl")
    known = {
        tuple(str(thing).split("/")[-2:])
        for thing in values.subjects()
        if str(thing).split("/")[-2]
        in ("polarity", "quantifier", "force", "stance", "certainty", "hedge")
    }
    names = {name for _, name in known}

    assert (
        set()
        == {one for each in lists().values() for list_ in each for one in list_.becomes} - names
    )


@pytest.mark.parametrize("kind", lists())
def test_each_word_is_found_in_one_list(kind: str) -> None:
    """No word is in two lists of a kind, and every word is found by its own."""
    words = Counter(word for one in lists()[kind] for word in one.words)

    assert {1} == set(words.values())
    for one in lists()[kind]:
        assert {word for word in one.words if [word] != one.whole.found_in(f"x {word} x")} == set()


@pytest.fixture
def home(tmp_path: Path, study_text: str) -> Path:
    """Return a user's folder with the real text attached."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "warmtenetten-regie-2022.txt").write_bytes(study_text.encode())
    return tmp_path


def test_no_word_of_the_real_study_is_lost(sources: Sources, home: Path) -> None:
    """Every such word of the study is carried or explained, and no explanation is idle."""
    judged = fidelity(sources, home)

    assert ((), len(list(explanations(sources)))) == (judged.faults, judged.explained.total())


def explanations(sources: Sources) -> list[tuple[str, str]]:
    """Return passage and reason of all that the studies explain."""
    return [
        (explained.passage, explained.reason)
        for one in sources.studies
        for section in one.sections
        for explained in section.explained
    ]


def test_explanations_are_no_stock_sentences(sources: Sources) -> None:
    """Each says of its own word where it went."""
    reasons = Counter(reason for _, reason in explanations(sources))

    assert [] == [reason for reason, times in reasons.items() if times > 1]


def test_without_text_nothing_is_judged(sources: Sources, tmp_path: Path) -> None:
    """Fidelity needs the words; without them there is neither fault nor count."""
    assert Fidelity() == fidelity(sources, tmp_path)


def test_passage_that_the_text_lacks_is_told(sources: Sources, home: Path) -> None:
    """Of another edition, what is there is judged, and what is not is named."""
    path = home / "texts" / "warmtenetten-regie-2022.txt"
    text = path.read_bytes().decode()
    path.write_bytes(text[: len(text) // 2].encode())
    judged = fidelity(sources, home)

    assert ("A1-1" in judged.unread, "1.1-1" in judged.unread) == (True, False)
    assert () == judged.faults


def test_labels_are_of_both_languages() -> None:
    """All names of a thing count, those it is only found by included."""
    data = """
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <http://x/1> skos:prefLabel "dak"@nl, "roof"@en ; skos:hiddenLabel "daken"@nl .
    """

    assert {"http://x/1": ("dak", "daken", "roof")} == labels_in(Graph().parse(data=data))


def test_faults_are_sorted(found: Find) -> None:
    """Two runs tell the same in the same order."""
    faults = found(STATEMENT, p2="Dat moet.", p1="Dat kan niet.").faults

    assert isinstance(faults[0], Fault)
    assert tuple(sorted(faults)) == faults


@pytest.mark.long
def test_second_study_is_judged_by_its_own_text(tmp_path: Path) -> None:
    """Each study is held to the text attached for it, and a fault names the study's folder."""
    files = both_files(tmp_path / "kg")
    (tmp_path / "texts").mkdir()
    shutil.copy(TEXT, tmp_path / "texts" / f"{SECOND}.txt")
    whole = fidelity(gather(files), tmp_path)
    section = files.studies / SECOND / "1.toml"
    section.write_text(section.read_text("utf-8").partition("[[explained]]")[0], "utf-8")
    [fault] = fidelity(gather(files), tmp_path).faults

    assert ((), 8) == (whole.faults, whole.explained.total())
    assert f"{SECOND}/1.toml" == fault.file
