"""Compare reading a file with bare OCRmyPDF, and measure the memory of the largest: `python -m bench.ingest`.

Both run in turn in this one run, on the same files, with the same languages, resolution and number of pages at
once; what is printed is the ratio. PUSTAKA_CORPUS names the folder of real publications.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest import OcrOptions, read_file
from ingest.sandbox.memory import group_memory

SCANS = ("scan/kepka_bapeten_140_2020_notext.pdf", "scan/pp_46_2009_notext.pdf")
OPTIONS = OcrOptions(jobs=2, oversample=300)


@dataclass(frozen=True)
class Run:
    """One run: wall-clock seconds and the largest memory of all its processes, bytes."""

    seconds: float
    memory: int


def main() -> None:
    """Print both tables."""
    arguments = _arguments()
    corpus = Path(os.environ["PUSTAKA_CORPUS"])
    print("| file | pages | bare ocrmypdf s | read_file s | ratio | bare MB | read_file MB |")
    print("|---|---|---|---|---|---|---|")
    for name in SCANS:
        _compare(corpus / name, arguments.rounds)
    print()
    print("| largest files | pages | seconds | peak MB (all processes) |")
    print("|---|---|---|---|")
    for path in _largest(corpus, 3):
        run, pages = _read_once(path)
        print(f"| {path.name} | {pages} | {run.seconds:.1f} | {run.memory / 2**20:.0f} |")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each, taken in turn; the median counts")
    return parser.parse_args()


def _compare(path: Path, rounds: int) -> None:
    bare, ours, pages = [], [], 0
    for _ in range(rounds):
        bare.append(_bare_once(path))
        run, pages = _read_once(path)
        ours.append(run)
    theirs, mine = (statistics.median(run.seconds for run in runs) for runs in (bare, ours))
    most_theirs, most_mine = (max(run.memory for run in runs) / 2**20 for runs in (bare, ours))
    print(
        f"| {path.name} | {pages} | {theirs:.1f} | {mine:.1f} | {mine / theirs:.2f} | {most_theirs:.0f} |"
        f" {most_mine:.0f} |",
        flush=True,
    )


def _bare_once(path: Path) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).parent / "ocrmypdf"), "-l", "+".join(OPTIONS.languages), "--redo-ocr"]
        command += ["--output-type", "pdf", "--optimize", "0", "--jobs", str(OPTIONS.jobs), "--quiet"]
        command += ["--oversample", str(OPTIONS.oversample), "--rasterizer", "pypdfium", "--no-progress-bar"]
        command += [str(path), f"{folder}/out.pdf"]
        return _measured(lambda: subprocess.run(command, check=True, start_new_session=True))


def _read_once(path: Path) -> tuple[Run, int]:
    pages = 0

    def read() -> None:
        nonlocal pages
        pages = len(read_file(path, Path(folder) / "work", ocr=OPTIONS).pages)

    with tempfile.TemporaryDirectory() as folder:
        return _measured(read), pages


def _measured(work: Callable[[], object]) -> Run:
    """Time some work, looking at the memory of the processes it starts ten times a second."""
    done, largest = threading.Event(), 0

    def watch() -> None:
        nonlocal largest
        while not done.wait(0.1):
            largest = max(largest, sum(group_memory(group) for group in _groups()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.perf_counter()
    try:
        work()
    finally:
        seconds = time.perf_counter() - started
        done.set()
        watcher.join()
    return Run(seconds, largest)


def _groups() -> set[int]:
    """Find the process groups that this process has started."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for path in children for pid in path.read_text().split()}


def _largest(corpus: Path, count: int) -> list[Path]:
    files = [path for path in corpus.rglob("*") if path.suffix in {".pdf", ".tif", ".png", ".jpg"}]
    return sorted(files, key=lambda path: -path.stat().st_size)[:count]


if __name__ == "__main__":
    main()
