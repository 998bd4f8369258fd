"""Files that are built to confuse: each ends soon, in a named state, and never in an unexplained failure."""

from __future__ import annotations

import json
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pikepdf
import pytest

from ingest import IngestError, Limits, OcrOptions, read_file
from ingest.sandbox.load import slack
from tests.ingest import makers

Objects = dict[int, bytes]
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"


def _pdf(objects: Objects) -> bytes:
    """Write objects by hand, with a table that is right, so that it is their content which is judged."""
    out, places = b"%PDF-1.5\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, count = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    out += b"".join(b"%010d 00000 n \n" % places.get(n, 0) for n in range(1, count))
    return out + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (count, start)


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


def _tree(kids: bytes = b"[3 0 R]", count: int = 1, page: bytes = PAGE, **more: bytes) -> bytes:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids%s/Count %d>>" % (kids, count),
        3: page,
    }
    return _pdf(objects | {int(name[1:]): body for name, body in more.items()})


def _page(content: bytes) -> bytes:
    return PAGE.replace(b">>", content + b">>")


def _packed(unit: bytes, times: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(unit) for _ in range(times)) + packer.flush()


def _object_stream_bomb() -> bytes:
    data = _packed(b" " * (1 << 20), 3000)
    return _tree(o4=_stream(data, b"/Type/ObjStm/N 1/First 10/Filter/FlateDecode"), page=_page(b"/Contents 5 0 R"))


def _looping_tiff() -> bytes:
    entries = b"".join(
        struct.pack("<HHII", *e) for e in ((256, 4, 1, 8), (257, 4, 1, 8), (273, 4, 1, 200), (279, 4, 1, 8))
    )
    directory = struct.pack("<H", 4) + entries + struct.pack("<I", 8)  # the next page is this page
    return b"II*\x00" + struct.pack("<I", 8) + directory + bytes(300)


def _circling_tiff() -> bytes:
    """Give three pages of which the last leads back to the second."""
    entries = b"".join(
        struct.pack("<HHII", *e)
        for e in ((256, 4, 1, 8), (257, 4, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8), (279, 4, 1, 8))
    )
    size = 2 + len(entries) + 4
    pages = b"".join(struct.pack("<H", 5) + entries + struct.pack("<I", 8 + size * to) for to in (1, 2, 1))
    return b"II*\x00" + struct.pack("<I", 8) + pages + bytes(300)


def _png_of_texts() -> bytes:
    """Give a picture of nine pixels with a comment that unpacks to 256 MiB, and one that says it has 2 GB."""

    def chunk(kind: bytes, data: bytes, said: int | None = None) -> bytes:
        length = struct.pack(">I", len(data) if said is None else said)
        return length + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 3, 8, 0, 0, 0, 0))
    comment = chunk(b"zTXt", b"k\0\0" + _packed(bytes(1 << 20), 256))
    return b"\x89PNG\r\n\x1a\n" + header + comment + chunk(b"tEXt", b"k\0", said=0x7FFFFFFF)


