"""Two readers who state opposite things of one claim are told, unless a tension holds both."""

from pathlib import Path

import pytest

from kg.curation import SectionFile, read_section
from kg.opposites import opposites

CLAIM = """
[[statement]]
id = "%s"
subject = "wrid:actor/municipality"
predicate = "wr:uses"
object = "node"
%s
gist.nl = "De gemeente gebruikt subsidie."
gist.en = "The municipality uses a subsidy."

  [statement.node]
  class = "wr:Quantity"
  value = %d

  [[statement.reading]]
  passages = ["1.1-1"]
  speakers = ["authors"]
  stance = "%s"
"""
TENSION = """
[[tension]]
id = "01"
kind = "contradiction"
between = ["0001", "0002"]
gist.nl = "Twee lezingen."
gist.en = "Two readings."
"""
DENIED = 'polarity = "denied"'


def claim(number: str, says: str = "", *, value: int = 3, stance: str = "says") -> str:
    """Return a claim about one quantity, with what makes it differ from the plain one."""
    return CLAIM % (number, says, value, stance)


def of(quantifier: str, says: str = "") -> str:
    """Return the lines that quantify a claim."""
    return f'quantifier = "{quantifier}"\n{says}'


def found(folder: Path, *sections: str) -> list[str]:
    """Return what is found in sections with these texts, without the hints."""
    read: dict[str, SectionFile] = {}
    for number, text in enumerate(sections, 1):
        path = folder / f"1.{number}.toml"
        path.write_text(f'section = "1.{number}"\n{text}', "utf-8")
        read[path.name] = read_section(path)
    return [str(fault).splitlines()[0] for fault in opposites(read)]


def test_affirmed_and_denied_is_told_of_the_later_one(tmp_path: Path) -> None:
    """Each content node has an IRI of its own; that two say the same is seen all the same."""
    assert ["1.2.toml, statement 0002: denies what statement 0001 affirms."] == found(
        tmp_path, claim("0001"), claim("0002", DENIED)
    )


def test_hint_names_both_ways_out(tmp_path: Path) -> None:
    """A curator marks the tension, or reads again."""
    (tmp_path / "1.toml").write_text(
        f'section = "1"\n{claim("0001")}{claim("0002", DENIED)}', "utf-8"
    )

    [fault] = opposites({"1.toml": read_section(tmp_path / "1.toml")})
    assert "Name both in a [[tension]]" in fault.hint
    assert "read the passages again" in fault.hint


def test_tension_that_holds_both_answers_it(tmp_path: Path) -> None:
    """What is marked as a contradiction is knowledge, no fault."""
    assert [] == found(tmp_path, claim("0001"), claim("0002", DENIED) + TENSION)


@pytest.mark.parametrize("side", ["0001", "0002"])
def test_tension_with_one_of_them_does_not(tmp_path: Path, side: str) -> None:
    """A tension counts for its own sides only: both must be among them."""
    other = TENSION.replace(side, "0003")

    assert 1 == len(
        found(tmp_path, claim("0001"), claim("0002", DENIED), claim("0003", value=4) + other)
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (claim("0001"), claim("0002", DENIED, value=4)),
        (claim("0001"), claim("0002", 'polarity = "denied"\nforce = "may"')),
        (claim("0001", 'force = "must"'), claim("0002", 'force = "may"')),
        (claim("0001"), claim("0002", 'polarity = "denied"\nact = "wrid:act/some"')),
        (claim("0001", stance="asks"), claim("0002", DENIED)),
        (claim("0001"), claim("0002", DENIED, stance="does-not-say")),
    ],
)
def test_other_claims_are_no_opposites(tmp_path: Path, first: str, second: str) -> None:
    """Another node, force or act makes another claim; what nobody says opposes nothing."""
    assert [] == found(tmp_path, first, second)


@pytest.mark.parametrize(
    ("affirmed", "denied", "clash"),
    [
        ("", "some", True),
        ("all", "one", True),
        ("some", "all", True),
        ("none", "some", True),
        ("most", "nearly-all", True),
        ("some", "some", False),
        ("most", "some", False),
        ("one", "most", False),
    ],
)
def test_quantifiers_overlap_or_do_not(
    tmp_path: Path, affirmed: str, denied: str, clash: bool
) -> None:
    """Some do and some do not is no contradiction; most do and most do not is."""
    first = claim("0001", of(affirmed) if affirmed else "")

    assert clash == bool(found(tmp_path, first, claim("0002", of(denied, DENIED))))


def test_two_quantifiers_for_one_claim_are_told(tmp_path: Path) -> None:
    """That several do and that most do are two readings of how many there are."""
    assert ["1.2.toml, statement 0002: holds of most what statement 0001 holds of several."] == (
        found(tmp_path, claim("0001", of("several")), claim("0002", of("most")))
    )
    assert [] == found(tmp_path, claim("0001"), claim("0002", of("most")))
