"""A page of a master as the tracer compares it: drawn with every slot at A, and with one carrier at B."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from watermark.carriers import HEIGHT, PLACE, RULING
from watermark.single_page import SinglePages, open_pages
from watermark.slots import SlotMap, read_slots
from watermark.trace.drawing import Drawer, DrawnHere
from watermark.trace.lettering import Lettering, Move
from watermark.trace.pixels import Grey, Plane

if TYPE_CHECKING:
    from typing import TypeAlias

Labels: TypeAlias = "NDArray[np.int32]"


@dataclass(frozen=True)
class Layer:
    """One carrier on one page.

    Attributes:
        difference: B − A, float32 (H, W), black 0 … white 1.
        labels: int32 (H, W), row of the slot within the page's slots, −1 elsewhere.
    """

    difference: Plane
    labels: Labels

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Tell which pixels belong to a slot: a twentieth of the page, often."""
        return np.flatnonzero(self.labels >= 0)


@dataclass(frozen=True)
class View:
    """One page at one resolution.

    Attributes:
        dpi: pixels per inch of every plane.
        middle: the page half way between A and B, float32 (H, W), black 0 … white 1.
        layers: one for each carrier that has slots here.
        slots: global indices of the page's slots, ascending, shape (n,).
        centre: middle of each slot in px, float (n, 2), x and y.
        shift: movement from A to B in px, float (n, 2); 0 0 where nothing moves as a whole.
    """

    dpi: float
    middle: Plane
    layers: tuple[Layer, ...]
    slots: NDArray[np.int64]
    centre: NDArray[np.float64]
    shift: NDArray[np.float64]

    @cached_property
    def owners(self) -> NDArray[np.int64]:
        """Which layer each slot belongs to; −1 for none; shape (n,)."""
        owner = np.full(len(self.slots), -1, np.int64)
        for index, layer in enumerate(self.layers):
            stands = np.zeros(len(self.slots) + 1, np.bool_)  # and one more place, where labels of -1 look
            stands[layer.labels.ravel()] = True
            owner[stands[:-1]] = index
        return owner


class Pages(Protocol):
    """The pages of one master version, drawn on demand."""

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of each page in pt."""

    def drawing(self, page: int, dpi: float) -> Grey:
        """Draw one page with every slot at A."""

    def view(self, page: int, dpi: float) -> View:
        """Draw one page in every way that reading needs."""

    def screen(self, page: int, shape: tuple[int, int], smoothing: str, bits: NDArray[np.uint8]) -> Grey:
        """Draw one page on (height, width) px as a viewer does, with bits, uint8 (n,), for its n slots."""

    def words(self, page: int) -> tuple[bool, ...]:
        """Tell, for each carrier that has slots on a page, whether it moves words."""

    def labels(self, page: int, shape: tuple[int, int]) -> list[Labels]:
        """Tell which pixels of a drawing (height, width) belong to which of the page's slots, for each carrier."""

    def lettering(self, page: int) -> Lettering | None:
        """Tell where the letters of one page stand; None where its text cannot be told from its numbers."""


