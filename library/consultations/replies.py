"""Ready-made sentences for officers, as data: `catalog_data/replies.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from library.offices.strictness import STRICT
from library.offices.words import Words


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """`use` says at which step it is offered; `body` may hold {name} and {number}."""

    __pydantic_config__ = STRICT

    code: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    use: Literal["answer", "clarification"]
    title: Words
    body: Words

    def filled(self, language: str, *, name: str, number: str) -> str:
        """Give the text for a reader in her language."""
        return self.body.in_language(language).replace("{name}", name).replace("{number}", number)


@cache
def load_replies(catalog: Path) -> tuple[ReplyTemplate, ...]:
    """Give the templates in their order; `catalog` is the folder that the settings name."""
    text = (catalog / "replies.toml").read_text("utf-8")
    return TypeAdapter(tuple[ReplyTemplate, ...]).validate_python(tomllib.loads(text)["reply"])
