"""Files that the library does not take are refused with a reason, and nothing of them is left."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import IngestError, Limits, errors, read_file, sentence
from tests.ingest import makers

Maker = Callable[[Path], Path]


def _text(folder: Path) -> Path:
    return makers.text_pdf(folder / "sumber.pdf")


def _truncated(folder: Path) -> Path:
    whole = _text(folder).read_bytes()
    path = folder / "potong.pdf"
    path.write_bytes(whole[: len(whole) // 4])
    return path


def _written(name: str, content: bytes) -> Maker:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


REFUSED: dict[str, tuple[Maker, type[IngestError]]] = {
    "locked with a password": (
        lambda f: makers.encrypted(f / "kunci.pdf", _text(f), user="rahasia"),
        errors.Encrypted,
    ),
    "restricted by its owner": (lambda f: makers.encrypted(f / "batas.pdf", _text(f), user=""), errors.Restricted),
    "digitally signed": (lambda f: makers.signed(f / "tanda.pdf", _text(f), f), errors.Signed),
    "cut off": (_truncated, errors.Damaged),
    "a header and nothing else": (_written("kepala.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), errors.Damaged),
    "noise after the header": (_written("derau.pdf", b"%PDF-1.4\n" + random.Random(7).randbytes(5000)), errors.Damaged),
    "without a page": (lambda f: makers.no_pages(f / "nol.pdf"), errors.ZeroPages),
    "over the page limit": (lambda f: makers.many_pages(f / "tebal.pdf", 31), errors.TooManyPages),
    "over the byte limit": (_written("besar.pdf", b"%PDF-1.4\n" + bytes(6_000_000)), errors.TooLarge),
    "empty": (_written("kosong.pdf", b""), errors.Empty),
    "a program": (_written("virus.pdf", b"MZ" + bytes(500)), errors.WrongType),
    "a list of files for Tesseract": (_written("evil.png", b"/etc/passwd\n/etc/shadow\n"), errors.WrongType),
    "an SVG named PDF": (_written("gambar.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), errors.WrongType),
    "a PDF named JPEG": (lambda f: _text(f).rename(f / "foto.jpg"), errors.WrongExtension),
    "a PDF named as a Word file": (lambda f: _text(f).rename(f / "naskah.docx"), errors.WrongExtension),
    "an image bomb": (lambda f: makers.image_bomb_png(f / "bom.png"), errors.ImageBomb),
    "a PDF with an image bomb": (lambda f: makers.image_bomb_pdf(f / "bom.pdf"), errors.ImageBomb),
    "a PDF with a stream bomb": (lambda f: makers.stream_bomb_pdf(f / "gembung.pdf"), errors.StreamBomb),
    "a dynamic form": (lambda f: makers.dynamic_form(f / "formulir.pdf"), errors.DynamicForm),
    "a JPEG that is painted over a thousand times": (
        lambda f: makers.scan_bomb_jpeg(f / "lapis.jpg"),
        errors.ImageBomb,
    ),
    "a broken PNG": (_written("rusak.png", b"\x89PNG\r\n\x1a\n" + bytes(200)), errors.Damaged),
    "a broken TIFF": (_written("rusak.tif", b"II*\x00\xff\xff\xff\x7f" + bytes(200)), errors.Damaged),
    "a broken JPEG": (_written("rusak.jpg", b"\xff\xd8\xff\xe0" + bytes(200)), errors.Damaged),
    "not there": (lambda f: f / "hilang.pdf", errors.Missing),
    "a folder": (lambda f: f, errors.Missing),
}
LIMITS = Limits(pages=30, bytes=5_000_000, stall_seconds=60)


@pytest.mark.parametrize("sort", REFUSED)
def test_a_refused_file_says_what_is_wrong_and_what_to_do(sort: str, tmp_path: Path) -> None:
    """Each sort ends in its own error, with a sentence in both languages and no reading left behind."""
    make, expected = REFUSED[sort]
    path = make(tmp_path)
    with pytest.raises(expected) as caught:
        read_file(path, tmp_path / "kerja", limits=LIMITS)
    assert type(caught.value) is expected
    for language in ("id", "en"):
        text = sentence(caught.value, language)
        assert len(text) > 40
        assert "{" not in text
    assert not (tmp_path / "kerja" / "reading.json").exists()


def test_a_fifo_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    """Opening a named pipe would block for ever."""
    os.mkfifo(tmp_path / "pipa.pdf")
    with pytest.raises(errors.Missing):
        read_file(tmp_path / "pipa.pdf", tmp_path / "kerja")


def test_every_error_has_a_code_of_its_own_and_a_sentence_in_both_languages() -> None:
    """The tree in the docstring, the codes and the sentences say the same."""
    from ingest.messages import SENTENCES

    assert set(errors.BY_CODE) == set(SENTENCES)
    for code, kind in errors.BY_CODE.items():
        assert kind.code == code
        assert kind.__name__ in (errors.__doc__ or "")
        assert set(SENTENCES[code]) == {"id", "en"}


def test_a_missing_parameter_does_not_hide_the_error_from_its_reader() -> None:
    """An error raised without its numbers still gives a whole sentence."""
    assert sentence(errors.TimedOut(), "en").startswith("This file could not be read")


def test_every_code_is_in_the_manual() -> None:
    """What a librarian may read on her screen, the manual explains."""
    manual = (Path(__file__).parents[2] / "docs" / "ingest.md").read_text("utf-8")
    assert [code for code in errors.BY_CODE if f"`{code}`" not in manual] == []
