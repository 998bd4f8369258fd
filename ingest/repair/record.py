"""What is kept of each page's repairs: what was measured, what was tried, and what it did to the reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RepairKind = Literal["turn", "deskew", "despeckle", "split"]


@dataclass(frozen=True)
class Repair:
    """One repair that was tried on a page."""

    kind: RepairKind
    value: float
    """turn: degrees clockwise; deskew: degrees that its lines sank to the right; split: fraction of the width"""
    reason: str
    """what measured it: orientation (Tesseract), baselines (Tesseract), specks, fold, page-numbers, or hand"""
    kept: bool
    before: float | None
    """confidence of the reading without it, 0–1; None where no word was found"""
    after: float | None


@dataclass(frozen=True)
class PageOrigin:
    """Where a page that readers see comes from."""

    source_page: int
    """of the original, 1 for the first"""
    part: int = 0
    """0: the whole page; 1, 2: the left and right half of a double page"""
    repairs: tuple[Repair, ...] = ()
