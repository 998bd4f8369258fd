"""What a file becomes: its words, its kind, its picture; and the bytes that stay as they were."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from ingest import OcrOptions, Progress, read_file
from tests.ingest import makers

SCANNED = "KEPUTUSAN KEPALA BADAN\nTentang jumlah penduduk\nsetiap kecamatan di kabupaten\nmenurut hasil sensus"


def test_a_born_digital_file_is_shown_byte_for_byte(tmp_path: Path) -> None:
    """Nothing is recognised, nothing is rewritten, every page has its text."""
    path = makers.text_pdf(tmp_path / "buku.pdf", pages=3)
    before = path.read_bytes()
    reading = read_file(path, tmp_path / "kerja")
    assert reading.kind == "born-digital"
    assert reading.pdf == path
    assert reading.pdf_is_original
    assert path.read_bytes() == before
    assert reading.original_sha256 == hashlib.sha256(before).hexdigest()
    assert reading.original_size == len(before)
    assert reading.media_type == "application/pdf"
    assert [page.number for page in reading.pages] == [1, 2, 3]
    assert [page.source for page in reading.pages] == ["born"] * 3
    assert "Halaman 2" in reading.pages[1].text
    assert reading.language == "id"


def test_a_scan_gets_its_words_and_keeps_its_picture(tmp_path: Path) -> None:
    """The recognised file holds the very bytes of the scanned image."""
    path = makers.scan_pdf(tmp_path / "pindaian.pdf", [SCANNED])
    reading = read_file(path, tmp_path / "kerja")
    assert reading.kind == "scanned"
    assert not reading.pdf_is_original
    (page,) = reading.pages
    assert page.source == "ocr"
    assert page.needs_ocr_reason == "image"
    assert "penduduk" in page.text
    assert page.confidence is not None
    assert 0.7 < page.confidence <= 1
    assert _image_bytes(reading.pdf) == _image_bytes(path)


def _image_bytes(path: Path) -> bytes:
    with pikepdf.open(path) as pdf:
        drawn = pdf.pages[0].Resources.XObject.as_dict().values()
        (image,) = (one for one in drawn if one.Subtype == pikepdf.Name.Image)
        return image.read_raw_bytes()


def test_an_address_across_a_scan_neither_hides_it_nor_enters_its_text(tmp_path: Path) -> None:
    """The stamp looks like text, but the page is a scan all the same."""
    path = makers.scan_pdf(tmp_path / "cap.pdf", [SCANNED], stamp="https://jemberkab.bps.go.id")
    reading = read_file(path, tmp_path / "kerja")
    (page,) = reading.pages
    assert page.source == "ocr"
    assert "penduduk" in page.text
    assert "bps.go.id" not in page.text


def test_pages_are_recognised_one_by_one_in_a_mixed_file(tmp_path: Path) -> None:
    """Only the scanned page of two is recognised."""
    text, scan = makers.text_pdf(tmp_path / "teks.pdf", pages=1), makers.scan_pdf(tmp_path / "pindai.pdf", [SCANNED])
    with pikepdf.open(text) as mixed, pikepdf.open(scan) as scanned:
        mixed.pages.extend(scanned.pages)
        mixed.save(tmp_path / "campur.pdf")
    reading = read_file(tmp_path / "campur.pdf", tmp_path / "kerja")
    assert reading.kind == "mixed"
    assert [page.source for page in reading.pages] == ["born", "ocr"]
    assert reading.facts["recognised"] == 1


def test_a_file_that_was_recognised_before_is_neither_recognised_again_nor_grown(tmp_path: Path) -> None:
    """What came out of the first reading goes through the second untouched."""
    first = read_file(makers.scan_pdf(tmp_path / "pindai.pdf", [SCANNED]), tmp_path / "satu")
    second = read_file(first.pdf, tmp_path / "dua")
    assert second.pdf_is_original
    assert second.kind == "scanned"
    assert second.facts["recognised"] == 0
    assert second.pages[0].text == first.pages[0].text


def test_an_empty_sheet_is_not_recognised(tmp_path: Path) -> None:
    """A blank page that went through the scanner costs no time."""
    path = makers.scan_pdf(tmp_path / "kosong.pdf", ["", SCANNED])
    reading = read_file(path, tmp_path / "kerja")
    assert [page.source for page in reading.pages] == ["none", "ocr"]
    assert reading.facts["recognised"] == 1


def test_the_coloured_head_and_total_of_a_table_are_recognised(tmp_path: Path) -> None:
    """One threshold for the whole page takes a dark row for ink, and its words are lost."""
    reading = read_file(_table_with_coloured_rows(tmp_path / "tabel.png"), tmp_path / "kerja")
    (page,) = reading.pages
    for word in ("Kelurahan", "Perempuan", "Sumberrejo", "Kecamatan", "15855"):
        assert word in page.text


def _table_with_coloured_rows(path: Path) -> Path:
    """Draw a table whose head and total stand black on green, as in the yearbooks of the districts."""
    sheet = Image.new("RGB", (1240, 900), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=30)
    rows = [("Kelurahan", "Perempuan"), *(("Sumberrejo", str(4080 + row)) for row in range(5)), ("Kecamatan", "15855")]
    for row, cells in enumerate(rows):
        top = 150 + 80 * row
        fill = (94, 165, 60) if row in {0, len(rows) - 1} else (220, 235, 210)
        draw.rectangle((100, top, 1140, top + 78), fill=fill)
        for column, cell in enumerate(cells):
            draw.text((140 + 520 * column, top + 18), cell, "black", font=font)
    sheet.save(path, dpi=(150, 150))
    return path


def test_outlined_letters_are_recognised(tmp_path: Path) -> None:
    """A page whose letters were turned into curves has no text and no image, and is read all the same."""
    canvas = Canvas(str(tmp_path / "kurva.pdf"), pagesize=makers.A5)
    _draw_outlined(canvas, "Jumlah penduduk menurut kecamatan")
    canvas.save()
    reading = read_file(tmp_path / "kurva.pdf", tmp_path / "kerja")
    assert reading.pages[0].needs_ocr_reason == "outlines"
    assert "penduduk" in reading.pages[0].text


def _draw_outlined(canvas: Canvas, text: str) -> None:
    from fontTools.pens.reportLabPen import ReportLabPen
    from fontTools.ttLib import TTFont
    from reportlab.graphics import renderPDF
    from reportlab.graphics.shapes import Drawing, Group
    from reportlab.graphics.shapes import Path as Curve
    from reportlab.lib.colors import black

    font = TTFont("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    for row in range(12):
        drawing, x = Drawing(), 0.0
        for letter in text:
            pen = ReportLabPen(glyphs, Curve(strokeColor=None, strokeWidth=0))
            glyphs[names[ord(letter)]].draw(pen)
            pen.path.fillColor = black
            drawing.add(Group(pen.path, transform=(0.008, 0, 0, 0.008, x, 0)))
            x += glyphs[names[ord(letter)]].width * 0.008
        renderPDF.draw(drawing, canvas, 30, 540 - row * 40)


@pytest.mark.parametrize(("name", "mode"), [("a.png", "L"), ("a.png", "RGBA"), ("a.jpg", "L"), ("a.tif", "1")])
def test_an_image_becomes_a_pdf_with_words(name: str, mode: str, tmp_path: Path) -> None:
    """PNG with and without transparency, JPEG, and bilevel TIFF."""
    path = tmp_path / name
    makers.page_picture(SCANNED, mode=mode).save(path, dpi=(150, 150))
    reading = read_file(path, tmp_path / "kerja")
    assert reading.kind == "scanned"
    assert "penduduk" in reading.pages[0].text
    assert reading.pages[0].width_pt == pytest.approx(makers.A5[0], abs=1)


def test_each_page_of_a_tiff_becomes_a_page(tmp_path: Path) -> None:
    """Eighteen pages, more than are held in memory at once, in their order."""
    pictures = [makers.page_picture(f"Halaman nomor {number}", dpi=72, mode="1") for number in range(18)]
    pictures[0].save(tmp_path / "buku.tif", save_all=True, append_images=pictures[1:], dpi=(72, 72))
    reading = read_file(tmp_path / "buku.tif", tmp_path / "kerja", ocr=OcrOptions(enabled=False))
    assert len(reading.pages) == 18


def test_a_photograph_turned_by_its_camera_stands_upright(tmp_path: Path) -> None:
    """The EXIF orientation is obeyed and the JPEG's bytes are kept."""
    picture = makers.page_picture(SCANNED).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    picture.save(tmp_path / "foto.jpg", exif=exif, dpi=(150, 150))
    reading = read_file(tmp_path / "foto.jpg", tmp_path / "kerja")
    assert "penduduk" in reading.pages[0].text
    assert reading.pages[0].height_pt > reading.pages[0].width_pt


