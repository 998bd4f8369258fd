"""The documents tell of every setting, command and reason."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click
import pytest

from library.settings import Settings, variable
from webapp.cli import main

ROOT = Path(__file__).resolve().parents[2]


def written() -> str:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join([*texts, (ROOT / "README.md").read_text(encoding="utf-8")])


def commands(group: click.Command, words: tuple[str, ...] = ("pustaka",)) -> list[str]:
    if isinstance(group, click.Group):
        context = click.Context(group)
        children = [(name, group.get_command(context, name)) for name in group.list_commands(context)]
        return [line for name, child in children if child for line in commands(child, (*words, name))]
    return [" ".join(words)]


@pytest.mark.parametrize("name", [spec.name for spec in dataclasses.fields(Settings)])
def test_every_setting_is_in_the_documents(name: str) -> None:
    assert variable(name) in written()


@pytest.mark.parametrize("command", commands(main))
def test_every_command_is_in_the_documents(command: str) -> None:
    assert command in written()
