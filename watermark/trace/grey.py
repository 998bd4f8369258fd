"""How a decoded picture leaves its process: width and height, then a byte a pixel, row by row, 0 black … 255 white."""

from __future__ import annotations

import struct
from typing import Final

SIZE: Final = struct.Struct("<II")
LONGEST: Final = 4200
"""Pictures leave the decoding process with at most so many px on the long side."""
