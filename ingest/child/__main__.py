"""`python -m ingest.child DESCRIPTOR`: shut oneself in, read the order from stdin, read the file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ingest.child.border import work_behind
from ingest.child.channel import Channel
from ingest.limits import Limits, OcrOptions
from ingest.sandbox.confine import confine
from ingest.sandbox.yielding import give_way


def main() -> int:
    """Run one order; exit code 0 when `reading.json` is there, 3 when a reason was reported."""
    channel = Channel(int(sys.argv[1]))
    order = json.load(sys.stdin)
    limits = Limits(**order["limits"])
    options = OcrOptions(**{**order["ocr"], "languages": tuple(order["ocr"]["languages"])})
    path, workdir = Path(order["path"]), Path(order["workdir"])
    readable = (path, *map(Path, order["tessdata"]))
    give_way()
    active = confine(workdir=workdir, readable=readable, limits=limits, die_with_parent=True)

    def work() -> None:
        # Imported only now, so that even their loading happens inside.
        from ingest.child.pipeline import Job, read

        read(Job(path, order["name"], workdir, limits, options, channel, active))

    return work_behind(channel, limits, work)


if __name__ == "__main__":
    sys.exit(main())
