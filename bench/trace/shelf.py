"""The library that leaks are traced in: whole publications, prepared once and kept in a folder."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fcntl import LOCK_EX, flock
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf

from bench.trace.covers import cover_book
from bench.trace.made import chart_book, scanned_pages
from bench.trace.pictures import Grey, drawn_finely
from bench.trace.remembering import Remembered
from watermark.codes import code
from watermark.prepare import prepare
from watermark.rendering import render_page
from watermark.single_page import assemble_page
from watermark.stamp import Stamp
from watermark.trace.masters import KnownMaster
from watermark.trace.views import MasterPages

KEY = bytes(range(32))
ACCOUNTS = tuple(f"account:{i}" for i in range(10_000))
STAMP = Stamp(
    name="Siti Rahmawati", contact="s•••@contoh.go.id", office="BPS Kabupaten Jember", date="21 November 2026",
    request="R-2026-000417", verify_url="https://pustaka.example.go.id/v/000417", notice="Salinan untuk",
)  # fmt: skip

# first pages of books that are not in _BORN: two publications of one page would be two right answers
_FRONT = (
    "panti_dalam_angka_2020", "kencong_dalam_angka_2020", "patrang_dalam_angka_2022",
    "silo_dalam_angka_2020", "rambipuji_dalam_angka_2022", "tanggul_dalam_angka_2021", "jenggawah_dalam_angka_2022",
    "jelbuk_dalam_angka_2020", "sukorambi_dalam_angka_2020", "umbulsari_dalam_angka_2022",
)  # fmt: skip
_BORN = (
    "ajung_dalam_angka_2020", "ajung_dalam_angka_2021", "puger_dalam_angka_2021",
    "ambulu_dalam_angka_2022", "sukowono_dalam_angka_2024", "ajung_dalam_angka_2022",
)  # fmt: skip
THREE_TABLES = "three table pages"
FILES: dict[str, tuple[str, ...]] = {
    "text": (*(f"born/{name}.pdf" for name in _BORN), *(f"front/{name}.pdf" for name in _FRONT)),
    "table": (*(f"born/{name}.pdf" for name in _BORN), "born/us_fbi_nics_background_checks_2015-11.pdf"),
    THREE_TABLES: tuple(f"born/{name}.pdf" for name in _BORN),
    "scan": (
        "scan/kepka_bapeten_140_2020_notext.pdf", "scan/se_bapeten_0555_2020_signed.pdf", "scan/ocrmypdf_c02-22.pdf",
        "scan/pp_46_2009_notext.pdf", "made/scan_grey.pdf", "made/scan_colour.pdf",
    ),
    "bilevel": ("scan/pp_28_2025_lamp3.pdf", "scan/pp_42_2022.pdf", "scan/ocrmypdf_linn_2col.pdf"),
    "cover or chart": (
        *(f"front/{name}.pdf" for name in _FRONT), *(f"born/{name}.pdf" for name in _BORN),
        "made/charts.pdf", "made/covers.pdf",
    ),
}  # fmt: skip
"""Files of each kind of page; `made/…` are built, the scans from the corpus."""
_DRAWN: dict[str, Callable[[Path], Path]] = {"made/charts.pdf": chart_book, "made/covers.pdf": cover_book}


@dataclass(frozen=True)
class Sample:
    """One page of a prepared publication, zero-based; `following` are pages that leak together with it."""

    kind: str
    file: str
    known: KnownMaster
    pages: MasterPages
    page: int
    source: Path
    following: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.file} {self.page + 1}"

    def each(self) -> Iterator[Sample]:
        """Give its pages, one sample each: itself, and those that leak with it."""
        yield self
        yield from (replace(self, page=page, following=()) for page in self.following)

    def bits(self, account: str) -> np.ndarray:
        return code(KEY, account, len(self.pages.map))

    def picture(self, account: str, dpi: int = 200) -> Grey:
        """Draw the page of one account's copy, finely: printers round letters to no pixels of 200 dpi."""
        pages = self.pages
        return drawn_finely(lambda fine: render_page(pages.body, pages.slots, self.page, fine, self.bits(account)), dpi)

    def original(self) -> Grey:
        """Draw the page as it was before it was prepared."""
        with pymupdf.open(self.source) as document:
            drawn = document[self.page].get_pixmap(dpi=200, colorspace=pymupdf.csGRAY, alpha=False)
        return np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)[:, : drawn.width].copy()

    def middle(self) -> Grey:
        """Draw the page half way between A and B."""
        return np.asarray(self.pages.view(self.page, 200).middle.clip(0, 1) * 255, np.uint8)

    def pdf(self, account: str, out: Path) -> Path:
        """Write the page of one account's copy as a PDF of its own, with the visible stamp."""
        data = assemble_page(self.pages.body, self.pages.slots, self.page, self.bits(account), STAMP)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(out)  # what only other pages use stays behind
        return out