def test_the_cover_is_small_enough_to_leave_the_library(tmp_path: Path) -> None:
    """320 px on the long edge, whatever the page's size."""
    reading = read_file(makers.text_pdf(tmp_path / "buku.pdf"), tmp_path / "kerja")
    with Image.open(reading.cover) as cover:
        assert cover.format == "JPEG"
        assert max(cover.size) == 320


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    """Recognition counts its own pages up to their number."""
    told: list[Progress] = []
    path = makers.scan_pdf(tmp_path / "pindai.pdf", [SCANNED, SCANNED + "\nlagi"])
    read_file(path, tmp_path / "kerja", progress=told.append)
    ocr = [(p.done, p.total) for p in told if p.step == "ocr"]
    assert ocr[-1] == (2, 2)
    assert (1, 2) in ocr
    assert told[0].step == "inspect"


@pytest.mark.parametrize("name", ["../../x", "n" * 300 + ".pdf", "a\x00b\n\x1b[31m.pdf", "\u202efdp"])
def test_a_hostile_name_does_no_harm(name: str, tmp_path: Path) -> None:
    """The name only ever becomes a title, clean and short."""
    path = makers.text_pdf(tmp_path / "buku.pdf", lines=())
    reading = read_file(path, tmp_path / "kerja", name=name)
    assert reading.metadata.title is not None
    title = reading.metadata.title.value
    assert 0 < len(title) <= 200
    assert title.isprintable()
    assert "/" not in title
    assert {entry.name for entry in tmp_path.iterdir()} == {"buku.pdf", "kerja"}


def test_a_file_with_a_broken_table_of_objects_is_repaired(tmp_path: Path) -> None:
    """What qpdf can mend is mended in a copy, and the librarian is told."""
    path = makers.text_pdf(tmp_path / "buku.pdf")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"startxref\n", b"startxref\n9"))
    reading = read_file(path, tmp_path / "kerja")
    assert "repaired" in reading.warnings
    assert not reading.pdf_is_original
    assert len(reading.pages) == 2


def test_scripts_and_forms_are_pointed_out(tmp_path: Path) -> None:
    """They are no reason to refuse a file, but a librarian should know."""
    path = makers.text_pdf(tmp_path / "buku.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')")
        pdf.Root.OpenAction = action
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())
        pdf.save(path)
    assert {"javascript", "form"} <= set(read_file(path, tmp_path / "kerja").warnings)
