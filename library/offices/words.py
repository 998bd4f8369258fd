"""A text in both languages of the house."""

from __future__ import annotations

from dataclasses import dataclass

from library.offices.strictness import STRICT


@dataclass(frozen=True, slots=True)
class Words:
    """`id` is Indonesian and leads; `en` is the English rendering."""

    __pydantic_config__ = STRICT

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """Give the English text for "en", the Indonesian one for everything else."""
        return self.en if language == "en" else self.id
