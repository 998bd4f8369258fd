"""Leaks of every kind are decoded in a child process, upright and on white; hostile ones are refused in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pillow_heif
import pymupdf
import pytest
from PIL import Image, ImageOps

from watermark.errors import LeakError
from watermark.trace import intake
from watermark.trace.leak import LeakFile, open_leak
from watermark.trace.pixels import Grey
from watermark.trace.tracing import trace


def corner_picture() -> Image.Image:
    """A white picture, 120 × 80, with a dark upper left corner."""
    pixels = np.full((80, 120, 3), 255, np.uint8)
    pixels[:30, :40] = (40, 60, 20)
    return Image.fromarray(pixels)


def first_page(path: Path) -> Grey:
    (page,) = open_leak(path).read([0])
    return page.picture


@pytest.mark.parametrize("kind", ["png", "jpg", "tif", "webp", "heic"])
def test_every_promised_kind_is_read(tmp_path: Path, kind: str) -> None:
    """PNG, JPEG, TIFF, WebP and HEIC, told by content."""
    pillow_heif.register_heif_opener()
    path = tmp_path / f"leak.{kind}"
    corner_picture().save(path)
    renamed = path.rename(tmp_path / "leak.bin")
    leak = open_leak(renamed)
    [page] = leak.read([0])
    assert leak.pages == 1
    assert page.picture.shape == (80, 120)
    assert page.picture[5, 5] < 80
    assert page.picture[70, 100] > 230


def test_pdf_pages_and_tiff_frames_are_counted_and_read_apart(tmp_path: Path) -> None:
    """Page two of each is drawn with its own content."""
    with pymupdf.open() as document:
        for number in range(3):
            document.new_page(width=200, height=300).draw_rect((10, 10 + 80 * number, 90, 60 + 80 * number), fill=(0,))
        document.save(tmp_path / "leak.pdf")
    frames = [Image.fromarray(np.full((40, 40), 60 * i, np.uint8)) for i in range(3)]
    frames[0].save(tmp_path / "leak.tif", save_all=True, append_images=frames[1:])
    pdf, tiff = open_leak(tmp_path / "leak.pdf"), open_leak(tmp_path / "leak.tif")
    assert (pdf.pages, tiff.pages) == (3, 3)
    [second] = pdf.read([1])
    assert second.picture.shape[0] > second.picture.shape[1]
    assert second.picture[int(120 / 300 * len(second.picture)), 100] < 50
    assert next(tiff.read([2])).picture.max() == 120


def test_a_first_page_that_was_not_kept_is_decoded_when_it_is_read(tmp_path: Path) -> None:
    corner_picture().save(tmp_path / "leak.png")
    kept, counted = (open_leak(tmp_path / "leak.png", keep=keep) for keep in (True, False))
    assert kept.first is not None
    assert counted.first is None
    (page,) = counted.read([0])
    assert np.array_equal(page.picture, kept.first)


def test_many_files_are_not_all_held_in_memory_and_a_damaged_one_is_told_when_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[LeakFile] = []

    def noted(path: Path, *, keep: bool) -> LeakFile:
        opened.append(open_leak(path, keep=keep))
        return opened[-1]

    monkeypatch.setattr("watermark.trace.tracing.open_leak", noted)
    files = [tmp_path / f"{number:02d}.png" for number in range(20)]
    for file in files:
        Image.new("L", (200, 300), 255).save(file)
    files[-1].write_bytes(files[-1].read_bytes()[:60])
    verdict = trace(files, [], ["account:1"])
    assert sum(one.first is not None for one in opened) == 16
    assert verdict.outcome == "nobody"
    assert [page.file for page in verdict.pages] == [file.name for file in files]
    assert [page.reason for page in verdict.pages[:-1]] == ["The picture is blank."] * 19
    assert "is damaged" in verdict.pages[-1].reason


def test_a_photo_is_turned_as_its_exif_says(tmp_path: Path) -> None:
    """Orientation 6: turned a quarter to the right."""
    picture = corner_picture()
    exif = picture.getexif()
    exif[0x0112] = 6
    picture.save(tmp_path / "leak.jpg", exif=exif)
    seen = first_page(tmp_path / "leak.jpg")
    assert seen.shape == (120, 80)
    assert seen[5, 75] < 80
    assert seen[5, 5] > 230


def test_transparency_lies_on_white_and_sixteen_bits_keep_their_greys(tmp_path: Path) -> None:
    """A transparent picture is not black, a deep one not flat."""
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    assert first_page(tmp_path / "clear.png").min() == 255
    ramp = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)
    Image.fromarray(ramp).save(tmp_path / "deep.png")
    assert np.ptp(first_page(tmp_path / "deep.png")) > 200


@pytest.mark.slow
def test_two_hundred_megapixels_are_shrunk_and_three_hundred_refused(tmp_path: Path) -> None:
    """Within the memory a leak may take."""
    Image.new("L", (20_000, 10_000), 200).save(tmp_path / "big.png", compress_level=1)
    assert max(first_page(tmp_path / "big.png").shape) <= 4200
    Image.new("1", (20_000, 15_000), 1).save(tmp_path / "huge.png", compress_level=1)
    with pytest.raises(LeakError, match="megapixels"):
        open_leak(tmp_path / "huge.png")


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "half_clear"), [("RGBA", (0, 0, 0, 127)), ("LA", (0, 127))])
def test_two_hundred_megapixels_with_transparency_lie_on_white(
    tmp_path: Path, mode: str, half_clear: tuple[int, ...]
) -> None:
    """A grey picture of this size is traced; four bytes a pixel for each step of one in colours are too much."""
    picture = Image.new(mode, (20_000, 10_000), half_clear)
    picture.paste((0,) * len(half_clear), (0, 0, 20_000, 5_000))
    picture.save(tmp_path / "big.png", compress_level=1)
    seen = first_page(tmp_path / "big.png")
    assert max(seen.shape) <= 4200
    assert seen[: len(seen) // 2 - 1].min() == 255
    assert np.ptp(seen[len(seen) // 2 + 1 :]) == 0
    assert seen[-1, -1] == 128


@pytest.mark.parametrize("kind", ["png", "tif"])
def test_every_strip_of_a_picture_is_at_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Of transparency and of the four colours of print, also where the last strip is short."""
    monkeypatch.setattr(intake, "_STRIP_PIXELS", 1000)
    rows = np.tile(np.arange(211, dtype=np.uint8)[:, None], (1, 137))
    grey = Image.fromarray(rows)
    inks = Image.merge("CMYK", [Image.new("L", grey.size)] * 3 + [ImageOps.invert(grey)])
    clear = Image.merge("LA", [Image.new("L", grey.size), ImageOps.invert(grey)])
    (clear if kind == "png" else inks).save(tmp_path / f"leak.{kind}")
    _, pictures = intake._picture_frames(tmp_path / f"leak.{kind}", 0, 1)
    ((_, picture),) = pictures
    assert np.array_equal(np.asarray(picture), rows)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("text.png", b"/etc/passwd\n"),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj << /Type /Catalog"),
        ("svg.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
        ("zip.heic", b"PK\x03\x04" + bytes(100)),
    ],
)
def test_hostile_files_are_refused_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    """The child ends, the parent says what is wrong, no traceback reaches the person."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LeakError) as caught:
        open_leak(tmp_path / name)
    assert name in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_protected_pdf_asks_for_its_password_to_be_removed(tmp_path: Path) -> None:
    """The person can do something about it."""
    with pymupdf.open() as document:
        document.new_page()
        document.save(tmp_path / "locked.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="x", owner_pw="y")
    with pytest.raises(LeakError, match="password"):
        open_leak(tmp_path / "locked.pdf")
