"""Covers that are made for the measurement."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from bench.trace.covers import cover_book
from bench.trace.shelf import FILES


def test_made_covers_are_equal_in_every_run_and_of_four_kinds(tmp_path: Path) -> None:
    first, second = (cover_book(tmp_path / name) for name in ("first.pdf", "second.pdf"))
    assert first.read_bytes() == second.read_bytes()
    with pikepdf.open(first) as book:
        pictures = [list(page.resources.get("/XObject", {}).values()) for page in book.pages]
        assert [len(found) for found in pictures] == [1, 0, 1, 1]
        assert "/SMask" in pictures[3][0]
        assert "/Shading" in book.pages[1].resources


def test_every_file_of_covers_and_charts_is_there_once() -> None:
    files = FILES["cover or chart"]
    assert "made/covers.pdf" in files
    assert len(set(files)) == len(files)
