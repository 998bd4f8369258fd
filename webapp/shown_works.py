"""A work in the words and pictures of the pages: what the macros of `components/work.html` take."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from library.store.models import Work
from webapp.current import current_library
from webapp.language_choice import choose_language


def office_name(code: str) -> str:
    """Name an office in the reader's language; its code where it is not known here."""
    office = current_library().offices.get(code)
    return office.name.in_language(choose_language()) if office else code


def kind_name(kind: str) -> str:
    """Say how a work became a file."""
    names = {
        "born-digital": _("Digital edition"),
        "scanned": _("Scan"),
        "mixed": _("Digital edition with scans"),
        "print": _("Printed only"),
    }
    return str(names.get(kind, kind))


def available_name(code: str) -> str:
    """Say in which form a work is there."""
    names = {"file": _("File"), "print": _("Print"), "both": _("File and print")}
    return str(names.get(code, code))


def language_name(code: str) -> str:
    """Name the language of a work's text."""
    names = {"id": _("Indonesian"), "en": _("English"), "id+en": _("Indonesian and English")}
    return str(names.get(code, _("Not determined")))


def place_words(code: str) -> str:
    """Name a region with what it lies in and both systems' codes; empty for none, the bare code for an unknown one.

    "Ajung, Kabupaten Jember, Jawa Timur (BPS 3509110 · Kemendagri 35.09.17)"
    """
    place = current_library().describer.tables.regions.place(code) if code else ()
    if not place:
        return code
    known = place[0] if place[0].bps == code else None
    codes = f"BPS {code}" + (f" · Kemendagri {known.kemendagri}" if known and known.kemendagri else "")
    return f"{', '.join(region.name for region in place)} ({codes})"


def subject_words(codes: str) -> str:
    """Name the subjects behind CSA codes, with semicolons between them."""
    classification, language = current_library().describer.tables.classification, choose_language()
    return "; ".join(classification.label(code, language) for code in codes.split())


def size_words(printed: str) -> str:
    """Write a size such as "14.8 × 21 cm" with the reader's decimal sign."""
    return re.sub(r"\d+\.\d+", lambda found: str(format_decimal(Decimal(found[0]))), printed)


def card(work: Work) -> dict[str, Any]:
    """Give the arguments of `work_card`."""
    return {
        "title": work.title,
        "url": url_for("works.show", work_id=work.id),
        "src": "" if work.kind == "print" else url_for("works.cover", work_id=work.id),
        "facts": (kind_name(work.kind) if work.kind == "print" else "", str(work.year or ""), office_name(work.office)),
        "status": "",
    }


def cards(works: Iterable[Work]) -> list[dict[str, Any]]:
    """Give the arguments of `shelf`."""
    return [card(work) for work in works]
