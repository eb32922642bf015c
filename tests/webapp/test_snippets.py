"""Code that gets an answer: run as it is shown."""

import ast
import shlex

import pytest

from webapp.snippets import snippets


@pytest.mark.parametrize("text", ["wrid:level/high", 'it\'s "$(rm)" `x` \\', "é"])
def test_whatever_is_given_stays_text(text: str) -> None:
    """A shell, Python and the command line read back exactly what was chosen."""
    address = f"https://host/questions/q.csv?a={text}"
    found = {one.where: one.code for one in snippets("q", address, {"a": text})}

    assert address == shlex.split(found["curl"])[-1]
    assert address == ast.literal_eval(found["Python"].partition("read_csv")[2])
    assert ["--a", text] == shlex.split(found["warmteregie"])[3:5]
