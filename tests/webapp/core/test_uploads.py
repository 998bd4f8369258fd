"""How much of a body the server takes in: decided by the route, when the headers are there."""

from __future__ import annotations

import http.client
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import pytest
from flask import Flask

from library.readers import accounts, sessions
from library.wiring import Library
from tests.webapp.people import People, hidden_fields
from webapp import intake
from webapp.app import create_app
from webapp.config import FORM_BYTES
from webapp.intake import Allowance, BoundedBuffer
from webapp.security.sessions import COOKIE_KEY, lifetime
from webapp.security.uploads import UploadLimits
from webapp.server import Website

MIB = 1 << 20


@contextmanager
def running(library: Library) -> Iterator[int]:
    website = Website(library, "127.0.0.1", 0)
    thread = threading.Thread(target=website.run)
    thread.start()
    try:
        yield website.port
    finally:
        website.stop()
        thread.join(30)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[BoundedBuffer]:
    """Give the buffers that the server opens."""
    opened: list[BoundedBuffer] = []

    class Watched(BoundedBuffer):
        largest = 0

        def append(self, s: bytes) -> None:
            super().append(s)
            self.largest = max(self.largest, len(self))

        def __init__(self, overflow: int, most: int, *, signed_in: bool = False) -> None:
            super().__init__(overflow, most, signed_in=signed_in)
            opened.append(self)

    monkeypatch.setattr(intake, "BoundedBuffer", Watched)
    return opened


def signed(app: Flask, **values: object) -> str:
    """Give the Cookie header of a session with these values."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(values)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    return f"{cookie.key}={cookie.value}"


def signed_in(app: Flask, library: Library) -> str:
    with app.app_context(), library.database.write() as records:
        account = accounts.by_email(records, "ratna@contoh.id")
        secret = sessions.begin(records, library.clock(), account, lifetime())
    return signed(app, **{COOKIE_KEY: secret})


def pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // MIB):
        yield bytes(MIB)


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_a_stranger_s_large_body_is_dropped_as_it_comes_and_answered_with_a_page(
    library: Library, kept: list[BoundedBuffer], chunked: bool
) -> None:
    """Wherever it is sent; the body is read to its end, so that the connection goes on."""
    told = {} if chunked else {"Content-Length": str(4 * MIB)}
    urls = ("/", "/nowhere", "/account/login", "/search?q=x", "/bench", "/trace", "/verify")
    with running(library) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for url in urls:
            connection.request("POST", url, pieces(4 * MIB), {"Accept": "text/html", **told}, encode_chunked=chunked)
            answer = connection.getresponse()
            assert "<h1>Ini terlalu besar" in answer.read().decode()
            assert answer.status == 413
            assert answer.headers["Content-Security-Policy"]
        connection.close()
    assert len(kept) == len(urls)
    assert all(buffer.largest <= FORM_BYTES for buffer in kept)


def test_an_upload_of_somebody_signed_in_arrives_whole(
    library: Library, people: People, kept: list[BoundedBuffer]
) -> None:
    people.librarian()
    with running(library) as port:
        cookie = signed_in(create_app(library), library)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/bench", pieces(8 * MIB), {"Content-Length": str(8 * MIB), "Cookie": cookie})
        assert connection.getresponse().status == 400, "no token: the form was read, and refused"
        connection.close()
    assert kept[0].largest == 8 * MIB


def test_half_an_upload_is_dropped_when_the_server_ends(
    library: Library, people: People, kept: list[BoundedBuffer]
) -> None:
    people.librarian()
    with running(library) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.putrequest("POST", "/bench")
        connection.putheader("Content-Length", str(8 * MIB))
        connection.putheader("Cookie", signed_in(create_app(library), library))
        connection.endheaders(bytes(MIB))
        end = time.monotonic() + 30
        while not (kept and len(kept[0]) == MIB) and time.monotonic() < end:
            time.sleep(0.01)
        assert kept[0].overflowed, "it lies in a file"
    connection.close()
    assert kept[0].buf is None


def test_a_large_copy_is_checked_without_ever_lying_in_memory(library_with: object) -> None:
    """Larger than any publication may be, as a copy is: it goes to the disk as it comes, and is hashed in pieces."""
    size = 40 * MIB
    library = library_with(max_bytes=size)  # type: ignore[operator]
    form = (
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n%b\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="salinan.pdf"\r\n\r\n%%PDF-'
    )
    with running(library) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", "/verify")
        asked = connection.getresponse()
        token = hidden_fields(asked.read().decode(), "/verify")["csrf_token"]
        cookie = "; ".join(value.split(";")[0] for value in asked.headers.get_all("Set-Cookie", []))
        begin, end = form % token.encode(), b"\r\n--x--\r\n"
        whole = size + 4 * MIB
        told = {"Content-Type": "multipart/form-data; boundary=x", "Cookie": cookie}
        told["Content-Length"] = str(len(begin) + whole + len(end))
        tracemalloc.start()
        connection.request("POST", "/verify", chain([begin], pieces(whole), [end]), told)
        answer = connection.getresponse()
        text, most = answer.read().decode(), tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        connection.close()
    assert (answer.status, "Kami tidak mengenal berkas ini" in text) == (200, True)
    assert most < 12 * MIB


def test_whoever_asks_first_is_told_before_sending(library: Library) -> None:
    with running(library) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.putrequest("POST", "/trace")
        connection.putheader("Content-Length", str(8 * MIB))
        connection.putheader("Expect", "100-continue")
        connection.endheaders()
        answer = connection.getresponse()
        assert answer.status == 413
        assert answer.headers["Connection"] == "close"
        connection.close()


def test_a_body_larger_than_any_of_the_site_is_not_even_read(library: Library) -> None:
    with running(library) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.putrequest("POST", "/bench")
        connection.putheader("Content-Length", str(library.settings.max_bytes * 2))
        connection.endheaders()
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Connection"]) == (413, "close")
        connection.close()


def test_the_limit_is_the_route_s_for_whom_it_is_open(app: Flask, library: Library, people: People) -> None:
    people.librarian()
    limits, whole = UploadLimits(app), library.settings.max_bytes + FORM_BYTES
    copy = library.settings.max_copy_bytes + FORM_BYTES
    visitor, librarian = signed(app, csrf_token="x"), signed_in(app, library)
    forged = librarian[:-3] + "xyz"
    found = {
        (path, who): limits("POST", path, cookie)
        for path in ("/bench", "/trace", "/verify", "/account/login", "/trace/../bench")
        for who, cookie in (("nobody", ""), ("forged", forged), ("visitor", visitor), ("librarian", librarian))
    }
    larger = {key: allowed for key, allowed in found.items() if allowed.most != FORM_BYTES}
    assert larger == {
        ("/bench", "librarian"): Allowance(whole, signed_in=True),
        ("/trace", "librarian"): Allowance(whole, signed_in=True),
        ("/verify", "visitor"): Allowance(copy, signed_in=False),
        ("/verify", "librarian"): Allowance(copy, signed_in=True),
    }
    assert limits("GET", "/bench", librarian).most == FORM_BYTES
