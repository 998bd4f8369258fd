"""The door: a file goes in, a reading comes out, and nothing that the file holds runs in this process."""

from __future__ import annotations

import os
import shutil
import signal
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.errors import Damaged, IngestError, Missing, TimedOut, TooMuchOutput, from_code
from ingest.limits import Limits, OcrOptions
from ingest.reading import Progress, ProgressCallback, Reading, from_json
from ingest.sandbox.answers import read_answer
from ingest.sandbox.load import slack
from ingest.sandbox.spawn import BrokenProtocolError, run_child

_DONE, _REPORTED = 0, 3
_LEFT_OVER = (
    "tmp", "reading.json", "reading.part", "recognised.pdf", "mended.pdf", "repaired.pdf", "wrapped.pdf", "joined.pdf",
    "cover.jpg",
)  # fmt: skip


def read_file(
    path: Path,
    workdir: Path,
    *,
    name: str | None = None,
    limits: Limits | None = None,
    ocr: OcrOptions | None = None,
    progress: ProgressCallback | None = None,
) -> Reading:
    """Read one file in a child process.

    Args:
        path: the file; it is only read.
        workdir: a folder of its own for this file. What was recognised stays in it, so a second call after one
            that was cut off goes on where that one was.
        name: the name that the file was uploaded under, if it is not the path's.
        limits: what reading may cost.
        ocr: how pages without text are recognised.
        progress: called in this thread with every step; what it raises ends the child and passes through.

    Raises:
        IngestError: any of its kinds; nothing of the file has been taken then.
    """
    limits, ocr = limits or Limits(), ocr or OcrOptions()
    path, workdir = Path.cwd() / path, (Path.cwd() / workdir).resolve()
    _check_there(path)
    _prepare(workdir)
    follower = _Follower(progress)
    order = _order(path, name or path.name, workdir, limits, ocr)
    try:
        code = run_child("ingest.child", order, workdir=workdir, limits=limits, report=follower)
    except BrokenProtocolError as error:
        raise IngestError(f"the child broke its protocol: {error}") from error
    if follower.error:
        raise follower.error
    if code != _DONE:
        raise _ended(code, workdir, limits)
    return _load(workdir, path)


class _Follower:
    """Takes the child's reports: progress is passed on, an error is kept."""

    def __init__(self, progress: ProgressCallback | None) -> None:
        self._progress = progress
        self.error: IngestError | None = None

    def __call__(self, report: dict[str, Any]) -> None:
        try:
            told = _understood(report)
        except (KeyError, TypeError, ValueError) as error:
            raise BrokenProtocolError(f"{error!r} in {report}") from error
        if isinstance(told, IngestError):
            self.error = told
        elif self._progress:
            self._progress(told)


def _understood(report: dict[str, Any]) -> Progress | IngestError:
    if "error" in report:
        return from_code(str(report["error"]), str(report["detail"]), dict(report["params"]))
    return Progress(str(report["step"]), int(report["done"]), int(report["total"]))


def _check_there(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise Missing(str(error)) from error
    if not stat.S_ISREG(mode):
        raise Missing("no regular file")


def _prepare(workdir: Path) -> None:
    """Make the working folder and clear what an earlier run left; what it recognised stays."""
    workdir.mkdir(parents=True, exist_ok=True)
    for left in _LEFT_OVER:
        target = workdir / left
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
    (workdir / "tmp").mkdir()


def _order(path: Path, name: str, workdir: Path, limits: Limits, ocr: OcrOptions) -> dict[str, Any]:
    languages = os.environ.get("TESSDATA_PREFIX")
    return {
        "path": str(path),
        "name": name,
        "workdir": str(workdir),
        "limits": limits.to_json(),
        "ocr": replace(ocr, page_seconds=ocr.page_seconds * slack()).to_json(),
        "tessdata": [languages] if languages else [],
    }


def _ended(code: int, workdir: Path, limits: Limits) -> IngestError:
    """Say why a child ended that reported no reason itself."""
    log = _tail(workdir / "child.log")
    if code == -signal.SIGXCPU:
        return TimedOut(log, seconds=int(limits.wall_seconds))
    if code == -signal.SIGXFSZ:
        return TooMuchOutput(log, megabytes=limits.output_bytes >> 20)
    if code < 0:
        # A parser that crashed over a file; the sandbox has kept the crash inside.
        return Damaged(f"ended by {signal.Signals(-code).name}\n{log}")
    return IngestError(f"exit code {code}\n{log}")


def _tail(log: Path, most: int = 4000) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - most))
            return file.read(most).decode("utf-8", "replace")
    except OSError:
        return ""


def _load(workdir: Path, path: Path) -> Reading:
    try:
        plain = read_answer(workdir / "reading.json")
        reading = from_json(plain, workdir, path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IngestError(f"the child gave no reading: {error!r}") from error
    shutil.rmtree(workdir / "tmp", ignore_errors=True)
    return reading
