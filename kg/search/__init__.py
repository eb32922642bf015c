"""Search: things, terms, statements and questions by the words people know them by."""

from kg.search.finding import LONGEST, Found, Hit, find, find_names, in_language, to_answer
from kg.search.index import INDEX, Index, open_index, write_index
from kg.search.manners import Manner
from kg.search.texts import KINDS, Card, Text, texts_of

__all__ = [
    "INDEX",
    "KINDS",
    "LONGEST",
    "Card",
    "Found",
    "Hit",
    "Index",
    "Manner",
    "Text",
    "find",
    "find_names",
    "in_language",
    "open_index",
    "texts_of",
    "to_answer",
    "write_index",
]