def _book(*, root: bytes = b"", trailer: bytes = b"", font: bytes = FONT, **more: bytes) -> bytes:
    """Give a page with a line of text, and something wrong about it."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: _page(b"/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R"),
        4: font,
        5: _stream(b"BT /F1 12 Tf 20 100 Td (Statistik daerah) Tj ET"),
    }
    written = _pdf(objects | {int(name[1:]): body for name, body in more.items()})
    return written.replace(b"trailer<<", b"trailer<<" + trailer)


def _self_preceding() -> bytes:
    whole = _book()
    return whole.replace(b"trailer<<", b"trailer<</Prev %d" % whole.rfind(b"xref\n", 0, whole.rfind(b"startxref")))


def _huge_jpeg() -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 65500, 65500, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + frame + b"\xff\xd9"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "loop.pdf": lambda: _tree(kids=b"[2 0 R 3 0 R]", count=2),
    "deep-tree.pdf": lambda: _pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>"}
        | {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 3000)}
        | {3000: PAGE}
    ),
    "count.pdf": lambda: _tree(count=2**31 - 1),
    "negative-count.pdf": lambda: _tree(count=-5),
    "kids-are-numbers.pdf": lambda: _tree(kids=b"[1 2 3]", count=3),
    "no-box.pdf": lambda: _tree(page=b"<</Type/Page/Parent 2 0 R>>"),
    "word-box.pdf": lambda: _tree(page=b"<</Type/Page/Parent 2 0 R/MediaBox[/a(b)null 3]>>"),
    "empty-box.pdf": lambda: _tree(page=b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 0 0]>>"),
    "endless-box.pdf": lambda: _tree(page=b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 1e30]>>"),
    "unit.pdf": lambda: _tree(page=_page(b"/UserUnit 100000")),
    "self-contents.pdf": lambda: _tree(page=_page(b"/Contents 3 0 R")),
    "resources-number.pdf": lambda: _tree(page=_page(b"/Resources 7/Contents 4 0 R"), o4=_stream(b"/F1 12 Tf (x) Tj")),
    "form-loop.pdf": lambda: _tree(
        page=_page(b"/Resources<</XObject<</X 4 0 R>>>>/Contents 5 0 R"),
        o4=_stream(b"/X Do /X Do", b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"),
        o5=_stream(b"/X Do"),
    ),
    "doubling-forms.pdf": lambda: _tree(
        page=_page(b"/Resources<</XObject<</X 4 0 R>>>>/Contents 40 0 R"),
        o40=_stream(b"/X Do"),
        **{
            f"o{n}": _stream(
                b"/X Do " * 10, b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (n + 1)
            )
            for n in range(4, 39)
        },
    ),
    "nested-arrays.pdf": lambda: _tree(page=_page(b"/A" + b"[" * 50_000 + b"]" * 50_000)),
    "nested-saves.pdf": lambda: _tree(page=_page(b"/Contents 4 0 R"), o4=_stream(b"q " * 500_000)),
    "objstm-bomb.pdf": _object_stream_bomb,
    "outline-loop.pdf": lambda: _tree().replace(b"/Pages 2 0 R>>", b"/Pages 2 0 R/Outlines 1 0 R/First 1 0 R>>"),
    "fields-loop.pdf": lambda: _pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: PAGE,
            4: b"<</Kids[4 0 R 4 0 R 4 0 R]>>",
        }
    ),
    "xfa-number.pdf": lambda: _pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/AcroForm 7/Perms 8/Names 9/OpenAction 10>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: PAGE,
        }
    ),
    "xref-loop.pdf": _self_preceding,
    # One that starts programs, and whose outline, labels, title and letters are halves of characters.
    "words.pdf": lambda: _book(
        root=b"/OpenAction<</S/Launch/F(/bin/sh)>>/Outlines 10 0 R/PageLabels 13 0 R"
        b"/Names<</EmbeddedFiles<</Names[(virus.exe)<</F(virus.exe)/EF<</F 7 0 R>>>>]>>>>",
        trailer=b"/Info<</Title<FEFFD800DFFFD8000041>/CreationDate(D:99999999)>>",
        font=FONT.replace(b">>", b"/ToUnicode 6 0 R>>"),
        o6=_stream(
            b"begincmap 1 begincodespacerange <00><ff> endcodespacerange 4 beginbfchar "
            b"<53><D800> <74><0000> <61><FFFE> <69><202E> endbfchar endcmap"
        ),
        o7=_stream(_packed(bytes(1 << 20), 200), b"/Type/EmbeddedFile/Filter/FlateDecode"),
        o10=b"<</First 11 0 R/Last 12 0 R>>",
        o11=b"<</Title<FEFFD800D800DC00>/Parent 10 0 R/Next 12 0 R/Dest[3 0 R/Fit]>>",
        o12=b"<</Title(%s)/Parent 10 0 R/Dest[3 0 R/Fit]>>" % (b"x" * 99_999),
        o13=b"<</Kids[13 0 R]/Nums[0<</S/D/St 99999999999/P<FEFFD800>>>]>>",
    ),
    "letters-of-themselves.pdf": lambda: _book(
        font=b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>/FirstChar 83"
        b"/Encoding<</Differences[83/a 116/a]>>/LastChar 116/Widths 7/Resources<</Font<</F1 4 0 R>>>>>>",
        o6=_stream(b"BT /F1 12 Tf (Sta) Tj ET"),
    ),
    "boxes.pdf": lambda: _book().replace(
        b"/MediaBox[0 0 200 200]", b"/MediaBox[200 200 -1 nan]/CropBox[5000 5000 6000 6000]/Rotate 45/UserUnit -3"
    ),
    "loop.tif": _looping_tiff,
    "circle.tif": _circling_tiff,
    "texts.png": _png_of_texts,
    "huge.jpg": _huge_jpeg,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_structure_ends_in_a_named_state(name: str, tmp_path: Path) -> None:
    """A reading or a reason, within a minute of an idle machine."""
    path = tmp_path / name
    path.write_bytes(HOSTILE[name]())
    started = time.monotonic()
    assert _outcome(path, tmp_path / "kerja") != "failed"
    assert time.monotonic() - started < 60 * slack()


def _outcome(path: Path, work: Path) -> str:
    """Give "read" or the code of the reason."""
    try:
        reading = read_file(path, work, limits=Limits(stall_seconds=8), ocr=OcrOptions(jobs=1))
    except IngestError as error:
        return error.code
    # Half characters would stop at the database, the index, or a page.
    json.dumps(asdict(reading), default=str, ensure_ascii=False).encode()
    return "read" if reading.pages and reading.cover.stat().st_size else "failed"


def test_what_a_pdf_says_of_itself_is_cut_to_a_line(tmp_path: Path) -> None:
    """A title of megabytes with control characters would reach logs and pages."""
    path = makers.text_pdf(tmp_path / "buku.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Title"] = "Statistik\x00\x1b[31m " * 100_000
        pdf.save(path)
    title = read_file(path, tmp_path / "kerja").facts["title"]
    assert len(title) <= 500
    assert title.isprintable()