@dataclass(frozen=True)
class MasterPages:
    """The pages of a master on disk: its body, its slot map, and who draws them."""

    body: Path
    slots: Path
    drawer: Drawer = field(default_factory=DrawnHere)

    @cached_property
    def map(self) -> SlotMap:
        """The slot map, read once."""
        return read_slots(self.slots)

    @cached_property
    def _single(self) -> SinglePages:
        return open_pages(self.body, self.slots)

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of each page in pt."""
        return self.map.pages

    def drawing(self, page: int, dpi: float) -> Grey:
        """Draw one page with every slot at A."""
        (drawn,) = self.drawer.greys([self._single.page(page, self._low())], dpi)
        return drawn

    def view(self, page: int, dpi: float) -> View:
        """Draw one page at A, and once more for every carrier that has slots on it."""
        here, carriers = self.map.on_page(page), self._carriers(page)
        low, *highs = self.drawer.greys(self._ways(page, carriers), dpi, fine=self._is_text(carriers))
        labels = [_rows(self.map.labels(page, carrier, low.shape), here.start) for carrier in carriers]
        return make_view(dpi, low, list(zip(highs, labels, strict=True)), self.map, here)

    def screen(self, page: int, shape: tuple[int, int], smoothing: str, bits: NDArray[np.uint8]) -> Grey:
        """Draw one page on a screen."""
        every = self._low()
        every[self.map.on_page(page)] = bits
        (drawn,) = self.drawer.screens([self._single.page(page, every)], shape, smoothing)
        return drawn

    def words(self, page: int) -> tuple[bool, ...]:
        """Tell which carriers of a page move words."""
        return tuple(self.map.carriers[carrier] in (HEIGHT, PLACE) for carrier in self._carriers(page))

    def labels(self, page: int, shape: tuple[int, int]) -> list[Labels]:
        """Tell which pixels of a drawing belong to which slot, for each carrier."""
        start = self.map.on_page(page).start
        return [_rows(self.map.labels(page, carrier, shape), start) for carrier in self._carriers(page)]

    def lettering(self, page: int) -> Lettering | None:
        """Read the letters of one page at A, and once more for every carrier at B."""
        here, carriers = self.map.on_page(page), self._carriers(page)
        low, *highs = self.drawer.glyphs(self._ways(page, carriers))
        moves, middle = [], low.at.copy()
        for carrier, high in zip(carriers, highs, strict=True):
            if not np.array_equal(high.code, low.code):
                return None
            step = high.at - low.at
            middle += step / 2
            if np.abs(step).max(initial=0.0) > 0:
                moves.append((carrier, step))
        return Lettering(
            low.code, middle, tuple(self._move(page, carrier, step, middle) for carrier, step in moves),
            np.arange(here.start, here.stop),
        )  # fmt: skip

    def _carriers(self, page: int) -> list[int]:
        """List the carriers that have slots on a page."""
        found: list[int] = np.unique(self.map.carrier[self.map.on_page(page)]).tolist()
        return found

    def _is_text(self, carriers: list[int]) -> bool:
        """Whether letters alone are looked at: drawn finely, a picture beside them would lie elsewhere."""
        names = {self.map.carriers[carrier] for carrier in carriers}
        return bool(names) and names <= {HEIGHT, PLACE, RULING}

    def _low(self) -> NDArray[np.uint8]:
        return np.zeros(len(self.map), np.uint8)

    def _ways(self, page: int, carriers: list[int]) -> list[bytes]:
        """Make PDFs of a page: all slots at A, then each carrier's at B."""
        bits = [self._low(), *((self.map.carrier == carrier).astype(np.uint8) for carrier in carriers)]
        return [self._single.page(page, one) for one in bits]

    def _move(self, page: int, carrier: int, step: NDArray[np.float64], at: NDArray[np.float64]) -> Move:
        """Find the slot of each letter that a carrier moves: by the part that it stands in."""
        width, height = self.map.pages[page]
        shape = (round(4 * height), round(4 * width))
        labels = _rows(self.map.labels(page, carrier, shape), self.map.on_page(page).start)
        # A little inside the letter's foot, where no neighbour's box reaches.
        x = np.clip((4 * (at[:, 0] + 0.3)).astype(np.int64), 0, shape[1] - 1)
        y = np.clip((4 * (at[:, 1] - 0.3)).astype(np.int64), 0, shape[0] - 1)
        moved = np.abs(step).max(axis=1, initial=0.0) > 1e-3
        return Move(np.where(moved, labels[y, x], -1), step)


def make_view(dpi: float, low: Grey, high: list[tuple[Grey, Labels]], slots: SlotMap, here: slice) -> View:
    """Put a view together from drawings; `high` holds the B drawing and the labels of each carrier."""
    layers = [Layer(_difference(plane, low), labels) for plane, labels in high]
    middle = np.zeros(low.shape, np.float32)
    for layer in layers:
        middle += layer.difference
    middle /= 2
    middle += low / np.float32(255)
    box = slots.box[here].astype(np.float64) * dpi / 72
    return View(
        dpi=dpi,
        middle=middle,
        layers=tuple(layers),
        slots=np.arange(here.start, here.stop),
        centre=(box[:, :2] + box[:, 2:]) / 2,
        shift=slots.shift[here].astype(np.float64) * dpi / 72,
    )


def _difference(high: Grey, low: Grey) -> Plane:
    step = high.astype(np.float32)
    step -= low
    step /= 255
    return step


def _rows(labels: Labels, start: int) -> Labels:
    """Number the slots from the page's first on; −1 stays."""
    return np.maximum(np.subtract(labels, start, dtype=np.int32), -1)
