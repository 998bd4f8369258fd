"""`pustaka account`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import READER, Stock
from tests.cli.terminal import Terminal


def test_an_account_has_an_identifier_and_the_address_as_typed(terminal: Terminal) -> None:
    """Nothing else leaves: no password, no hash."""
    added = terminal.ask("account", "add", "--email", "Ratna@Contoh.id", "--name", "Ratna", "--role", "librarian")
    assert set(added) == {"id", "email"}
    assert added["email"].lower() == "ratna@contoh.id"


@pytest.mark.parametrize(
    ("email", "name", "words"),
    [("bukan-alamat", "Siti", "no e-mail address"), (READER, "Siti", "already"), ("baru@contoh.id", " ", "empty")],
)
def test_what_cannot_be_an_account_ends_with_3_and_the_reason(stock: Stock, email: str, name: str, words: str) -> None:
    """Each reason in words."""
    answer = stock.terminal.run("account", "add", "--email", email, "--name", name, "--json")
    assert (answer.code, answer.json["error"]["code"]) == (3, "bad-input")
    assert words in answer.err


def test_a_weak_password_is_refused_before_anything_is_written(terminal: Terminal) -> None:
    """The password comes by standard input, never as an argument that others can see."""
    words = ("account", "add", "--email", "a@contoh.id", "--name", "Anton", "--password-stdin")
    assert terminal.run(*words, given="pendek\n").code == 3
    assert terminal.run(*words, given="gajah terbang tinggi sekali\n").code == 0


def test_a_disabled_account_gets_no_copies(stock: Stock) -> None:
    """Shut is shut, at the command line too (4); an unknown address is not found (5)."""
    assert stock.terminal.ask("account", "disable", "--email", READER)["disabled"] is True
    answer = stock.terminal.run("request", stock.book, "--account", READER, "--purpose", "skripsi", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (4, "refused")
    assert stock.terminal.run("account", "disable", "--email", "tiada@contoh.id").code == 5


def test_a_second_step_is_taken_off_by_address(terminal: Terminal) -> None:
    """Where there is none nothing happens; an unknown address is not found (5)."""
    terminal.ask("account", "add", "--email", "ratna@contoh.id", "--name", "Ratna", "--role", "librarian")
    answer = terminal.ask("account", "reset-second-factor", "--email", "ratna@contoh.id")
    assert answer["was_on"] is False
    assert terminal.run("account", "reset-second-factor", "--email", "lain@contoh.id").code == 5
