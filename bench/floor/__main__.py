"""Simulate days on the floor: `python -m bench.floor`; PUSTAKA_CORPUS names the folder of real publications.

People's time comes from an injected clock over the real floor. The machine's part is real time: real copies of a real
publication, stamped by real workers while two scans are being recognised.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from bench.floor.copies import Desk, recognising, stock
from bench.floor.day import Day, PeoplesClock
from bench.floor.visitors import DAY, arrivals
from library import Library, Settings, open_library
from library.clocks import Compliance
from library.floor import DayFigures, Floor
from library.readers import accounts
from library.readers.roles import Role

OFFICE = "1872"
VISITORS, STAFF = (41, 120, 400), (3, 5, 8)
OCR_JOBS = 2


def main() -> None:
    """Print both tables."""
    arguments = _arguments()
    if arguments.visitors:
        print(
            "| visitors | staff (desk + counters) | C1 in time | C2 in time | median wait for C1 | longest | unserved |"
        )
        print("|---|---|---|---|---|---|---|", flush=True)
    for visitors in arguments.visitors:
        for staff in arguments.staff:
            _people(visitors, staff, arguments.seed)
    if arguments.requests:
        _machine(Path(os.environ["PUSTAKA_CORPUS"]), arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, nargs="*", default=VISITORS)
    parser.add_argument("--staff", type=int, nargs="*", default=STAFF)
    parser.add_argument("--requests", type=int, default=200, help="softcopy requests, at least; 0: people only")
    parser.add_argument("--ocr", type=int, default=OCR_JOBS, help="scans recognised beside the requests")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _people(visitors: int, staff: int, seed: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-floor-", dir=_fast_folder()) as folder:
        library = open_library(Settings(data=Path(folder) / "data"))
        desks = _desks(staff)
        figures = _day(library, desks, staff - desks).run(arrivals(visitors, seed))
        library.close()
    today, wait = figures.today, figures.today.wait["consultation"]
    print(
        f"| {visitors} | {staff} ({desks} + {staff - desks}) | {_rate(figures, 'C1')} | {_rate(figures, 'C2')} |"
        f" {(wait.median or 0) / 60:.1f} min | {(wait.longest or 0) / 60:.0f} min | {today.unserved} |",
        flush=True,
    )


def _fast_folder() -> str | None:
    """People's time does not depend on the disk, so it is not waited for."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _desks(staff: int) -> int:
    return 1 if staff < 5 else 2


def _day(library: Library, desks: int, counters: int, desk: Desk | None = None) -> Day:
    with library.database.write() as session:
        officer = accounts.add(
            session, library.clock(), email="petugas@example.go.id", name="Petugas", role=Role.OFFICER, office=OFFICE
        ).id
    clock = PeoplesClock(DAY)
    floor = Floor(library.database, library.offices, clock, library.settings.catalog)
    asks = desk.ask if desk else lambda: None
    return Day(floor, library.offices[OFFICE], clock, officer, range(1, counters + 1), desks, asks)


def _rate(figures: DayFigures, kind: str) -> str:
    found = figures.today.compliance.get(kind, Compliance(0, 0, 0))
    rate = "—" if found.rate is None else f"{float(found.rate):.1%}"
    return f"{rate} ({found.met} of {found.met + found.breached})"


def _machine(corpus: Path, arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-floor-") as folder:
        scratch = Path(folder)
        library = open_library(Settings(data=scratch / "data", workers=arguments.ocr + 1, ocr_jobs=1))
        library.assembler.warm()
        desk = Desk(library, stock(library, corpus))
        day = _day(library, 2, 6, desk)
        library.workers.start(arguments.ocr + 1)
        desk.ask()
        desk.seconds.clear()  # the first one fills the caches
        started = time.perf_counter()
        with recognising(library, corpus, scratch, arguments.ocr) as begun:
            day.run(arrivals(120, arguments.seed))
            while len(desk.seconds) < arguments.requests:
                desk.ask()
        seconds = time.perf_counter() - started
        library.close()
        shutil.rmtree(scratch / "data", ignore_errors=True)
    _print_machine(desk.seconds, day.costs, begun[0], seconds)


def _print_machine(copies: list[float], deeds: list[float], scans: int, seconds: float) -> None:
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    print(f"\n{scans} scans were taken in over {seconds:.0f} s; {os.cpu_count()} cores, load average {load}\n")
    print("| real time | times | p50 | p90 | p99 | longest |")
    print("|---|---|---|---|---|---|")
    for name, values in (("request form → copy ready", copies), ("a step of the floor, or the board", deeds)):
        cuts = statistics.quantiles(values, n=100, method="inclusive")
        row = (cuts[49], cuts[89], cuts[98], max(values))
        print(f"| {name} | {len(values)} | " + " | ".join(f"{value * 1000:.0f} ms" for value in row) + " |")


if __name__ == "__main__":
    main()
