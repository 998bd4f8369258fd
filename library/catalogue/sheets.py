"""The pages of a sitting in the order in which the reader wants them: pure functions over lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal

Deed = Literal["earlier", "later", "drop", "keep"]
DEEDS: tuple[Deed, ...] = ("earlier", "later", "drop", "keep")
MOST_PAGES = 300
"""Pages of one sitting: a long book by hand, and small enough for its page on the screen and its one copy."""
UNREADABLE, SURPLUS = 0, -1
"""Numbers that stand for a whole sheet: it cannot be read; with it there would be more than `MOST_PAGES`."""
_STAMP = 20  # digits of a time in ns, so that names sort as their sheets came
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A page that was scanned: the file that holds it, and its number there (1 is the first)."""

    sheet: str
    number: int
    """`UNREADABLE` and `SURPLUS` stand for a whole sheet."""
    kept: bool = True

    @property
    def is_readable(self) -> bool:
        """It can be shown and sent."""
        return self.number > 0

    @property
    def is_surplus(self) -> bool:
        """It came when there was no more room."""
        return self.number == SURPLUS

    @property
    def name(self) -> str:
        """The name of its file, as the scanner or the reader gave it, in plain letters."""
        return shown_name(self.sheet)


def sheet_name(came_ns: int, key: str, name: str) -> str:
    """Make the file name under which a sheet is kept: names sort by the time at which they came (ns since 1970)."""
    path = PurePath(name.replace("\\", "/").rsplit("/", 1)[-1])
    stem = _NOT_PLAIN.sub("_", path.stem)[:40] or "_"
    ending = _NOT_PLAIN.sub("", path.suffix)[:8].lower()
    return f"{came_ns:0{_STAMP}d}-{key}-{stem}" + (f".{ending}" if ending else "")


def shown_name(sheet: str) -> str:
    """Give the name that a sheet was given by its scanner or reader."""
    return sheet.split("-", 2)[-1]


def pages_of(sheet: str, count: int, room: int) -> list[SheetPage]:
    """Give the pages of a sheet: one entry for the whole where it has none, or more than there is `room` for."""
    if count > room:
        return [SheetPage(sheet, SURPLUS)]
    return [SheetPage(sheet, number) for number in range(1, count + 1)] or [SheetPage(sheet, UNREADABLE)]


def arranged(pages: Sequence[SheetPage], deed: str, sheet: str, number: int) -> list[SheetPage]:
    """Give the pages after a page was moved, left out or put back; a page or deed that is unknown changes nothing."""
    order = list(pages)
    at = next((i for i, page in enumerate(order) if (page.sheet, page.number) == (sheet, number)), None)
    if at is None:
        return order
    if deed in ("drop", "keep"):
        order[at] = replace(order[at], kept=deed == "keep")
    elif deed in ("earlier", "later"):
        to = min(max(at + (1 if deed == "later" else -1), 0), len(order) - 1)
        order.insert(to, order.pop(at))
    return order


def to_send(pages: Iterable[SheetPage]) -> list[SheetPage]:
    """Give the pages that become the copy."""
    return [page for page in pages if page.kept and page.is_readable]


def whole_sheet(pages: Sequence[SheetPage], sent: Sequence[SheetPage]) -> str | None:
    """Name the sheet that is sent as it came, all its pages in their order; None where sheets have to be joined."""
    names = {page.sheet for page in sent}
    if len(names) != 1:
        return None
    name = names.pop()
    numbers = sorted(page.number for page in pages if page.sheet == name)
    return name if [page.number for page in sent] == numbers else None


def title_of(sent: Sequence[SheetPage]) -> str:
    """Name a copy's pages by their first and last sheet."""
    first, last = sent[0].name, sent[-1].name
    return first if len({page.sheet for page in sent}) == 1 else f"{first} … {last}"
