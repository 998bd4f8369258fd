"""Devices are paired by a code that is shown once, and let in no more when they are revoked."""

from __future__ import annotations

import re

from library.floor import devices
from library.wiring import Library
from tests.webapp.door.conftest import METRO, Staff, press
from tests.webapp.people import hidden_fields, post

HERE = "/desk/devices"
CODE = re.compile(r'class="pair-code">([^<]+)<')


def test_a_device_is_paired_by_the_code_that_was_shown(library: Library, staff: Staff) -> None:
    administrator = staff.administrator()
    shown = post(administrator, HERE, {"kind": "board", "name": "Papan ruang tunggu"})
    code = CODE.search(shown.text)
    assert code
    assert "Menunggu dipasangkan" in shown.text
    with library.database.write() as records:
        device, _secret = devices.pair(records, library.clock(), code.group(1))
    assert device.office == METRO
    assert "Terpasang" in administrator.get(HERE).text


def test_a_code_is_not_shown_twice(library: Library, staff: Staff) -> None:
    administrator = staff.administrator()
    fields = hidden_fields(administrator.get(HERE).text, HERE)
    typed = {**fields, "kind": "terminal", "name": "Terminal 1"}
    assert CODE.search(administrator.post(HERE, data=typed).text)
    assert administrator.post(HERE, data=typed).status_code == 303
    with library.database.read() as records:
        assert len(devices.of_office(records, METRO)) == 1


def test_a_revoked_device_is_nobody(library: Library, staff: Staff) -> None:
    administrator = staff.administrator()
    code = CODE.search(post(administrator, HERE, {"kind": "terminal", "name": "Terminal 1"}).text)
    assert code
    with library.database.write() as records:
        device, secret = devices.pair(records, library.clock(), code.group(1))
    assert "tidak dapat masuk lagi" in press(administrator, f"/desk/devices/{device.id}/revoke", HERE)
    with library.database.read() as records:
        assert devices.by_secret(records, secret) is None


def test_what_is_missing_is_said_and_nothing_is_made(library: Library, staff: Staff) -> None:
    shown = post(staff.administrator(), HERE, {"kind": "toaster", "name": ""})
    assert shown.status_code == 422
    with library.database.read() as records:
        assert devices.of_office(records, METRO) == []


def test_an_officer_does_not_manage_devices(staff: Staff) -> None:
    assert staff.officer(METRO).get(HERE).status_code == 403
