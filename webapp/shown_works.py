"""A work in the words and pictures of the pages: what the macros of `components/work.html` take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for
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
    names = {"born-digital": _("Digital edition"), "scanned": _("Scan"), "mixed": _("Digital edition with scans")}
    return str(names.get(kind, kind))


def language_name(code: str) -> str:
    """Name the language of a work's text."""
    names = {"id": _("Indonesian"), "en": _("English"), "id+en": _("Indonesian and English")}
    return str(names.get(code, _("Not determined")))


def card(work: Work) -> dict[str, Any]:
    """Give the arguments of `work_card`."""
    return {
        "title": work.title,
        "url": url_for("works.show", work_id=work.id),
        "src": url_for("works.cover", work_id=work.id),
        "facts": (str(work.year or ""), office_name(work.office)),
        "status": "",
    }


def cards(works: Iterable[Work]) -> list[dict[str, Any]]:
    """Give the arguments of `shelf`."""
    return [card(work) for work in works]
