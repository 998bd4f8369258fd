"""Filled instruments for tests."""

from __future__ import annotations

ELEMENTS = (
    *("requirements", "procedure", "time", "cost", "product", "competence", "conduct", "facilities", "complaints"),
)


def alike(step: int) -> dict[str, int]:
    """Answer every element alike."""
    return dict.fromkeys(ELEMENTS, step)


def form(step: int = 4, **more: str) -> dict[str, str]:
    """Give the fields of a filled page."""
    return {**{name: str(step) for name in ELEMENTS}, **more}
