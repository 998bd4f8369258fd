"""The service standard of one service, as the office prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from library.offices.strictness import STRICT, Positive
from library.offices.words import Words

Channel = Literal["walk_in", "online"]
LineId = Literal[
    "R1", "R2", "R3", "R4", "R5", "R6", "R7",
    "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9",
    "L1", "L2", "L3", "L4", "L5",
    "O1", "O2", "O3", "O4", "O5", "O6", "O7", "O8", "O9", "O10",
    "T1", "T2", "T3",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """A printed text: `text` verbatim, `plain` the same without misprints, `en` our English rendering."""

    __pydantic_config__ = STRICT

    text: str
    en: str
    plain: str | None = None

    @property
    def words(self) -> Words:
        """The text for use anywhere but on the page that shows the standard verbatim."""
        return Words(self.plain or self.text, self.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Text):
    """A numbered requirement or step; `lines` are the rows of the requirements that it states."""

    __pydantic_config__ = STRICT

    number: Positive
    lines: tuple[LineId, ...]
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Text):
    """A promise of time (or of closing by itself)."""

    __pydantic_config__ = STRICT

    lines: tuple[LineId, ...]
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Text):
    """What the visitor gets."""

    __pydantic_config__ = STRICT

    lines: tuple[LineId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintChannel(Text):
    """Where to complain; `values` are the addresses in a form that a link can use."""

    __pydantic_config__ = STRICT

    kind: Literal["box", "website", "email", "whatsapp", "phone"]
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One document. What the document does not state is None or empty, never taken from elsewhere.

    `time_printed` is the field above the limits as printed; a "0" there is an empty field, never a limit.
    """

    __pydantic_config__ = STRICT

    document: str
    title: str
    title_en: str
    decree: str | None = None
    figures: tuple[str, ...] = ()
    time_printed: str | None = None
    requirements: tuple[Line, ...]
    steps: tuple[Line, ...]
    limits: tuple[Limit, ...] = ()
    cost: Text | None = None
    products: tuple[Product, ...] = ()
    complaints: tuple[ComplaintChannel, ...] = ()
    components: dict[str, Text] | None = None

    def states(self, line: str, channel: str | None = None) -> bool:
        """Say whether the document states a row of the requirements, in `channel` if one is given."""
        placed: tuple[Line | Limit, ...] = (*self.requirements, *self.steps, *self.limits)
        if any(line in item.lines and channel in (None, item.channel) for item in placed):
            return True
        return channel is None and any(line in product.lines for product in self.products)

    def requirements_for(self, channel: Channel) -> tuple[Line, ...]:
        """Give the requirements of one channel, as printed."""
        return tuple(item for item in self.requirements if item.channel == channel)

    def steps_for(self, channel: Channel) -> tuple[Line, ...]:
        """Give the steps of one channel, as printed; none where the document does not state them."""
        return tuple(item for item in self.steps if item.channel == channel)
