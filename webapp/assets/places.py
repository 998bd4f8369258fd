"""Where assets come from and where they go."""

from __future__ import annotations

from pathlib import Path

WEBAPP = Path(__file__).resolve().parent.parent
ROOT = WEBAPP.parent
STATIC = WEBAPP / "static"
VENDOR = STATIC / "vendor"
TRANSLATIONS = WEBAPP / "translations"
NODE_MODULES = ROOT / "node_modules"
ICON_LIST = Path(__file__).with_name("icons.txt")
