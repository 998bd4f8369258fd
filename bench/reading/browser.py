"""A reader's browser, as far as the clock is concerned: the page, then its picture, over the loopback."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_PICTURE = re.compile(r'src="(/works/[^"]+/picture\?w=\d+)"')


@dataclass(frozen=True)
class Waits:
    """Seconds from the question until the page is there, its first picture is there, and the bytes of the picture."""

    page: float
    picture: float
    size: int


class Browser:
    """Signs in once and opens pages."""

    def __init__(self, base: str, email: str, password: str) -> None:
        self._base = base
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        form = self._get("/account/login").decode()
        token = _TOKEN.search(form)
        assert token, "the sign-in page has no form"
        body = urlencode({"csrf_token": token[1], "email": email, "password": password}).encode()
        self._opener.open(f"{base}/account/login", body).read()

    def read(self, work: str, number: int) -> Waits:
        """Open a page of a work, then its picture at the width of a desktop."""
        started = time.perf_counter()
        page = self._get(f"/works/{work}/read?page={number}").decode()
        opened = time.perf_counter() - started
        found = _PICTURE.search(page)
        assert found, "the page has no picture"
        picture = self._get(found[1].replace("&amp;", "&"))
        return Waits(opened, time.perf_counter() - started, len(picture))

    def region(self, work: str, number: int) -> float:
        """Give the seconds until the viewer's first tile is there: the page in one, at half its full size."""
        started = time.perf_counter()
        self._get(f"/iiif/3/{work}/{number}/info.json")
        self._get(f"/iiif/3/{work}/{number}/full/pct:50/0/default.jpg")
        return time.perf_counter() - started

    def _get(self, path: str) -> bytes:
        with self._opener.open(self._base + path) as answer:
            return bytes(answer.read())
