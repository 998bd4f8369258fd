"""The command line: `pustaka …`. Its words, answers and exit codes are a contract (docs/command-line.md)."""

from webapp.cli.main import main

__all__ = ["main"]
