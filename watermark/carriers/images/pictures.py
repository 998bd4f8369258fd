"""Pictures of a document that can carry tiles: found on their page, decoded, encoded twice, put back as A."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final

import cv2
import numpy as np
import pikepdf

from watermark.carriers import STRIPS, TILES
from watermark.carriers.candidate import Candidate
from watermark.carriers.images.bilevel import PAPER, become_form, black_pixels, is_bilevel
from watermark.carriers.images.jpeg import JpegKind, JpegPair, JpegPairError, Planes, encode_pair, read_jpeg
from watermark.carriers.images.masks import can_be_padded, opacity, pad_mask
from watermark.carriers.images.placing import Placing
from watermark.carriers.images.strips import take_apart
from watermark.carriers.images.tiles import TILE, Grid, cut, energies
from watermark.carriers.images.versions import NOISE, SHIFT, Way, filled, two_versions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.carriers.streams import Drawn
    from watermark.pdf.geometry import Sheet

KEY: Final = "/PstkTiles"  # on the image's dictionary while the document is worked on, never in a copy
# The same, on a picture's part that only one page shows: it fits into what its whole could grow by, or the text of a
# small book would pay for it, and tells nothing of what other pictures need.
PART: Final = "/PstkPart"
_LEAST_SIDE: Final = 2 * TILE  # pt: smaller pictures carry nothing
_RESOLUTIONS: Final = (0.6, 12.0)  # px a pt that are worth it: 43 to 864 dpi
_LEAST_ENERGY: Final = 0.15  # a tile is large: a fainter difference still adds up
_LEAST_GROUP: Final = 1.0  # a group of black pixels is small
GROWTH: Final = 1.038  # of the stream's size, what it may become
_SMALL_GROWTH: Final = 1_024  # bytes that any picture may grow
# sides of a tile across and down in pt, and noise, tried in this order: noise makes a stream grow, and intervals, of
# which a tile has as many as it is MCUs high; a tile that is low and wide says as much for fewer bytes
_ATTEMPTS: Final = (
    ((TILE, TILE), NOISE),
    ((TILE, TILE), NOISE / 2),
    ((1.5 * TILE, TILE), NOISE),
    ((1.5 * TILE, TILE), NOISE / 2),
    ((3.0 * TILE, 0.75 * TILE), 0.75 * NOISE),
    ((5.0 * TILE, 0.75 * TILE), 0.75 * NOISE),
)
_WIDE: Final = 4  # the first attempt whose tiles are so large that the purse is better spent on smaller ones
_SPARE: Final = 0.92  # of the room: a stream smaller than that may carry more
_LARGEST: Final = 120_000_000  # px
_LARGEST_LOSSLESS: Final = 30_000_000  # px
_LOSSLESS_LEAST: Final = 0.2  # of the page's area: a lossless picture smaller than that is a logo or a chart
_LOSSLESS_COLOURS: Final = 2_000  # fewer different colours are a drawing, which JPEG would blur
_FINE: Final = 0.98 * 300 / 72  # px a pt: half of them are enough to measure; a scan is a hair off what it says
_FINE_TABLES: Final = 93  # Pillow's quality for pictures that were lossless


@dataclass(frozen=True)
class TiledImage:
    """A picture that carries: its key, where its B lies in the spool, interval bounds, and the slot of each interval.

    `starts` int64 (n + 1,) are offsets in the stream; `slots` int64 (n,) index the page's candidates, −1: always A.
    """

    key: int
    spool: int
    starts: NDArray[np.int64]
    slots: NDArray[np.int64]


@dataclass
class TiledPage:
    """What the pictures of a page carry."""

    images: list[TiledImage] = field(default_factory=list)
    slots: list[Candidate] = field(default_factory=list)
    energy: list[float] = field(default_factory=list)


@dataclass
class Tiler:
    """Goes through a document page by page; B of every picture goes to `spool`."""

    spool: IO[bytes]
    seed: bytes
    pdf: pikepdf.Pdf = field(init=False)
    document: Any = field(init=False)
    purse: float = 0.0
    """bytes that are left for pictures that find no room, such as a cover that was coded progressively"""
    lossless: int = 0
    held: int = 0
    """bytes of pictures that the document holds in memory"""
    _keys: int = 0
    _begin: int = 0  # the attempt that the next picture begins with: scans of one book are alike

    def within(self, pdf: pikepdf.Pdf, document: Any) -> Tiler:
        """Go on in a file that was opened anew, in pikepdf and in MuPDF."""
        self.pdf, self.document, self.held = pdf, document, 0
        return self

    def tile(self, drawn: list[Drawn], sheet: Sheet) -> TiledPage:
        """Mark the pictures of one page, in place; what cannot carry stays as it is."""
        page = TiledPage()
        for group, item in enumerate(drawn):
            try:
                self._tile_one(item, sheet, page, group)
            except (JpegPairError, pikepdf.PdfError, zlib.error, cv2.error, ValueError, KeyError, TypeError):
                continue
        return page

    def _tile_one(self, drawn: Drawn, sheet: Sheet, page: TiledPage, group: int) -> None:
        image = drawn.image
        is_part = PART in image
        if is_part:
            del image[PART]
        placing = Placing((int(image.Width), int(image.Height)), drawn.at @ sheet.to_seen, sheet)
        if not placing.upright or min(placing.sides) < _LEAST_SIDE:
            return
        width, height = placing.size
        if not all(_RESOLUTIONS[0] <= value <= _RESOLUTIONS[1] for value in placing.per_point):
            return
        if width * height > _LARGEST:
            return
        if is_bilevel(image):
            self._strip_one(drawn, placing, page, group)
            return
        picture, kind, before = self._decoded(image, placing.share)
        if picture[0].shape != (height, width):
            return
        pad = drawn.editable and can_be_padded(image)
        room = GROWTH * before + _SMALL_GROWTH if kind.tables != _FINE_TABLES else float("inf")
        wishes = _Wishes(pad, room, 0.0 if is_part else self.purse, self.seed + self._keys.to_bytes(4, "big"))
        begin, grid, pair = _smallest_change(picture, kind, placing, wishes, 0 if is_part else self._begin)
        self._begin = self._begin if is_part else begin
        self.purse -= max(0.0, len(pair.a) - room)
        energy = _measured(pair, grid, placing) * opacity(image, grid) ** 2
        if grid.width != width:
            pad_mask(self.pdf, image, grid.width)
        slots = _candidates(page, grid, placing, energy, group)
        self._put(image, pair, grid, drawn, slots, page)

    def _strip_one(self, drawn: Drawn, placing: Placing, page: TiledPage, group: int) -> None:
        """Turn a bilevel picture into a form of groups that move."""
        image, size, to_seen = drawn.image, placing.size, placing.to_seen
        ink = black_pixels(self.document, image.objgen[0], size)
        strips = take_apart(ink, placing.per_point, PAPER % {b"wide": size[0], b"tall": size[1]})
        if strips is None:
            return
        down = to_seen.vector(0, -strips.step / size[1])
        slots = np.full(len(strips.energy), -1, np.int64)
        for index, (x0, y0, x1, y1) in enumerate(strips.boxes):
            if strips.energy[index] >= _LEAST_GROUP:
                box = to_seen.box(x0 / size[0], 1 - y1 / size[1], x1 / size[0], 1 - y0 / size[1])
                slots[index] = len(page.slots)
                page.slots.append(Candidate(STRIPS, down, (abs(down[0]) + abs(down[1])) / 2, group, [box]))
                page.energy.append(float(strips.energy[index]))
        become_form(self.pdf, image, strips, size)
        self.held += len(strips.a)
        image[KEY] = self._keys
        page.images.append(TiledImage(self._keys, self.spool.tell(), strips.starts, slots))
        self.spool.write(memoryview(strips.b)[int(strips.starts[0]) : int(strips.starts[-1])])
        self._keys += 1

    def _decoded(self, image: Any, share: float) -> tuple[Planes, JpegKind, int]:
        """Give the picture's planes, how to code it, and the bytes it takes now."""
        if int(image.get("/BitsPerComponent", 8)) != 8 or "/Decode" in image or "/ImageMask" in image:
            raise JpegPairError("left alone")
        raw = image.read_raw_bytes()
        if is_jpeg(image):
            return (*read_jpeg(unwrapped(image)), len(raw))
        if _filters(image) == ["/FlateDecode"]:
            return (*self._lossless_picture(image, share), len(raw))
        raise JpegPairError("left alone")

    def _lossless_picture(self, image: Any, share: float) -> tuple[Planes, JpegKind]:
        """Take a photograph or scan that is stored without loss; it becomes a fine JPEG, and is counted."""
        parts = _components(image)
        if parts is None or share < _LOSSLESS_LEAST:
            raise JpegPairError("left alone")
        height, width = int(image.Height), int(image.Width)
        if height * width > _LARGEST_LOSSLESS:
            raise JpegPairError("left alone")
        pixels = np.frombuffer(image.read_bytes(), np.uint8)[: height * width * parts].reshape(height, width, parts)
        sample = pixels[:: max(1, height // 400), :: max(1, width // 400)].astype(np.int64) @ (
            1 << 8 * np.arange(parts)
        )
        if len(np.unique(sample)) < (_LOSSLESS_COLOURS if parts == 3 else 64):
            raise JpegPairError("left alone")
        self.lossless += 1
        kind = JpegKind("L" if parts == 1 else "YCbCr", _FINE_TABLES, 0)
        if parts == 1:
            return (pixels[:, :, 0],), kind
        luminance, red, blue = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb))
        return (np.asarray(luminance), np.asarray(blue), np.asarray(red)), kind

    def _put(
        self, image: Any, pair: JpegPair, grid: Grid, drawn: Drawn, slots: NDArray[np.int64], page: TiledPage
    ) -> None:
        """Replace the picture by its A, keep B, and have a padded picture drawn wider behind a clip."""
        width = int(image.Width)
        image.write(pair.a, filter=pikepdf.Name.DCTDecode)
        self.held += len(pair.a)
        image["/Width"] = grid.width
        image[KEY] = self._keys
        if grid.width != width:
            drawn.widen(grid.width / width)
        page.images.append(TiledImage(self._keys, self.spool.tell(), pair.starts, slots[grid.tile_of_interval()]))
        self.spool.write(memoryview(pair.b)[int(pair.starts[0]) : int(pair.starts[-1])])
        self._keys += 1


