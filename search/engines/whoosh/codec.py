"""Whoosh's codec with our posting lists in place of its pickled blocks."""

from __future__ import annotations

from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.matching import ListMatcher

from search.engines.whoosh.postings import Postings, from_bytes
from search.engines.whoosh.storage import Folder, SharedFile


def extent_of(info: W3TermInfo) -> tuple[int, int]:
    """Return where a term's list begins in the file and how many bytes it has."""
    offset, length = info.extent()
    # Whoosh 2.7.4 forgets to take the length out of its one-tuple when it reads it back.
    return offset, length[0] if isinstance(length, tuple) else length


class ArrayFieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    """Writes the term dictionary and whole posting lists."""

    def add_term(self, term: bytes, postings: Postings, words: int) -> None:
        """Write one term's list; terms come in rising order. `words` is how often the term occurs in all."""
        offset = self._postfile.tell()
        data = postings.to_bytes()
        self._postfile.write(data)
        info = W3TermInfo()
        info._df, info._weight = len(postings.ids), words  # noqa: SLF001 (Whoosh offers no setter for whole lists)
        info._maxlength, info._maxweight = 0, 0  # noqa: SLF001 (the same)
        info.set_extent(offset, len(data))
        self._tindex.add(self._fieldid.to_bytes(2, "big") + term, info.to_bytes())


class ArrayCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh 3's files, but `.pst` holds arrays."""

    def field_writer(self, storage: Folder, segment: Any) -> ArrayFieldWriter:
        """Return the writer of terms and lists."""
        return ArrayFieldWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: SharedFile, terminfo: W3TermInfo, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """Return one of Whoosh's own matchers, so that its queries work on this index too."""
        postings = from_bytes(dbfile.get(*extent_of(terminfo)), terminfo.doc_frequency())
        counts = [float(count) for count in postings.counts]
        return ListMatcher(postings.ids.tolist(), counts, format=format_, scorer=scorer, term=term, terminfo=terminfo)
