"""What a shell may complete on the command line: questions, their parameters, and the values."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from kg.choices import valid_values
from kg.engine import engine_of
from kg.errors import WarmteregieError
from kg.library import Question
from kg.parameters import Parameter
from kg.settings import load_settings

SHELLS = ("bash", "zsh", "fish")

_ON_DISK = 1  # triples to keep in memory: to open the store on disk takes a tenth of the time
_BASH = r"""
%(complete_func)s() {
    local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}" word cut="" item type value
    # Names have colons, at which bash breaks words: it wants what stands behind the last one.
    word="${line##*[[:space:]=]}"
    [[ $word == *:* && $COMP_WORDBREAKS == *:* ]] && cut="${word%%"${word##*:}"}"
    COMPREPLY=()
    for item in $(env COMP_WORDS="$line" %(complete_var)s=bash_complete "$1"); do
        IFS=',' read -r type value <<< "$item"
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("${value#"$cut"}") ;;
        esac
    done
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


@add_completion_class
class ColonBash(BashComplete):
    """Completion for bash of words with a colon in them, which click's own does not know."""

    source_template = _BASH.lstrip()

    def source(self) -> str:
        """Return the script, without a bash being started to ask it how old it is."""
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words of the line before the one at the cursor, and that one."""
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)[1:]
        return (words, "") if line[-1:].isspace() or not words else (words[:-1], words[-1])


def script(command: click.Command, name: str, shell: str) -> str:
    """Return the script that teaches a shell to complete the words of a command."""
    found = get_completion_class(shell)
    if found is None:
        raise ValueError(shell)
    return found(command, {}, name, f"_{name.upper()}_COMPLETE").source()


def slugs(library: Mapping[str, Question], start: str) -> list[CompletionItem]:
    """Return the questions whose slug begins so, each with its title."""
    return [
        CompletionItem(slug, help=question.title["en"])
        for slug, question in library.items()
        if slug.startswith(start)
    ]


class ParameterValue(click.ParamType):  # type: ignore[type-arg]  # of 8.1 it takes none
    """A value of a parameter of a question, as a text; its values are completed."""

    name = "value"

    def __init__(self, param: Parameter) -> None:
        self._param = param

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the values that begin so, things with their labels."""
        return [item for item in values(self._param) if str(item.value).startswith(incomplete)]


def values(param: Parameter) -> list[CompletionItem]:
    """Return the values that a parameter may take; none where there is no build to ask."""
    try:
        settings = replace(load_settings(os.environ, Path.cwd()), memory_triples=_ON_DISK)
        found = valid_values(engine_of(settings), param, "en")
    except (WarmteregieError, OSError):  # a shell that waits for words wants no complaint
        return []
    return [CompletionItem(value, help=label) for value, label in found if value[0] != "<"]