def _candidates(
    page: TiledPage, grid: Grid, placing: Placing, energy: NDArray[np.float64], group: int
) -> NDArray[np.int64]:
    """Make a candidate of every tile that shows enough; give the candidate of every tile, −1 for none."""
    boxes, shown = placing.tiles(grid)
    down = placing.to_seen.vector(1, 0) if placing.sideways else placing.to_seen.vector(0, -1)
    length = abs(down[0]) + abs(down[1])
    shift = (down[0] * 2 * SHIFT / length, down[1] * 2 * SHIFT / length)
    chosen = np.flatnonzero(shown & (energy >= _LEAST_ENERGY))
    slots = np.full(grid.tiles, -1, np.int64)
    slots[chosen] = len(page.slots) + np.arange(len(chosen))
    for x0, y0, x1, y1 in boxes[chosen].tolist():
        page.slots.append(Candidate(TILES, shift, SHIFT, group, [(x0, y0, x1, y1)]))
    page.energy += energy[chosen].tolist()
    return slots


@dataclass(frozen=True)
class _Wishes:
    """Whether it may be padded; bytes it may take, and beyond; the seed of its noise."""

    pad: bool
    room: float
    more: float
    seed: bytes


def _smallest_change(
    picture: Planes, kind: JpegKind, placing: Placing, wishes: _Wishes, begin: int
) -> tuple[int, Grid, JpegPair]:
    """Encode with small tiles and full noise, with larger and fainter ones where the stream would grow too much.

    Where none finds room, the strongest is taken that half of the purse pays for. `begin` is the attempt to begin
    with; given back with the result is the one with which a like picture should begin.
    """
    dear: tuple[int, Grid, JpegPair] | None = None
    for number, (sides, noise) in enumerate(_ATTEMPTS[begin:], begin):
        grid = cut(placing.size, kind.unit, placing.per_point, sides, pad=wishes.pad)
        if grid is None or (dear and number >= _WIDE):
            break
        if grid.width != placing.size[0] and not wishes.pad:
            break  # drawn wider, it would slip away under its mask
        way = Way(placing.per_point, wishes.seed, placing.sideways, noise)
        both = two_versions(picture[0], grid, way, placing.tiles(grid)[1])
        pair = encode_pair(both, tuple(filled(plane, grid) for plane in picture[1:]), len(picture[0]), kind, grid.units)
        if len(pair.a) <= wishes.room:
            spare = len(pair.a) <= _SPARE * wishes.room and number > 0
            return number - spare, grid, pair
        if dear is None and len(pair.a) <= wishes.room + wishes.more / 2:
            dear = begin, grid, pair
    if dear is None:
        raise JpegPairError("grows too much, or cannot be cut")
    return dear


