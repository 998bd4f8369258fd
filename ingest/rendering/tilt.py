"""Why pages are drawn a hair askew."""

from __future__ import annotations

from typing import Final

TILT: Final = 1e-12
"""Of a unit, for the skew of a drawing's matrix: no pixel sees it.

MuPDF sets the baselines of level text on whole pixels and those of all other text where they are; rounded, a mark of
0.4 pt would be lost or doubled on a screen. `watermark.pdf.drawing` has the same for masters, and loads numpy with it,
which the process that draws for the screen does without.
"""
