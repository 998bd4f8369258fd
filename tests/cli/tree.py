"""The commands as the program knows them."""

from __future__ import annotations

from collections.abc import Iterator

import click

from webapp.cli import main


def leaves(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Give every command that does something, with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, (*above, name))
        else:
            yield (*above, name), command


TREE = dict(leaves(main))
COMMANDS = list(TREE)


def options(command: click.Command) -> set[str]:
    """Give the long options of a command, without `--help`."""
    return {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--")
    }
