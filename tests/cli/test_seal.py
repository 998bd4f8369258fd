"""`pustaka seal`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.terminal import Terminal


def test_a_seal_is_made_once_and_serves_at_once(terminal: Terminal, tmp_path: Path) -> None:
    """The file that the command names can be put into the setting."""
    out = tmp_path / "seal.pem"
    made = terminal.ask("seal", "--office", "1872", "--out", out)
    assert made["file"] == str(out)
    assert "BPS Kota Metro" in made["subject"]
    before = out.read_bytes()
    assert terminal.ask("seal", "--out", out) == made
    assert out.read_bytes() == before
    sealed = Terminal(terminal.data, PUSTAKA_SEAL=str(out))
    checks = {check["name"]: check for check in sealed.run("doctor", "--json").json["checks"]}
    assert checks["seal"]["state"] == "ok"


def test_where_no_seal_can_be_made_the_reason_is_said(terminal: Terminal, tmp_path: Path) -> None:
    """Neither over another file, nor into a folder that is not there, nor for an unknown office."""
    (tmp_path / "other").write_text("x")
    assert terminal.run("seal", "--out", tmp_path / "other").code == 3
    assert terminal.run("seal", "--out", tmp_path / "gone" / "seal.pem").code == 3
    assert terminal.run("seal", "--office", "9999").code == 5
    assert (tmp_path / "other").read_text() == "x"
