"""Writing one segment: pages in, sealed files out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from search.engines.whoosh.codec import ArrayCodec, ArrayFieldWriter
from search.engines.whoosh.inverter import Inverted, Inverter
from search.engines.whoosh.postings import Postings
from search.engines.whoosh.schema import BODY_COLUMN, KEYWORDS, NO_YEAR, NUMBER_COLUMN, schema
from search.engines.whoosh.storage import Folder
from search.engines.whoosh.vocabulary import write_vocabulary
from search.errors import BadPage
from search.model import PageDocument

INDEX_NAME = "pages"
_MOST_TOKENS = 3_000_000
_MOST_PAGES = 16_000
_KEPT = tuple(field.name for field in fields(PageDocument))


class SegmentWriter:
    """Takes pages until it is full, then writes them as one segment."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._codec = ArrayCodec()
        self.segment = W3Segment(self._codec, INDEX_NAME)
        self._columns = self._codec.per_document_writer(folder, self.segment)
        self._schema = schema()
        self._text, self._title, self._caption, self._code = Inverter(), Inverter(), Inverter(), Inverter()
        self._keywords: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in KEYWORDS}
        self.pages = 0

    @property
    def full(self) -> bool:
        """Whether the postings in memory have reached their limit (about 150 MB while sorting)."""
        return len(self._text) >= _MOST_TOKENS or self.pages >= _MOST_PAGES

    def add(self, page: PageDocument) -> None:
        """Take one page."""
        words = self._text.add(page.text)
        self._title.add(page.title)
        self._caption.add(page.captions)
        self._code.add(f"{page.catalogue_number}\n{page.publication_number}")
        for name, values in self._keywords.items():
            if value := getattr(page, name):
                values[value].append(self.pages)
        self._add_columns(page, words)
        self.pages += 1

    def _add_columns(self, page: PageDocument, words: int) -> None:
        columns = self._columns
        columns.start_doc(self.pages)
        numbers = {"page": page.page, "year": page.year or NO_YEAR, "words": words}
        for name, value in numbers.items():
            columns.add_column_value(name, NUMBER_COLUMN, value)
        columns.add_column_value("body", BODY_COLUMN, to_json(page))
        columns.finish_doc()

    def finish(self) -> W3Segment:
        """Write the files and return the segment."""
        self._columns.close()
        terms = self._codec.field_writer(self._folder, self.segment)
        text = self._text.invert()
        for name, lists in sorted(self._lists(text).items()):
            _write_field(terms, name, self._schema, lists)
        terms.close()
        write_vocabulary(self._folder, self.segment, text)
        self.segment.set_doc_count(self.pages)
        self._folder.finished()
        return self.segment

    def cancel(self) -> None:
        """Close the files; what was written is left for the next writer's sweep."""
        self._folder.abandon()

    def _lists(self, text: Inverted) -> dict[str, Iterator[tuple[bytes, Postings, int]]]:
        title = self._title.invert()
        fields = {"text": text.stems(), "exact": text.exact(), "title": title.stems(), "title_exact": title.exact()}
        fields["caption"], fields["code"] = self._caption.invert().stems(), self._code.invert().stems()
        return fields | {name: _keyword_lists(values) for name, values in self._keywords.items()}


def write_segments(folder: Folder, pages: Iterable[PageDocument]) -> Iterator[W3Segment]:
    """Write pages as one segment, or as several when they are too many for the memory of one."""
    writer: SegmentWriter | None = None
    try:
        for page in pages:
            writer = writer or SegmentWriter(folder)
            writer.add(check(page))
            if writer.full:
                segment, writer = writer.finish(), None
                yield segment
    except BaseException:
        if writer:
            writer.cancel()
        raise
    if writer:
        yield writer.finish()


def check(page: PageDocument) -> PageDocument:
    """Return the page, or raise BadPage if it cannot be kept."""
    if not page.work:
        raise BadPage("no_work")
    if not 0 <= page.page < 2**31:
        raise BadPage("bad_page_number", work=page.work, page=page.page)
    if page.year is not None and not 1 <= page.year <= 9999:
        raise BadPage("bad_year", work=page.work, value=page.year)
    return page


def to_json(page: PageDocument) -> bytes:
    """Return the page as it is kept in the index."""
    return json.dumps({name: getattr(page, name) for name in _KEPT}, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def from_json(data: bytes) -> PageDocument:
    """Read a page that `to_json` wrote."""
    return PageDocument(**json.loads(data.decode("utf-8", "surrogatepass")))


def _keyword_lists(values: dict[str, list[int]]) -> Iterator[tuple[bytes, Postings, int]]:
    none = np.empty(0, np.uint16)
    encoded = {value.encode("utf-8", "surrogatepass"): ids for value, ids in values.items()}
    for term in sorted(encoded):
        yield term, Postings(np.array(encoded[term], np.uint32), none, none), len(encoded[term])


def _write_field(
    terms: ArrayFieldWriter, name: str, fields: object, lists: Iterator[tuple[bytes, Postings, int]]
) -> None:
    terms.start_field(name, fields[name])  # type: ignore[index]  # Whoosh's Schema has no types
    for term, postings, words in lists:
        terms.add_term(term, postings, words)
    terms.finish_field()
