"""The outline of a work as ranges: chapters within chapters, and in them their tables and figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from library.store.models import Heading, Work
from webapp.rooms.iiif import addresses
from webapp.rooms.open.addresses import base

_NAMES = {"table": ("Tabel", "Table"), "figure": ("Gambar", "Figure")}
_TABLES = 99
"""the level of what holds nothing"""


def structures(work: Work, known: Sequence[Heading]) -> list[dict[str, Any]]:
    """Give the top ranges; every range lists its own pages, then what lies in it."""
    top: list[dict[str, Any]] = []
    around: list[tuple[int, dict[str, Any]]] = []
    for heading in known:
        if not 1 <= heading.page <= work.pages:
            continue
        level = max(1, heading.level) if heading.kind == "chapter" else _TABLES
        while around and around[-1][0] >= level:
            around.pop()
        made = _range(work, heading)
        (around[-1][1]["items"] if around else top).append(made)
        around.append((level, made))
    return top


def _range(work: Work, heading: Heading) -> dict[str, Any]:
    names, number = _NAMES.get(heading.kind, ("", "")), heading.number
    label = {"id": [_joined(names[0], number, heading.title)]}
    if heading.parallel_title:
        label["en"] = [_joined(names[1], number, heading.parallel_title)]
    last = min(max(heading.page, heading.last_page), work.pages)
    return {
        "id": f"{base()}/iiif/3/{work.id}/range/{heading.place}",
        "type": "Range",
        "label": label,
        "items": [{"id": addresses.canvas(work.id, page), "type": "Canvas"} for page in range(heading.page, last + 1)],
    }


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))
