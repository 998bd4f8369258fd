"""The watermark engine: a PDF becomes a master; a master and a code become a copy; a leak becomes a name.

It knows nothing of users, the web or the database. `prepare` runs once a publication, `assemble` once a delivery.
"""

from __future__ import annotations

from watermark.assemble import Code, Copy, assemble
from watermark.errors import WatermarkError
from watermark.master import Master, Traceability
from watermark.prepare import prepare
from watermark.stamp import Stamp

__all__ = ["Code", "Copy", "Master", "Stamp", "Traceability", "WatermarkError", "assemble", "prepare"]
