"""The header of a question, the library, and what is wrong with either."""

from pathlib import Path

import pytest
from rdflib import XSD, Literal

from kg.blanks import pieces
from kg.errors import BadParameterValue, FaultsFound, UnknownParameter, UnknownQuestion
from kg.files import shipped_files
from kg.library import (
    Question,
    bindings_for,
    find_question,
    load_library,
    required_params,
    whole_library,
)
from kg.namespaces import WR, WRID

STUDY = WRID["study/warmtenetten-regie-2022"]
HEADER = """#+ title: Instruments
#+ title@nl: Instrumenten
#+ question: Which instruments are there?
#+ question@nl: Welke instrumenten zijn er?
#+ reading: One row an instrument.
#+ keywords: instrument, list
#+ keywords@nl: instrument, lijst
#+ group: deelvraag-3
#+ audience: researcher
#+ decision: Where to look.
#+ param: study  wr:Study  = wrid:study/warmtenetten-regie-2022  which study
#+ param@nl: study  welke studie
#+ param: instrument  wr:Instrument  leave free for all
#+ param: most  xsd:integer  = 3  at most so many
"""
QUERY = """PREFIX wr: <https://w3id.org/warmteregie/def/>

SELECT ?study ?instrument ?most WHERE {
  ?study wr:names ?instrument .
  ?instrument wr:count ?most .
}
"""


def write(folder: Path, text: str, name: str = "instruments.rq") -> Path:
    """Write a question and return the folder."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def question(tmp_path: Path) -> Question:
    """Return a question with everything a header may hold."""
    return load_library(write(tmp_path, HEADER + QUERY))["instruments"]


def faults_of(folder: Path, **options: bool) -> list[str]:
    """Return the faults of a library, each as `place: what`."""
    with pytest.raises(FaultsFound) as caught:
        load_library(folder, **options)  # type: ignore[arg-type]
    return [f"{fault.place}: {fault.what}" for fault in caught.value.faults]


def test_header_is_read(question: Question) -> None:
    """Texts are by language, a key without one is English."""
    assert {"en": "Instruments", "nl": "Instrumenten"} == question.title
    assert {"en": "One row an instrument."} == question.reading
    assert ("instrument", "list", "lijst") == question.keywords
    assert ("instruments", "deelvraag-3", "SELECT") == (
        question.slug, question.group, question.form,
    )  # fmt: skip
    assert HEADER + QUERY == question.sparql
    assert question.body.startswith("PREFIX wr:")


def test_parameters_are_read(question: Question) -> None:
    """A parameter has a class, maybe a default, and a note in each language."""
    study, instrument, most = question.params

    assert ("study", WR.Study, STUDY) == (study.name, study.kind, study.default)
    assert {"en": "which study", "nl": "welke studie"} == study.note
    assert (WR.Instrument, None, False) == (
        instrument.kind, instrument.default, instrument.is_literal,
    )  # fmt: skip
    assert (Literal("3", datatype=XSD.integer), True) == (most.default, most.is_literal)


def test_sentence_to_fill_in_is_in_both_languages(tmp_path: Path) -> None:
    """What it holds is judged in `kg.blanks`."""
    half = HEADER + "#+ ask: Which of {instrument|all} are there?\n"

    assert [': "ask" in one language only.'] == faults_of(write(tmp_path, half + QUERY))


def test_every_parameter_is_chosen_in_a_sentence() -> None:
    """Study and language are the page's; whatever else a question takes stands in its sentence."""
    library = load_library(shipped_files().queries / "questions", parse=False)
    chosen = {
        slug: {param.name for param in one.params} - {"study", "lang"}
        for slug, one in library.items()
    }
    held = {
        slug: {piece.name for piece in pieces(one.ask.get("nl", "")) if piece.name}
        for slug, one in library.items()
    }

    assert chosen == held


def test_defaults_are_bound(question: Question) -> None:
    """What is not given takes its default; what has none stays free."""
    assert {"study": STUDY, "most": Literal(3)} == bindings_for(question, {})


