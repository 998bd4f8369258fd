"""The sandbox for what strangers hand to the mark's engine: leaks, and files whose seal is checked."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.errors import IngestError
from ingest.limits import Limits
from ingest.sandbox.spawn import BrokenProtocolError, run_child
from watermark.errors import LeakError

# One page of a leak: no more than the decoder allows itself.
LIMITS = Limits(stall_seconds=180, wall_seconds=180, memory_bytes=3 << 30, address_bytes=3 << 30, output_bytes=1 << 30)


def launch(module: str, arguments: Sequence[str], folder: Path, limits: Limits = LIMITS) -> bytes:
    """Run a decoding module of `watermark` in a confined child (`watermark.trace.launching.Launch`).

    Args:
        module: its name.
        arguments: the first is the file, all that it may read besides its programs.
        folder: all that it may write into.
        limits: what it may use up.

    Raises:
        LeakError: it broke a limit, or said what it should not.
    """
    told: dict[str, Any] = {}
    name = Path(arguments[0]).name
    folder = folder.resolve()
    (folder / "tmp").mkdir(exist_ok=True)
    order = {"module": module, "arguments": list(arguments), "folder": str(folder), "limits": limits.to_json()}
    try:
        run_child("ingest.decoding", order, workdir=folder, limits=limits, report=told.update)
        return b64decode(str(told.get("said", "")), validate=True)
    except IngestError as error:
        raise LeakError(f"Decoding {name} takes too long.") from error
    except (BrokenProtocolError, binascii.Error) as error:
        raise LeakError(f"{name} is damaged: decoding it broke off.") from error
