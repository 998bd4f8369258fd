"""A child that tries to do what it must not, and tells how far it came."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ingest.child.channel import Channel
from ingest.limits import Limits
from ingest.sandbox.confine import confine
from ingest.sandbox.linux import syscall


def connect_over_tcp() -> str:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
    return "connected"


def look_up_a_name() -> str:
    return str(socket.getaddrinfo("example.org", 80))


def listen() -> str:
    socket.socket().bind(("127.0.0.1", 0))
    return "listening"


def open_a_ring() -> str:
    import ctypes

    return f"io_uring {syscall(425, ctypes.c_uint(4), None)}"


def read_the_passwords() -> str:
    return Path("/etc/passwd").read_text()[:20]


def read_the_parents_environment() -> str:
    return Path(f"/proc/{os.getppid()}/environ").read_text()[:20]


def list_the_home() -> str:
    return str(list(Path("/root").iterdir()))


def write_outside() -> str:
    Path("../luar.txt").write_text("x")
    return "written"


def run_what_it_wrote() -> str:
    script = Path("jahat.sh")
    script.write_text("#!/bin/sh\necho x\n")
    script.chmod(0o755)
    return subprocess.run(["./jahat.sh"], capture_output=True, text=True, check=True).stdout


def end_its_parent() -> str:
    os.kill(os.getppid(), 0)
    return "signalled"


def leave_the_group() -> str:
    os.setsid()
    return "left"


def trace_a_process() -> str:
    import ctypes

    syscall(101, ctypes.c_long(16), ctypes.c_long(os.getppid()), None, None)
    return "attached"


def mount() -> str:
    import ctypes

    syscall(165, b"none", b"/tmp", b"tmpfs", ctypes.c_ulong(0), None)
    return "mounted"


def become_another_user() -> str:
    os.setuid(1000)
    return "changed"


def raise_a_limit() -> str:
    resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))
    return "raised"


def write_a_huge_file() -> str:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with Path("besar").open("wb") as file:
        file.truncate(1 << 33)
    return "written"


def take_memory() -> str:
    held = []
    while True:
        held.append(bytearray(os.urandom(1 << 20)) * 8)
        time.sleep(0.001)


def wait_with_a_grandchild() -> str:
    child = subprocess.Popen(["sleep", "600"])
    Path("cucu.pid").write_text(str(child.pid))
    time.sleep(600)
    return "waited"


def give_its_environment() -> str:
    return json.dumps(dict(os.environ))


def say_no_json() -> str:
    os.write(int(sys.argv[1]), b"bukan json\n")
    return "said"


def say_a_list() -> str:
    os.write(int(sys.argv[1]), b"[]\n")
    return "said"


def say_an_endless_line() -> str:
    while True:
        os.write(int(sys.argv[1]), b"x" * 4096)


PROBES: dict[str, Callable[[], str]] = {
    name: probe for name, probe in list(globals().items()) if callable(probe) and probe.__module__ == __name__
}


def main() -> None:
    channel = Channel(int(sys.argv[1]))
    order = json.load(sys.stdin)
    limits = Limits(**order["limits"])
    active = confine(workdir=Path.cwd(), readable=(), limits=limits, die_with_parent=True)
    channel._send({"sandbox": list(active)})
    try:
        outcome = PROBES[order["probe"]]()
    except (OSError, ValueError, MemoryError, subprocess.CalledProcessError) as error:
        channel._send({"denied": f"{type(error).__name__}: {error}"})
    else:
        channel._send({"succeeded": outcome})


if __name__ == "__main__":
    main()
