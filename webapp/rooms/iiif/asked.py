"""What an image's address asks for (IIIF Image API 3.0, section 4), and the one canonical way to ask for the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from werkzeug import exceptions
from werkzeug.exceptions import BadRequest

from ingest.rendering import RegionOrder
from ingest.rendering.regions import MOST_PIXELS, Format, Quality, Rotation
from webapp.rooms.iiif.sheet import Sheet

MEDIA_TYPES: dict[str, str] = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
QUALITIES = ("color", "gray", "bitonal", "default")
_WHOLE = r"\d{1,9}"
_REAL = r"(?:\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})"
_PIXELS = re.compile(rf"({_WHOLE}),({_WHOLE}),({_WHOLE}),({_WHOLE})", re.ASCII)
_PERCENT = re.compile(rf"pct:({_REAL}),({_REAL}),({_REAL}),({_REAL})", re.ASCII)
_SIZE = re.compile(rf"(\^?)(?:(max)|pct:({_REAL})|(!?)({_WHOLE})?,({_WHOLE})?)", re.ASCII)
_TURN = re.compile(rf"(!?)({_REAL})", re.ASCII)

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Address:
    """The five parts of an address behind the identifier."""

    region: str
    size: str
    rotation: str
    quality: str
    format: str


def read_order(asked: Address, sheet: Sheet) -> RegionOrder:
    """Say what is to be drawn.

    Raises:
        BadRequest: the address is not of the specification's form, or asks for nothing that there is.
        exceptions.NotImplemented: it asks for what is not offered here: more pixels than the page has, odd angles.
    """
    box = _region(asked.region, sheet)
    width, height = _size(asked.size, box, sheet)
    mirrored, rotation = _rotation(asked.rotation)
    if asked.quality not in QUALITIES:
        raise BadRequest("quality")
    if asked.format not in MEDIA_TYPES:
        raise BadRequest("format")
    quality = "color" if asked.quality == "default" else asked.quality
    whole = (sheet.width, sheet.height)
    toned, suffix = cast("Quality", quality), cast("Format", asked.format)
    return RegionOrder(*whole, *box, width, height, mirrored, rotation, toned, suffix)


def canonical(order: RegionOrder) -> Address:
    """Write an order the one way that section 4.7 prefers."""
    everything = (order.x, order.y, order.width, order.height) == (0, 0, order.full_width, order.full_height)
    as_large = (order.out_width, order.out_height) == (order.width, order.height)
    return Address(
        "full" if everything else f"{order.x},{order.y},{order.width},{order.height}",
        "max" if as_large else f"{order.out_width},{order.out_height}",
        f"{'!' * order.mirrored}{order.rotation}",
        "default" if order.quality == "color" else order.quality,
        order.format,
    )


def _region(text: str, sheet: Sheet) -> Box:
    if text == "full":
        return 0, 0, sheet.width, sheet.height
    if text == "square":
        side = min(sheet.width, sheet.height)
        return (sheet.width - side) // 2, (sheet.height - side) // 2, side, side
    if found := _PIXELS.fullmatch(text):
        x, y, width, height = map(int, found.groups())
    elif found := _PERCENT.fullmatch(text):
        lengths = (sheet.width, sheet.height, sheet.width, sheet.height)
        parts = zip(found.groups(), lengths, strict=True)
        x, y, width, height = (_nearest(Decimal(share) * length / 100) for share, length in parts)
    else:
        raise BadRequest("region")
    width, height = min(width, sheet.width - x), min(height, sheet.height - y)
    if width < 1 or height < 1:
        raise BadRequest("region")
    return x, y, width, height


def _size(text: str, box: Box, sheet: Sheet) -> tuple[int, int]:
    found = _SIZE.fullmatch(text)
    if found is None:
        raise BadRequest("size")
    upscaled, most, percent, confined, across, down = found.groups()
    width, height = box[2], box[3]
    if most:
        if upscaled and box[2:] != (sheet.width, sheet.height):
            raise exceptions.NotImplemented("sizeUpscaling")
        return width, height
    if percent is not None:
        wanted = _shared(Decimal(percent) / 100, box)
    elif across is None and down is None:
        raise BadRequest("size")
    elif confined:
        wanted = _confined(across, down, box, larger=bool(upscaled))
    else:
        wanted = _stated(across, down, box)
    if min(wanted) < 1:
        raise BadRequest("size")
    return _checked(wanted, (width, height), upscaled=bool(upscaled))


def _checked(wanted: tuple[int, int], there: tuple[int, int], *, upscaled: bool) -> tuple[int, int]:
    """Refuse more pixels than there are: the mark is drawn, not guessed."""
    if wanted[0] > there[0] or wanted[1] > there[1] or wanted[0] * wanted[1] > MOST_PIXELS:
        raise exceptions.NotImplemented("sizeUpscaling") if upscaled else BadRequest("size")
    return wanted


def _stated(across: str | None, down: str | None, box: Box) -> tuple[int, int]:
    if across is not None and down is not None:
        return int(across), int(down)
    if across is not None:
        return int(across), max(1, _nearest(Decimal(box[3]) * int(across) / box[2]))
    return max(1, _nearest(Decimal(box[2]) * int(down or 0) / box[3])), int(down or 0)


def _confined(across: str | None, down: str | None, box: Box, *, larger: bool) -> tuple[int, int]:
    if across is None or down is None:
        raise BadRequest("size")
    scale = min(Decimal(across) / box[2], Decimal(down) / box[3])
    return _shared(scale if larger else min(scale, Decimal(1)), box)


def _shared(scale: Decimal, box: Box) -> tuple[int, int]:
    if scale <= 0:
        raise BadRequest("size")
    return max(1, _nearest(box[2] * scale)), max(1, _nearest(box[3] * scale))


def _rotation(text: str) -> tuple[bool, Rotation]:
    found = _TURN.fullmatch(text)
    angle = Decimal(found[2]) if found else Decimal(-1)
    if found is None or not 0 <= angle <= 360:
        raise BadRequest("rotation")
    if angle % 90:
        raise exceptions.NotImplemented("rotationArbitrary")
    return bool(found[1]), cast("Rotation", int(angle) % 360)


def _nearest(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))
