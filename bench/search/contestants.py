"""The three that are compared, behind one small interface: fill once, then ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from whoosh import fields, index, qparser

from search import PageDocument, Query, open_engine

PAGES_OF_A_WORK = 200


class Contestant(Protocol):
    """Something that indexes pages and names the works it finds."""

    name: str

    def fill(self, pages: list[PageDocument]) -> None:
        """Index all pages."""

    def ask(self, words: str) -> list[str]:
        """Return the works of the ten best pages."""


def portions(pages: list[PageDocument], size: int | None) -> list[list[PageDocument]]:
    """Part pages into what is committed at once; None: all of them."""
    size = size or len(pages)
    return [pages[start : start + size] for start in range(0, len(pages), size)]


class Ours:
    """search/, whole: ten hits with snippets, facets, total and suggestion."""

    name = "Pustaka (ten hits, facets, snippets, suggestion)"

    def __init__(self, folder: Path, batch: int | None = None) -> None:
        self._engine, self._batch = open_engine(folder), batch

    def fill(self, pages: list[PageDocument]) -> None:
        for portion in portions(pages, self._batch):
            self._engine.add(portion)

    def fill_by_works(self, pages: list[PageDocument]) -> None:
        """Index as the library does after a release: each work is a commit, which looks for its older pages first."""
        for number, work in enumerate(portions(pages, PAGES_OF_A_WORK)):
            bound = [replace(page, work=f"work{number}", page=place) for place, page in enumerate(work, 1)]
            self._engine.replace(f"work{number}", bound)

    def ask(self, words: str) -> list[str]:
        return [hit.work for hit in self._engine.search(Query(words, limit=10)).hits]


class BareWhoosh:
    """Whoosh as it comes: TEXT fields with its default analyser, BM25F as it is, any of the words (OrGroup)."""

    name = "bare Whoosh 2.7.4 (ten hits, nothing else)"

    def __init__(self, folder: Path, batch: int | None = None, processes: int = 1) -> None:
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
        self._batch, self._processes = batch, processes
        self._searcher = None

    def fill(self, pages: list[PageDocument]) -> None:
        names = self._index.schema.names()
        for portion in portions(pages, self._batch):
            writer = self._index.writer(limitmb=256, procs=self._processes)
            for page in portion:
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