def is_jpeg(image: Any) -> bool:
    """Whether a picture is a JPEG, wrapped or not, of which nothing is told that changes what it gives."""
    names = _filters(image)
    return names[-1] == "/DCTDecode" and not _has_parameters(image, len(names))


def _filters(image: Any) -> list[str]:
    filters = image.get("/Filter")
    return [str(name) for name in filters] if isinstance(filters, pikepdf.Array) and len(filters) else [str(filters)]


def _has_parameters(image: Any, filters: int) -> bool:
    """Tell whether a filter was told anything that changes what it gives; some writers leave their own notes there."""
    told = image.get("/DecodeParms")
    if told is None:
        return False
    each = list(told) if isinstance(told, pikepdf.Array) else [told]
    *wrappers, jpeg = [*each, *[None] * (filters - len(each))][:filters]
    return any(wrappers) or (jpeg is not None and "/ColorTransform" in jpeg)


def unwrapped(image: Any) -> bytes:
    """Undo the filters around a JPEG."""
    raw, filters = bytes(image.read_raw_bytes()), _filters(image)[:-1]
    if not filters:
        return raw
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(raw)
        stream["/Filter"] = pikepdf.Array([pikepdf.Name(name) for name in filters])
        return bytes(stream.read_bytes())


def _components(image: Any) -> int | None:
    """Colour components of a picture in a simple colour space."""
    space = image.get("/ColorSpace")
    if isinstance(space, pikepdf.Array) and str(space[0]) == "/ICCBased":
        parts = int(space[1].get("/N", 0))
        return parts if parts in (1, 3) else None
    return {"/DeviceRGB": 3, "/DeviceGray": 1, "/CalRGB": 3}.get(str(space))


def _measured(pair: JpegPair, grid: Grid, placing: Placing) -> NDArray[np.float64]:
    """Measure what is left of the difference in the coded pictures."""
    how = cv2.IMREAD_REDUCED_GRAYSCALE_2 if min(placing.per_point) >= _FINE else cv2.IMREAD_GRAYSCALE
    views = [cv2.imdecode(np.frombuffer(data, np.uint8), how) for data in (pair.a, pair.b)]
    if any(view is None for view in views):
        raise JpegPairError("cannot be decoded again")
    first, second = (np.asarray(view, np.uint8) for view in views)
    return energies(first, second, grid, placing.per_point, placing.size)
