"""One SVG file that holds every icon the pages use."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from webapp.assets.errors import AssetError

SVG = "http://www.w3.org/2000/svg"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def icon_names(listing: Path) -> list[str]:
    """Read the icon list: one name a line, `#` starts a comment; sorted, each once.

    Raises:
        AssetError: A line is not an icon name.
    """
    lines = (line.partition("#")[0].strip() for line in listing.read_text(encoding="utf-8").splitlines())
    names = sorted({line for line in lines if line})
    for name in names:
        if not _NAME.fullmatch(name):
            raise AssetError(f"{listing.name}: “{name}” is not the name of an icon.")
    return names


def draw_sprite(folder: Path, names: list[str]) -> bytes:
    """Join the icons in `folder` into one file of symbols, `#name` each.

    Raises:
        AssetError: The icon package has no icon of that name.
    """
    ET.register_namespace("", SVG)
    sprite = ET.Element(f"{{{SVG}}}svg")
    for name in names:
        sprite.append(_symbol(folder / f"{name}.svg", name))
    return ET.tostring(sprite, encoding="unicode").encode()


def _symbol(source: Path, name: str) -> ET.Element:
    try:
        # A pinned, hash-checked package of ours, not an upload.
        drawing = ET.parse(source).getroot()  # noqa: S314
    except (OSError, ET.ParseError) as error:
        raise AssetError(f"The icon “{name}” is not in the icon package: correct icons.txt.") from error
    symbol = ET.Element(f"{{{SVG}}}symbol", {"id": name, "viewBox": drawing.get("viewBox", "0 0 24 24")})
    symbol.extend(drawing)
    return symbol
