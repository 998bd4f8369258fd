"""The guide to office files names every key that a file may hold."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

from library.offices.rules import Rules
from library.offices.standard import Service

GUIDE = (Path(__file__).parents[3] / "docs" / "offices.md").read_text("utf-8")


def test_every_rule_is_in_the_guide() -> None:
    for group, kind in get_type_hints(Rules).items():
        for field in fields(kind):
            assert f"`{group}.{field.name}`" in GUIDE


def test_every_key_of_a_service_is_in_the_guide() -> None:
    for field in fields(Service):
        assert f"`{field.name}`" in GUIDE or f".{field.name}." in GUIDE
