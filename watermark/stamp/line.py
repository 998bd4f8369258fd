"""Text set to fit: pieces in Helvetica or in the copy's own glyph font, measured before they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfmetrics import stringWidth

from watermark.stamp.clean import clean, shorten

if TYPE_CHECKING:
    from watermark.stamp import Stamp
    from watermark.stamp.glyphs import GlyphFont

SEPARATOR: Final = " · "
_SIZES: Final = (5.6, 5.3, 5.0, 4.7)  # pt; below that print loses it
_NARROWEST: Final = 85  # per cent of Helvetica's width that still looks right
_WIDTHS: Final = tuple(
    stringWidth(bytes([code]).decode("cp1252", "ignore"), "Helvetica", 1000) for code in range(256)
)  # 1/1000 em by WinAnsi code
_LONGEST: Final = {"notice": 40, "name": 80, "contact": 80, "office": 80, "date": 40, "request": 40}
_SHORTEST: Final = {"name": 24, "office": 12, "contact": 16, "notice": 0}


@dataclass(frozen=True)
class Fitted:
    """A line ready to draw: operators between BT and ET, and what it measures in pt."""

    operators: bytes
    width: float


def plain(text: str) -> bytes | None:
    """Encode as WinAnsi, or None where it lacks a character."""
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return None


def escaped(raw: bytes) -> bytes:
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def width_of(text: str, glyphs: GlyphFont) -> float:
    """Measure a text in 1/1000 em."""
    raw = plain(text)
    if raw is not None:
        return float(sum(map(_WIDTHS.__getitem__, raw)))
    return float(sum(advance for _, advance, _, _ in glyphs.set(text)))


def show(text: str, size: float, fonts: tuple[bytes, bytes], glyphs: GlyphFont) -> bytes:
    """Write the operators that show a text; `fonts` are the resource names of Helvetica and of the glyph font."""
    raw = plain(text)
    if raw is not None:
        return b"%s %.1f Tf(%s)Tj\n" % (fonts[0], size, escaped(raw))
    parts = bytearray(b"%s %.1f Tf[" % (fonts[1], size))
    rise = 0
    for code, advance, x, y in glyphs.set(text):
        if y != rise:  # marks above and below letters
            parts += b"]TJ %.2f Ts[" % (y * size / 1000)
            rise = y
        after = glyphs.advances[code] - advance + x
        parts += (b"%d" % -x if x else b"") + b"<%02X>" % code + (b"%d" % after if after else b"")
    return bytes(parts) + (b"]TJ 0 Ts\n" if rise else b"]TJ\n")


def stamp_fields(stamp: Stamp) -> dict[str, str]:
    """Clean what the line shows, in its order."""
    return {key: clean(getattr(stamp, key), longest) for key, longest in _LONGEST.items()}


def fit_line(stamp: Stamp, length: float, fonts: tuple[bytes, bytes], glyphs: GlyphFont) -> bytes:
    """Set the stamp's line into `length` pt: smaller, then narrower, then with shortened names.

    The request number and the date are never cut: they lead back to the record.
    """
    fields = stamp_fields(stamp)
    for size in _SIZES:
        if (ratio := _ratio(fields, size, length, glyphs)) >= 1:
            return _drawn(fields, size, 100, fonts, glyphs)
    while ratio < _NARROWEST / 100 and _cut_longest(fields):
        ratio = _ratio(fields, _SIZES[-1], length, glyphs)
    return _drawn(fields, _SIZES[-1], min(100, int(100 * ratio)), fonts, glyphs)


def _text(fields: dict[str, str]) -> list[str]:
    opening = " ".join(part for part in (fields["notice"], fields["name"]) if part)
    return [opening, *(fields[key] for key in ("contact", "office", "date", "request") if fields[key])]


def _ratio(fields: dict[str, str], size: float, length: float, glyphs: GlyphFont) -> float:
    parts = [part for key in fields if (part := fields[key])]
    gaps = width_of(SEPARATOR, glyphs) * (len(_text(fields)) - 1) + width_of(" ", glyphs) * bool(fields["notice"])
    total = sum(width_of(part, glyphs) for part in parts) + gaps
    return length / max(total * size / 1000, 0.01)


def _cut_longest(fields: dict[str, str]) -> bool:
    """Shorten one field by a few characters; False when nothing may be cut any more."""
    room = {key: len(fields[key]) - least for key, least in _SHORTEST.items() if len(fields[key]) > least}
    if not room:
        return False
    key = max(room, key=lambda name: room[name])
    fields[key] = shorten(fields[key].rstrip("…"), max(_SHORTEST[key], len(fields[key]) - 3))
    return True


def _drawn(fields: dict[str, str], size: float, stretch: int, fonts: tuple[bytes, bytes], glyphs: GlyphFont) -> bytes:
    """Draw field by field, so that one foreign name does not change the font of the line."""
    parts = []
    texts = [fields["notice"] + " ", fields["name"]] if fields["notice"] else [fields["name"]]
    for key in ("contact", "office", "date", "request"):
        if fields[key]:
            texts += [SEPARATOR, fields[key]]
    merged: list[str] = []
    for text in texts:  # neighbours that are both WinAnsi are one string: shorter, and found as one text
        if merged and plain(merged[-1]) is not None and plain(text) is not None:
            merged[-1] += text
        else:
            merged.append(text)
    parts = [show(text, size, fonts, glyphs) for text in merged]
    return (b"%d Tz\n" % stretch if stretch != 100 else b"") + b"".join(parts)


def fit_block(text: str, width: float, height: float, font: bytes) -> bytes:
    """Set the terms of use into a block, in Helvetica; what does not fit ends in an ellipsis."""
    words = clean(text, 2000).encode("cp1252", "replace").decode("cp1252").split()
    for size in (5.4, 5.0, 4.6, 4.2):
        lines = _wrapped(words, width, size)
        room = int(height / (size * 1.18))
        if len(lines) <= room:
            break
    if len(lines) > room:
        lines = [*lines[: room - 1], shorten(lines[room - 1] + " " * 3, len(lines[room - 1]) - 1)]
    shown = b"".join(b"(%s)'\n" % escaped(line.encode("cp1252")) for line in lines)
    return b"%s %.1f Tf %.2f TL 0 %.2f Td\n" % (font, size, size * 1.18, height) + shown


def _wrapped(words: list[str], width: float, size: float) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and stringWidth(longer, "Helvetica", size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
