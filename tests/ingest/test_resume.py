"""A reading that was cut off goes on where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest import Progress, read_file
from ingest.ocr.cache import OcrCache
from ingest.ocr.confidence import page_confidence
from tests.ingest import makers

PAGES = 6
_READ = """
import sys
from pathlib import Path
from ingest import OcrOptions, read_file
read_file(Path(sys.argv[1]), Path(sys.argv[2]), ocr=OcrOptions(jobs=1))
"""


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """Six scanned pages that differ."""
    words = "Jumlah penduduk kecamatan\nmenurut hasil sensus\ntahun dua ribu dua puluh"
    return makers.scan_pdf(tmp_path / "buku.pdf", [f"{words}\nhalaman nomor {n}" for n in range(PAGES)])


def test_after_a_kill_the_finished_pages_are_not_recognised_again(scan: Path, tmp_path: Path) -> None:
    """The server dies by SIGKILL in mid-book; the second run asks Tesseract only about the rest."""
    work = tmp_path / "kerja"
    server = subprocess.Popen([sys.executable, "-c", _READ, str(scan), str(work)])
    finished = _wait_for_pages(work, 2)
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    _wait_until_idle(work)
    finished = len(list((work / "ocr-cache").glob("*.hocr")))
    reading = read_file(scan, work)
    assert 2 <= finished < PAGES
    assert reading.facts["recognised"] == PAGES - finished
    assert all("penduduk" in page.text for page in reading.pages)
    assert all(page.confidence for page in reading.pages)


def _wait_for_pages(work: Path, count: int) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        finished = len(list((work / "ocr-cache").glob("*.hocr"))) if work.exists() else 0
        if finished >= count:
            return finished
        time.sleep(0.02)
    raise AssertionError("recognition did not begin")


def _wait_until_idle(work: Path) -> None:
    """The child dies with its parent; nothing may go on writing."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _children_in(work):
        time.sleep(0.05)
    assert not _children_in(work)


def _children_in(work: Path) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            ours = entry.name.isdigit() and b"ingest.child" in (entry / "cmdline").read_bytes()
            if ours and (entry / "cwd").readlink() == work:
                found.append(entry.name)
        except OSError:
            continue
    return found


def test_a_caller_that_stops_leaves_no_child_behind(scan: Path, tmp_path: Path) -> None:
    """What the progress callback raises comes through, and the child is gone."""

    class StopError(Exception):
        pass

    def stop(progress: Progress) -> None:
        if progress.step == "ocr":
            raise StopError

    with pytest.raises(StopError):
        read_file(scan, tmp_path / "kerja", progress=stop)
    # What a killed child had started was killed with it, and takes the kernel a moment.
    until = time.monotonic() + 10
    while _children_in(tmp_path / "kerja") and time.monotonic() < until:
        time.sleep(0.02)
    assert not _children_in(tmp_path / "kerja")


def test_the_second_reading_of_a_file_asks_tesseract_nothing(scan: Path, tmp_path: Path) -> None:
    """The same pictures give the same answers from the cache, with the same confidences."""
    first = read_file(scan, tmp_path / "kerja")
    second = read_file(scan, tmp_path / "kerja")
    assert (first.facts["recognised"], second.facts["recognised"]) == (PAGES, 0)
    assert second.pages == first.pages


def test_half_a_result_is_no_result(tmp_path: Path) -> None:
    """A text without its hOCR, as a crash may leave it, is not found."""
    cache = OcrCache(tmp_path)
    picture = tmp_path / "halaman.png"
    picture.write_bytes(b"gambar")
    key = cache.key(picture, "5.3.0", "ind")
    (tmp_path / f"{key}.txt").write_text("kata")
    assert cache.get(key) is None
    cache.put(key, "<hocr>", "kata")
    assert cache.get(key) == ("<hocr>", "kata")


def test_another_picture_version_or_language_is_another_question(tmp_path: Path) -> None:
    """Whatever changes the answer changes the key."""
    cache = OcrCache(tmp_path)
    one, other = tmp_path / "a.png", tmp_path / "b.png"
    one.write_bytes(b"a")
    other.write_bytes(b"b")
    keys = {cache.key(one, "5", "ind"), cache.key(other, "5", "ind"), cache.key(one, "6", "ind"), cache.key(one, "5")}
    assert len(keys) == 4


def test_confidence_weighs_long_words_more() -> None:
    """A page's confidence is the mean over its letters; a page without words has none."""
    word = "<span class='ocrx_word' title='bbox 1 1 2 2; x_wconf {}'>{}</span>"
    assert page_confidence(word.format(90, "kabupaten") + word.format(0, "x")) == pytest.approx(0.81)
    assert page_confidence("<html></html>") is None
