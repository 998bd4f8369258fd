"""Pages of several files are read as one: in their order, and nothing of a hostile archive grows or leads out."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pikepdf
import pytest

from ingest import OcrOptions, read_file
from ingest.child.joining import unpack
from ingest.errors import Damaged, IngestError, NoSuchPage, TooManyPages, WrongType
from ingest.inspect.kind import SHEETS, media_type
from ingest.limits import Limits
from library.catalogue.pages_file import pack_pages
from tests.ingest.makers import page_picture, text_pdf

Order = list[tuple[str, int]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A picture, and a PDF of three pages."""
    made = tmp_path / "sheets"
    made.mkdir()
    page_picture("Satu").save(made / "1.jpg", "JPEG", dpi=(150, 150))
    text_pdf(made / "2.pdf", pages=3)
    return made


def packed(folder: Path, order: Order) -> Path:
    out = folder.parent / "pages"
    pack_pages(folder, order, out)
    return out


def read(path: Path, tmp_path: Path) -> list[str]:
    """Give the words of each page."""
    return [
        page.text for page in read_file(path, tmp_path / "work", name="a … b.pdf", ocr=OcrOptions(enabled=False)).pages
    ]


def test_pages_of_pictures_and_documents_are_joined_in_the_order_that_is_asked(folder: Path, tmp_path: Path):
    path = packed(folder, [("2.pdf", 3), ("1.jpg", 1), ("2.pdf", 1)])
    texts = read(path, tmp_path)
    assert len(texts) == 3
    assert "Halaman 3" in texts[0]
    assert texts[1] == ""
    assert "Halaman 1" in texts[2]
    with pikepdf.open(tmp_path / "work" / "joined.pdf") as joined:
        width, height = (float(side) for side in joined.pages[1].mediabox[2:])
        assert height > width > 400, "the picture's page has its own size"


def test_the_same_pages_are_the_same_bytes_packed_and_joined(folder: Path, tmp_path: Path):
    def digests(name: str) -> tuple[str, str]:
        path = packed(folder, [("1.jpg", 1), ("2.pdf", 2)])
        read_file(path, tmp_path / name, ocr=OcrOptions(enabled=False))
        joined = tmp_path / name / "joined.pdf"
        return hashlib.sha256(path.read_bytes()).hexdigest(), hashlib.sha256(joined.read_bytes()).hexdigest()

    assert digests("a") == digests("b")


def test_a_page_that_a_file_does_not_have_is_refused(folder: Path, tmp_path: Path):
    with pytest.raises(NoSuchPage):
        read(packed(folder, [("1.jpg", 1), ("2.pdf", 4)]), tmp_path)


def test_any_other_archive_is_no_file_that_the_library_takes(tmp_path: Path):
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(WrongType):
        media_type((tmp_path / "a.zip").read_bytes()[:1024])


def archive_of(path: Path, order: object, *, how: int = ZIP_STORED, **entries: bytes) -> Path:
    with ZipFile(path, "w", how) as archive:
        archive.writestr("pages.json", order if isinstance(order, str) else json.dumps(order))
        for name, data in entries.items():
            archive.writestr(name, data)
    assert media_type(path.read_bytes()[:1024]) == SHEETS
    return path


@pytest.mark.parametrize("order", ["{", "[1]", '[["a"]]', '[["a", "x"]]', '[["missing", 1]]', "5", '{"a": 1}'])
def test_an_archive_with_a_broken_order_is_damaged(tmp_path: Path, order: str):
    with pytest.raises(Damaged):
        unpack(archive_of(tmp_path / "a", order, a=b"x"), tmp_path, Limits())


def test_packed_entries_and_entries_of_absurd_size_are_refused_before_they_are_unpacked(tmp_path: Path):
    bomb = archive_of(tmp_path / "a", [["x", 1]], how=ZIP_DEFLATED, x=bytes(10_000))
    with pytest.raises(Damaged):
        unpack(bomb, tmp_path, Limits())
    large = archive_of(tmp_path / "b", [["x", 1]], x=bytes(10_000))
    with pytest.raises(Damaged):
        unpack(large, tmp_path, Limits(bytes=5_000))
    assert not list(tmp_path.glob("sheet-*"))


def test_too_many_pages_are_counted_before_anything_is_unpacked(tmp_path: Path):
    with pytest.raises(TooManyPages):
        unpack(archive_of(tmp_path / "a", [["x", 1]] * 6, x=b"x"), tmp_path, Limits(pages=5))


def test_no_name_of_an_entry_becomes_a_path(tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    sheets = unpack(archive_of(tmp_path / "a", [["../../out", 1]], **{"../../out": b"x"}), folder, Limits())
    assert [path.parent for path in sheets.files.values()] == [folder]


def test_a_broken_sheet_is_laid_to_the_file(folder: Path, tmp_path: Path):
    (folder / "3.jpg").write_bytes(b"\xff\xd8\xff broken")
    with pytest.raises(IngestError) as told:
        read(packed(folder, [("1.jpg", 1), ("3.jpg", 1)]), tmp_path)
    assert told.value.code == Damaged.code
