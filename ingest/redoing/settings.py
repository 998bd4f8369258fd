"""How a librarian wants a page to be read once more."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ingest.repair.plan import Plan

TURNS = (0, 90, 180, 270)
SEGMENTATIONS = (0, 3, 4, 6, 11)
"""Tesseract's --psm; 0 stands for its own choice here"""
RESOLUTIONS = (200, 300, 400, 600)
MOST_SKEW = 20.0
"""degrees either way"""


@dataclass(frozen=True)
class PageSettings:
    """Settings of one page; those of a fresh object are what reading does by itself, without repairs."""

    languages: tuple[str, ...] = ("ind", "eng")
    segmentation: int = 0
    resolution: int = 300
    """lowest that Tesseract is given, dpi"""
    turn: int = 0
    """degrees clockwise, from how the original stands"""
    straighten: bool = False
    """by what the lines' slopes say"""
    skew: float = 0.0
    """degrees that lines sink to the right, as a person sees it; goes before `straighten`"""
    despeckle: bool = False
    split: float = 0.0
    """fraction of the width at which the page is parted; 0 leaves it whole"""

    def __post_init__(self) -> None:
        """Refuse what no page can be read with.

        Raises:
            ValueError: naming the setting.
        """
        wrong = {
            "languages": not self.languages or len(self.languages) > 4,
            "segmentation": self.segmentation not in SEGMENTATIONS,
            "resolution": self.resolution not in RESOLUTIONS,
            "turn": self.turn not in TURNS,
            "skew": not abs(self.skew) <= MOST_SKEW,
            "split": self.split != 0 and not 0.2 <= self.split <= 0.8,
        }
        for name, is_wrong in wrong.items():
            if is_wrong:
                raise ValueError(name)

    @property
    def plan(self) -> Plan:
        """Give the repairs by hand."""
        return Plan(self.turn, self.skew, self.split or None, self.despeckle)

    def to_json(self) -> dict[str, Any]:
        """Give plain values."""
        return asdict(self)


def settings_from(plain: dict[str, Any]) -> PageSettings:
    """Rebuild settings from plain values.

    Raises:
        ValueError, TypeError: they are none.
    """
    return PageSettings(**{**plain, "languages": tuple(plain.get("languages", ()))})
