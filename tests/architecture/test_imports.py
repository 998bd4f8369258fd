"""The doors between the rooms are the only ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_package_imports_only_what_stands_to_its_right() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
