"""Literature: the works that a study cites, as references for RIS and BibTeX.

The text has no list of references, so of a work no more is given than is printed where it is
cited: names, a year, seldom a title. What is not printed is not made up.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.references import address, records, tex

_PRINTED = re.compile(
    r"(?P<names>.+?) \((?:(?P<within>in .+) )?(?P<year>\d{4}[a-z]?|[zn]\.d\.)\)(?:, (?P<title>.+))?"
)
_AMONG = re.compile(r", | en | and ")
_OTHERS = re.compile(r" (?:e\.a\.|et al\.)$")
_INITIALS = re.compile(r"((?:[A-Z]\.)+) (.+)")


@dataclass(frozen=True)
class Work:
    """A work as it is cited: its name with us, what that is printed as, and where it is cited.

    *printed* is its Dutch name, which is the study's; *note* what we say of it; *places* are
    in words.
    """

    slug: str
    url: str
    printed: str
    note: str
    cited_in: str
    places: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Those who made it as they are printed, family name first where there are initials."""
        names = self._part("names")
        return tuple(map(_turned, _AMONG.split(_OTHERS.sub("", names)))) if names else ()

    @property
    def has_others(self) -> bool:
        """Tell whether more people made it than are printed."""
        return bool(_OTHERS.search(self._part("names")))

    @property
    def year(self) -> str:
        """The year, without a letter that tells works of one year apart; empty without one."""
        return "".join(filter(str.isdigit, self._part("year")))

    @property
    def title(self) -> str:
        """The title where one is printed; else what it is printed as, said to be no title."""
        if not self._part("names"):
            return self.printed
        return self._part("title") or str(_("[title not given: %(name)s]", name=self.printed))

    def _part(self, name: str) -> str:
        found = _PRINTED.fullmatch(self.printed)
        return (found[name] or "") if found else ""

    @property
    def remarks(self) -> str:
        """What is to be known of it as a reference."""
        return " ".join(
            filter(
                None,
                (
                    _("Cited in %(study)s: %(places)s.",
                      study=self.cited_in, places="; ".join(self.places)),
                    _("With others who are not named.") if self.has_others else "",
                    _("The text has no list of references: no more is known than is printed."),
                    self.note,
                ),
            )
        )  # fmt: skip


def _turned(name: str) -> str:
    found = _INITIALS.fullmatch(name)
    return f"{found[2]}, {found[1]}" if found else name


def works_ris(works: Iterable[Work]) -> str:
    """Return works as one file of RIS."""
    return "".join(map(work_ris, works))


def work_ris(work: Work) -> str:
    """Return a work as a record of RIS, of a kind that is not known."""
    fields = (
        ("TY", "GEN"),
        ("ID", work.slug),
        *(("AU", name) for name in work.names),
        ("TI", work.title),
        ("PY", work.year),
        ("N1", work.remarks),
        ("UR", address(work.url)),
    )
    return "".join(records(fields)) + "ER  - \r\n"


def works_bibtex(works: Iterable[Work]) -> str:
    """Return works as one file of BibTeX."""
    return "\n".join(map(work_bibtex, works))


def work_bibtex(work: Work) -> str:
    """Return a work as an entry of BibTeX; names are kept as they are printed."""
    fields = (
        ("author", _authors(work.names, others=work.has_others)),
        ("title", "{" + tex(work.title) + "}"),
        ("year", work.year),
        ("note", tex(work.remarks)),
        ("url", address(work.url)),
    )
    lines = [f"  {name} = {{{text}}},\n" for name, text in fields if text]
    return f"@misc{{{work.slug},\n{''.join(lines)}}}\n"


def _authors(names: Sequence[str], *, others: bool) -> str:
    """Return names as BibTeX has them; one that may be an organisation's is kept whole."""
    kept = [tex(name) if ", " in name else "{" + tex(name) + "}" for name in names]
    return " and ".join([*kept, *(["others"] if others else [])])
