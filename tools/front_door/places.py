"""Where the front door works, and the checksums by which it knows what is already done."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
RUN_LOCK = ROOT / "requirements" / "run.lock"
DEV_LOCK = ROOT / "requirements" / "dev.lock"


def data_folder() -> Path:
    """Give the folder that the library is kept in: `PUSTAKA_DATA`, else `var/data` in the clone."""
    return Path(os.environ.get("PUSTAKA_DATA") or ROOT / "var" / "data").expanduser().absolute()


def digest(*paths: Path) -> str:
    """Give the SHA-256 over the contents of some files, in hex."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
