"""What the station shows of pages that are not sent yet: no larger than what may leave without a mark."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import IngestError, TimedOut, TooManyPages
from webapp.drawing import DrawingBusy, renderer
from webapp.thumbnails import LONG_EDGE


def count_pages(sheet: Path) -> int | None:
    """Say how many pages a sheet has: 0 where it cannot be read, None where no worker was free to look.

    Raises:
        TimeoutError: looking took too long.
    """
    try:
        return renderer().draw_sheet(sheet, 1, LONG_EDGE)[0]
    except DrawingBusy:
        return None
    except TimedOut as slow:
        raise TimeoutError(slow.detail) from slow
    except TooManyPages as many:
        return int(many.params["pages"])
    except IngestError:
        return 0


def picture_of(sheet: Path, number: int) -> bytes:
    """Draw a page of a sheet as JPEG.

    Raises:
        DrawingBusy, IngestError: it cannot be drawn.
    """
    return renderer().draw_sheet(sheet, number, LONG_EDGE)[1]
