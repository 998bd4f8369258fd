"""The style sheets, small files in the order of the cascade, joined into one for the network."""

from __future__ import annotations

import re
from pathlib import Path

from webapp.assets.errors import AssetError
from webapp.assets.places import STATIC

# `dark.css` and `viewer.css` stand apart: a page loads them by the reader's choice.
SHEETS = (
    "layers",
    "fonts",
    "tokens",
    "base",
    "shell",
    "layout",
    "buttons",
    "forms",
    "choices",
    "messages",
    "tables",
    "works",
    "hits",
    "navigation",
    "progress",
    "facts",
    "overlay",
    "reader",
    "rooms",
    "catalogue",
    "pages",
    "trace",
    "guest",
    "board",
    "terminal",
    "door",
    "day",
    "feedback",
    "consultations",
    "administration",
    "kiosk",
    "staff",
    "print",
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def join_sheets(folder: Path = STATIC / "css") -> bytes:
    """Give all style sheets as one, without comments and blank lines.

    Raises:
        AssetError: One of them is missing.
    """
    parts: list[str] = []
    for name in SHEETS:
        sheet = folder / f"{name}.css"
        if not sheet.is_file():
            raise AssetError(f"The style sheet css/{name}.css is missing: take it from version control again.")
        text = _COMMENT.sub("", sheet.read_text(encoding="utf-8")).replace("../vendor/", "")
        parts.extend(line.rstrip() for line in text.splitlines() if line.strip())
    return ("\n".join(parts) + "\n").encode()
