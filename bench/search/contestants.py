"""The three that are compared, behind one small interface: fill once, then ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from whoosh import fields, index, qparser

from search import PageDocument, Query, open_engine


class Contestant(Protocol):
    """Something that indexes pages and names the works it finds."""

    name: str

    def fill(self, pages: list[PageDocument]) -> None:
        """Index all pages."""

    def ask(self, words: str) -> list[str]:
        """Return the works of the ten best pages."""


class Ours:
    """search/, whole: ten hits with snippets, facets, total and suggestion."""

    name = "Pustaka (facets, snippets, suggestion)"

    def __init__(self, folder: Path, batch: int | None = None) -> None:
        self._engine, self._batch = open_engine(folder), batch

    def fill(self, pages: list[PageDocument]) -> None:
        size = self._batch or len(pages)
        for start in range(0, len(pages), size):
            self._engine.add(pages[start : start + size])

    def ask(self, words: str) -> list[str]:
        return [hit.work for hit in self._engine.search(Query(words, limit=10)).hits]

    def page(self, words: str) -> None:
        """Ask for what a screen shows: twenty hits."""
        self._engine.search(Query(words, limit=20))


class BareWhoosh:
    """Whoosh as it comes: TEXT fields with its default analyser, BM25F as it is, any of the words (OrGroup)."""

    name = "bare Whoosh 2.7.4 (ten hits, nothing else)"

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        word, text, number = fields.ID(stored=True), fields.TEXT(stored=True), fields.NUMERIC(stored=True)
        names = {
            "work": word,
            "office": word,
            "kind": word,
            "language": word,
            "access": word,
            "title": text,
            "text": text,
        }
        more = {"captions": text, "catalogue_number": text, "page": number, "year": number}
        self._index = index.create_in(folder, fields.Schema(**names, **more))
        self._parser = qparser.QueryParser("text", self._index.schema, group=qparser.OrGroup)
        self._searcher = None

    def fill(self, pages: list[PageDocument]) -> None:
        names = self._index.schema.names()
        writer = self._index.writer(limitmb=256)
        for page in pages:
            writer.add_document(**{name: getattr(page, name) for name in names})
        writer.commit()
        self._searcher = self._index.searcher()

    def ask(self, words: str) -> list[str]:
        assert self._searcher is not None
        return [hit["work"] for hit in self._searcher.search(self._parser.parse(words), limit=10)]


class Tantivy:
    """tantivy with its default tokenizer, or (given `analyse`) fed with our analyser's terms."""

    def __init__(self, analyse: Callable[[str], str] | None = None) -> None:
        import tantivy  # ours to compare with, not to depend on

        self.name = (
            "tantivy, our terms (ten hits, nothing else)" if analyse else "tantivy, default tokenizer (the same)"
        )
        self._analyse = analyse or (lambda text: text)
        tokenizer = "whitespace" if analyse else "default"
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("work", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name=tokenizer)
        self._document, self._index = tantivy.Document, tantivy.Index(builder.build())

    def fill(self, pages: list[PageDocument]) -> None:
        writer = self._index.writer(heap_size=128_000_000, num_threads=1)
        for page in pages:
            writer.add_document(self._document(work=page.work, text=self._analyse(page.text)))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def ask(self, words: str) -> list[str]:
        plain = "".join(letter if letter.isalnum() else " " for letter in self._analyse(words))
        searcher = self._index.searcher()
        query = self._index.parse_query(plain, ["text"])
        return [searcher.doc(place)["work"][0] for _, place in searcher.search(query, 10).hits]
