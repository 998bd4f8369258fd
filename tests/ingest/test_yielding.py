"""Reading files gives way to people."""

from __future__ import annotations

import subprocess
import sys


def test_a_process_that_gives_way_comes_after_those_that_serve_people():
    code = (
        "import os; from ingest.sandbox.yielding import give_way; give_way(); print(os.getpriority(os.PRIO_PROCESS, 0))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert int(told) == 10
