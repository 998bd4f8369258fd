"""Compare the metadata read from imprint pages with what the PDFs state of themselves: `python -m bench.metadata`.

PUSTAKA_CORPUS names the folder of real publications (it has front/ and meta/).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pymupdf

from bench.metadata.truth import COLUMNS, books, same, truth
from ingest.metadata.imprint import read_metadata
from ingest.reading import Found, Metadata
from ingest.text.order import in_reading_order
from ingest.text.survey import survey_page

DOUBTFUL = 0.75
Values = dict[tuple[str, str], str]


def main() -> None:
    """Print the table, the differences, and what the confidences are worth."""
    corpus = Path(os.environ.get("PUSTAKA_CORPUS", ""))
    if not books(corpus):
        sys.exit("PUSTAKA_CORPUS must name the folder of real publications (it has front/ and meta/)")
    read = {book.name: read_book(book) for book in books(corpus)}
    ours = {key: value for name, metadata in read.items() for key, value in _values(name, metadata)}
    nameless = {key: value for book in books(corpus) for key, value in _values(book.name, read_book(book, "x.pdf"))}
    stated = {key: value for book in books(corpus) for key, value in stated_by_pdf(book).items()}
    _table(ours, nameless, stated, corpus)
    _differences(ours, truth(corpus, corrected=False))
    _confidence(read, truth(corpus))


def read_book(book: Path, name: str | None = None) -> Metadata:
    """Read a born-digital file as ingest does, in this process; `name` is what it is said to have come under."""
    rows = {}
    with pymupdf.open(book) as document:
        for page in document:
            lines = survey_page(page).lines
            rows[page.number + 1] = in_reading_order(lines, lines[0].direction) if lines else []
    return read_metadata(rows, "", book.name if name is None else name)


def stated_by_pdf(book: Path) -> Values:
    """Give what a reader of the PDF's own information gets: Title, Subject, and the year in which it was made."""
    with pymupdf.open(book) as document:
        about = document.metadata or {}
    return {
        (book.name, "title"): about.get("title") or "",
        (book.name, "parallel_title"): about.get("subject") or "",
        (book.name, "year"): (about.get("creationDate") or "")[2:6],
    }


def _values(name: str, read: Metadata) -> Iterator[tuple[tuple[str, str], str]]:
    for field in fields(Metadata):
        found: Found | None = getattr(read, field.name)
        yield (name, field.name), found.value if found else ""


def _table(ours: Values, nameless: Values, stated: Values, corpus: Path) -> None:
    wanted, as_it_is = truth(corpus), truth(corpus, corrected=False)
    print("| field | of | ours | PDF document info | ours, file named x.pdf | ours, table uncorrected |")
    print("|---|---|---|---|---|---|")
    for field in (*COLUMNS.values(), "all"):
        keys = [key for key in wanted if field in (key[1], "all")]
        counts = [
            _right(keys, *pair) for pair in ((wanted, ours), (wanted, stated), (wanted, nameless), (as_it_is, ours))
        ]
        print(f"| {field.replace('_', ' ')} | {len(keys)} | " + " | ".join(str(count) for count in counts) + " |")


def _right(keys: list[tuple[str, str]], wanted: Values, found: Values) -> int:
    return sum(same(wanted[key], found.get(key, "")) for key in keys)


def _differences(ours: Values, as_it_is: Values) -> None:
    print("\n| file | field | table | ours |\n|---|---|---|---|")
    for (name, field), value in sorted(as_it_is.items()):
        if not same(value, ours[name, field]):
            print(f"| {name} | {field.replace('_', ' ')} | {value or '(empty)'} | {ours[name, field] or '(empty)'} |")


def _confidence(read: dict[str, Metadata], wanted: Values) -> None:
    groups: dict[str, Callable[[float], bool]] = {
        f"under {DOUBTFUL}": lambda sure: sure < DOUBTFUL,
        f"{DOUBTFUL} and more": lambda sure: sure >= DOUBTFUL,
    }
    print("\n| confidence | values | right |\n|---|---|---|")
    for words, belongs in groups.items():
        values = [
            same(wanted[name, field], found.value)
            for (name, field) in wanted
            if (found := getattr(read[name], field)) and belongs(found.confidence)
        ]
        print(f"| {words} | {len(values)} | {sum(values)} |")


if __name__ == "__main__":
    main()
