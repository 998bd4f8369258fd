"""What stands in a stamp."""

from __future__ import annotations

import pytest

from library.softcopies.file_verification import number_in
from library.softcopies.stamps import _address


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        ("https://pustaka.metrokota.bps.go.id", "HTTPS://PUSTAKA.METROKOTA.BPS.GO.ID/V/7K3M-9QRT-2X4B"),
        ("http://127.0.0.1:8080", "HTTP://127.0.0.1:8080/V/7K3M-9QRT-2X4B"),
        ("https://metrokota.bps.go.id/Pustaka", "https://metrokota.bps.go.id/Pustaka/verify/7K3M-9QRT-2X4B"),
    ],
)
def test_the_codes_address_is_in_capitals_where_nothing_tells_them_apart(base_url: str, address: str) -> None:
    assert _address(base_url, "7K3M-9QRT-2X4B") == address
    assert number_in(address) == "7K3M-9QRT-2X4B"
