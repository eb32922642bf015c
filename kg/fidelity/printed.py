"""A passage as it is printed: whole words, citations, numbers, and names in capitals."""

import re
import unicodedata
from collections.abc import Collection, Iterable

_YEAR = r"(?:19|20)\d\d[a-z]?"
_UNDATED = r"z\.d\.?"
_CITATION = re.compile(
    rf"\([^()]*(?:\b{_YEAR}|{_UNDATED})[^()]*\)"  # (Name, 2003), or Name (2003)
    rf"|\b[^\W\d_a-z][\w&]+(?:,? et[., ]+al\.?)?, {_YEAR}\b"  # see for example Name, 2003
)
_CITED = re.compile(rf"\b{_YEAR}|{_UNDATED}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_FOOTNOTE_MARK = re.compile(r"(?<=[^\W\d_])\d{1,2}(?![\w-])|(?<!\d[.,])(?<=[.,;)’”])\d{1,2}(?= |$)")
_LIST_MARK = re.compile(r"\s*(?:\d{1,2}\.\s+|\uf0b7\s*)")
_HEADING_MARK = re.compile(r"\s*\d+(?:\.\d+)*\s+")
_REFERENCE = re.compile(
    r"\b(?:Figuur|Tabel|Bijlage|Hoofdstuk|Paragraaf|§) ?\d+(?:\.\d+)*|\b\d-?D\b", re.IGNORECASE
)
_DIGITS = re.compile(r"(?<![^\W\d_])(?<!\d[.,])\d+(?:[.,]\d+)*(?!\w)")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_OPENS = re.compile(r"(?:^|[.?!:]|[.?!:]? ?[‘“(])\s*$")
_WORD = re.compile(r"(?<![\w-])[^\W\d_][\w&]*(?:-\w+)*")


class WholeWords:
    """Words and phrases that are found as whole words only; a hyphenated word is one word."""

    def __init__(self, words: Iterable[str], passed_over: Iterable[str] = ()) -> None:
        self._wanted = _any_of(words)
        self._passed_over = _any_of(passed_over)

    def found_in(self, text: str) -> list[str]:
        """Return what stands in *text*, as printed and once each, the longest phrase first.

        Where one of the phrases that are passed over stands, nothing is found.
        """
        rest = self._passed_over.sub("·", text)
        return list({found.casefold(): found for found in self._wanted.findall(rest)}.values())


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of whole words; of no words at all, one that matches nothing."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    either = "|".join(map(re.escape, longest_first)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?<!\w-)(?:{either})(?!-?\w)", re.IGNORECASE)


def printed(text: str, kind: str) -> str:
    """Return a passage without the mark that opens it, a list's or a heading's number.

    Letters and their accents are one character each, however the text was taken.
    """
    text = unicodedata.normalize("NFKC", text)
    mark = (_HEADING_MARK if kind == "heading" else _LIST_MARK).match(text)
    return text[mark.end() :] if mark else text


def running(text: str) -> str:
    """Return a passage without its citations, addresses and footnote marks."""
    return _FOOTNOTE_MARK.sub("", _CITATION.sub("·", _ADDRESS.sub("·", text)))


def cited_in(text: str) -> list[str]:
    """Return the years of the works that are cited in a passage; "z.d." for one without."""
    found = (year[0] for cited in _CITATION.finditer(text) for year in _CITED.finditer(cited[0]))
    return list(dict.fromkeys(found))


def digits_in(text: str) -> list[str]:
    """Return the numbers in digits, without those of figures and sections and without 3-D."""
    return _DIGITS.findall(_REFERENCE.sub("·", text))


def value_of(digits: str) -> float:
    """Return what digits stand for in Dutch: 3.000 is three thousand, 1,5 one and a half."""
    if _THOUSANDS.fullmatch(digits):
        return float(digits.replace(".", ""))
    whole, _, rest = digits.replace(",", ".").partition(".")
    return float(f"{whole}.{rest.replace('.', '') or 0}")


def capitals_in(text: str) -> list[str]:
    """Return the words of a text that begin with a capital."""
    return [word for word in _WORD.findall(text) if word[0].isupper()]


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, as they are compared."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def names_in(text: str, known: Collection[str]) -> list[str]:
    """Return the words with a capital that are names: inside a sentence, or one of *known*.

    A sentence begins after a full stop, question mark, exclamation mark or colon, and within
    opening quotation marks or brackets.
    """
    capitals = (word for word in _WORD.finditer(text) if word[0][0].isupper())
    names = (word[0] for word in capitals if word[0] in known or _is_inside(word))
    return list(dict.fromkeys(names))


def without_names(text: str) -> str:
    """Return a text without the words with a capital inside its sentences: Kan may be a name."""
    return _WORD.sub(
        lambda word: "·" if word[0][0].isupper() and _is_inside(word) else word[0], text
    )


def _is_inside(word: re.Match[str]) -> bool:
    """Tell whether a word does not begin a sentence."""
    return not _OPENS.search(word.string[: word.start()])
