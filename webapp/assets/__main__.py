"""Prepare the front-end assets: `python -m webapp.assets`."""

from __future__ import annotations

import sys
import time

from webapp.assets.errors import AssetError
from webapp.assets.packages import install_packages
from webapp.assets.vendor import gather, write_vendor
from webapp.language.catalogues import CatalogueError, compile_catalogues


def main() -> int:
    """Run the steps, say what each did, and give the exit code: 0, or 70 where a piece is missing."""
    started = time.monotonic()
    try:
        installed = install_packages()
        files = gather()
        changed = write_vendor(files)
        compiled = compile_catalogues()
    except (AssetError, CatalogueError) as error:
        sys.stderr.write(f"assets: {error}\n")
        return 70
    sys.stdout.write(
        f"assets: packages {'installed' if installed else 'as locked'}, "
        f"{changed} of {len(files)} files written, {compiled} catalogues compiled, "
        f"{time.monotonic() - started:.1f} s\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
