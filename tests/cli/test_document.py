"""docs/command-line.md says what the program does: every command, option, exit code and answer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from library import errors
from tests.cli.conftest import READER, Stock
from tests.cli.terminal import Terminal
from tests.cli.tree import COMMANDS, TREE, options

TEXT = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `pustaka ([^`]+)`\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))


def _section(words: tuple[str, ...]) -> str:
    name = " ".join(words)
    found = [text for title, text in SECTIONS.items() if re.fullmatch(rf"{name}( [A-Z]+…?)?", title)]
    assert len(found) == 1, name
    return found[0]


def _example(words: tuple[str, ...]) -> Any:
    return json.loads(re.findall(r"```json\n(.*?)```", _section(words), re.DOTALL)[0])


def shape(value: Any) -> Any:
    """The keys of an answer, to the bottom; a list is as its first element."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else None


def fits(example: Any, answer: Any) -> bool:
    """Whether an answer has the keys of the example; an empty list fits any."""
    if isinstance(example, dict) and isinstance(answer, dict):
        return set(example) <= set(answer) and all(fits(example[key], answer[key]) for key in example)
    if isinstance(example, list) and isinstance(answer, list):
        return not answer or all(fits(example[0], inner) for inner in answer)
    return type(example) is type(answer) or example is None or answer is None or isinstance(answer, int | float)


def test_the_document_has_a_section_for_every_command_and_no_other() -> None:
    """A new command needs a section, a dropped one loses it."""
    for words in COMMANDS:
        _section(words)
    assert len(SECTIONS) == len(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_option_is_described_and_every_described_one_exists(words: tuple[str, ...]) -> None:
    """`--json` is described once for all."""
    described = set(re.findall(r"--[a-z-]+", _section(words)))
    assert described - {"--json"} == options(TREE[words]) - {"--json"}


def test_every_exit_code_of_the_error_tree_is_in_the_table() -> None:
    """And nothing is in the table that no error gives, but 0 and 6, which are answers."""
    table = {int(code) for code in re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)}
    raised = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.LibraryError)
    }
    assert table == raised | {0, 6}


def test_answers_have_the_documented_shape(stock: Stock, tmp_path: Path) -> None:
    """Every example of the document against the real answer."""
    ask, copy = stock.terminal.ask, tmp_path / "salinan.pdf"
    request = ("request", stock.book, "--account", READER, "--purpose", "skripsi", "--out", copy)
    answers = {
        ("init",): ask("init"),
        ("search",): ask("search", "kepadatan"),
        ("account", "add"): ask("account", "add", "--email", "baru@contoh.id", "--name", "Baru"),
        ("account", "disable"): ask("account", "disable", "--email", "baru@contoh.id"),
        ("request",): ask(*request),
        ("trace",): stock.terminal.run("trace", copy, "--json").json,
        ("verify",): ask("verify"),
        ("backup",): ask("backup", tmp_path / "cadangan"),
        ("rebuild",): ask("rebuild", "index"),
        ("doctor",): ask("doctor"),
    }
    answers["restore",] = Terminal(tmp_path / "pulih").ask("restore", answers["backup",]["folder"])
    wrong = {words: shape(answer) for words, answer in answers.items() if not fits(_example(words), answer)}
    assert wrong == {}


def test_the_answer_of_ingest_has_the_documented_shape(terminal: Terminal, tmp_path: Path) -> None:
    """With a work and a failed file in it."""
    from tests.ingest import makers

    (tmp_path / "kosong.pdf").touch()
    answer = terminal.run("ingest", makers.text_pdf(tmp_path / "buku.pdf"), tmp_path / "kosong.pdf", "--json").json
    assert set(answer) == {"works", "failed", "batch"}
    assert fits(_example(("ingest",)), answer), shape(answer)
    assert len(answer["works"]) == len(answer["failed"]) == 1
