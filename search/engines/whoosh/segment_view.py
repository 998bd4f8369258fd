"""One segment opened for reading: lists, columns, page bodies. Any thread may read."""

from __future__ import annotations

import threading
import weakref
from itertools import islice, takewhile

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Segment
from whoosh.reading import SegmentReader, TermNotFound

from search.engines.whoosh.codec import ArrayCodec, extent_of
from search.engines.whoosh.pointer import SegmentEntry
from search.engines.whoosh.postings import Postings, from_bytes
from search.engines.whoosh.schema import BODY_COLUMN, NUMBERS, schema
from search.engines.whoosh.segments import INDEX_NAME, from_json
from search.engines.whoosh.storage import Folder
from search.engines.whoosh.vocabulary import read_vocabulary
from search.model import PageDocument

Codes = npt.NDArray[np.int32]


class SegmentView:
    """The pages of one segment, numbered from 0. Files are opened at once, so that a sweep cannot take them away."""

    def __init__(self, folder: Folder, entry: SegmentEntry) -> None:
        self.name, self.pages = entry.name, entry.pages
        self._folder = folder
        self._segment = W3Segment(ArrayCodec(), INDEX_NAME, entry.pages, entry.name.removeprefix(f"{INDEX_NAME}_"))
        self._reader = SegmentReader(folder, schema(), self._segment)
        # A snapshot that was replaced lives as long as a search still reads from it; then the files are closed.
        weakref.finalize(self, self._reader.close)
        self._terms = self._reader._terms  # noqa: SLF001 (the public way wraps every list in a Python iterator)
        self._bodies = self._reader.column_reader("body", BODY_COLUMN)
        self.numbers = {name: self._number_column(name) for name in NUMBERS}
        self.vocabulary = read_vocabulary(folder, self._segment)
        self._keywords: dict[str, tuple[list[str], Codes]] = {}
        self._lock = threading.Lock()

    def postings(self, field: str, term: str) -> Postings | None:
        """Return the list of a term, or None. Damage shows as an exception of any kind."""
        key = term.encode("utf-8", "surrogatepass")
        try:
            info = self._terms.term_info(field, key)
        except TermNotFound:
            return None
        offset, length = extent_of(info)
        return from_bytes(self._terms._postfile.get(offset, length), info.doc_frequency())  # noqa: SLF001 (see above)

    def terms_from(self, field: str, letters: str, most: int) -> list[str]:
        """Return the first terms of a field that begin so, in order."""
        begun = takewhile(
            lambda found: found[0] == field and found[1].startswith(letters.encode()),
            self._terms.terms_from(field, letters.encode()),
        )
        return [term.decode("utf-8", "surrogatepass") for _, term in islice(begun, most)]

    def keyword(self, field: str) -> tuple[list[str], Codes]:
        """Return the different values of a keyword field, and for each page the number of its value or -1."""
        with self._lock:
            if field not in self._keywords:
                self._keywords[field] = self._read_keyword(field)
            return self._keywords[field]

    def body(self, page: int) -> PageDocument:
        """Return a page as it was added."""
        return from_json(self._bodies[page])

    def _read_keyword(self, field: str) -> tuple[list[str], Codes]:
        codes = np.full(self.pages, -1, np.int32)
        values: list[str] = []
        for found, term in self._terms.terms_from(field, b""):
            if found != field:
                break
            value = term.decode("utf-8", "surrogatepass")
            postings = self.postings(field, value)
            if postings is not None:
                codes[postings.ids] = len(values)
                values.append(value)
        return values, codes

    def _number_column(self, name: str) -> Codes:
        # Whoosh's reader gives one number a call; the file is big-endian numbers, without zeros at its end.
        path = self._folder.path / ArrayCodec.column_filename(self._segment, name)
        numbers = np.zeros(self.pages, np.int32)
        if path.exists():
            found = np.frombuffer(path.read_bytes(), ">i4")
            numbers[: len(found)] = found
        return numbers
