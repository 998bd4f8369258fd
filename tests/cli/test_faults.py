"""What nobody foresaw still ends in a sentence, one object and the contract's exit code."""

from __future__ import annotations

import pytest

from tests.cli.terminal import Terminal
from webapp.cli import accounts


def test_a_fault_of_the_program_ends_with_70_and_repeats_nothing_personal(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_args: object, **_more: object) -> None:
        raise ValueError("siti@contoh.id")

    monkeypatch.setattr(accounts.accounts, "by_email", broken)
    answer = terminal.run("account", "disable", "--email", "siti@contoh.id", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (70, "internal")
    assert "ValueError" in answer.err
    assert "siti" not in answer.out + answer.err


def test_a_disk_that_refuses_ends_with_70_and_says_where(terminal: Terminal, tmp_path):
    (tmp_path / "occupied").write_text("a file where the folder should be")
    answer = terminal.run("backup", tmp_path / "occupied" / "below", "--json")
    assert answer.code == 70
    assert "occupied" in answer.json["error"]["message"]
