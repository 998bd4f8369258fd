"""What a trace compares leaks with is made ahead, outlives nothing, and is never needed."""

from __future__ import annotations

import pytest

from library.errors import Unavailable
from library.tracing.cases import Tracing
from tests.library.tracing.conftest import Leaky


def test_pages_that_went_out_are_described_ahead_and_only_once(leaky: Leaky) -> None:
    """The second time nothing is drawn: the files stay as they are."""
    library, told = leaky.stock.library, []
    pages = library.tracing.describe(lambda done, total: told.append((done, total)))
    assert pages > 0
    assert told[-1] == (pages, pages)
    kept = {path: path.stat().st_mtime_ns for path in library.folders.traces.iterdir() if path.is_file()}
    assert {path.suffix for path in kept} == {".pages", ".points"}
    assert library.tracing.describe(lambda _done, _total: None) == pages
    assert kept == {path: path.stat().st_mtime_ns for path in kept}


def test_nothing_is_described_outside_a_sandbox(leaky: Leaky) -> None:
    """Masters come from files of strangers."""
    library = leaky.stock.library
    bare = Tracing(library.database, library.blobs, library.folders, library.keys, leaky.stock.clock)
    with pytest.raises(Unavailable):
        bare.describe(lambda _done, _total: None)
