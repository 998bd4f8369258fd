"""Attacks by damage that others model; see `others_damage.py`, which runs in a process of its own."""

from __future__ import annotations

import atexit
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

import cv2
import numpy as np

from bench.trace.pictures import Grey
from bench.trace.versions import ROOT

_SCRIPT = Path(__file__).with_name("others_damage.py")
_ENVIRONMENT = ROOT / "var" / "bench" / "others"
_UV = str(Path(sys.executable).with_name("uv"))
_NAMES = (
    "ink and paper",
    "dirty photocopier",
    "fax",
    "folded, in a shadow",
    "open book",
    "photographed screen",
    "anything",
)


def _worn(name: str, page: Grey, coin: np.random.Generator) -> Grey:
    process = _others()
    assert process.stdin is not None
    assert process.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "page.png", Path(folder) / "worn.png"
        cv2.imwrite(str(source), page)
        process.stdin.write(f"{name}\t{int(coin.integers(2**31))}\t{source}\t{out}\n")
        process.stdin.flush()
        while (said := process.stdout.readline()) != "done\n":
            if not said:
                raise SystemExit(f"{_SCRIPT.name} ended over {name!r}; its words stand above.")
        return cv2.imread(str(out), cv2.IMREAD_GRAYSCALE)


@lru_cache(maxsize=1)
def _others() -> subprocess.Popen[str]:
    """Start it once; the first time its packages are fetched, and checked by their hashes."""
    python = _ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([_UV, "venv", "-q", "--python", sys.executable, str(_ENVIRONMENT)], check=True)
    locked = str(_SCRIPT.with_suffix(".txt"))
    subprocess.run([_UV, "pip", "sync", "-q", "--require-hashes", "--python", str(python), locked], check=True)
    # it keeps a cache of pages that lie behind a page in the folder where it runs
    process = subprocess.Popen(
        [python, _SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ENVIRONMENT
    )
    atexit.register(process.terminate)
    return process


WORN_ATTACKS: dict[str, Callable[[Grey, np.random.Generator], Grey]] = {
    f"others: {name}": partial(_worn, name) for name in _NAMES
}
