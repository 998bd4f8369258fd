"""What `make serve` does after the set-up: sample works once, then the website."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path
from typing import NoReturn

from tools.front_door.console import Missing, say
from tools.front_door.places import ROOT, VENV, data_folder

PUSTAKA = VENV / "bin" / "pustaka"
EVERYWHERE = ("0.0.0.0", "::")
LOADED = "loaded\n"


def address() -> tuple[str, int]:
    """Give the host and port to listen on, as the settings say.

    Raises:
        Missing: the port is no port.
    """
    port = os.environ.get("PUSTAKA_PORT") or "8080"
    if not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise Missing(f"PUSTAKA_PORT is {port}: it must be a number from 1 to 65535.")
    return os.environ.get("PUSTAKA_HOST") or "127.0.0.1", int(port)


def check_port() -> None:
    """Look early whether somebody listens there already.

    Raises:
        Missing: the address is taken or not ours.
    """
    host, port = address()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as exc:
            advice = f"Stop what runs there, or choose another port: make serve PORT={port + 1}"
            raise Missing(f"Cannot listen on {host}:{port}: {exc.strerror}. {advice}") from exc


def environment() -> dict[str, str]:
    """Give the environment of the website: the data folder, and links that lead to this address."""
    host, port = address()
    reached = "127.0.0.1" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    return {"PUSTAKA_BASE_URL": f"http://{reached}:{port}", **os.environ, "PUSTAKA_DATA": str(data_folder())}


def load_samples() -> None:
    """Bring sample offices, works and accounts into an empty data folder; a library of somebody's own stays as it is.

    Raises:
        Missing: `pustaka init` failed; it has said why.
    """
    data = data_folder()
    marker = data / "samples.txt"
    begun = marker.exists()
    if (begun and marker.read_text(encoding="utf-8") == LOADED) or (not begun and (data / "pustaka.db").exists()):
        return
    say("Sample offices, works and accounts: a few minutes, this once (Ctrl-C is safe, the next start goes on).")
    data.mkdir(parents=True, exist_ok=True)
    marker.write_text("begun\n", encoding="utf-8")
    done = subprocess.run([PUSTAKA, "init", "--samples"], cwd=ROOT, env=environment(), check=False)
    if done.returncode != 0:
        raise Missing("The sample library could not be made; the line above says why.")
    marker.write_text(LOADED, encoding="utf-8")


def serve() -> NoReturn:
    """Become the website; Ctrl-C and SIGTERM reach it directly."""
    environ = environment()
    say(f"Pustaka opens on {environ['PUSTAKA_BASE_URL']} (data in {_short(data_folder())}; Ctrl-C ends it)")
    os.chdir(ROOT)
    os.execve(PUSTAKA, [str(PUSTAKA), "serve"], environ)


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
