"""The commands, in the order in which an office meets them."""

from __future__ import annotations

from importlib import import_module

import click

EXIT_CODES = """\b
Exit codes: 0 done · 2 wrong use · 3 bad input · 4 refused (rule, right) · 5 not found ·
            6 traced to nobody · 70 internal
The data folder is named by PUSTAKA_DATA; an empty one is made ready by itself."""

COMMANDS = {
    "init": ("starting", "Make the data folder ready, or bring an older one up to date."),
    "ingest": ("ingesting", "Read PDF, TIFF, PNG and JPEG files and add them to the library."),
    "search": ("searching", "Find pages."),
    "account": ("accounts", "Open and look after accounts."),
    "request": ("requesting", "Ask for a reader's stamped copy of a work."),
    "trace": ("tracing", "Say whose copy a leak comes from."),
    "serve": ("serving", "Serve the website and do the later work."),
    "worker": ("serving", "Do the later work without serving."),
    "verify": ("caring", "Check that everything that must be kept is there, byte for byte."),
    "backup": ("caring", "Write a back-up: records, originals, masters, keys."),
    "restore": ("caring", "Bring a back-up into an empty data folder."),
    "mail": ("letters", "Say what becomes of the mails that a restore has held back."),
    "seal": ("sealing", "Make a key and a certificate to try out the seal."),
    "rebuild": ("caring", "Make a derived part anew, such as the search index."),
    "doctor": ("caring", "Say whether this installation is fit to serve, and what to do."),
}
"""Each with its module and a line for the list of commands."""


class Commands(click.Group):
    """Knows its commands by name, and reads the code of one when it is typed: help answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Name all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        """Give the command of that name; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"webapp.cli.{COMMANDS[cmd_name][0]}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as click calls it
        """List the commands without reading their code."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_module, short) in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(package_name="pustaka")
def main() -> None:
    """Pustaka, the digital library of a statistics office, whose every copy names its reader."""
