"""`pustaka init`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.terminal import Terminal

OFFICES = ["1600", "1674", "1808", "1872"]


def _state(folder: Path) -> dict[str, bytes]:
    kept = [path for path in folder.rglob("*") if path.is_file() and "derived" not in path.parts]
    return {str(path): path.read_bytes() for path in kept}


def test_init_names_the_data_folder_and_the_offices(terminal: Terminal) -> None:
    """The contract's object, and nothing else on standard output."""
    answer = terminal.ask("init")
    assert answer["data"] == str(terminal.data)
    assert sorted(answer["offices"]) == OFFICES


def test_init_again_changes_nothing(terminal: Terminal) -> None:
    """The keys, the secret and the database stay byte for byte."""
    terminal.ask("init")
    before = _state(terminal.data)
    terminal.ask("init")
    assert _state(terminal.data) == before


def test_any_command_makes_an_empty_data_folder_ready(terminal: Terminal) -> None:
    """Nobody has to know `init` to begin."""
    assert terminal.ask("search", "padi")["total"] == 0
    assert (terminal.data / "pustaka.db").is_file()


def test_keys_and_records_are_for_the_owner_only(terminal: Terminal) -> None:
    """Whoever reads the key ring can forge marks."""
    terminal.ask("init")
    for name in ("pustaka.db", "keys/mark.json", "keys/web.key"):
        assert (terminal.data / name).stat().st_mode & 0o077 == 0, name
