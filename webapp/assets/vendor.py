"""Write the vendor folder: only what changed, and a manifest with the hash of every file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from webapp.assets.errors import AssetError
from webapp.assets.places import ICON_LIST, NODE_MODULES, VENDOR
from webapp.assets.sheets import join_sheets
from webapp.assets.sprite import draw_sprite, icon_names
from webapp.assets.wanted import ICONS, WANTED

MANIFEST = "manifest.json"


def gather(modules: Path = NODE_MODULES) -> dict[str, bytes]:
    """Give every file of the vendor folder by its name in it, ready to write.

    Raises:
        AssetError: A package lacks a file that pages need.
    """
    files = {wanted.target: _read(modules / wanted.source) for wanted in WANTED}
    files["icons.svg"] = draw_sprite(modules / ICONS / "icons", icon_names(ICON_LIST))
    files["pustaka.css"] = join_sheets()
    return files


def write_vendor(files: dict[str, bytes], folder: Path = VENDOR) -> int:
    """Bring the folder to exactly these files; give how many were written or removed."""
    hashes = {name: hashlib.sha256(body).hexdigest() for name, body in sorted(files.items())}
    manifest = (json.dumps(hashes, indent=2) + "\n").encode()
    changed = sum(_write(folder / name, body) for name, body in files.items())
    removed = _remove_others(folder, {*files, MANIFEST})
    # The manifest comes last: whoever reads it finds its files there.
    _write(folder / MANIFEST, manifest)
    return changed + removed


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AssetError(f"{path.name} is not in its package: delete node_modules and run `make setup`.") from error


def _write(path: Path, body: bytes) -> bool:
    """Write the file whole or not at all, unless it is so already."""
    if path.is_file() and path.read_bytes() == body:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(body)
    partial.replace(path)
    return True


def _remove_others(folder: Path, wanted: set[str]) -> int:
    strangers = [p for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).as_posix() not in wanted]
    for path in strangers:
        path.unlink()
    return len(strangers)
