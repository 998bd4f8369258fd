"""What a trace may compare a leak with: every master version from which a copy went out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from watermark.errors import LeakError
from watermark.trace.index import PageIndex, build_index, load_index
from watermark.trace.points import PagePoints

if TYPE_CHECKING:
    from collections.abc import Callable

    from watermark.trace.views import Pages


@dataclass(frozen=True)
class KnownMaster:
    """One version of one work.

    Attributes:
        work: the caller's name of the work.
        version: the caller's name of the master version.
        pages: draws its pages; `MasterPages(body, slots)` for a master on disk.
        keys: (key id, 32-byte code key) of every key that copies of this version were made with.
        index: where its page index lies, and its pages' key points beside it (`.points`); made there when they are
            missing or damaged. None keeps the index in memory, and no key points.
        candidates: identities that received or read this work; asked first.
    """

    work: str
    version: str
    pages: Pages
    keys: tuple[tuple[str, bytes], ...]
    index: Path | None = None
    candidates: tuple[str, ...] = ()

    @cached_property
    def page_index(self) -> PageIndex:
        """The page index, read or made anew: it is derived."""
        if self.index is None:
            return build_index(self.pages)
        try:
            return load_index(self.index)
        except LeakError:
            made = build_index(self.pages)
            made.save(self.index)
            return made

    @cached_property
    def points(self) -> PagePoints:
        """The key points of its pages."""
        return PagePoints(self.pages, None if self.index is None else self.index.with_suffix(".points"))

    def describe(self, progress: Callable[[int, int], None] = lambda _done, _pages: None) -> None:
        """Make what is missing of the page index and the key points, ahead of a trace."""
        _ = self.page_index
        self.points.describe_all(progress)
