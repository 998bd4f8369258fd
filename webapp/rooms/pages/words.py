"""What is said of a page: how it was read and made, and how a correction differs from what the machine read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from library.catalogue.page_list import UNSURE, ListedPage


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of a page as a chip: its words, its tone and its icon."""

    words: str
    tone: str = ""
    icon: str = ""


def made_words(page: ListedPage) -> list[Told]:
    """Say how a page was read and made, the most useful first."""
    told = [_reading(page)]
    if page.corrected:
        told.append(Told(_("Corrected by hand"), "good", "pencil"))
    if page.part:
        half = _("left half") if page.part == 1 else _("right half")
        told.append(Told(_("Page %(page)s of the original, %(half)s", page=page.source_page, half=half)))
    elif page.source_page != page.number:
        told.append(Told(_("Page %(page)s of the original", page=page.source_page)))
    told += [Told(repair_words(each)) for each in page.repairs if each.get("kept")]
    return told


def _reading(page: ListedPage) -> Told:
    if page.confidence is not None:
        unsure = page.confidence < UNSURE
        return Told(confidence_words(page.confidence), "warn" if unsure else "good", "triangle-alert" if unsure else "")
    if page.blank:
        return Told(_("Blank page"))
    return {
        "born": Told(_("Text of the file itself")),
        "ocr": Told(_("Recognised before it came")),
    }.get(page.source, Told(_("No text"), "warn"))


def confidence_words(confidence: float) -> str:
    """Say how sure the machine was of a page; 0 to 1."""
    return str(_("Read with %(share)s confidence", share=format_percent(confidence)))


def repair_words(repair: Mapping[str, Any]) -> str:
    """Say what was done to a page, with what was measured."""
    value = repair.get("value")
    number = float(value) if isinstance(value, int | float) else 0.0
    words = {
        "turn": _("Turned by %(degrees)s°", degrees=_degrees(number)),
        "deskew": _("Straightened by %(degrees)s°", degrees=_degrees(number)),
        "despeckle": _("Specks left out for recognition"),
        "split": _("Double page split"),
    }
    return str(words.get(str(repair.get("kind")), repair.get("kind")))


def repair_result(repair: Mapping[str, Any]) -> str:
    """Say whether a repair was kept, and what it did to the confidence of the recognition."""
    before, after = repair.get("before"), repair.get("after")
    if before is None and repair.get("kept"):
        return str(_("kept: %(after)s after", after=_share(after)))
    figures = {"before": _share(before), "after": _share(after)}
    if repair.get("kept"):
        return str(_("kept: %(before)s before, %(after)s after", **figures))
    return str(_("not kept: %(before)s before, %(after)s after", **figures))


def _degrees(value: float) -> str:
    """Write an angle with the sign of arithmetic, which no line break parts from its number."""
    return str(format_decimal(round(value, 2))).replace("-", "\N{MINUS SIGN}")


def _share(value: object) -> str:
    return str(format_percent(value)) if isinstance(value, int | float) else "—"