def test_given_values_are_bound(question: Question) -> None:
    """What is given is read and goes before the default; an empty text is not given."""
    given = {"instrument": "wrid:instrument/a", "most": " 7 ", "study": ""}

    assert {
        "study": STUDY, "instrument": WRID["instrument/a"], "most": Literal(7),
    } == bindings_for(question, given)  # fmt: skip


def test_unknown_parameter_is_refused(question: Question) -> None:
    """A name that is no parameter is refused, with the likely one."""
    with pytest.raises(UnknownParameter, match='Did you mean "instrument"'):
        bindings_for(question, {"instument": "wrid:instrument/a"})


def test_parameter_unlike_any_lists_them(question: Question) -> None:
    """Where no name is near, all are listed."""
    with pytest.raises(UnknownParameter, match="It takes: study, instrument, most"):
        question.param("zzz")


def test_bad_value_is_refused(question: Question) -> None:
    """A value that its parameter cannot take is refused."""
    with pytest.raises(BadParameterValue):
        bindings_for(question, {"most": "veel"})


def test_unknown_question_is_refused(tmp_path: Path) -> None:
    """A slug that is not there is refused, with the likely one."""
    library = load_library(write(tmp_path, HEADER + QUERY))

    assert library["instruments"] is find_question(library, "instruments")
    with pytest.raises(UnknownQuestion, match='Did you mean "instruments"'):
        find_question(library, "instrumenten")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("title@nl", "titel@nl", 'line 2: "titel" is not a key.'),
        ("#+ title@nl: Instrumenten\n", "", ': no "title" in nl.'),
        ("#+ question: Which instruments are there?\n", "", ': no "question" in en.'),
        ("reading:", "reading@de:", 'line 5: "de" is not a language of the library.'),
        ("#+ group: deelvraag-3", "#+ group:", 'line 8: "group" has no value.'),
        ("#+ group: deelvraag-3", "#+ group", "line 8: not a header line."),
        (
            "#+ decision: Where to look.",
            "#+ title: Again",
            'line 10: "title" again; it is on line 1 already.',
        ),
        (
            "#+ param: most  xsd:integer  = 3  at most so many",
            "#+ param: study  wr:Study",
            'line 14: "param study" again; it is on line 11 already.',
        ),
        (
            "wr:Instrument  leave",
            "ex:Instrument  leave",
            'line 13: "instrument  ex:Instrument  leave free for all" is not a parameter.',
        ),
        (
            "param: instrument  wr:Instrument  leave free for all",
            "param: instrument",
            'line 13: "instrument" is not a parameter.',
        ),
        ("= 3", "= drie", 'line 14: "drie" is no value for "most".'),
        (
            "?study ?instrument ?most",
            "?study ?instrument",
            'line 14: the query does not give back "most".',
        ),
        (
            "?study ?instrument ?most",
            "?study ?instrument (1 AS ?most)",
            'line 14: the query makes "most" itself (AS).',
        ),
        ("#+ param: study", "#+ param: edition", ': no parameter "study".'),
        ("\nSELECT", "\n#+ group: x\nSELECT", "line 17: a header line below the query."),
        ("?most .\n}", "?most .\n", "line 21: not SPARQL: Expected SelectQuery at column 1."),
    ],
)
def test_fault_is_found(tmp_path: Path, old: str, new: str, fault: str) -> None:
    """Each fault is named with its line."""
    text = (HEADER + QUERY).replace(old, new)
    assert text != HEADER + QUERY

    assert fault in faults_of(write(tmp_path, text))


def test_all_faults_are_collected(tmp_path: Path) -> None:
    """A writer of two files mends all their faults in one go."""
    write(tmp_path, "#+ titel: x\nSELECT ?a { ?a ?b ?c } VALUES ?a { 1 }\n", "Een.rq")
    write(tmp_path, HEADER.replace("title", "titel") + QUERY, "twee.rq")

    faults = faults_of(tmp_path)

    assert {
        "line 1: \"titel\" is not a key.",
        "line 2: VALUES after the WHERE group; engines differ on it.",
        ": its name is not lower case with hyphens.",
        ': no "title" in nl.',
        ': no "question" in en.',
        'line 2: "titel" is not a key.',
    } <= set(faults)  # fmt: skip


