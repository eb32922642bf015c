"""The words of the field, as people look for them, with the thing that each has to find."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.namespaces import WRID

FIRST = 3
"""The place among the hits, counted from one, by which a word has found its thing."""

LONG = 6
"""Letters that a word has at least before one of them may be wrong."""


@dataclass(frozen=True)
class Word:
    """A word in one language: how it is looked for, its plural where it has one, its thing."""

    text: str
    plural: str
    thing: str

    @property
    def forms(self) -> tuple[str, ...]:
        """The word, and its plural."""
        return (self.text, self.plural) if self.plural else (self.text,)


_ROWS = (
    ("concept/steering", "sturing", "sturingen", "steering", ""),
    ("concept/regie", "regie", "regies", "orchestration (regie)", "orchestrations (regie)"),
    ("concept/regie", "regie", "", "regie", ""),
    ("concept/regie-type", "regietype", "regietypen", "regie type", "regie types"),
    ("concept/power-to-prevail", "doorzettingsmacht", "doorzettingsmachten",
     "power to prevail", "powers to prevail"),
    ("concept/own-script", "eigen script", "eigen scripts", "own script", "own scripts"),
    ("concept/ordering", "ordening", "ordeningen", "ordering", "orderings"),
    ("concept/ordering-of-the-subsurface", "ordening van de ondergrond", "",
     "ordering (of the subsurface)", "orderings (of the subsurface)"),
    ("concept/co-benefit", "meekoppelkans", "meekoppelkansen", "co-benefit", "co-benefits"),
    ("task/cashing-in-co-benefits", "verzilveren", "verzilveringen",
     "cashing in (co-benefits)", ""),
    ("task/cashing-in-co-benefits", "meekoppelkansen verzilveren", "", "cashing in", ""),
    ("actor/network-operator", "netbeheerder", "netbeheerders",
     "network operator", "network operators"),
    ("place/subsurface", "ondergrond", "ondergronden", "subsurface", "subsurfaces"),
    ("place/surface", "bovengrond", "bovengronden", "surface", "surfaces"),
    ("object/cables-and-pipes", "kabels en leidingen", "", "cables and pipes", ""),
    ("object/cables-and-pipes", "kabel en leiding", "", "cable and pipe", ""),
    ("instrument/standard-ordering-profile", "ordeningsprofiel", "ordeningsprofielen",
     "ordering profile", "ordering profiles"),
    ("instrument/environmental-vision", "omgevingsvisie", "omgevingsvisies",
     "environmental vision", "environmental visions"),
    ("instrument/environmental-programme", "omgevingsprogramma", "omgevingsprogramma's",
     "environmental programme", "environmental programmes"),
    ("instrument/environmental-plan", "omgevingsplan", "omgevingsplannen",
     "environmental plan", "environmental plans"),
    ("instrument/environmental-permit", "omgevingsvergunning", "omgevingsvergunningen",
     "environmental permit", "environmental permits"),
    ("instrument/avoi", "AVOI", "AVOI's", "general by-law on underground infrastructure",
     "general by-laws on underground infrastructure"),
    ("place/heat-lot", "warmtekavel", "warmtekavels", "heat lot", "heat lots"),
    ("situation/digging-rest", "graafrust", "graafrusten", "digging rest", "digging rests"),
    ("object/casing-pipe", "mantelbuis", "mantelbuizen", "casing pipe", "casing pipes"),
    ("matter/crowding-in-the-subsurface", "drukte", "druktes", "crowding", ""),
    ("matter/crowding-in-the-subsurface", "drukte in de ondergrond", "",
     "crowding in the subsurface", ""),
    ("object/heat-network", "warmtenet", "warmtenetten", "heat network", "heat networks"),
    ("object/sewer", "riool", "riolen", "sewer", "sewers"),
    ("place/city", "stad", "steden", "city", "cities"),
    ("actor/municipality", "gemeente", "gemeenten", "municipality", "municipalities"),
)  # fmt: skip

WORDS = tuple(
    dict.fromkeys(
        Word(text, plural, str(WRID[thing]))
        for thing, dutch, dutch_plural, english, english_plural in _ROWS
        for text, plural in ((dutch, dutch_plural), (english, english_plural))
    )
)
"""Every word of the table in both languages; what has no plural has none here."""


def missing_letters(text: str) -> Iterator[str]:
    """Yield *text* with one letter left out, in each of its long words."""
    for at in places(text):
        yield text[:at] + text[at + 1 :]


def swapped_letters(text: str) -> Iterator[str]:
    """Yield *text* with two letters that stand side by side changed about."""
    inside = set(places(text))
    for at in sorted(inside):
        if at + 1 in inside and text[at] != text[at + 1]:
            yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def places(text: str) -> Iterator[int]:
    """Yield the places in *text* where a letter of a long word stands."""
    start = 0
    for word in text.split():
        start = text.index(word, start)
        if sum(map(str.isalpha, word)) >= LONG:
            yield from (start + at for at, letter in enumerate(word) if letter.isalpha())
        start += len(word)
