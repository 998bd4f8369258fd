"""Books that share a page: each of them stays in the running, whatever is left of the page."""

from __future__ import annotations

from dataclasses import replace

from tests.watermark.trace.conftest import Publication
from watermark.trace.recognise import recognise


def test_every_book_that_has_the_page_is_a_rival(publication: Publication) -> None:
    """Of a quarter, drawn finely, a page's points are found again at a smaller size of the picture only."""
    known = publication.known
    assert known.index is not None
    twin = replace(known, work="twin", index=known.index.with_name("twin.npz"))
    sheet = publication.page(0, 200)
    rows, columns = sheet.shape
    rivals = recognise(sheet[: rows // 2, : columns // 2], [known, twin])
    assert rivals is not None
    assert {one.master for one in (*rivals.found, *rivals.waiting)} == {0, 1}
