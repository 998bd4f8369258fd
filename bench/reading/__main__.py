"""Measure the wait for a page of a long book, from a copy that has to be made first and from one that is there.

    PUSTAKA_CORPUS=… python -m bench.reading [--readers 10] [--keep FOLDER]

The book is a real yearbook of 354 pages. Each reader is an account of its own, so each one's first page waits for her
own marked copy of the whole book. `--keep` names a data folder that is kept between runs, since reading the book in
takes much longer than measuring. The office's web server answers on the loopback; nothing is cached by the reader.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from secrets import token_hex

from bench.reading.browser import Browser
from ingest.files import Intake
from library.catalogue.incoming import Intent
from library.catalogue.works import shelf
from library.readers import accounts
from library.settings import Settings
from library.wiring import Library, open_library
from webapp.server import Website

YEARBOOK = "born/ajung_dalam_angka_2022.pdf"
PASSWORD = "kuda hitam lari pagi"
_TICKS = os.sysconf("SC_CLK_TCK")
FIRST, NEXT, LATER = 57, 58, 201
"""pages: the one that a hit leads to, the one after it, one far on"""


def main() -> None:
    """Prepare, measure, print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--readers", type=int, default=10)
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(data=chosen.keep or Path(scratch) / "data", workers=0, rate_limits=False)
        library = open_library(settings)
        Intake(library).register()
        work = _book(library, Path(os.environ["PUSTAKA_CORPUS"]) / YEARBOOK)
        with _served(library) as base:
            _measure(library, base, work, chosen.readers)
        library.close()


def _book(library: Library, source: Path) -> str:
    """Give the id of the book, reading it in where it is not there."""
    with library.database.read() as records:
        known = shelf(records, limit=1, offset=0).works
    if known:
        return known[0].id
    item = Intake(library).receive_path(source, Intent(office=library.first_office.code, release=True))
    library.workers.drain()
    return str(library.incoming.get(item).work_id)


@contextmanager
def _served(library: Library) -> Iterator[str]:
    website = Website(library, "127.0.0.1", 0)
    thread = threading.Thread(target=website.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{website.port}"
    finally:
        website.stop()
        thread.join(60)


def _measure(library: Library, base: str, work: str, readers: int) -> None:
    people = [_reader(library, base) for _ in range(readers + 1)]
    people[0].read(work, FIRST)  # the server's own start: its workers, its templates
    spent = _processor()
    cold = [one.read(work, FIRST) for one in people[1:]]
    spent = _processor() - spent
    warm = [one.read(work, page) for one in people[1:] for page in (NEXT, LATER)]
    again = [one.read(work, FIRST) for one in people[1:]]
    print(f"\n{readers} readers, one after the other; load {os.getloadavg()[0]:.1f}")
    print("\n| wait until | page p50 | picture p50 | picture p95 | longest |\n|---|---|---|---|---|")
    for name, waits in (("first page, the copy is made first", cold), ("another page", warm), ("turned back", again)):
        pictures = [each.picture for each in waits]
        _row(name, statistics.median(each.page for each in waits), pictures)
    _row("viewer: first tile", None, _each(people[1:], lambda one: one.region(work, LATER)))
    size = statistics.median(each.size for each in cold)
    print(f"\nprocessor: {1000 * spent / readers:.0f} ms for a first page, workers included")
    print(f"picture: {size / 1024:.0f} KiB")


def _each(people: Sequence[Browser], wait: Callable[[Browser], float]) -> list[float]:
    return [wait(one) for one in people]


def _row(name: str, page: float | None, waits: Sequence[float]) -> None:
    ordered = sorted(waits)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    shown = "–" if page is None else f"{1000 * page:.0f} ms"
    rest = " | ".join(f"{1000 * each:.0f} ms" for each in (statistics.median(ordered), late, ordered[-1]))
    print(f"| {name} | {shown} | {rest} |")


def _reader(library: Library, base: str) -> Browser:
    email = f"{token_hex(4)}@contoh.id"
    with library.database.write() as records:
        accounts.add(records, library.clock(), email=email, name="Siti Rahmawati", password=PASSWORD)
    return Browser(base, email, PASSWORD)


def _processor() -> float:
    """Give the seconds of processor time of this process and of the workers that draw for it (Linux)."""
    mine = getrusage(RUSAGE_SELF)
    return mine.ru_utime + mine.ru_stime + sum(_ticks(folder) for folder in Path("/proc").glob("[0-9]*")) / _TICKS


def _ticks(folder: Path) -> int:
    """Give the clock ticks that a process has used, if it is a child of this one (proc(5), `stat`)."""
    try:
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0  # it has ended meanwhile
    return int(fields[11]) + int(fields[12]) if int(fields[1]) == os.getpid() else 0


if __name__ == "__main__":
    main()
