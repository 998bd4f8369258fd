"""Whole search pages through the web application: facets, snippets, the panel of tables, answers, the frame."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import structlog
from flask.testing import FlaskClient

from bench.search.corpus import Question
from bench.search.shelves import stocked
from bench.search.timing import CELLS, measured, spread
from library import Library
from search import PageDocument, Query
from webapp.app import create_app

_WARM = 30
"""answers that are not measured: the first ones open indexes, compile templates and meet words for the first time"""


def website(pages: list[PageDocument], questions: list[Question], folder: Path) -> None:
    """Print a row for each kind of page; the application is asked as a web server asks it, in this process."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    library = stocked(pages, folder)
    open_pages(library, questions)
    library.close()


def open_pages(library: Library, questions: list[Question]) -> None:
    """Ask a library that has its indexes."""
    client = create_app(library).test_client()
    tables = library.headings.search(Query("table")).total
    print(f"\nSearch pages: {library.search.count():,} pages, {tables:,} tables, {len(questions)} questions\n")
    print(f"| page | {CELLS} |\n|---|---|---|---|---|", flush=True)
    for name, address in _KINDS.items():
        urls = [address(each.text) for each in questions]
        spent = [measured(_opened, client, url)[1] for url in urls]
        print(f"| {name} | {spread(spent[_WARM:]).cells()} |", flush=True)


def _opened(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status)


def _two_words(words: str) -> str:
    return " ".join(sorted(words.split(), key=len)[-2:])


_KINDS: dict[str, Callable[[str], str]] = {
    "all words of a question": lambda words: f"/search?q={quote(words)}",
    "its two longest words": lambda words: f"/search?q={quote(_two_words(words))}",
    "the same, narrowed by years and language": lambda words: (
        f"/search?q={quote(_two_words(words))}&year_from=2005&year_to=2024&language=id"
    ),
    "the same, newest first": lambda words: f"/search?q={quote(_two_words(words))}&sort=newest",
    "tables alone": lambda words: f"/search?q={quote(_two_words(words))}&find=table",
    "a suggestion while typing": lambda words: f"/search/suggest?q={quote(words[: len(words) // 2])}",
}
