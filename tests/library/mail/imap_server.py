"""A real IMAP server on this machine, with an empty mailbox, for as long as a module's tests run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

USER, PASSWORD = "demouser", "demopass"


@pytest.fixture(scope="module")
def imap_port() -> Iterator[int]:
    """Start an IMAP server with an empty mailbox on this machine."""
    places = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    program = shutil.which("pymap", path=os.pathsep.join(places))
    if program is None:
        pytest.skip("pymap is not installed beside this Python")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "--no-service", "managesieve"]
    server = subprocess.Popen([*command, "dict", "--demo-data"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _wait(port, server)
    yield port
    server.terminate()
    server.wait(10)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert server.poll() is None, "the IMAP server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the IMAP server does not listen")
