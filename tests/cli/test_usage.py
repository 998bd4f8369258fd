"""How the commands introduce themselves, and what they say to wrong use (exit code 2)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.cli.tree import COMMANDS

PUSTAKA = Path(sys.executable).with_name("pustaka")


def test_the_installed_script_tells_its_version_and_its_exit_codes() -> None:
    """`.venv/bin/pustaka` is there, and the help ends with the exit codes."""
    version = subprocess.run([PUSTAKA, "--version"], capture_output=True, text=True, check=True)
    told = subprocess.run([PUSTAKA, "--help"], capture_output=True, text=True, check=True)
    assert "pustaka" in version.stdout
    assert "Exit codes: 0 done · 2 wrong use · 3 bad input · 4 refused" in told.stdout


def test_the_list_of_commands_answers_without_reading_the_code_of_one() -> None:
    """A person who asks what there is does not wait for the library, the database and the OCR to be loaded."""
    probe = (
        "import sys; from webapp.cli import main; main(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert "'click'" in told.stdout
    assert not {name for name in ("sqlalchemy", "flask", "pymupdf", "numpy") if f"'{name}'" in told.stdout}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_without_touching_the_data_folder(
    words: tuple[str, ...], terminal: Terminal
) -> None:
    """`--help` describes each option in words and makes nothing."""
    answer = terminal.run(*words, "--help")
    assert answer.code == 0
    assert answer.out.startswith("Usage: ")
    assert not terminal.data.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("fly",),
        ("ingest",),
        ("search",),
        ("search", "--limit", "0", "padi"),
        ("request", "W", "--account", "a@b.id"),
        ("account", "add", "--email", "a@b.id", "--name", "A", "--role", "king"),
        ("rebuild", "everything"),
        ("serve", "--port", "65536"),
    ],
    ids=" ".join,
)
def test_wrong_use_ends_with_2_and_the_usage(words: tuple[str, ...], terminal: Terminal) -> None:
    """A slip of the fingers is told from bad input."""
    answer = terminal.run(*words)
    assert answer.code == 2
    assert "Usage: " in answer.err


def test_a_setting_that_cannot_be_used_ends_with_2_and_its_name(tmp_path: Path) -> None:
    """The one line names the variable."""
    answer = Terminal(tmp_path / "data", PUSTAKA_THREADS="many").run("search", "padi", "--json")
    assert answer.code == 2
    assert answer.json["error"]["code"] == "bad-settings"
    assert "PUSTAKA_THREADS" in answer.err


def test_messages_follow_the_terminals_language(tmp_path: Path) -> None:
    """An Indonesian terminal gets Indonesian sentences."""
    answer = Terminal(tmp_path / "data", LC_ALL="id_ID.UTF-8").run(
        "request", "tiada", "--account", "a@b.id", "--purpose", "x"
    )
    assert "tidak ditemukan" in answer.err


def test_a_fault_of_the_machine_ends_with_70(terminal: Terminal) -> None:
    """Here a data folder that cannot be made; with `--json` it is an object too."""
    terminal.data.touch()
    answer = terminal.run("search", "padi", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (70, "unavailable")


def test_office_files_with_mistakes_end_with_2_and_name_them(tmp_path: Path) -> None:
    """They are settings, whichever command reads them."""
    (tmp_path / "catalog" / "offices").mkdir(parents=True)
    answer = Terminal(tmp_path / "data", PUSTAKA_CATALOG=str(tmp_path / "catalog")).run("search", "padi", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "office-file")
    assert "defaults.toml" in answer.err
