"""A document is laid out once; what is laid out again is taken from there."""

from __future__ import annotations

import io
import random
import zlib

import pikepdf
import pytest

from watermark.pdf.writer import Draft, Layout, tight, write_static

WORDS = b"BT /F1 9 Tf 40 500 Td (Jumlah penduduk) Tj ET\n" * 40


@pytest.fixture
def pdf(tmp_path) -> pikepdf.Pdf:
    with pikepdf.new() as made:
        for content in (WORDS, b"q Q"):
            page = made.add_blank_page(page_size=(420, 595))
            page.obj["/Contents"] = made.make_stream(content)
        made.save(tmp_path / "plain.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return pikepdf.open(tmp_path / "plain.pdf")


def test_a_draft_gives_each_stream_as_it_wrote_it_and_what_its_data_take(pdf: pikepdf.Pdf) -> None:
    file = io.BytesIO()
    draft = Draft(pdf, file)
    assert draft.size == len(file.getvalue())
    own, short = (page.obj["/Contents"] for page in pdf.pages)
    assert zlib.decompress(draft.stream(own).split(b"stream\n")[1][: draft.packed_size(own.objgen[0])]) == WORDS
    assert draft.packed_size(own.objgen[0]) < len(WORDS) / 10
    assert draft.stream(short) == b"<</Length 3>>\nstream\nq Q\nendstream"


def test_laying_out_from_a_draft_writes_the_same_bytes(pdf: pikepdf.Pdf) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    draft = Draft(pdf, first)
    first_bytes = first.getvalue()
    write_static(pdf, Layout(second), skip=frozenset(), stream_of=draft.stream)
    assert second.getvalue() == first_bytes


def test_a_large_stream_may_be_packed_more_quickly_and_a_small_one_is_as_small_as_ever() -> None:
    chance = random.Random(5)
    text, picture = WORDS, bytes(chance.choice((0, 0, 0, 255, 200)) for _ in range(300_000))
    quick, slow = tight(picture, quick=True), tight(picture)
    assert zlib.decompress(quick) == zlib.decompress(slow) == picture
    assert len(slow) < len(quick) < 1.05 * len(slow)
    assert tight(text, quick=True) == tight(text)
