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
from watermark.carriers.images.jpeg import JpegKind, JpegPair, JpegPairError, encode_pair, read_jpeg
from watermark.carriers.images.strips import take_apart
from watermark.carriers.images.tiles import NOISE, SHIFT, TILE, Grid, cut, energies, two_versions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.carriers.streams import Drawn
    from watermark.pdf.geometry import Sheet
    from watermark.pdf.matrix import Matrix

KEY: Final = "/PstkTiles"  # on the image's dictionary while the document is worked on, never in a copy
_LEAST_SIDE: Final = 2 * TILE  # pt: smaller pictures carry nothing
_RESOLUTIONS: Final = (0.6, 12.0)  # px a pt that are worth it: 43 to 864 dpi
_LEAST_ENERGY: Final = 0.15  # a tile is large: a fainter difference still adds up
_LEAST_SEEN: Final = 5.0  # pt: side of what is left of a tile at the edge of the paper
_LEAST_GROUP: Final = 1.0  # the same for a group of black pixels
_GROWTH: Final = 1.038  # of the stream's size, what it may become
# side of a tile in pt and noise, tried in this order: noise and many intervals make a stream grow
_ATTEMPTS: Final = ((TILE, NOISE), (TILE, NOISE / 2), (1.5 * TILE, NOISE / 2), (2.0 * TILE, 0.0))
_SPARE: Final = 0.92  # of the room: a stream smaller than that may carry more
_LARGEST: Final = 120_000_000  # px
_LARGEST_LOSSLESS: Final = 30_000_000  # px
_LOSSLESS_LEAST: Final = 0.2  # of the page's area: a lossless picture smaller than that is a logo or a chart
_LOSSLESS_COLOURS: Final = 2_000  # fewer different colours are a drawing, which JPEG would blur
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
    pdf: pikepdf.Pdf
    document: Any
    purse: float = 0.0
    """bytes that are left for pictures that find no room, such as a cover that was coded progressively"""
    lossless: int = 0
    _keys: int = 0
    _begin: int = 0  # the attempt that the next picture begins with: scans of one book are alike

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
        image, to_seen = drawn.image, drawn.at @ sheet.to_seen
        across, down = to_seen.vector(1, 0), to_seen.vector(0, 1)
        sides = (abs(across[0]) + abs(across[1]), abs(down[0]) + abs(down[1]))
        if not _is_upright(to_seen) or min(sides) < _LEAST_SIDE:
            return
        size = (int(image.Width), int(image.Height))
        per_point = (size[0] / sides[0], size[1] / sides[1])
        if not all(_RESOLUTIONS[0] <= value <= _RESOLUTIONS[1] for value in per_point) or size[0] * size[1] > _LARGEST:
            return
        if is_bilevel(image):
            self._strip_one(drawn, to_seen, per_point, page, group)
            return
        share = sides[0] * sides[1] / (sheet.width * sheet.height)
        picture, kind, before = self._decoded(image, share)
        pad = drawn.editable and "/SMask" not in image and "/Mask" not in image
        if picture.shape[:2] != (size[1], size[0]):
            return
        sideways = abs(across[0]) < abs(across[1])
        room = _GROWTH * before + 1024 if kind.tables != _FINE_TABLES else float("inf")
        seed = self.seed + self._keys.to_bytes(4, "big")
        wishes = _Wishes(pad, sideways, room, self.purse, seed)
        self._begin, grid, pair = _smallest_change(picture, kind, per_point, wishes, self._begin)
        self.purse -= max(0.0, len(pair.a) - room)
        energy = _measured(pair, grid, per_point, size)
        slots = self._candidates(page, grid, size, to_seen, _Shown(sheet.width, sheet.height, energy), group)
        self._put(image, pair, grid, drawn, slots, page)

    def _strip_one(
        self, drawn: Drawn, to_seen: Matrix, per_point: tuple[float, float], page: TiledPage, group: int
    ) -> None:
        """Turn a bilevel picture into a form of groups that move."""
        image, size = drawn.image, (int(drawn.image.Width), int(drawn.image.Height))
        ink = black_pixels(self.document, image.objgen[0], size)
        strips = take_apart(ink, per_point, PAPER % {b"wide": size[0], b"tall": size[1]})
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
        image[KEY] = self._keys
        page.images.append(TiledImage(self._keys, self.spool.tell(), strips.starts, slots))
        self.spool.write(memoryview(strips.b)[int(strips.starts[0]) : int(strips.starts[-1])])
        self._keys += 1

    def _decoded(self, image: Any, share: float) -> tuple[NDArray[np.uint8], JpegKind, int]:
        """Give the picture with luminance first, how to code it, and the bytes it takes now."""
        if int(image.get("/BitsPerComponent", 8)) != 8 or "/Decode" in image or "/ImageMask" in image:
            raise JpegPairError("left alone")
        filters = image.get("/Filter")
        names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
        raw = image.read_raw_bytes()
        if names[-1] == "/DCTDecode" and not _has_parameters(image, len(names)):
            return (*read_jpeg(_unwrapped(raw, names[:-1])), len(raw))
        if names == ["/FlateDecode"]:
            return (*self._lossless_picture(image, share), len(raw))
        raise JpegPairError("left alone")

    def _lossless_picture(self, image: Any, share: float) -> tuple[NDArray[np.uint8], JpegKind]:
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
            return pixels[:, :, 0], kind
        ordered = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb)[:, :, [0, 2, 1]]
        return np.ascontiguousarray(ordered, np.uint8), kind

    def _candidates(
        self,
        page: TiledPage,
        grid: Grid,
        size: tuple[int, int],
        to_seen: Matrix,
        shown: _Shown,
        group: int,
    ) -> NDArray[np.int64]:
        """Make a candidate of every tile that shows enough; give the candidate of every tile, −1 for none."""
        slots = np.full(grid.tiles, -1, np.int64)
        across = to_seen.vector(1, 0)
        down = to_seen.vector(0, -1) if abs(across[0]) > abs(across[1]) else across
        length = abs(down[0]) + abs(down[1])
        shift = (down[0] * 2 * SHIFT / length, down[1] * 2 * SHIFT / length)
        for tile, (x0, y0, x1, y1) in enumerate(grid.boxes(size)):
            if shown.energy[tile] < _LEAST_ENERGY or x1 <= x0 or y1 <= y0:
                continue
            box = shown.on_paper(to_seen.box(x0 / size[0], 1 - y1 / size[1], x1 / size[0], 1 - y0 / size[1]))
            if box is None:
                continue
            slots[tile] = len(page.slots)
            page.slots.append(Candidate(TILES, shift, SHIFT, group, [box]))
            page.energy.append(float(shown.energy[tile]))
        return slots

    def _put(
        self, image: Any, pair: JpegPair, grid: Grid, drawn: Drawn, slots: NDArray[np.int64], page: TiledPage
    ) -> None:
        """Replace the picture by its A, keep B, and have a padded picture drawn wider behind a clip."""
        width = int(image.Width)
        image.write(pair.a, filter=pikepdf.Name.DCTDecode)
        image["/Width"] = grid.width
        image[KEY] = self._keys
        if grid.width != width:
            drawn.widen(grid.width / width)
        page.images.append(TiledImage(self._keys, self.spool.tell(), pair.starts, slots[grid.tile_of_interval()]))
        self.spool.write(memoryview(pair.b)[int(pair.starts[0]) : int(pair.starts[-1])])
        self._keys += 1


