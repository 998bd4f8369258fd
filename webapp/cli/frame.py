"""What all commands share: the library opened and closed, answers as JSON, errors as sentences with exit codes."""

from __future__ import annotations

import functools
import json
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click
import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.errors import IngestError
from ingest.files import Intake
from ingest.messages import sentence
from library import Library, Settings, from_environment, open_library
from library.errors import LibraryError
from webapp.logs import say_errors_briefly

BAD_INPUT, INTERNAL = 3, 70
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output.")


def language() -> str:
    """Speak the terminal's language: Indonesian where the locale says so, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "id" if locale.lower().startswith("id") else "en"


def worded(error: LibraryError | IngestError) -> str:
    """Say in the terminal's language what happened and what to do."""
    return error.sentence(language()) if isinstance(error, LibraryError) else sentence(error, language())


def command(function: Callable[..., Any]) -> Callable[..., Any]:
    """Turn every error into a sentence on stderr, an object on stdout with `--json`, and the contract's exit code."""

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        quiet_logs()
        try:
            return function(*args, **kwargs)
        except LibraryError as exc:
            fail(exc.code, worded(exc), exc.exit_code, as_json=_wants_json(kwargs))
        except IngestError as exc:
            fail(exc.code, worded(exc), BAD_INPUT, as_json=_wants_json(kwargs))
        except BrokenPipeError:
            sys.exit(0)  # the reader of our output has seen enough
        except OSError as exc:
            reason = f"{exc.filename or ''}: {exc.strerror or exc}".lstrip(": ")
            fail("unavailable", reason, INTERNAL, as_json=_wants_json(kwargs))
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as exc:  # noqa: BLE001 - the border of the program: a sentence and the contract's exit code
            where = traceback.extract_tb(exc.__traceback__)[-1]
            # Not its text: that may hold a name or an address.
            fault = f"{type(exc).__name__} ({Path(where.filename).name}:{where.lineno})"
            fail("internal", f"{LibraryError().sentence(language())} [{fault}]", INTERNAL, as_json=_wants_json(kwargs))

    return run


def _wants_json(words: dict[str, Any]) -> bool:
    return bool(words.get("as_json"))


def fail(code: str, sentence: str, exit_code: int, *, as_json: bool) -> NoReturn:
    """Say what went wrong and leave."""
    if as_json:
        answer({"error": {"code": code, "message": sentence}})
    click.echo(f"pustaka: {sentence}", err=True)
    sys.exit(exit_code)


def quiet_logs() -> None:
    """Send the log to stderr and only what matters; stdout belongs to the answer."""
    say_errors_briefly()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def answer(value: dict[str, Any]) -> None:
    """Print one JSON object."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


def settings() -> Settings:
    """Read the settings from the environment."""
    return from_environment()


@contextmanager
def library() -> Iterator[Library]:
    """Open the library with everything that can do later work in it, and close it."""
    opened = open_library(settings())
    Intake(opened).register()
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show bars on stderr where somebody is looking; elsewhere stay silent."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bars:
        yield bars


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a callback (done, total) that moves one bar."""
    with progress_bar() as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
