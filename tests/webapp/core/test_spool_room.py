"""Uploads that wait on the disk leave room for what the library writes."""

from __future__ import annotations

import http.client
import time
from pathlib import Path

import pytest

from library.wiring import Library
from tests.webapp.core.test_uploads import MIB, pieces, running, signed, signed_in
from tests.webapp.people import People
from webapp import spool_room
from webapp.app import create_app
from webapp.spool_room import KEPT_FREE, SpoolRoom

DISK = Path("/")


class Body:
    def __init__(self, promised: int, *, signed_in: bool = True) -> None:
        self.promised, self.came, self.signed_in = promised, 0, signed_in

    def __len__(self) -> int:
        return self.came


def test_what_was_lent_is_not_lent_again_before_it_is_dropped() -> None:
    """Each body counts twice, as it came and as a file; what came of it is no longer free anyway."""
    free = KEPT_FREE + 100
    room = SpoolRoom([DISK], lambda _: free)
    first, second = Body(30), Body(20)
    assert room.lend(first)
    assert room.lend(second)
    assert not room.lend(Body(1))
    first.came, free = 30, KEPT_FREE + 70
    assert not room.lend(Body(1))
    del first
    free = KEPT_FREE + 100
    third = Body(30)
    assert room.lend(third)
    assert not room.lend(Body(1))


def test_strangers_leave_half_of_the_room_to_those_who_signed_in() -> None:
    room = SpoolRoom([DISK], lambda _: KEPT_FREE + 100)
    strangers = [Body(20, signed_in=False), Body(5, signed_in=False)]
    assert all(map(room.lend, strangers))
    assert not room.lend(Body(1, signed_in=False))
    librarian = Body(25)
    assert room.lend(librarian)
    assert not room.lend(Body(1))
    strangers.clear()
    assert room.lend(Body(25))


def test_a_stranger_finds_no_more_than_what_those_who_signed_in_left() -> None:
    room = SpoolRoom([DISK], lambda _: KEPT_FREE + 100)
    librarian = Body(40)
    assert room.lend(librarian)
    assert not room.lend(Body(11, signed_in=False))
    assert room.lend(Body(10, signed_in=False))


def test_the_fullest_disk_decides(tmp_path: Path) -> None:
    room = SpoolRoom([DISK, tmp_path], lambda folder: KEPT_FREE + (40 if folder == tmp_path else 4000))
    assert not room.lend(Body(21))
    assert room.lend(Body(20))


def test_a_disk_tells_its_free_bytes(tmp_path: Path) -> None:
    assert not SpoolRoom([tmp_path]).lend(Body(1 << 60))


@pytest.fixture
def scarce(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which two uploads of 8 MiB find room at the same time, and no third."""
    monkeypatch.setattr(spool_room, "_free_bytes", lambda _: KEPT_FREE + 33 * MIB)


@pytest.mark.usefixtures("scarce")
@pytest.mark.parametrize("ended", ["sent", "cut off"])
def test_whoever_finds_no_room_hears_it_and_comes_again(library: Library, people: People, ended: str) -> None:
    people.librarian()
    with running(library) as port:
        cookie = signed_in(create_app(library), library)
        begun = [begin(port, cookie) for _ in range(2)]
        time.sleep(0.5)
        assert upload(port, cookie) == (503, True), "told in words, and when to come again"
        for connection in begun:
            if ended == "sent":
                for piece in pieces(7 * MIB):
                    connection.send(piece)
                assert connection.getresponse().status == 400, "no token: it was read, and refused"
            connection.close()
        time.sleep(0.5)
        assert upload(port, cookie) == (400, False)
        assert upload(port, cookie) == (400, False), "what is answered is given back"


@pytest.mark.usefixtures("scarce")
def test_a_form_needs_no_room(library: Library, people: People) -> None:
    people.librarian()
    with running(library) as port:
        app = create_app(library)
        begun = [begin(port, signed_in(app, library)) for _ in range(2)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/verify", b"x" * 4096, {"Cookie": signed(app, csrf_token="x")})
        assert connection.getresponse().status == 400
        for one in (connection, *begun):
            one.close()


def begin(port: int, cookie: str) -> http.client.HTTPConnection:
    """Send the first of 8 MiB."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("POST", "/bench")
    connection.putheader("Content-Length", str(8 * MIB))
    connection.putheader("Cookie", cookie)
    connection.endheaders()
    connection.send(bytes(MIB))
    return connection


def upload(port: int, cookie: str) -> tuple[int, bool]:
    """Send 8 MiB; the status, and whether it says that it is for want of room, and for how long."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    told = {"Content-Length": str(8 * MIB), "Cookie": cookie, "Accept": "text/html", "Accept-Language": "id"}
    connection.request("POST", "/bench", pieces(8 * MIB), told)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, "terlalu banyak berkas dikirim" in text and "Retry-After" in answer.headers
