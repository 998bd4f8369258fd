"""`pustaka serve` and `pustaka worker`, as processes."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from library import Settings, open_library
from library.care.housekeeping import JOB as HOUSEKEEPING
from library.consultations.rounds import FETCH_JOB as FETCH
from library.consultations.rounds import JOB as CASES
from library.feedback.complaints.desk import JOB as COMPLAINTS
from library.floor.rounds import JOB as FLOOR
from library.store.models import Job
from library.tracing.ahead import JOB as DESCRIBING
from tests.cli.terminal import Terminal
from webapp.cli.serving import order_rounds

PUSTAKA = Path(sys.executable).with_name("pustaka")
PATIENCE = 90.0  # seconds


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _status(url: str, server: subprocess.Popen[bytes]) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {url}")


def test_every_round_is_ordered_at_the_start(tmp_path: Path) -> None:
    """What orders itself again only when it has run would never run where its row was lost."""
    with closing(open_library(Settings(data=tmp_path / "data"))) as library:
        order_rounds(library)
        with library.database.read() as session:
            ordered = set(session.scalars(select(Job.kind).where(Job.state == "waiting")))
    assert {HOUSEKEEPING, FLOOR, CASES, FETCH, COMPLAINTS, DESCRIBING} <= ordered


def test_serve_answers_on_its_port_and_ends_well_on_sigterm(terminal: Terminal) -> None:
    """An empty data folder is enough; SIGTERM is the ordinary end (0)."""
    port = _free_port()
    command = [PUSTAKA, "serve", "--port", str(port)]
    with subprocess.Popen(command, env=terminal.environment) as server:
        try:
            assert _status(f"http://127.0.0.1:{port}/healthz", server) == 200
            assert _status(f"http://127.0.0.1:{port}/", server) == 200
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE) == 0


def test_a_port_in_use_is_said_in_one_line(terminal: Terminal) -> None:
    """A fault of the machine (70), without a traceback."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        command = [PUSTAKA, "serve", "--port", port]
        ended = subprocess.run(
            command, env=terminal.environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    assert ended.returncode == 70
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use." in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_worker_says_that_it_works_and_ends_well_on_sigterm(terminal: Terminal) -> None:
    """The later work may run beside the website in processes of its own."""
    with subprocess.Popen(
        [PUSTAKA, "worker", "--threads", "1"], env=terminal.environment, stderr=subprocess.PIPE
    ) as worker:
        assert worker.stderr is not None
        assert b"1 workers over" in worker.stderr.readline()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
