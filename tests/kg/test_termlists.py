"""Lists and tables of others: what is a name, what a code, and what is refused."""

import pytest

from kg.termlists import (
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_TERMS,
    ListTooLarge,
    Term,
    UnreadableList,
    read_terms,
)


def taken(text: str, **columns: str) -> list[tuple[str, str]]:
    """Return the names and codes in a list."""
    return [(one.text, one.code) for one in read_terms(text.encode(), **columns).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bankje\nboom\n", [("bankje", ""), ("boom", "")]),
        ("bankje\r\n\r\n  boom  \r\n", [("bankje", ""), ("boom", "")]),
        ("bankje, groot\nboom\n", [("bankje, groot", ""), ("boom", "")]),
        ('"bankje"\n"boom\n', [("bankje", ""), ("boom", "")]),
        ("naam\nbankje\n", [("bankje", "")]),
        ("gemeente\ninstrument\n", [("gemeente", ""), ("instrument", "")]),
        ("bankje", [("bankje", "")]),
        ("bankje, groot", [("bankje, groot", "")]),
        ("naam;gm_code;x\nBeukdorp;9901;7\nLinden;55;8\n",
         [("Beukdorp", "GM9901"), ("Linden", "GM0055")]),
        ("GM9901,Beukdorp\nGM9902,Linden\n", [("Beukdorp", "GM9901"), ("Linden", "GM9902")]),
        ("nr\tnaam\n1\tbankje\n2\tboom\n", [("bankje", ""), ("boom", "")]),
        ('naam,note\n"bankje, groot","een\nregel"\n', [("bankje, groot", "")]),
        ("code;naam\nx1;bankje\n;boom\nx3;\n;\n", [("bankje", "x1"), ("boom", ""), ("", "x3")]),
        ("12;bankje\n13;boom\n", [("bankje", ""), ("boom", "")]),
    ],
)  # fmt: skip
def test_names_and_codes_are_told_apart(text: str, expected: list[tuple[str, str]]) -> None:
    """By headings where there are, else by what is in the columns."""
    assert expected == taken(text)


def test_columns_can_be_named() -> None:
    """By heading, whatever its capitals, or by number."""
    table = "a;b;c\nbankje;boom;x1\nbank;es;x2\n"

    assert [("b", ""), ("boom", ""), ("es", "")] == taken(table, column="2")
    assert [("b", "c"), ("boom", "x1"), ("es", "x2")] == taken(table, column="2", code="3")
    assert [("boom", "")] == taken("naam;Soort\nbankje;boom\n", column="soort")


def test_line_and_iri_of_a_row_are_kept() -> None:
    """A row with an IRI of theirs is called so in what is written down."""
    found = read_terms(b"naam;iri\n\nbankje;https://example.org/1\nboom;geen\n").terms

    assert (Term(3, "bankje", "https://example.org/1", "https://example.org/1"),
            Term(4, "boom", "geen", "")) == found  # fmt: skip


def test_windows_text_is_read_and_told() -> None:
    """A spreadsheet still writes it; a byte order mark is no letter."""
    found = read_terms("naam;code\ncafé;1\n".encode("windows-1252"))

    assert ("café", "windows-1252") == (found.terms[0].text, found.encoding)
    assert "bankje" == read_terms("\ufeffbankje".encode()).terms[0].text
    assert 1 == read_terms(b"naam;x\nbankje;1\n;2\n").empty


@pytest.mark.parametrize(
    ("content", "says", "too_large"),
    [
        (b"", "nothing in the list", False),
        (b" \n\n", "nothing in the list", False),
        (b"PK\x03\x04\x00\x00", "no text", False),
        ("bankje\x00".encode("utf-16"), "no text", False),
        (b"x" * (MAX_BYTES + 1), "100 kB", True),
        (b"bankje\n" * (MAX_TERMS + 1), f"{MAX_TERMS} rows", True),
        (b"naam;x\n" + b"bankje;1\n" * (MAX_TERMS + 1), f"{MAX_TERMS} rows", True),
        (b"x" * (MAX_CELL + 1), "cell", True),
        (b"a;" * MAX_COLUMNS + b"b\n" + b"a;" * MAX_COLUMNS + b"b", "columns", True),
        (b'naam;x\n"bankje;1\n' + b"boom;2\n" * 200, "open there", True),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, says: str, too_large: bool) -> None:
    """With the reason, and what to send instead."""
    with pytest.raises(UnreadableList) as caught:
        read_terms(content)

    assert says in str(caught.value)
    assert too_large == isinstance(caught.value, ListTooLarge)


def test_most_rows_are_taken() -> None:
    """The bound is of terms; a heading is none."""
    assert MAX_TERMS == len(read_terms(b"naam;x\n" + b"bankje;1\n" * MAX_TERMS).terms)
    assert MAX_TERMS == len(read_terms(b"bankje\n" * MAX_TERMS).terms)


@pytest.mark.parametrize("column", ["soort", "3", "0", "-1", "9" * 5000])
def test_column_that_is_not_there_is_told(column: str) -> None:
    """With those that are."""
    with pytest.raises(UnreadableList, match="Choose one of these: naam, x"):
        read_terms(b"naam;x\nbankje;1\n", column=column)
