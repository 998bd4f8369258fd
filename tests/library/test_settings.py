"""Settings that cannot work are refused by the name of their variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from library.errors import BadSettings
from library.settings import Settings, from_environment

GOOD = ("http://127.0.0.1:8080", "https://pustaka.contoh.go.id", "https://contoh.go.id/pustaka/", "http://[::1]:80")
BAD = (
    "pustaka.contoh.go.id",
    "http://",
    "https://:8080",
    "http://a b",
    "http://a\nb",
    "https://a/?x=",
    "https://a/#",
    "http://a:x",
)


@pytest.mark.parametrize("address", GOOD)
def test_an_address_under_which_paths_can_stand_is_taken(address: str):
    assert from_environment({"PUSTAKA_BASE_URL": address}).base_url == address


@pytest.mark.parametrize("address", BAD)
def test_an_address_that_would_spoil_every_qr_code_is_refused(address: str):
    with pytest.raises(BadSettings, match="bad-settings"):
        from_environment({"PUSTAKA_BASE_URL": address})


def test_the_data_folder_is_absolute_however_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Files are read in processes that work in folders of their own."""
    monkeypatch.chdir(tmp_path)
    assert from_environment({}).data == tmp_path / "var" / "data"
    assert Settings(data=Path("buku")).data == tmp_path / "buku"
