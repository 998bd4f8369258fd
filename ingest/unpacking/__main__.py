"""`python -m ingest.unpacking DESCRIPTOR`: shut oneself in, read the order from stdin, unpack the archive."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ingest.child.border import work_behind
from ingest.child.channel import Channel
from ingest.limits import Limits
from ingest.sandbox.confine import confine
from ingest.sandbox.yielding import give_way


def main() -> int:
    """Run one order; exit code 0 when `members.json` is there, 3 when a reason was reported."""
    channel = Channel(int(sys.argv[1]))
    order = json.load(sys.stdin)
    limits = Limits(**order["limits"])
    archive, folder = Path(order["path"]), Path(order["folder"])
    give_way()
    confine(workdir=folder, readable=(archive,), limits=limits, die_with_parent=True)

    def work() -> None:
        # Imported only now, so that even its loading happens inside.
        from ingest.unpacking.archive import unpack

        unpack(archive, folder, limits.bytes, int(order["most"]), channel)

    return work_behind(channel, limits, work)


if __name__ == "__main__":
    sys.exit(main())
