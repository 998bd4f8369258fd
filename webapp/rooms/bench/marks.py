"""A work's marks in words and as a picture, for whoever decides about its release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from library.catalogue.trace_report import TraceReport, stretches
from watermark.master import SLOTS_ALONE
from webapp.rooms.bench.mark_strip import MarkStrip, draw_strip

MOST_STRETCHES = 40
"""what a sentence can hold; the list of all pages stands below it"""
_REMOVED = {
    "attachments": _l("Attached files"),
    "file": _l("Attached files"),
    "script": _l("Scripts"),
    "action": _l("Actions that start by themselves or at a click (links stay)"),
    "active annotation": _l("Sound, video, moving models and attached files on pages"),
    "XFA form": _l("Form that only its maker's program can show (XFA)"),
    "private data": _l("Data that programs had left for themselves"),
    "thumbnail": _l("Small pictures of pages"),
    "alternate image": _l("Second versions of pictures"),
    "page outside the document": _l("Pages that the document holds and no reader shows"),
    "catalogue entry": _l("Settings of the file as a whole, such as portfolio and permissions"),
}


@dataclass(frozen=True, slots=True)
class ShownMarks:
    """A report ready for its page; `strip` is None where no page was counted.

    Attributes:
        kinds: (icon, sentence) for each kind of page that there is, the surest first.
        weak: the sentences of those that do not name a reader alone.
        per_page: marks of every page.
        enough: marks with which a page names a reader alone.
        removed: (what was taken out, in how many places).
    """

    kinds: list[tuple[str, str]]
    strip: MarkStrip | None
    per_page: tuple[int, ...]
    enough: int
    removed: list[tuple[str, int]]

    @property
    def weak(self) -> list[tuple[str, str]]:
        """The kinds of pages that do not name a reader alone."""
        return [kind for kind in self.kinds if kind[0] != _ALONE]


_ALONE, _TOGETHER, _BARE = "circle-check", "circle-dot", "circle-x"


def shown_marks(report: TraceReport) -> ShownMarks:
    """Word a report in the language of the page."""
    kinds = ((_ALONE, _alone, report.alone), (_TOGETHER, _together, report.together), (_BARE, _bare, report.bare))
    return ShownMarks(
        kinds=[(icon, words(pages)) for icon, words, pages in kinds if pages],
        strip=draw_strip(report.per_page, SLOTS_ALONE) if report.per_page else None,
        per_page=report.per_page,
        enough=SLOTS_ALONE,
        removed=_removed(report.removed),
    )


def _alone(pages: Sequence[int]) -> str:
    words: str = ngettext(
        "%(number)s page names the reader alone (%(least)s marks or more): %(which)s",
        "%(number)s pages name the reader even alone (%(least)s marks or more): %(which)s",
        len(pages),
        number=format_decimal(len(pages)),
        least=SLOTS_ALONE,
        which=which(pages),
    )
    return words


def _together(pages: Sequence[int]) -> str:
    words: str = ngettext(
        "%(number)s page names the reader together with others only (1 to %(most)s marks): %(which)s",
        "%(number)s pages name the reader together with others only (1 to %(most)s marks): %(which)s",
        len(pages),
        number=format_decimal(len(pages)),
        most=SLOTS_ALONE - 1,
        which=which(pages),
    )
    return words


def _bare(pages: Sequence[int]) -> str:
    words: str = ngettext(
        "%(number)s page bears no mark and names nobody: %(which)s",
        "%(number)s pages bear no mark and name nobody: %(which)s",
        len(pages),
        number=format_decimal(len(pages)),
        which=which(pages),
    )
    return words


def which(pages: Sequence[int]) -> str:
    """Name pages by their stretches: “1–4, 192”; of many the first, and how many more there are."""
    found = stretches(pages)
    named = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in found[:MOST_STRETCHES])
    more = sum(last - first + 1 for first, last in found[MOST_STRETCHES:])
    if not more:
        return named
    words: str = ngettext(
        "%(named)s and %(number)s more",
        "%(named)s and %(number)s more",
        more,
        named=named,
        number=format_decimal(more),
    )
    return words


def _removed(found: dict[str, int]) -> list[tuple[str, int]]:
    places: dict[str, int] = {}
    for kind, count in found.items():
        name = str(_REMOVED.get(kind) or _("Other parts"))
        places[name] = places.get(name, 0) + count
    return sorted(places.items())
