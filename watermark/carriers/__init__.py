"""Carriers: each says where on a page something can be drawn in two ways, and how."""

from __future__ import annotations

from typing import Final

HEIGHT: Final = "word height"
PLACE: Final = "word place"
RULING: Final = "ruling"
PATTERN: Final = "image pattern"
WARP: Final = "image warp"
STRIPS: Final = "bilevel strips"
NAMES: Final = (HEIGHT, PLACE, RULING, PATTERN, WARP, STRIPS)
