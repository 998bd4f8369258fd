"""`pustaka verify`, `backup`, `restore`, `rebuild` and `doctor`."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from tests.cli.conftest import READER, Stock
from tests.cli.terminal import Terminal

OFFICES = Path(__file__).parents[2] / "catalog_data"


def _first_blob(data: Path) -> Path:
    return next(path for path in sorted((data / "blobs").rglob("*")) if path.is_file())


def test_a_sound_library_is_said_to_be_sound(stock: Stock) -> None:
    """What was looked at is counted."""
    verdict = stock.terminal.ask("verify")
    assert (verdict["sound"], verdict["findings"]) == (True, [])
    assert verdict["checked"]["blobs"] > 3


def test_one_changed_byte_is_found(stock: Stock) -> None:
    """The blob is named and the exit code is 3."""
    blob = _first_blob(stock.terminal.data)
    blob.chmod(0o600)
    content = bytearray(blob.read_bytes())
    content[-1] ^= 1
    blob.write_bytes(content)
    answer = stock.terminal.run("verify", "--json")
    assert answer.code == 3
    assert [(found["part"], found["name"]) for found in answer.json["findings"]] == [("blobs", blob.name)]


def test_a_library_comes_back_from_its_back_up_whole(stock: Stock, tmp_path: Path) -> None:
    """Records, files, keys and search: another data folder answers as the first did, and it verifies."""
    before = stock.terminal.ask("search", "kepadatan")
    copy = stock.terminal.ask("request", stock.book, "--account", READER, "--purpose", "skripsi")
    made = stock.terminal.ask("backup", tmp_path / "cadangan")
    elsewhere = Terminal(tmp_path / "pulih")
    restored = elsewhere.ask("restore", made["folder"])
    assert (restored["files"], restored["bytes"]) == (made["files"], made["bytes"])
    after = elsewhere.ask("search", "kepadatan")
    assert [hit["page"] for hit in after["hits"]] == [hit["page"] for hit in before["hits"]]
    assert elsewhere.ask("verify")["sound"] is True
    again = elsewhere.ask("request", stock.book, "--account", READER, "--purpose", "skripsi")
    assert again["request"] > copy["request"]


def test_a_library_is_never_restored_over_another(stock: Stock, tmp_path: Path) -> None:
    """Refused (4), and what was there stays."""
    made = stock.terminal.ask("backup", tmp_path / "cadangan")
    answer = stock.terminal.run("restore", made["folder"], "--json")
    assert (answer.code, answer.json["error"]["code"]) == (4, "refused")
    assert stock.terminal.ask("verify")["sound"] is True


def test_a_damaged_back_up_is_not_restored_at_all(stock: Stock, tmp_path: Path) -> None:
    """It is checked whole before the first file is copied (3)."""
    made = Path(stock.terminal.ask("backup", tmp_path / "cadangan")["folder"])
    _first_blob(made).write_bytes(b"lain")
    elsewhere = Terminal(tmp_path / "pulih")
    assert elsewhere.run("restore", made).code == 3
    assert not (elsewhere.data / "pustaka.db").exists()


def test_what_is_derived_can_be_thrown_away_and_made_again(stock: Stock) -> None:
    """Without the derived folder the library still opens; `rebuild` brings search back."""
    shutil.rmtree(stock.terminal.data / "derived")
    counted = stock.terminal.ask("rebuild", "index")
    assert counted == {"part": "index", "number": 10}
    assert stock.terminal.ask("search", "kepadatan")["total"] == 3
    assert stock.terminal.ask("rebuild", "thumbnails") == {"part": "thumbnails", "number": 0}
    assert stock.terminal.ask("rebuild", "masters") == {"part": "masters", "number": 0, "left": []}
    assert stock.terminal.ask("verify")["sound"] is True


def test_masters_that_cannot_be_made_again_are_told_with_the_reason(stock: Stock) -> None:
    """Exit code 3; the others are made, and both ways of answering name the work."""
    with sqlite3.connect(stock.terminal.data / "pustaka.db") as database:
        rows = database.execute(
            "SELECT m.id, f.work_id, m.body, f.shown FROM master m JOIN work_file f ON f.id = m.file_id"
        )
        masters = {work: (master, body, shown) for master, work, body, shown in rows}
    database.close()
    for _master, body, _shown in masters.values():
        _blob(stock, body).unlink()
    master, _body, shown = masters[stock.book]
    _blob(stock, shown).unlink()
    answer = stock.terminal.run("rebuild", "masters", "--json")
    assert answer.code == 3
    assert answer.json["number"] == len(masters) - 1
    assert [(left["master"], left["work"]) for left in answer.json["left"]] == [(master, stock.book)]
    again = stock.terminal.run("rebuild", "masters")
    assert (again.code, again.out) == (3, "masters: 0\n")
    assert f"{master} ({stock.book}): There is no such thing here" in again.err


def _blob(stock: Stock, name: str) -> Path:
    return stock.terminal.data / "blobs" / name[:2] / name[2:4] / name


def test_doctor_finds_a_ready_installation_fit(terminal: Terminal) -> None:
    """Every check says what was found; none is a fault."""
    terminal.ask("init")
    checks = {check["name"]: check for check in terminal.ask("doctor")["checks"]}
    assert {"python", "sqlite", "schema", "disk", "address", "tesseract: ind", "tesseract: eng"} <= set(checks)
    assert {name for name, check in checks.items() if check["state"] == "fault"} == set()
    assert all(set(check) == {"name", "state", "found", "advice"} for check in checks.values())


def test_doctor_names_the_line_of_a_broken_office_file_and_goes_on(tmp_path: Path) -> None:
    """A typing error in a standard is a fault (3) with the file's name; the other checks are still made."""
    catalog = tmp_path / "catalog"
    shutil.copytree(OFFICES, catalog)
    with (catalog / "offices" / "metro.toml").open("a") as file:
        file.write("\nini bukan toml\n")
    answer = Terminal(tmp_path / "data", PUSTAKA_CATALOG=str(catalog)).run("doctor", "--json")
    assert answer.code == 3
    faults = [check for check in answer.json["checks"] if check["state"] == "fault"]
    assert any("metro.toml" in check["found"] for check in faults)
    assert any(check["name"] == "disk" for check in answer.json["checks"])


