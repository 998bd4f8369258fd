"""Prepare the front-end assets: `python -m webapp.assets`."""

from __future__ import annotations

import fcntl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from webapp.assets.errors import AssetError
from webapp.assets.packages import install_packages
from webapp.assets.places import ROOT
from webapp.assets.vendor import gather, write_vendor
from webapp.assets.voice import synthesise
from webapp.language.catalogues import CatalogueError, compile_catalogues


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process prepares the same folders."""
    with (ROOT / "package.json").open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Run the steps, say what each did, and give the exit code: 0, or 70 where a piece is missing."""
    started = time.monotonic()
    try:
        with _alone():
            installed = install_packages()
            files = gather()
            changed = write_vendor(files)
            compiled = compile_catalogues()
            voice = synthesise()
    except (AssetError, CatalogueError) as error:
        sys.stderr.write(f"assets: {error}\n")
        return 70
    sys.stdout.write(
        f"assets: packages {'installed' if installed else 'as locked'}, "
        f"{changed} of {len(files)} files written, {compiled} catalogues compiled, {voice}, "
        f"{time.monotonic() - started:.1f} s\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