@dataclass(frozen=True)
class _Shown:
    """The paper that a picture may reach beyond (a wrapped cover shows its right half), pt; the energy of its tiles."""

    width: float
    height: float
    energy: NDArray[np.float64]

    def on_paper(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float] | None:
        """Cut a box to the paper; None where nearly nothing of it is left."""
        x0, y0, x1, y1 = max(0.0, box[0]), max(0.0, box[1]), min(self.width, box[2]), min(self.height, box[3])
        return None if min(x1 - x0, y1 - y0) < _LEAST_SEEN else (x0, y0, x1, y1)


@dataclass(frozen=True)
class _Wishes:
    """Whether it may be padded and is turned by a quarter; bytes it may take, and beyond; the seed of its noise."""

    pad: bool
    sideways: bool
    room: float
    more: float
    seed: bytes


def _smallest_change(
    picture: NDArray[np.uint8], kind: JpegKind, per_point: tuple[float, float], wishes: _Wishes, begin: int
) -> tuple[int, Grid, JpegPair]:
    """Encode with small tiles and full noise, with larger and fainter ones where the stream would grow too much.

    Where none finds room, the strongest is taken that half of the purse pays for. `begin` is the attempt to begin
    with; given back with the result is the one with which a like picture should begin.
    """
    height, width = picture.shape[:2]
    dear: tuple[int, Grid, JpegPair] | None = None
    for number, (side, noise) in enumerate(_ATTEMPTS[begin:], begin):
        grid = cut((width, height), kind.unit, per_point, side, pad=wishes.pad)
        if grid is None:
            break
        wide = np.pad(picture, ((0, 0), (0, grid.width - width), (0, 0))[: picture.ndim], mode="edge")
        a, b = two_versions(wide, grid, per_point, wishes.seed, sideways=wishes.sideways, noise=noise)
        pair = encode_pair(a, b, kind, grid.units)
        if len(pair.a) <= wishes.room:
            spare = len(pair.a) <= _SPARE * wishes.room and number > 0
            return number - spare, grid, pair
        if dear is None and len(pair.a) <= wishes.room + wishes.more / 2:
            dear = begin, grid, pair
    if dear is None:
        raise JpegPairError("grows too much, or cannot be cut")
    return dear


def _is_upright(matrix: Matrix) -> bool:
    x, y = matrix.vector(1, 0)
    u, v = matrix.vector(0, 1)
    small, large = min(abs(x), abs(y)) + min(abs(u), abs(v)), max(abs(x), abs(y)) + max(abs(u), abs(v))
    return small < 1e-3 * large and (abs(x) > abs(y)) != (abs(u) > abs(v))


def _has_parameters(image: Any, filters: int) -> bool:
    """Tell whether a filter was told anything that changes what it gives; some writers leave their own notes there."""
    told = image.get("/DecodeParms")
    if told is None:
        return False
    each = list(told) if isinstance(told, pikepdf.Array) else [told]
    *wrappers, jpeg = [*each, *[None] * (filters - len(each))][:filters]
    return any(wrappers) or (jpeg is not None and "/ColorTransform" in jpeg)


def _unwrapped(raw: bytes, filters: list[str]) -> bytes:
    """Undo the filters around a JPEG."""
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


def _measured(pair: JpegPair, grid: Grid, per_point: tuple[float, float], size: tuple[int, int]) -> NDArray[np.float64]:
    """Measure what is left of the difference in the coded pictures."""
    how = cv2.IMREAD_REDUCED_GRAYSCALE_2 if min(per_point) > 300 / 72 else cv2.IMREAD_GRAYSCALE
    views = [cv2.imdecode(np.frombuffer(data, np.uint8), how) for data in (pair.a, pair.b)]
    if any(view is None for view in views):
        raise JpegPairError("cannot be decoded again")
    return energies(np.asarray(views[0], np.uint8), np.asarray(views[1], np.uint8), grid, per_point, size)