class Shelf:
    """Masters in `folder`, made when they are first asked for."""

    def __init__(self, corpus: Path, folder: Path, *, prepared_only: bool = False, share: bool = False) -> None:
        """Open it; with `share` the drawings of a page serve all its leaks."""
        self._corpus, self._folder, self._prepared_only, self._share = corpus, folder, prepared_only, share
        self._pages_of: dict[str, MasterPages] = {}
        self._known: dict[str, KnownMaster] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def known(self, file: str) -> KnownMaster:
        """Give the master of a file."""
        if file not in self._known:
            place = self.master(file)
            body, slots = place / "master.body", place / "master.slots"
            with _alone(place):
                if not slots.exists():
                    prepare(self.source(file), place)
            pages = self._pages_of[file] = MasterPages(body, slots)
            shown = Remembered(pages) if self._share else pages
            self._known[file] = KnownMaster(file, "1", shown, (("bench", KEY),), place / "index.npz")
        return self._known[file]

    def files(self, kind: str) -> list[str]:
        """Give the files of a kind; of those that are prepared already if that was asked for."""
        return [file for file in FILES[kind] if not self._prepared_only or (self.master(file) / "index.npz").exists()]

    def samples(self, kind: str, count: int) -> list[Sample]:
        """Give up to `count` pages of a kind, as many files as possible, spread over each."""
        by_file = [[(file, page) for page in self._pages(kind, file)] for file in self.files(kind)]
        return [self._sample(kind, file, page) for file, page in _taken_in_turn(by_file, count)]

    def master(self, file: str) -> Path:
        """Name the folder of a publication's master."""
        return self._folder / file.replace("/", "-").removesuffix(".pdf")

    def _sample(self, kind: str, file: str, page: int) -> Sample:
        known = self.known(file)
        following = self._following(file, page) if kind == THREE_TABLES else ()
        return Sample(kind, file, known, self._pages_of[file], page, self.source(file), following)

    def _following(self, file: str, page: int) -> tuple[int, ...]:
        tables = self._pages("table", file)
        first = tables.index(page) + 1
        return tuple(tables[first : first + 2])

    def source(self, file: str) -> Path:
        """Give the PDF of a publication; made ones are drawn when they are first asked for."""
        if not file.startswith("made/"):
            return self._corpus / file
        out = self._folder / file.replace("/", "-")
        with _alone(out):
            if not out.exists():
                self._make(file, out)
        return out

    def _make(self, file: str, out: Path) -> None:
        unfinished = out.with_suffix(".part")
        if file in _DRAWN:
            _DRAWN[file](unfinished)
        else:
            scanned_pages(self._corpus, unfinished, colour=file == "made/scan_colour.pdf")
        unfinished.replace(out)

    def _pages(self, kind: str, file: str) -> list[int]:
        if kind == "cover or chart" and file not in _DRAWN:
            return [0]
        if kind == THREE_TABLES:
            return self._pages("table", file)[:-2:3]
        if kind not in {"text", "table"}:
            return list(range(len(self.known(file).pages.sizes)))
        return [page for page, found in enumerate(self._kinds(file)) if found == kind]

    def _kinds(self, file: str) -> list[str]:
        """Tell text from tables by words and figures; the answer is kept beside the masters."""
        kept = self._folder / f"{file.replace('/', '-')}.kinds.json"
        if not kept.exists():
            with pymupdf.open(self.source(file)) as document:
                kept.write_text(json.dumps([_kind(page) for page in document]))
        found: list[str] = json.loads(kept.read_text())
        return found


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Let other processes of the same measurement wait for what this one prepares."""
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _kind(page: pymupdf.Page) -> str:
    words = [word[4] for word in page.get_text("words")]
    figures = sum(any(char.isdigit() for char in word) for word in words) / max(1, len(words))
    if len(words) >= 180 and figures <= 0.2:
        return "text"
    return "table" if len(words) >= 80 and figures >= 0.35 else "other"


def _taken_in_turn(rows: Sequence[list[tuple[str, int]]], count: int) -> list[tuple[str, int]]:
    """Take from each row in turn, in an order that spreads over it (steps of the golden section)."""
    spread = [[row[i] for i in np.argsort((np.arange(len(row)) * 0.6180339887) % 1)] for row in rows]
    longest = max(map(len, spread), default=0)
    return [row[i] for i in range(longest) for row in spread if i < len(row)][:count]