def test_other_commands_stop_at_a_broken_office_file_with_its_name(tmp_path: Path) -> None:
    """No half-understood standard is ever served; it counts as a setting that cannot be used (2)."""
    catalog = tmp_path / "catalog"
    shutil.copytree(OFFICES, catalog)
    (catalog / "offices" / "metro.toml").write_text('code = "1872"\n')
    answer = Terminal(tmp_path / "data", PUSTAKA_CATALOG=str(catalog)).run("init", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "office-file")
    assert "metro.toml" in answer.err


def test_mails_that_a_restore_holds_back_are_released_or_discarded(stock: Stock, tmp_path: Path) -> None:
    """Doctor counts them until somebody has decided."""
    words = ("request", stock.restricted, "--account", READER, "--purpose", "skripsi")
    number = stock.terminal.ask(*words)["request"]
    with sqlite3.connect(stock.terminal.data / "pustaka.db") as database:
        database.execute("UPDATE mail SET sent_at = NULL")  # the back-up is older than their sending
    database.close()
    made = stock.terminal.ask("backup", tmp_path / "cadangan")["folder"]
    for deed in ("release", "discard"):
        second = Terminal(tmp_path / deed)
        second.ask("restore", made)
        assert any(check["name"] == "mail" and check["state"] == "warning" for check in _checks(second))
        assert second.ask("mail", deed)["mails"] == 1, number
        assert any(check["name"] == "mail" and check["state"] == "ok" for check in _checks(second))


def _checks(terminal: Terminal) -> list[dict[str, str]]:
    checks: list[dict[str, str]] = terminal.run("doctor", "--json").json["checks"]
    return checks
