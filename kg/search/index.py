"""The index of a build: one document for every text, on disk, read whole and checked when opened.

Beside its stems a text is kept unstemmed, for beginnings of words and for typing errors, and
backwards, for the ends of compounds. A name is also kept as one word, so that spaces and
hyphens do not count.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path

import tantivy

from kg.errors import BuildFailed, NoIndex
from kg.search.texts import Card, Text
from kg.search.words import STEMMERS, parts_of, spellings, stemmer, telling, whole, words_of

INDEX = "search"
"""The folder of the index within a build."""

_DIGEST = "digest"
_AGAIN = "Run `warmteregie build` again."
_HEAP = 15_000_000
_MOST = 5_000
"""Texts that one query gives at most; far more than there are names."""


def write_index(folder: Path, texts: Iterable[Text]) -> int:
    """Write the index of *texts* in the new folder *folder*; return how many there are.

    Raises:
        BuildFailed: the folder cannot be written.
    """
    found = list(texts)
    split = cache(partial(parts_of, vocabulary=_vocabulary(found)))
    try:
        folder.mkdir()
        index = _with_stemmers(tantivy.Index(_schema(), path=str(folder)))
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        for text in found:
            writer.add_document(_document(text, split))
        writer.commit()
        writer.wait_merging_threads()
        _seal(folder)
    except (OSError, ValueError) as error:
        raise BuildFailed(f"The search index could not be made in {folder}: {error}.") from error
    return len(found)


def _seal(folder: Path) -> None:
    """Let everyone read the index, and write down what it holds."""
    for path in folder.iterdir():
        path.chmod(0o644)
    (folder / _DIGEST).write_text(_digest(_content(folder)), encoding="ascii")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("text", stored=True)
    builder.add_text_field("shelf", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("whole", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("word", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("back", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("part", tokenizer_name="nl", index_option="basic")
    for language in STEMMERS:
        builder.add_text_field(language, tokenizer_name=language, index_option="freq")
    return builder.build()


def _with_stemmers(index: tantivy.Index) -> tantivy.Index:
    for language in STEMMERS:
        index.register_tokenizer(language, stemmer(language))
    return index


def _vocabulary(texts: Iterable[Text]) -> frozenset[str]:
    """Return the words that split a compound: those of our Dutch names that say something."""
    names = (text.text for text in texts if text.is_name and text.language != "en")
    return frozenset(telling(word for name in names for word in words_of(name)))


def _document(text: Text, split: Callable[[str], list[str]]) -> tantivy.Document:
    """Return a text as the index keeps it; *split* takes a compound apart."""
    document = tantivy.Document()
    words = spellings(text.text)
    document.add_bytes("text", json.dumps(text, default=vars).encode())
    document.add_text("shelf", "name" if text.is_name else "text")
    document.add_text("word", " ".join(words))
    document.add_text("back", " ".join(word[::-1] for word in words))
    if text.is_name:
        document.add_text("whole", whole(text.text))
    for language in STEMMERS:
        if text.language in ("", language):
            document.add_text(language, " ".join(words))
    if text.language != "en":
        document.add_text("part", " ".join(part for word in words for part in split(word)))
    return document


@dataclass(frozen=True, eq=False)
class Index:
    """An index that is open: what queries are put to."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    _texts: dict[tuple[int, int], Text] = field(default_factory=dict, init=False, repr=False)

    def matches(self, query: tantivy.Query) -> Iterator[tuple[Text, float]]:
        """Yield the texts that a query finds with their scores, the best first."""
        for score, address in self.searcher.search(query, _MOST).hits:
            yield self._text(address), float(score)

    def knows(self, query: tantivy.Query) -> bool:
        """Tell whether a query finds anything."""
        return bool(self.searcher.search(query, 1, count=False).hits)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text by which something can be found, in the order of their things."""
        every = self.searcher.search(tantivy.Query.all_query(), self.searcher.num_docs)
        return tuple(self._text(address) for _, address in every.hits)

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """Everything that can be found, by IRI."""
        return {text.card.iri: text.card for text in self.texts}

    def _text(self, address: tantivy.DocAddress) -> Text:
        """Return the text at a place in the index, read once: common words find hundreds."""
        place = address.segment_ord, address.doc
        if place not in self._texts:
            [stored] = self.searcher.doc(address)["text"]
            self._texts[place] = _text(stored)
        return self._texts[place]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that are in the index, unstemmed."""
        return frozenset(word for word, _ in self.searcher.terms_with_prefix("word", ""))


def _text(stored: bytes) -> Text:
    found = json.loads(stored)
    return Text(**{**found, "card": Card(**found["card"])})


def open_index(build: Path) -> Index:
    """Return the index of a build, opened once.

    Raises:
        NoIndex: there is none, or it is damaged.
    """
    return _opened(build / INDEX)


@lru_cache(maxsize=2)
def _opened(folder: Path) -> Index:
    """Return the index in *folder*, read whole and checked against its digest.

    It is opened from a copy, because the engine writes a lock where it opens, and the folder
    of a build may be read-only. What is open stays open when its files are gone.
    """
    if not (folder / _DIGEST).is_file():
        raise NoIndex(
            f"The build in {folder.parent} has no search index: "
            "an older version made it, or it was removed.",
            _AGAIN,
        )
    try:
        content = _content(folder)
        if _digest(content) != (folder / _DIGEST).read_text(encoding="ascii"):
            raise ValueError("a file is not as it was written")
        return _open_copy(content)
    except (OSError, ValueError) as error:
        raise NoIndex(f"The search index in {folder} cannot be read: {error}.", _AGAIN) from error


def _open_copy(content: Mapping[str, bytes]) -> Index:
    """Return the index of these files, opened in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name, data in content.items():
            (Path(folder) / name).write_bytes(data)
        index = _with_stemmers(tantivy.Index.open(folder))
        if index.schema != _schema():
            raise ValueError("another version of Warmteregie made it")
        return Index(index.schema, index.searcher())


def _content(folder: Path) -> dict[str, bytes]:
    """Return the files of an index by name, without its digest and without locks."""
    paths = sorted(path for path in folder.iterdir() if path.suffix != ".lock")
    return {path.name: path.read_bytes() for path in paths if path.name != _DIGEST}


def _digest(content: Mapping[str, bytes]) -> str:
    found = hashlib.sha256()
    for name, data in content.items():
        found.update(f"{name} {len(data)}\n".encode() + data)
    return found.hexdigest()
