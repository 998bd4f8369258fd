"""`python -m ingest.preparing DESCRIPTOR`: shut oneself in, read the order from stdin, make the master."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ingest.child.border import work_behind
from ingest.child.channel import Channel
from ingest.errors import Damaged, Encrypted
from ingest.limits import Limits
from ingest.sandbox.confine import confine
from ingest.sandbox.yielding import give_way

# The engine is loaded inside the sandbox, so its folder must be readable there.
_ENGINE = Path(__file__).resolve().parents[2] / "watermark"


def main() -> int:
    """Run one order; exit code 0 when `prepared.json` is there, 3 when a reason was reported."""
    channel = Channel(int(sys.argv[1]))
    order = json.load(sys.stdin)
    limits = Limits(**order["limits"])
    pdf, folder = Path(order["pdf"]), Path(order["folder"])
    give_way()
    confine(workdir=folder, readable=(pdf, _ENGINE), limits=limits, die_with_parent=True)
    return work_behind(channel, limits, lambda: _prepare(pdf, folder, channel))


def _prepare(pdf: Path, folder: Path, channel: Channel) -> None:
    # Imported only now, so that even their loading happens inside.
    from watermark.errors import DamagedError, EncryptedError
    from watermark.prepare import prepare

    try:
        master = prepare(pdf, folder, progress=lambda done, total: channel.progress("prepare", done, total))
    except EncryptedError as error:
        raise Encrypted(str(error)) from error
    except DamagedError as error:
        raise Damaged(str(error)) from error
    _write(folder / "prepared.json", _plain(master))


def _plain(master: Any) -> dict[str, Any]:
    from watermark.master import ENGINE

    report = master.report
    return {
        "body": master.body.name,
        "slots": master.slots.name,
        "engine": ENGINE,
        "traceability": {
            "pages": master.pages,
            "single_page": report.alone,
            "slots": report.total,
            "traceable": report.traceable,
            "per_page": list(report.slots),
            "removed": report.removed,
        },
    }


def _write(path: Path, plain: dict[str, Any]) -> None:
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(plain), "utf-8")
    unfinished.replace(path)


if __name__ == "__main__":
    sys.exit(main())
