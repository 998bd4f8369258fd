"""What a process held when it died is taken over at once; what the living hold is left to them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from library.jobs import Outbox, Presence, Workers
from library.jobs.outbox import add
from library.wiring import Library

HOLDER = """
import sys, time
from pathlib import Path
from library.jobs import Presence
presence = Presence(Path(sys.argv[1]))
presence.begin()
print(presence.name, flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "at-work"


@pytest.fixture
def other(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Another process at work, and its name."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, folder], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process:
        yield process, process.stdout.readline().strip()
        process.kill()


def test_only_who_was_killed_is_dead(folder: Path, other: tuple[subprocess.Popen[str], str]) -> None:
    process, name = other
    mine = Presence(folder)
    mine.begin()
    assert mine.dead() == []
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert mine.dead() == [name]
    mine.bury(name)
    assert mine.dead() == []
    mine.end()
    assert list(folder.iterdir()) == []


def test_a_job_of_the_dead_is_done_at_once_and_one_of_the_living_is_not(
    library: Library, folder: Path, other: tuple[subprocess.Popen[str], str]
) -> None:
    process, name = other
    box: Outbox = library.outbox
    done: list[object] = []
    with library.database.write() as session:
        add(session, library.clock(), "uji", {"n": 1})
    assert box.lease(f"here:1:{name}:worker-0", {"uji"}) is not None
    workers = Workers(box, Presence(folder))
    workers.register("uji", done.append)
    assert workers.drain() == 0
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert workers.drain() == 1
    assert done == [{"n": 1}]
    assert box.counts() == {"done": 1}
    workers.stop()


def test_without_a_folder_that_can_be_written_leases_run_out_as_ever(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    presence = Presence(tmp_path / "file" / "at-work")
    presence.begin()
    assert presence.dead() == []
    presence.end()
