"""Pages to search in, and every engine that the conformance suite holds to the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search import PageDocument, SearchEngine
from search.engines.whoosh.engine import WhooshEngine

Page = Callable[..., PageDocument]


@pytest.fixture
def page() -> Page:
    """Make a page; only what a test is about needs to be said."""

    def make(text: str, work: str = "w1", number: int = 1, **values: object) -> PageDocument:
        standing = {"title": "", "office": "1872", "year": 2022, "kind": "born-digital", "language": "id"}
        return PageDocument(work=work, page=number, text=text, **{**standing, **values})  # type: ignore[arg-type]

    return make


@pytest.fixture(params=[WhooshEngine])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """Open an empty index; a new implementation is added to the list above."""
    made: SearchEngine = request.param(tmp_path / "index")
    yield made
    made.close()
