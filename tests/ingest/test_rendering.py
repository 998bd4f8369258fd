"""Pages and words for a threaded server."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pymupdf
import pytest
import segno
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest import errors
from ingest.limits import Limits
from ingest.rendering import Renderer
from tests.ingest import makers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one book in it."""
    (tmp_path / "blobs").mkdir()
    makers.text_pdf(tmp_path / "blobs" / "buku.pdf", pages=4)
    return tmp_path / "blobs"


@pytest.fixture
def renderer(folder: Path) -> Iterator[Renderer]:
    """Two workers that may read the folder."""
    pool = Renderer([folder], workers=2, recycle=5, seconds=30)
    yield pool
    pool.close()


@pytest.mark.parametrize(("media_type", "kind"), [("image/jpeg", "JPEG"), ("image/webp", "WEBP")])
def test_a_page_is_drawn_at_the_width_asked_for(renderer: Renderer, folder: Path, media_type: str, kind: str) -> None:
    """Its height follows the page."""
    drawn = renderer.render_page(folder / "buku.pdf", 2, 600, media_type)  # type: ignore[arg-type]
    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.format == kind
        assert picture.width == 600
        assert picture.height == pytest.approx(600 * 595.28 / 419.53, abs=2)


def test_words_have_boxes_in_fractions_of_the_page(renderer: Renderer, folder: Path) -> None:
    """The page number stands at the foot, 40 pt from the left."""
    words = {word.word: word for word in renderer.word_boxes(folder / "buku.pdf", 3)}
    assert words["3"].y0 > 0.9
    assert words["Halaman"].x0 == pytest.approx(40 / 419.53, abs=0.01)
    assert all(0 <= value <= 1 for word in words.values() for value in word[1:])


def test_words_of_a_turned_page_stand_where_they_are_seen(renderer: Renderer, folder: Path) -> None:
    """A page that is shown turned by 90° has its boxes turned too."""
    with pikepdf.open(folder / "buku.pdf") as pdf:
        pdf.pages[0].rotate(90, relative=False)
        pdf.save(folder / "putar.pdf")
    words = {word.word: word for word in renderer.word_boxes(folder / "putar.pdf", 1)}
    # What stood at the foot now stands at the left, reading downwards.
    assert words["Halaman"].x1 < 0.1
    assert words["Halaman"].y0 == pytest.approx(40 / 419.53, abs=0.01)


def test_the_stamp_is_among_no_words(renderer: Renderer, folder: Path) -> None:
    """An address along the diagonal would be found on every page."""
    canvas = Canvas(str(folder / "cap.pdf"), pagesize=makers.A5)
    canvas.drawString(40, 500, "Jumlah penduduk")
    makers.diagonal(canvas, "https://jemberkab.bps.go.id")
    canvas.save()
    assert [word.word for word in renderer.word_boxes(folder / "cap.pdf", 1)] == ["Jumlah", "penduduk"]


def test_what_lies_outside_the_folders_cannot_be_drawn(renderer: Renderer, tmp_path: Path) -> None:
    """Neither another file nor a link to one."""
    outside = makers.text_pdf(tmp_path / "luar.pdf")
    with pytest.raises(errors.Damaged):
        renderer.render_page(outside, 1, 300)


@pytest.mark.parametrize("page", [0, -1, 5, 10**9])
def test_a_page_that_is_not_there_is_named(renderer: Renderer, folder: Path, page: int) -> None:
    """With the number of pages there are."""
    with pytest.raises(errors.NoSuchPage) as caught:
        renderer.render_page(folder / "buku.pdf", page, 300)
    assert caught.value.params == {"page": page, "pages": 4}


def test_another_format_is_not_taken_for_a_pdf(renderer: Renderer, folder: Path) -> None:
    """MuPDF would open an SVG by its content."""
    (folder / "gambar.pdf").write_text("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
    with pytest.raises(errors.Damaged):
        renderer.render_page(folder / "gambar.pdf", 1, 300)


def test_many_threads_share_the_workers(renderer: Renderer, folder: Path) -> None:
    """Twenty readers at once get the page each asked for, through workers that are replaced on the way."""
    seen: dict[int, set[str]] = {}

    def read(number: int) -> None:
        words = renderer.word_boxes(folder / "buku.pdf", number % 4 + 1)
        seen[number] = {word.word for word in words if word.word.isdigit()}

    threads = [threading.Thread(target=read, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {number: {str(number % 4 + 1)} for number in range(20)}


def test_a_page_that_takes_too_long_ends_its_worker_and_the_next_is_drawn(folder: Path) -> None:
    """A page of endless drawing costs its reader seconds, and nobody else anything."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=makers.A5)
        page.Contents = pdf.make_stream(b"0.1 w 0 0 400 500 re f 3 3 m 400 9 9 400 300 300 c S\n" * 3_000_000)
        pdf.save(folder / "lambat.pdf")
    pool = Renderer([folder], workers=1, seconds=4)
    try:
        pool.warm_up()
        started = time.monotonic()
        with pytest.raises(errors.TimedOut):
            pool.render_page(folder / "lambat.pdf", 1, 4000)
        assert time.monotonic() - started < 60
        assert pool.render_page(folder / "buku.pdf", 1, 300)
    finally:
        pool.close()


def test_workers_end_with_the_pool(folder: Path) -> None:
    """Nothing is left running, nothing is left in the temporary folder."""
    pool = Renderer([folder])
    pool.render_page(folder / "buku.pdf", 1, 100)
    (worker,) = pool._idle
    home, pid = worker._home, worker._process.pid
    pool.close()
    assert not home.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(
    "address",
    [
        "https://perpustakaan.example.go.id/verify/7K3M-9QRT-2X4B",
        "HTTPS://PERPUSTAKAAN.EXAMPLE.GO.ID/V/7K3M-9QRT-2X4B",
    ],
)
def test_the_code_of_a_page_is_read_in_the_worker(renderer: Renderer, folder: Path, address: str) -> None:
    """As small as in a stamp; a page without one gives nothing."""
    with pymupdf.open(folder / "buku.pdf") as document:
        picture = io.BytesIO()
        segno.make(address, error="m", micro=False).save(picture, kind="png", scale=4, border=0)
        document[1].insert_image(pymupdf.Rect(20, 20, 48, 48), stream=picture.getvalue())
        document.save(folder / "kode.pdf")
    assert [renderer.page_code(folder / "kode.pdf", page) for page in (1, 2)] == ["", address]


def test_a_sheet_of_absurdly_many_pages_is_refused_before_one_is_drawn(renderer: Renderer, folder: Path) -> None:
    """Its few bytes name one page ten million times in the worst case."""
    long = makers.one_page_many_times(folder / "bom.pdf", Limits.pages + 1)
    with pytest.raises(errors.TooManyPages) as told:
        renderer.draw_sheet(long, 1, 320)
    assert told.value.params == {"pages": Limits.pages + 1, "limit": Limits.pages}
    assert renderer.draw_sheet(makers.one_page_many_times(folder / "tebal.pdf", 40), 40, 320)[0] == 40
