"""Repaired pages take the places of those that they were made of."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import pikepdf

Graft = tuple[Path, list[int]]
"""a PDF, and which of its pages (0 is the first) stand for the page that gives way"""


def graft(source: Path, grafts: Mapping[int, Graft], out: Path) -> None:
    """Write `source` with each named page (1 is the first) replaced by one or more pages of other PDFs.

    Bookmarks and links that lead to a page lead to what has taken its place; page labels move along.
    """
    with ExitStack() as opened, pikepdf.open(source) as pdf:
        files = {path: opened.enter_context(pikepdf.open(path)) for path, _ in grafts.values()}
        for number in sorted(grafts, reverse=True):
            path, wanted = grafts[number]
            first, *others = (files[path].pages[index] for index in wanted)
            pdf.pages.append(first)  # only a page of the same file can take another's place
            pdf.pages[number - 1].emplace(pdf.pages[-1])
            del pdf.pages[-1]
            for offset, other in enumerate(others):
                pdf.pages.insert(number + offset, other)
        _move_labels(pdf, {number: len(wanted) - 1 for number, (_, wanted) in grafts.items()})
        pdf.remove_unreferenced_resources()
        pdf.save(out, deterministic_id=True)


def _move_labels(pdf: pikepdf.Pdf, added: Mapping[int, int]) -> None:
    """Let each run of page labels begin at the page where it began before pages were added."""
    if not any(added.values()) or "/PageLabels" not in pdf.Root:
        return
    try:
        runs = dict(pikepdf.NumberTree(pdf.Root.PageLabels).items())
    except (pikepdf.PdfError, TypeError, ValueError, RuntimeError):
        del pdf.Root.PageLabels  # what cannot be read labels nothing
        return
    pairs: list[object] = []
    for index in sorted(runs):
        pairs += [index + sum(more for number, more in added.items() if number <= index), runs[index]]
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(pairs))
