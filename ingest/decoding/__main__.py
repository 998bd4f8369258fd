"""`python -m ingest.decoding DESCRIPTOR`: shut oneself in, read the order from stdin, run the decoding module."""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import sys
from base64 import b64encode
from pathlib import Path

from ingest.limits import Limits
from ingest.sandbox.confine import confine

# The engine is loaded inside the sandbox, so its folder must be readable there.
_ENGINE = Path(__file__).resolve().parents[2] / "watermark"
_MOST = 1 << 15  # characters of an answer
_MODULES = ("watermark.trace.", "watermark.seal_check")


def main() -> None:
    """Run one order and report what the module printed."""
    descriptor = int(sys.argv[1])
    os.set_inheritable(descriptor, False)
    order = json.load(sys.stdin)
    module, arguments = str(order["module"]), [str(argument) for argument in order["arguments"]]
    if not module.startswith(_MODULES):
        raise SystemExit(f"{module} decodes no leaks")
    limits = Limits(**order["limits"])
    readable = (Path(arguments[0]), _ENGINE)
    active = confine(workdir=Path(order["folder"]), readable=readable, limits=limits, die_with_parent=True)
    said = io.StringIO()
    sys.argv = [module, *arguments]
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    answer = {"sandbox": active, "said": b64encode(said.getvalue()[:_MOST].encode()).decode()}
    os.write(descriptor, json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main()
