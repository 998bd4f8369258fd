"""Pages that are one scanned picture, made on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEIGHT = 877, 1241  # px, 150 dpi; a width that no restart interval divides
SHEET = (421, 596)  # pt
_LINE = "Jumlah penduduk Kecamatan Metro Pusat menurut"


def scanned(path: Path, mode: str = "RGB", subsampling: str = "4:2:0") -> Path:
    """Lay a JPEG of text on coloured paper over the page; `mode` and `subsampling` as Pillow calls them."""
    picture = np.full((HEIGHT, WIDTH, 3), 244, np.uint8)
    for line in range(40):
        at, face = (60, 80 + 28 * line), cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(picture, _LINE, at, face, 0.6, (40, 30, 30), 1, cv2.LINE_AA)
    picture = np.clip(picture + np.random.default_rng(1).normal(0, 2, picture.shape), 0, 255).astype(np.uint8)
    jpeg = path.with_suffix(".jpg")
    Image.fromarray(picture).convert(mode).save(jpeg, "JPEG", quality=80, subsampling=subsampling)
    canvas = Canvas(str(path), pagesize=SHEET, invariant=1)
    # Named by what it shows: a name made of the path would change the file's checksum, and with it the tiles.
    canvas.drawImage(ImageReader(str(jpeg)), 0, 0, *SHEET)
    canvas.save()
    return path