def test_likely_key_is_named(tmp_path: Path) -> None:
    """The hint of an unknown key has the key that was meant."""
    with pytest.raises(FaultsFound, match='Did you mean "question"'):
        load_library(write(tmp_path, HEADER.replace("#+ question:", "#+ qustion:") + QUERY))


def test_file_that_is_not_utf8_is_a_fault(tmp_path: Path) -> None:
    """A file in another encoding is named, not tripped over."""
    (tmp_path / "a.rq").write_bytes(b"#+ title: caf\xe9\n")

    assert ["byte 13: not UTF-8."] == faults_of(tmp_path)


def test_other_shelf_needs_no_study(tmp_path: Path) -> None:
    """Which parameters are required is for the shelf to say."""
    text = "".join(line for line in HEADER.splitlines(keepends=True) if "study" not in line)
    write(tmp_path, text + QUERY)

    assert ["instruments"] == list(load_library(tmp_path, required_params=()))
    assert [': no parameter "study".'] == faults_of(tmp_path)


def test_serving_does_not_judge_queries(tmp_path: Path) -> None:
    """Without parsing, only headers are judged."""
    write(tmp_path, HEADER + "SELECT ?study {")

    assert ["instruments"] == list(load_library(tmp_path, parse=False))


def test_slugs_are_in_order(tmp_path: Path) -> None:
    """The library is in alphabetical order of slugs."""
    for name in ("b.rq", "a.rq"):
        write(tmp_path, HEADER + QUERY, name)

    assert ["a", "b"] == list(load_library(tmp_path))


ELSEWHERE = """#+ title: Others
#+ title@nl: Anderen
#+ question: What do others say?
#+ question@nl: Wat zeggen anderen?
#+ param: endpoint  xsd:anyURI  which
SELECT ?endpoint ?o WHERE { SERVICE ?endpoint { ?s ?p ?o } }
"""


def library_of(folder: Path, services: tuple[str, ...]) -> dict[str, Question]:
    """Return a library of one question to the graph and one that asks another endpoint."""
    (folder / "questions").mkdir()
    (folder / "elsewhere").mkdir()
    write(folder / "questions", HEADER + QUERY)
    write(folder / "elsewhere", ELSEWHERE, "others.rq")
    return whole_library(folder, services)


def test_question_to_others_takes_the_endpoints_of_the_settings(tmp_path: Path) -> None:
    """The first where none is chosen, another one of them, and nothing else."""
    library = library_of(tmp_path, ("http://e/a", "http://e/b"))
    others = library["others"]

    assert ["instruments", "others"] == list(library)
    assert (True, False) == (others.asks_elsewhere, library["instruments"].asks_elsewhere)
    assert ["http://e/a", "http://e/b"] == [
        str(bindings_for(others, given)["endpoint"]) for given in ({}, {"endpoint": "http://e/b"})
    ]
    with pytest.raises(BadParameterValue, match="http://e/a, http://e/b"):
        bindings_for(others, {"endpoint": "http://e/c"})


def test_question_to_others_cannot_be_asked_of_nobody(tmp_path: Path) -> None:
    """It is in the library all the same, to be read."""
    library = library_of(tmp_path, ())

    assert [True, False] == [one.can_be_asked for one in library.values()]


def test_question_to_others_needs_the_parameter(tmp_path: Path) -> None:
    """Without it nobody could say whom to ask."""
    with pytest.raises(FaultsFound, match='no parameter "endpoint"'):
        load_library(
            write(tmp_path, "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }"),
            required_params=required_params("elsewhere"),
        )


def test_shelf_of_questions_to_others_is_without_faults() -> None:
    """Each is judged as those to the graph are."""
    found = load_library(shipped_files().queries / "elsewhere", required_params=("endpoint",))

    assert ["what-others-call-it"] == list(found)
    assert all(one.asks_elsewhere for one in found.values())
