"""How the front door speaks: one line a step, one line for what is missing."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

CLEAR = "\r\033[K"
EVERY = 20.0  # seconds between two lines of progress where nobody sees a moving one


class Missing(Exception):
    """Why it cannot go on, and what to do, in one line."""


def say(text: str) -> None:
    """Print one line of progress."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


class Step:
    """A step that may take minutes: a moving line on a terminal, elsewhere a line now and then."""

    def __init__(self, title: str) -> None:
        """Begin; nothing is shown until `tell` or the end."""
        self._title = title
        self._started = self._spoken = time.monotonic()
        self._live = sys.stderr.isatty()

    def tell(self, detail: str) -> None:
        """Say how far it is."""
        line = f"  {self._title}: {detail[:70]}"
        now = time.monotonic()
        if self._live:
            sys.stderr.write(f"{CLEAR}{line[:78]}")
            sys.stderr.flush()
        elif now - self._spoken > EVERY:
            self._spoken = now
            say(f"{line} ({now - self._started:.0f} s)")

    def done(self, outcome: str = "done") -> None:
        """Say that it is over."""
        if self._live:
            sys.stderr.write(CLEAR)
        say(f"✓ {self._title}: {outcome} ({time.monotonic() - self._started:.1f} s)")


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Show a step from its beginning to its end."""
    shown = Step(title)
    shown.tell("…")
    yield shown
    shown.done()


def run(command: Sequence[str], shown: Step, *, env: dict[str, str] | None = None) -> list[str]:
    """Run a program without input and show its last line; give all its lines.

    Raises:
        Failed: it did not end with 0.
    """
    lines: list[str] = []
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env
    ) as process:
        ticking = threading.Event()
        clock = threading.Thread(target=_tick, args=(ticking, lines, shown), daemon=True)
        clock.start()
        lines.extend(line.strip() for line in process.stdout or () if line.strip())
        ticking.set()
        clock.join()
    if process.returncode != 0:
        raise Failed(command[0], lines)
    return lines


def _tick(stop: threading.Event, lines: list[str], shown: Step) -> None:
    """Keep the line moving also while a program is silent."""
    while not stop.wait(0.5):
        shown.tell(lines[-1] if lines else "…")


class Failed(Exception):
    """A program of a step failed; `lines` are what it said."""

    def __init__(self, program: str, lines: list[str]) -> None:
        """Keep what it said."""
        super().__init__(program)
        self.program = program
        self.lines = lines

    def reason(self, *marks: str) -> str:
        """Give its most telling line: the last that starts with one of `marks`, else its last."""
        telling = [line for line in self.lines if line.startswith(marks)]
        return (telling or self.lines or [f"{self.program} did not say why"])[-1]
