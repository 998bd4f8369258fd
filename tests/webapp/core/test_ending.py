"""What is told to end ends, wherever its main thread was at that moment."""

from __future__ import annotations

import subprocess
import sys

import pytest

# The signal comes while `Event.wait` holds the lock that `Event.set` needs, which happens once in many ends.
TOLD_AT_THE_WORST_MOMENT = """
import os, signal, sys, threading
from webapp.ending import when_told_to_end

def tell(frame, event, arg):
    if frame.f_code is threading.Condition.wait.__code__ and "waiter" in frame.f_locals:
        sys.settrace(None)
        print("told", flush=True)
        os.kill(os.getpid(), signal.{sign})
    return tell

stop = threading.Event()
when_told_to_end(stop.set)
sys.settrace(tell)
stop.wait()
print("ended")
"""


@pytest.mark.parametrize("sign", ["SIGTERM", "SIGINT"])
def test_it_ends_also_when_told_while_it_begins_to_wait(sign: str) -> None:
    code = TOLD_AT_THE_WORST_MOMENT.format(sign=sign)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert told.stdout.split() == ["told", "ended"]
