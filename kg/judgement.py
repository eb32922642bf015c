"""The judgement on a build: what it was held against and what came of it, kept in its folder.

A build that a check finds fault with is never made, so there is no fault to tell of here.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

JUDGEMENT = "judgement.json"


@dataclass(frozen=True)
class Judgement:
    """What a build was held against.

    *counts* says how much it holds; *inferred* by property how many triples follow; *explained*
    by kind how many words that nothing carries are explained; *checks* in each language what
    none of its rows is; *unanswered* how many questions are meant to have no answer;
    *not_checked* what could not be checked.
    """

    counts: Mapping[str, int]
    inferred: Mapping[str, int]
    explained: Mapping[str, int]
    checks: Sequence[Mapping[str, str]]
    questions: int
    unanswered: int
    not_checked: Sequence[str]


def write_judgement(build: Path, judgement: Judgement) -> None:
    """Keep the judgement in the folder of its build."""
    text = json.dumps(asdict(judgement), ensure_ascii=False, indent=1, sort_keys=True)
    (build / JUDGEMENT).write_text(f"{text}\n", encoding="utf-8")


def read_judgement(build: Path) -> Judgement | None:
    """Return the judgement on a build; None of one that keeps none that can be read."""
    try:
        return Judgement(**json.loads((build / JUDGEMENT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
