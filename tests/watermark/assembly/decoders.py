"""The picture of a one-page PDF, as seven decoders give it: uint8 (H, W, 3), in its own pixels."""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pikepdf
import pymupdf
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.conftest import FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import Route

Picture = NDArray[np.uint8]
ROOT = Path(__file__).resolve().parents[3]


def picture_stream(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    streams = (thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream))
    return next(stream for stream in streams if stream.get("/Subtype") == "/Image")


def size_of(path: Path) -> tuple[int, int]:
    """Give the width and height that the PDF states, px."""
    with pikepdf.open(path) as pdf:
        picture = picture_stream(pdf)
        return int(picture.Width), int(picture.Height)


def by_libjpeg(path: Path) -> Picture:
    """Decode the JPEG itself by libjpeg-turbo, without a PDF reader around it."""
    with pikepdf.open(path) as pdf:
        data = np.frombuffer(picture_stream(pdf).read_raw_bytes(), np.uint8)
    return cv2.cvtColor(cv2.imdecode(data, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def by_mupdf(path: Path) -> Picture:
    with pymupdf.open(path) as document:
        image = pymupdf.Pixmap(document, document[0].get_images()[0][0])
        return _in_three(np.frombuffer(image.samples, np.uint8).reshape(image.height, image.width, image.n))


def by_pdfium(path: Path) -> Picture:
    document = pypdfium2.PdfDocument(path)
    try:
        found = next(iter(document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])))
        bitmap = found.get_bitmap().to_numpy()
        return _in_three(bitmap.reshape(*bitmap.shape[:2], -1)[:, :, ::-1])
    finally:
        document.close()


def by_poppler(path: Path) -> Picture:
    subprocess.run([_program("pdfimages"), str(path), str(path.with_suffix(""))], check=True)
    [written] = path.parent.glob(f"{path.stem}-000.p?m")
    return np.asarray(Image.open(written).convert("RGB"))


def by_ghostscript(path: Path) -> Picture:
    """Draw a page that is the picture alone, a point for a pixel: Ghostscript gives no picture out undrawn.

    Drawn in RGB, also where it is grey: on a grey device Ghostscript leads grey through a colour profile, which
    changes a sixteenth of the pixels by a level.
    """
    alone, out = path.with_suffix(".alone.pdf"), path.with_suffix(".ppm")
    with pikepdf.open(path) as source, pikepdf.new() as pdf:
        picture = pdf.copy_foreign(picture_stream(source))
        pdf.add_blank_page(page_size=(int(picture.Width), int(picture.Height)))
        page = pdf.pages[0].obj
        page["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
        page["/Contents"] = pdf.make_stream(b"%d 0 0 %d 0 0 cm /Im Do" % (picture.Width, picture.Height))
        pdf.save(alone)
    command = [_program("gs"), "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=ppmraw", "-r72"]
    subprocess.run([*command, "-o", str(out), str(alone)], check=True)
    return np.asarray(Image.open(out))


def by_pdfjs(paths: Sequence[Path]) -> list[Picture]:
    """All in one process: starting it takes longer than decoding."""
    _require_pdfjs()
    script = Path(__file__).with_name("pdfjs_pictures.mjs")
    subprocess.run([Path(sys.executable).with_name("node"), script, *paths], check=True, cwd=ROOT)
    sizes = [size_of(path) for path in paths]
    decoded = [np.fromfile(f"{path}.rgb", np.uint8) for path in paths]
    return [data.reshape(height, width, 3) for data, (width, height) in zip(decoded, sizes, strict=True)]


def by_browser(paths: Sequence[Path]) -> list[Picture]:
    """Let Chromium lend pdf.js its decoder, as it does on every page that came by https or from this machine."""
    _require_pdfjs()
    script = Path(__file__).with_name("pdfjs_in_browser.js").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program("chromium"), args=FLAGS)
        page = browser.new_page()
        page.route(f"{_SITE}/**", lambda route: _serve(route, paths))
        page.goto(f"{_SITE}/")
        found = [page.evaluate(script, f"/{number}.pdf") for number, _ in enumerate(paths)]
        browser.close()
    decoded = [np.frombuffer(base64.b64decode(picture["rgba"]), np.uint8) for picture in found]
    shapes = [(picture["height"], picture["width"], 4) for picture in found]
    return [data.reshape(shape)[:, :, :3] for data, shape in zip(decoded, shapes, strict=True)]


_SITE = "https://pictures.test"


def _serve(route: Route, paths: Sequence[Path]) -> None:
    """Answer for a site that exists in this browser alone."""
    asked = route.request.url.removeprefix(f"{_SITE}/")
    if asked.startswith("pdfjs-dist/"):
        route.fulfill(path=ROOT / "node_modules" / asked, content_type="text/javascript")
    elif asked.endswith(".pdf"):
        route.fulfill(path=paths[int(asked.removesuffix(".pdf"))], content_type="application/pdf")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


def _require_pdfjs() -> None:
    if not (ROOT / "node_modules" / "pdfjs-dist").is_dir():
        pytest.skip("pdfjs-dist is not installed (make setup)")


def _in_three(picture: Picture) -> Picture:
    """Repeat grey three times."""
    return np.repeat(picture, 3, axis=2) if picture.shape[2] == 1 else picture.copy()


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def _one_by_one(decode: Callable[[Path], Picture]) -> Callable[[Sequence[Path]], list[Picture]]:
    return lambda paths: [decode(path) for path in paths]


DECODERS: dict[str, Callable[[Sequence[Path]], list[Picture]]] = {
    "libjpeg-turbo": _one_by_one(by_libjpeg),
    "MuPDF": _one_by_one(by_mupdf),
    "PDFium": _one_by_one(by_pdfium),
    "Poppler": _one_by_one(by_poppler),
    "Ghostscript": _one_by_one(by_ghostscript),
    "pdf.js": by_pdfjs,
    "pdf.js in a browser": by_browser,
}
