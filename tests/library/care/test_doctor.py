"""The check-up names what others would stumble over."""

from __future__ import annotations

from pathlib import Path

import pytest

from library import Settings
from library.care.doctor import check_up


@pytest.mark.parametrize(
    ("sender", "state"),
    [("Pustaka <pustaka@localhost>", "warning"), ("Pustaka <pustaka@bps.go.id>", "ok"), ("nobody", "warning")],
)
def test_a_sender_without_a_domain_is_warned_of(tmp_path: Path, sender: str, state: str) -> None:
    checks = {check.name: check for check in check_up(Settings(data=tmp_path / "data", mail_from=sender))}
    assert checks["sender"].state == state
    assert bool(checks["sender"].advice) == (state == "warning")
