"""Carriers: each says where on a page something can be drawn in two ways, and how."""

from __future__ import annotations

from typing import Final

HEIGHT: Final = "word height"
PLACE: Final = "word place"
RULING: Final = "ruling"
TILES: Final = "image tiles"
STRIPS: Final = "bilevel strips"
NAMES: Final = (HEIGHT, PLACE, RULING, TILES, STRIPS)
