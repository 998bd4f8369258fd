"""The board, the ticket and the queue on the phone: numbers, never names; and who may speak in the room."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.floor import GuestEntry, voice_lease
from library.floor.views import Happening, LegView
from library.floor.voice_lease import LEASE, RENEW
from library.store.engine import Database
from library.store.models import Account, VoiceLease
from library.wiring import Library
from tests.webapp.guest.conftest import METRO, MORNING, SLUGS, TULANG, Pair
from tests.webapp.people import Clock, post
from webapp.rooms.guest.announcer import STALE, to_speak

NAME, EMAIL = "Siti Rahmawati", "siti@contoh.id"


def queue_up(library: Library, name: str = NAME) -> LegView:
    entry = GuestEntry(
        name=name,
        email=EMAIL,
        consent=True,
        purpose="study",
        institution_kind="research",
        occupation="student",
        education="d4_s1",
    )
    visit = library.floor.sign_guest_book(None, METRO, entry, by="visitor")
    return library.floor.take_ticket(visit.id, "consultation", by="visitor")


@pytest.fixture
def leg(library: Library, officer: Account) -> LegView:
    library.floor.open_counter(METRO, 2, ["consultation"], by=officer.id)
    return queue_up(library)


def state(client: FlaskClient, after: str = "") -> dict[str, str]:
    answer = client.get("/board/metro/state", query_string={"after": after})
    return {} if answer.status_code == 204 else dict(answer.get_json())


def test_the_board_moves_with_the_calls_and_is_silent_when_nothing_did(
    client: FlaskClient, library: Library, leg: LegView, officer: Account
) -> None:
    shown = state(client)
    assert state(client, shown["version"]) == {}
    library.floor.call_next(METRO, 2, by=officer.id)
    later = state(client, shown["version"])
    assert "A 001" in later["html"]
    assert ">2<" in later["html"]


def test_after_a_restart_the_board_stands_as_before(
    app: Flask, library: Library, leg: LegView, officer: Account
) -> None:
    from webapp.app import create_app

    library.floor.call_next(METRO, 2, by=officer.id)
    before = state(app.test_client())
    assert state(create_app(library).test_client(), before["version"]) == {}


def test_neither_board_nor_ticket_nor_queue_names_anybody(
    client: FlaskClient, app: Flask, library: Library, leg: LegView, officer: Account
) -> None:
    code = library.floor.visit(leg.visit_id).code
    paths = ["/board/metro", "/board/metro/state"]
    paths += [f"/tickets/{leg.id}", f"/queue/{leg.id}", f"/queue/{leg.id}/state"]
    for called in (False, True):
        if called:
            library.floor.call_next(METRO, 2, by=officer.id)
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            for word in (NAME, EMAIL, code, leg.visit_id):
                assert word not in answer.text, f"{word} in {path}"


def test_whatever_is_typed_into_the_address_bar_shows_nobody_else(
    client: FlaskClient, kiosk: FlaskClient, library: Library, leg: LegView
) -> None:
    """Another browser at the very screen at which she signed, and one from outside."""
    visit = library.floor.visit(leg.visit_id)
    ids = (leg.id, visit.id, visit.code, visit.account_id or "", "A 001", "1", "nothing", "..%2f..")
    shapes = (
        "/guest/metro/done", "/guest/metro/book", "/guest/metro/called", "/guest/metro/returning",
        "/guest/metro/door/{}", "/tickets/{}", "/queue/{}", "/queue/{}/state", "/queue/{}/book",
        "/terminal", "/terminal/ready/{}", "/terminal/open-account", "/terminal/scan", "/terminal/codes/{}",
        "/guest/{}", "/board/{}", "/board/{}/state",
    )  # fmt: skip
    for browser in (client, kiosk):
        for shape in shapes:
            for one in ids:
                answer = browser.get(shape.format(one), headers={"Accept": "text/html"})
                assert answer.status_code < 500, shape
                for word in (NAME, EMAIL, visit.code):
                    # What was typed into the address may stand in the way back that the page offers.
                    seen = answer.text.replace(shape.format(one), "").replace(f"%2F{one}", "")
                    assert word not in seen or word == one, f"{word} at {shape.format(one)}"


def test_a_visit_s_id_is_no_ticket(client: FlaskClient, leg: LegView) -> None:
    assert client.get(f"/tickets/{leg.visit_id}").status_code == 404
    assert client.get(f"/queue/{leg.visit_id}").status_code == 404


def test_her_own_ticket_carries_the_visit_code(kiosk: FlaskClient, library: Library) -> None:
    from tests.webapp.guest.test_book import sign

    sign(kiosk)
    leg = library.floor.day(METRO).waiting[0]
    assert library.floor.visit(leg.visit_id).code in kiosk.get(f"/tickets/{leg.id}").text


def test_the_phone_says_how_many_are_before_her_and_when_she_is_called(
    client: FlaskClient, library: Library, leg: LegView, officer: Account, clock: Clock
) -> None:
    second = queue_up(library, "Joko")
    assert "1 orang sebelum Anda" in client.get(f"/queue/{second.id}").text
    library.floor.call_next(METRO, 2, by=officer.id)
    assert "Silakan menuju loket 2" in client.get(f"/queue/{leg.id}").text
    clock.forward(days=1)
    assert "tidak berlaku" in client.get(f"/queue/{leg.id}").text


def speak(client: FlaskClient, spoken: int = 0) -> dict[str, object]:
    answer = post(client, "/board/metro/voice", {"spoken": spoken}, page="/guest/metro/book")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def test_a_paired_screen_gets_each_call_once_as_clips(
    paired: Pair, library: Library, leg: LegView, officer: Account, clock: Clock
) -> None:
    board = paired(METRO, "board")
    assert speak(board)["calls"] == []
    library.floor.call_next(METRO, 2, by=officer.id)
    told = speak(board)
    (call,) = told["calls"]  # type: ignore[misc]
    clips = [re.sub(r".*/voice/(.*)\.wav.*", r"\1", one) for one in call["clips"]]
    assert clips == ["nomor-antrian", "huruf-a", "nol", "nol", "satu", "silakan-menuju-loket", "dua"]
    assert speak(board, int(str(told["spoken"])))["calls"] == []
    other = paired(METRO, "board", "Papan 2")
    assert speak(other) == {"speaks": False, "spoken": 0, "calls": []}
    clock.forward(seconds=LEASE.total_seconds() + 1)
    taken = speak(other)
    assert (taken["speaks"], taken["calls"]) == (True, []), "what the first has spoken is not said again"


def test_nobody_from_outside_takes_the_voice(client: FlaskClient, paired: Pair) -> None:
    assert post(client, "/board/metro/voice", {"spoken": 0}, page="/account/login").status_code == 403
    elsewhere = paired(TULANG, "board")
    assert post(elsewhere, "/board/metro/voice", {"spoken": 0}, page="/guest/tulang-bawang/book").status_code == 403


def test_a_lease_passes_on_when_its_holder_is_silent(library: Library) -> None:
    claim = partial(voice_lease.claim, library.database)
    assert claim(METRO, "a", MORNING, 0, 9) == 0
    assert claim(METRO, "b", MORNING, 0, 9) is None
    assert claim(TULANG, "b", MORNING, 0, 9) == 0
    assert claim(METRO, "a", MORNING + LEASE / 2, 7, 9) == 7
    assert claim(METRO, "b", MORNING + LEASE, 0, 9) is None
    assert claim(METRO, "b", MORNING + LEASE * 2, 0, 9) == 7


def test_after_the_clock_was_set_back_the_next_screen_speaks_at_once(library: Library) -> None:
    claim = partial(voice_lease.claim, library.database, METRO)
    assert claim("a", MORNING + timedelta(hours=1), 7, 9) == 7
    assert claim("b", MORNING, 0, 9) == 7
    assert claim("a", MORNING, 7, 9) is None


def test_a_board_that_only_asks_again_writes_nothing_while_its_lease_is_fresh(library: Library) -> None:
    def until(after: timedelta) -> datetime:
        voice_lease.claim(library.database, METRO, "a", MORNING + after, 0, 9)
        with library.database.read() as records:
            lease = records.get(VoiceLease, METRO)
            assert lease is not None
            return lease.until

    first = until(timedelta(0))
    assert until(RENEW / 2) == first
    assert until(RENEW * 2) == MORNING + RENEW * 2 + LEASE


def test_the_voice_outlives_the_process_and_two_of_them_agree(library: Library) -> None:
    assert voice_lease.claim(library.database, METRO, "a", MORNING, 7, 9) == 7
    other = Database(library.database.path)
    assert voice_lease.claim(other, METRO, "b", MORNING + LEASE / 2, 0, 9) is None
    assert voice_lease.claim(other, METRO, "b", MORNING + LEASE * 2, 0, 9) == 7
    other.close()


def happening(seq: int, label: str, age: timedelta, kind: str = "called") -> Happening:
    at = MORNING - age
    return Happening(seq=seq, at=at, kind=kind, visit_id="v", leg_id="l", service="c", label=label, counter=1)


def test_old_calls_and_what_is_no_call_are_not_spoken_and_a_number_only_once() -> None:
    second = timedelta(seconds=1)
    told = [
        happening(1, "A 001", STALE + second),
        happening(2, "A 002", second),
        happening(3, "A 003", second, "done"),
        happening(4, "A 002", second),
        happening(5, "", second),
    ]
    assert [h.seq for h in to_speak(told, MORNING)] == [4]


@pytest.mark.parametrize("office", sorted(SLUGS))
def test_every_office_has_a_board(client: FlaskClient, office: str) -> None:
    assert client.get(f"/board/{SLUGS[office]}").status_code == 200
