"""Which layers this machine has: what `doctor` shows."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from ingest.sandbox.environment import clean_environment

LAYERS = ("rlimits", "no-new-privileges", "no-capabilities", "landlock", "seccomp")
_ASK = """
from pathlib import Path
from ingest.limits import Limits
from ingest.sandbox.confine import confine
print(*confine(workdir=Path.cwd(), readable=(), limits=Limits(), die_with_parent=False))
"""
_SECONDS = 30


def available() -> dict[str, bool]:
    """Try each layer in a child of its own and tell which took hold.

    Only a try is an answer: containers hide some calls, kernels are built without others.
    """
    with tempfile.TemporaryDirectory(prefix="pustaka-doctor-") as folder:
        asked = subprocess.run(
            [sys.executable, "-P", "-s", "-c", _ASK],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            cwd=folder,
            env=clean_environment(Path(folder)),
        )
    active = asked.stdout.split()
    return {layer: layer in active for layer in LAYERS}
