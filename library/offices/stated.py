"""A value that remembers who said it: the office in its document, or we by default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
Origin = Literal["stated", "default"]


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """`value`, and whether the office states it; a default is labelled as such wherever a person sees it."""

    value: T
    origin: Origin = "stated"

    @property
    def is_default(self) -> bool:
        """Say whether the value is ours and not the office's."""
        return self.origin == "default"
