"""What people type, made harmless: lines and letters are kept, nothing that would act in a mail or on a page."""

from __future__ import annotations

from library.errors import BadForm

MOST_TEXT = 10_000
MOST_TITLE = 200


def clean_text(text: str, most: int = MOST_TEXT) -> str:
    """Keep printable characters and line ends, at most `most` of them; more than two empty lines become one."""
    lines = ["".join(c for c in line if c.isprintable()).rstrip() for line in text.strip().splitlines()]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()[:most]


def clean_line(text: str, most: int = MOST_TITLE) -> str:
    """Make one printable line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]


def required(field: str, text: str, most: int = MOST_TEXT) -> str:
    """Clean a text that must be there.

    Raises:
        BadForm: there is none, or it is longer than `most`.
    """
    if len(text.strip()) > most:
        raise BadForm({field: "too-long"})
    kept = clean_text(text, most)
    if not kept:
        raise BadForm({field: "required"})
    return kept
