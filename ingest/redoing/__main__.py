"""`python -m ingest.redoing DESCRIPTOR`: shut oneself in, read the order from stdin, read a page or join pages."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from ingest.child.border import work_behind
from ingest.child.channel import Channel
from ingest.limits import Limits
from ingest.redoing.settings import settings_from
from ingest.sandbox.confine import confine
from ingest.sandbox.yielding import give_way


def main() -> int:
    """Run one order; exit code 0 when the result is there, 3 when a reason was reported."""
    channel = Channel(int(sys.argv[1]))
    order = json.load(sys.stdin)
    limits, workdir = Limits(**order["limits"]), Path(order["workdir"])
    tessdata = os.environ.get("TESSDATA_PREFIX")
    readable = (*map(Path, order["readable"]), *([Path(tessdata)] if tessdata else []))
    give_way()
    confine(workdir=workdir, readable=readable, limits=limits, die_with_parent=True)
    return work_behind(channel, limits, lambda: _work(order, workdir, limits, channel))


def _work(order: dict[str, Any], workdir: Path, limits: Limits, channel: Channel) -> None:
    # Imported only now, so that even their loading happens inside.
    from ingest.redoing import RESULT
    from ingest.redoing.reading import PageOrder, join, read_page

    def report(step: str) -> None:
        channel.progress(step, 1, 1)

    if order["do"] == "join":
        numbers = [int(each) for each in order["numbers"]]
        result = join(Path(order["path"]), Path(order["sheet"]), numbers, workdir, report)
    else:
        settings = settings_from(order["settings"])
        page = int(order["page"])
        result = read_page(
            PageOrder(Path(order["path"]), str(order["name"]), page, settings, workdir, limits, float(order["slack"])),
            report,
        )
    unfinished = workdir / "redone.part"
    unfinished.write_text(json.dumps(result), "utf-8")
    unfinished.replace(workdir / RESULT)


if __name__ == "__main__":
    sys.exit(main())
