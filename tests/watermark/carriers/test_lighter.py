"""Large pictures under text are looked at in a light form: the page looks as before, and its slots are the same."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pymupdf
import pytest
from PIL import Image

from watermark.carriers.images import lighter
from watermark.carriers.images.lighter import made_light
from watermark.pdf.drawing import grey_page
from watermark.prepare import prepare
from watermark.slots import read_slots

SHEET = (595, 842)  # pt
PIXELS = (1240, 1755)  # of the page at 150 dpi
LINE = b"BT /F1 10 Tf 60 40 Td (Diunduh dari jdih.contoh.go.id pada hari Senin) Tj ET"


def scan(path: Path, size: tuple[int, int] = (2480, 3508), **keys: object) -> Path:
    """Give a page that is a colour scan, with a line of text over it; `keys` go into the picture's dictionary."""
    picture = np.full((size[1], size[0], 3), (250, 240, 225), np.uint8)
    for line in range(48):
        cv2.putText(picture, "Jumlah penduduk 2021", (200, 260 + 64 * line), 0, 1.6, (60, 40, 30), 3, cv2.LINE_AA)
    jpeg = io.BytesIO()
    Image.fromarray(picture).save(jpeg, "JPEG", quality=80)
    with pikepdf.new() as pdf:
        image = pdf.make_stream(
            jpeg.getvalue(),
            {
                "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": size[0], "/Height": size[1],
                "/BitsPerComponent": 8, "/ColorSpace": pikepdf.Name.DeviceRGB, "/Filter": pikepdf.Name.DCTDecode,
                **{f"/{name}": value for name, value in keys.items()},
            },
        )  # fmt: skip
        page = pdf.add_blank_page(page_size=SHEET)
        name = page.add_resource(image, pikepdf.Name.XObject)
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )  # fmt: skip
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.F1)
        page.obj["/Contents"] = pdf.make_stream(b"q %d 0 0 %d 0 0 cm %b Do Q %b" % (*SHEET, str(name).encode(), LINE))
        pdf.save(path)
    return path


def width(document: pymupdf.Document, number: int) -> int:
    return int(document.xref_get_key(number, "Width")[1])


def test_the_page_looks_as_before_while_its_picture_is_light(tmp_path: Path) -> None:
    source = scan(tmp_path / "source.pdf")
    with pikepdf.open(source) as pdf, pymupdf.open(source) as document:
        (image,) = pdf.pages[0].get_images().values()
        number, before = image.objgen[0], grey_page(document, 0, 150)
        with made_light(document, [image], PIXELS):
            light = grey_page(document, 0, 150)
            assert width(document, number) == PIXELS[0]
        assert width(document, number) == 1
    assert light.shape == before.shape
    assert np.abs(light.astype(int) - before).mean() < 1.0
    assert not np.array_equal(light, before), "it was replaced"


@pytest.mark.parametrize(
    ("size", "keys"),
    [((1240, 1754), {}), ((2480, 3508), {"Mask": pikepdf.Array([250, 255, 250, 255, 250, 255])})],
    ids=["small", "masked by colour"],
)
def test_other_pictures_stay(tmp_path: Path, size: tuple[int, int], keys: dict[str, object]) -> None:
    source = scan(tmp_path / "source.pdf", size, **keys)
    with pikepdf.open(source) as pdf, pymupdf.open(source) as document:
        (image,) = pdf.pages[0].get_images().values()
        before = grey_page(document, 0, 150)
        with made_light(document, [image], PIXELS):
            assert np.array_equal(grey_page(document, 0, 150), before)
        assert width(document, image.objgen[0]) == size[0]


def test_a_page_gets_the_same_slots_with_a_light_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, found = scan(tmp_path / "source.pdf"), []
    for least in (lighter._LEAST, 1 << 40):
        monkeypatch.setattr(lighter, "_LEAST", least)
        made = prepare(source, tmp_path / str(least))
        found.append((made.body.read_bytes(), read_slots(made.slots)))
    (light_body, light), (body, slots) = found
    assert light_body == body, "a copy is the same"
    assert np.array_equal(light.carrier, slots.carrier)
    assert len(set(slots.carrier.tolist())) > 1, "both text and tiles carry"
    assert np.allclose(light.energy, slots.energy, rtol=0.02)
