"""The tokenizer, and terms written as tokens."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import XSD, BNode, Literal, URIRef

from kg.errors import BadParameterValue, QuerySyntaxError
from kg.tokens import (
    closing,
    depths,
    is_iri,
    place,
    query_form,
    tokenize,
    write_string,
    write_term,
)

PIECES = st.sampled_from(
    ["'", '"', "'''",
     '"""', "\\", "\\'", "\\u0041", "#", "\n", "\r", "<", ">", "<a>", "<#'>", "{", "}",
     "(", ")", "?a", "a:b", "a:b\\'", "_:b", "1.5e3", "@nl", "SELECT", " ", "é", "\u2028", "."]
)  # fmt: skip


def kinds(sparql: str) -> list[tuple[str, str]]:
    """Return kind and text of each token."""
    return [(token.kind, token.text) for token in tokenize(sparql)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("'a\\'b'", "string"),
        ('"a # b"', "string"),
        ("'''a ' '' \n b'''", "string"),
        ('"""a " {"""', "string"),
        ("<http://e/#it's>", "iri"),
        ("wr:a\\'b.c", "name"),
        (":a", "name"),
        ("_:b1", "blank"),
        ("?naam", "variable"),
        ("@nl-BE", "tag"),
        ("1.5e3", "number"),
        ("SELECT", "word"),
    ],
)
def test_token_is_one(text: str, kind: str) -> None:
    """Each of the forms of the grammar is one token of its kind."""
    assert [(kind, text)] == kinds(text)


def test_two_quotes_are_a_string() -> None:
    """Quotes are not doubled in SPARQL: two strings stand side by side."""
    assert [("string", "'it'"), ("string", "'s'")] == kinds("'it''s'")


def test_comment_and_space_are_left_out() -> None:
    """A comment ends at the line's end, be it a line feed or a carriage return."""
    assert ["a", "b", "c"] == [text for _, text in kinds("a # { ' \n b #}\r c")]


def test_comment_does_not_end_at_a_line_separator() -> None:
    """U+2028 ends no comment, as in the grammar."""
    assert ["a"] == [text for _, text in kinds("a #x\u2028 {")]


def test_less_than_is_no_iri() -> None:
    """A comparison is signs, for an IRI holds no space."""
    assert [("variable", "?a"), ("sign", "<"), ("variable", "?b")] == kinds("?a < ?b")


def test_name_does_not_end_in_a_full_stop() -> None:
    """The full stop after a prefixed name ends the triple."""
    assert [("name", "a:b.c"), ("sign", ".")] == kinds("a:b.c.")


@pytest.mark.parametrize(
    "text", ["'a", '"a\n"', "'''a'", "'\\x'", "'''a' } # \\x'''", "a \\ b", '"""a""', "'\\u00e'"]
)
def test_unreadable_is_refused(text: str) -> None:
    """A string that does not end, or a wrong escape, is an error and never skipped."""
    with pytest.raises(QuerySyntaxError) as caught:
        tokenize(text)

    assert (1, 1) <= (caught.value.line, caught.value.column)


def test_error_says_where() -> None:
    """Line and column count from 1, and are those of the opening quote."""
    with pytest.raises(QuerySyntaxError) as caught:
        tokenize("SELECT *\r\n{ ?s ?p 'x }")

    assert (2, 9) == (caught.value.line, caught.value.column)


@given(st.lists(PIECES).map("".join))
def test_tokens_are_the_query(text: str) -> None:
    """Tokens stand in order, do not overlap and are the very text at their place."""
    try:
        tokens = tokenize(text)
    except QuerySyntaxError:
        return

    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(one.end <= two.start for one, two in pairwise(tokens))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes the tokenizer fail in another way."""
    with suppress(QuerySyntaxError):
        tokenize(text)


@pytest.mark.parametrize(
    ("at", "expected"), [(0, (1, 1)), (2, (2, 1)), (4, (2, 3)), (7, (3, 1)), (9, (4, 1))]
)
def test_place_counts_from_one(at: int, expected: tuple[int, int]) -> None:
    """Lines end at a line feed, a carriage return, or both."""
    assert expected == place("a\rb c\r\nd\ne", at)


def test_depth_counts_brackets_around() -> None:
    """A bracket is as deep as its neighbours outside."""
    expected = [(0, "a"), (0, "("), (1, "b"), (1, "{"), (1, "}"), (0, ")")]

    assert expected == [(depth, token.text) for depth, token in depths(tokenize("a(b{})"))]


def test_closing_finds_the_partner() -> None:
    """Braces in strings, comments and IRIs are no brackets."""
    tokens = tokenize("{ '}' #}\n {} }")

    assert len(tokens) - 1 == closing(tokens, 0)


def test_unclosed_bracket_is_an_error() -> None:
    """A group that is never closed is said so."""
    with pytest.raises(QuerySyntaxError):
        closing(tokenize("{ {}"), 0)


@pytest.mark.parametrize(
    ("sparql", "form"),
    [
        ("PREFIX ask: <http://e/> select * {}", "SELECT"),
        ("# SELECT\nASK {}", "ASK"),
        ("DESCRIBE <http://e/SELECT>", "DESCRIBE"),
        ("INSERT DATA {}", ""),
        ("", ""),
    ],
)
def test_form_is_the_first_keyword(sparql: str, form: str) -> None:
    """Prefixes, comments and IRIs do not mislead."""
    assert form == query_form(tokenize(sparql))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (URIRef("http://e/a"), "<http://e/a>"),
        (Literal("a"), '"a"'),
        (Literal("a", datatype=XSD.string), '"a"'),
        (Literal('a"\n\\', lang="nl"), '"a\\"\\n\\\\"@nl'),
        (Literal("01", datatype=XSD.integer, normalize=False), f'"01"^^<{XSD.integer}>'),
        (Literal("\\u0041"), '"\\\\\\U000000750041"'),
    ],
)
def test_term_is_written(term: URIRef | Literal, text: str) -> None:
    """A term keeps its spelling and its type."""
    assert text == write_term(term)


@pytest.mark.parametrize(
    "term",
    [
        BNode("b"),
        URIRef("relative"),
        URIRef("http://e/a> } #"),
        URIRef("http://e/\n"),
        Literal("a\ud800"),
        Literal("1", datatype=URIRef("x y")),
    ],
)
def test_term_that_cannot_be_written_is_refused(term: URIRef | BNode | Literal) -> None:
    """What could end the token early is never written."""
    with pytest.raises(BadParameterValue):
        write_term(term)


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("\\u0022 } #")
@example("\\")
def test_string_is_one_token(text: str) -> None:
    """Whatever a string holds, it is read as one token."""
    assert [("string", write_string(text))] == kinds(write_string(text))


@pytest.mark.parametrize(
    ("text", "whole"), [("urn:a:b", True), ("a", False), ("http://e/ ", False)]
)
def test_whole_iri(text: str, whole: bool) -> None:
    """A whole IRI has a scheme and no spaces."""
    assert whole is is_iri(text)
