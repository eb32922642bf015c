"""Words that a shell completes: questions, parameters, values; by click, and in a real bash."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import CompletionItem, ShellComplete

from kg.cli import main_group
from kg.completion import SHELLS, script
from kg.files import shipped_files
from kg.library import whole_library
from tests.webapp.mini_site import write_build

ROOT = Path(__file__).parents[2]
OBJECT = ["ask", "refusing-heat-networks", "--object"]
# Bash breaks a line at these; a colon is among them.
TRY = r"""
eval "$(warmteregie completion bash)"
COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
COMP_LINE="$1" COMP_POINT=${#1}
_warmteregie_completion warmteregie
printf '%s\n' "${COMPREPLY[@]}"
"""


def completed(*words: str) -> list[CompletionItem]:
    """Return what may stand in the place of the last word."""
    complete = ShellComplete(main_group, {}, "warmteregie", "_WARMTEREGIE_COMPLETE")
    return complete.get_completions(list(words[:-1]), words[-1])


@pytest.fixture(scope="module")
def mini_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of builds of the invented study."""
    return write_build(tmp_path_factory.mktemp("mini"))


def values(*words: str) -> list[str]:
    """Return the words themselves."""
    return [str(item.value) for item in completed(*words)]


def test_slugs_are_completed_without_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every question, and those that begin so, with their titles."""
    monkeypatch.setenv("WARMTEREGIE_BUILD", str(tmp_path))

    library = whole_library(shipped_files().queries, ())

    assert list(library) == values("ask", "")
    assert ["count-by-level"] == values("ask", "count")
    assert library["count-by-level"].title["en"] == completed("ask", "count")[0].help


def test_parameters_are_completed() -> None:
    """The options of a question are its parameters, and the format."""
    assert ["--study", "--object", "--lang", "--format", "--help"] == values(*OBJECT[:2], "--")
    assert ["nl", "en"] == values(*OBJECT[:2], "--lang", "")
    assert ["table", "tsv", "ttl"] == values(*OBJECT[:2], "--format", "t")
    assert ["--help"] == values("ask", "--he")


def test_values_are_things_of_the_build(mini_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parameter that takes things has those of its class, with what each is called."""
    monkeypatch.setenv("WARMTEREGIE_BUILD", str(mini_build))

    assert ["wrid:object/bench"] == values(*OBJECT, "wrid:object/b")
    assert "bench" == completed(*OBJECT, "wrid:object/b")[0].help
    assert ["wrid:study/bankjes-2030"] == values(*OBJECT[:2], "--study", "")


@pytest.mark.parametrize(
    "setting", [("BUILD", "/none/such"), ("ENGINE", "http://127.0.0.1:1/"), ("ROW_LIMIT", "many")]
)
def test_what_cannot_be_asked_completes_nothing(
    setting: tuple[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No build, nobody at the engine, a setting that is wrong: no words, and no complaint."""
    name, value = setting
    monkeypatch.setenv(f"WARMTEREGIE_{name}", value)

    assert [] == values(*OBJECT, "")
    assert ("", "") == capsys.readouterr()


@pytest.mark.parametrize("shell", SHELLS)
def test_script_asks_the_command_itself(shell: str) -> None:
    """Each shell has a script of its own, that calls the command."""
    text = script(main_group, "warmteregie", shell)

    assert f"_WARMTEREGIE_COMPLETE={shell}_complete" in text
    assert "%(" not in text


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
@pytest.mark.parametrize(
    ("line", "replies"),
    [
        ("ask count", "count-by-level"),
        ("ask refusing-heat-networks --object wrid:object/b", "object/bench"),
        ("ask refusing-heat-networks --object=wrid:object/b", "object/bench"),
        ("ask refusing-heat-networks --object w", "wrid:object/bench"),
    ],
)
def test_bash_completes(mini_build: Path, tmp_path: Path, line: str, replies: str) -> None:
    """A real bash gets what stands behind the colon at which it breaks a name."""
    command = tmp_path / "warmteregie"
    code = "from webapp.cli import main; main()"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -P -c "{code}" "$@"\n')
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "WARMTEREGIE_BUILD": str(mini_build),
    }
    done = subprocess.run(
        ["bash", "--norc", "-c", TRY, "bash", f"warmteregie {line}"],
        capture_output=True, text=True, env=environment, cwd=tmp_path, check=True,
    )  # fmt: skip

    assert replies in done.stdout.splitlines()
    assert "" == done.stderr
