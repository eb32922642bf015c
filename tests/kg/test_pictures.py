"""Pictures that a header asks for: read, or told what is wrong."""

from pathlib import Path

import pytest

from kg.errors import FaultsFound
from kg.library import load_question
from kg.pictures import Picture, read_picture

HEADER = """#+ title: T
#+ title@nl: T
#+ question: Q?
#+ question@nl: Q?
#+ param: {param}  xsd:string  which
{show}
SELECT ?level ?list ?{param} WHERE {{ ?level ?{param} ?list }}
"""


@pytest.mark.parametrize(
    ("text", "kind", "columns", "parts"),
    [
        ("bar level count", "bar", ("level", "count"), ()),
        ("bar level", "bar", ("level",), ("level",)),
        ("matrix level list", "matrix", ("level", "list"), ("level", "list")),
        ("timeline  year   what", "timeline", ("year", "what"), ()),
        ("graph who what", "graph", ("who", "what"), ()),
    ],
)
def test_picture_has_columns(
    text: str, kind: str, columns: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    """A kind with the columns it draws, and those whose values hold rows of the answer."""
    found = read_picture(text)

    assert Picture(kind, columns) == found
    assert isinstance(found, Picture)
    assert parts == found.parts


@pytest.mark.parametrize(
    ("show", "said"),
    [
        ("bars level", '"bars" is no picture.\n  Did you mean "bar"?'),
        ("pie level", "There are bar, matrix, timeline, graph."),
        ("matrix level", "Write `#+ show: matrix row column`."),
        ("bar", "Write `#+ show: bar label [number]`."),
        ("bar level list level", "bar takes label [number]."),
        ("matrix level level", "matrix has a column twice."),
        ("matrix level lst", 'draws "lst", which the query does not give back.\n  Did you mean'),
    ],
)
def test_picture_that_cannot_be_drawn_is_a_fault(tmp_path: Path, show: str, said: str) -> None:
    """The analyst reads what to write instead."""
    path = tmp_path / "levels.rq"
    path.write_text(HEADER.format(show=f"#+ show: {show}", param="which"), "utf-8")

    with pytest.raises(FaultsFound) as found:
        load_question(path, required_params=())

    assert said in str(found.value)
    assert 1 == len(found.value.faults)


def test_two_pictures_are_one_too_many(tmp_path: Path) -> None:
    """One answer, one picture."""
    path = tmp_path / "levels.rq"
    shows = "#+ show: bar level\n#+ show: matrix level list"
    path.write_text(HEADER.format(show=shows, param="which"), "utf-8")

    with pytest.raises(FaultsFound, match='"show" again'):
        load_question(path, required_params=())


def test_parameter_may_not_be_called_as_a_part(tmp_path: Path) -> None:
    """An address could mean the one or the other."""
    path = tmp_path / "levels.rq"
    path.write_text(HEADER.format(show="#+ show: bar level", param="row"), "utf-8")

    with pytest.raises(FaultsFound, match='a parameter "row" beside a picture'):
        load_question(path, required_params=())


def test_question_without_picture_has_none(tmp_path: Path) -> None:
    """Most answers are a table, and that is enough."""
    path = tmp_path / "levels.rq"
    path.write_text(HEADER.format(show="", param="which"), "utf-8")

    assert load_question(path, required_params=()).picture is None
