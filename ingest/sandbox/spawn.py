"""Start a child, read its reports, and end it with all it started when it breaks a limit."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ingest.errors import OutOfMemory, TimedOut
from ingest.limits import Limits
from ingest.sandbox.answers import whole
from ingest.sandbox.environment import clean_environment
from ingest.sandbox.load import slack
from ingest.sandbox.memory import group_memory

_LOOK_EVERY = 0.25  # seconds between two looks at the memory of the group
_LONGEST_REPORT = 1 << 16  # bytes of one line


class BrokenProtocolError(Exception):
    """The child, which may be in the hands of its file, did not speak as agreed."""


def run_child(
    module: str,
    order: dict[str, Any],
    *,
    workdir: Path,
    limits: Limits,
    report: Callable[[dict[str, Any]], None],
) -> int:
    """Run `python -m module` on one order and give its exit code (negative: the signal that ended it).

    Args:
        module: the child's module; it reads the order from stdin and writes its reports, one JSON object a line,
            to the descriptor named by its only argument.
        order: plain values.
        workdir: its working folder; what it prints goes to `child.log` there.
        limits: a report must come every `stall_seconds`; the group may hold `memory_bytes`.
        report: called with every report; what it raises ends the child.

    Raises:
        TimedOut, OutOfMemory, BrokenProtocolError: after the whole process group was ended.
    """
    read_end, write_end = os.pipe2(os.O_CLOEXEC)
    try:
        with _started(module, order, workdir, write_end) as child:
            os.close(write_end)
            write_end = -1
            _follow(child, read_end, limits, report)
            return child.wait()
    finally:
        os.close(read_end)
        if write_end >= 0:
            os.close(write_end)


@contextmanager
def _started(module: str, order: dict[str, Any], workdir: Path, reports: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-P", "-s", "-m", module, str(reports)]
    with (workdir / "child.log").open("wb") as log:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=workdir,
            env=clean_environment(workdir),
            pass_fds=(reports,),
            start_new_session=True,
        )
    try:
        assert child.stdin is not None
        with suppress(BrokenPipeError), child.stdin as stdin:
            stdin.write(json.dumps(order).encode())
        yield child
    finally:
        end_group(child.pid)
        child.wait()


def end_group(group: int) -> None:
    """End every process of the group at once."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _follow(
    child: subprocess.Popen[bytes], pipe: int, limits: Limits, report: Callable[[dict[str, Any]], None]
) -> None:
    """Pass reports on until the child closes the pipe, looking at time and memory in between."""
    started = latest = time.monotonic()
    pending = b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if selector.select(_LOOK_EVERY):
                received = os.read(pipe, _LONGEST_REPORT)
                if not received:
                    return
                latest = time.monotonic()
                *lines, pending = (pending + received).split(b"\n")
                if len(pending) > _LONGEST_REPORT:
                    raise BrokenProtocolError("an endless report")
                for line in lines:
                    report(_parsed(line))
            _check(child.pid, started, latest, limits)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        report = whole(json.loads(line))
    except ValueError as error:
        raise BrokenProtocolError(f"no JSON: {line[:80]!r}") from error
    if not isinstance(report, dict):
        raise BrokenProtocolError(f"no object: {line[:80]!r}")
    return report


def _check(group: int, started: float, latest: float, limits: Limits) -> None:
    now = time.monotonic()
    if now - latest > limits.stall_seconds * slack():
        raise TimedOut(seconds=int(limits.stall_seconds))
    if now - started > limits.wall_seconds:
        raise TimedOut(seconds=int(limits.wall_seconds))
    if group_memory(group) > limits.memory_bytes:
        raise OutOfMemory(megabytes=limits.memory_bytes >> 20)
