"""Paired screens, and sign-ins at them that end when the reader has gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from library.errors import BadForm, LinkExpired, NotFound
from library.floor import devices
from library.floor.views import DeviceView
from library.readers import sessions
from library.store.models import Account
from tests.library.floor.conftest import Room


def new(room: Room, kind: str = "terminal") -> tuple[DeviceView, str]:
    with room.library.database.write() as session:
        given = {"office": room.office, "kind": kind, "name": "Meja baca 1", "actor": room.officer}
        return devices.add(session, room.clock(), **given)


def pair(room: Room, code: str) -> tuple[DeviceView, str]:
    with room.library.database.write() as session:
        return devices.pair(session, room.clock(), code)


def known(room: Room, secret: str) -> DeviceView | None:
    with room.library.database.read() as session:
        return devices.by_secret(session, secret)


def test_a_screen_is_paired_by_the_code_typed_on_it_once(room: Room):
    device, code = new(room)
    paired, secret = pair(room, f" {code.lower()} ")
    assert (paired.id, paired.state) == (device.id, "paired")
    assert known(room, secret) == paired
    assert known(room, "guess") is None
    with pytest.raises(LinkExpired):
        pair(room, code)


def test_a_code_is_good_for_an_hour(room: Room):
    _, code = new(room)
    room.clock.forward(hours=1, seconds=1)
    with pytest.raises(LinkExpired):
        pair(room, code)


def test_a_device_needs_a_kind_and_a_name(room: Room):
    with pytest.raises(BadForm) as problem, room.library.database.write() as session:
        devices.add(session, room.clock(), office=room.office, kind="toaster", name=" ", actor=room.officer)
    assert problem.value.fields == {"kind": "choice-invalid", "name": "required"}


def sign_in(room: Room, device: DeviceView, visit_id: str, account_id: str | None) -> str:
    with room.library.database.write() as session:
        account = session.get_one(Account, account_id)
        return sessions.begin(session, room.clock(), account, timedelta(hours=12), device=device.id, visit=visit_id)


def seen(room: Room, secret: str) -> bool:
    with room.library.database.read() as session:
        return sessions.look_up(session, room.clock(), secret) is not None


def test_a_revoked_screen_is_out_with_whoever_is_signed_in_on_it(room: Room):
    device, secret = pair(room, new(room)[1])
    visit = room.sign("library")
    signed = sign_in(room, device, visit.id, visit.account_id)
    with room.library.database.write() as session:
        devices.revoke(session, room.clock(), device.id, room.officer)
    assert known(room, secret) is None
    assert not seen(room, signed)
    with pytest.raises(NotFound), room.library.database.write() as session:
        devices.revoke(session, room.clock(), device.id, room.officer)


def test_a_terminal_that_rests_ninety_seconds_forgets_its_reader(room: Room):
    device, _ = pair(room, new(room)[1])
    visit = room.sign("library")
    secret = sign_in(room, device, visit.id, visit.account_id)
    room.clock.forward(seconds=89)
    with room.library.database.write() as session:
        visitor = sessions.look_up(session, room.clock(), secret)
        assert visitor is not None
        assert (visitor.device, visitor.visit) == (device.id, visit.id)
        assert sessions.is_stale(session, room.clock(), visitor.sign_in)
        sessions.touch(session, room.clock(), visitor.sign_in)
    room.clock.forward(seconds=89)
    assert seen(room, secret)
    room.clock.forward(seconds=1)
    assert not seen(room, secret)


def test_closing_a_visit_signs_its_terminal_out(room: Room):
    device, _ = pair(room, new(room)[1])
    visit = room.floor.admit(room.sign("library").id, by=room.officer)
    secret = sign_in(room, device, visit.id, visit.account_id)
    room.floor.leave(visit.id, by=room.officer)
    assert seen(room, secret)
    room.floor.close(visit.id, by=room.officer)
    assert not seen(room, secret)
