"""The way back never leads to another site."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.security.doors import safe_next


@pytest.mark.parametrize("way", ["/", "/works/abc", "/search?q=padi%20sawah&page=2", "/works/a#page-3"])
def test_a_path_of_ours_is_kept(way: str) -> None:
    assert safe_next(way) == way


@pytest.mark.parametrize(
    "way",
    [
        None,
        "",
        "works",
        "//jahat.example",
        "///jahat.example",
        "/\\jahat.example",
        "\\\\jahat.example",
        "/\t/jahat.example",
        "/\n/jahat.example",
        " /works",
        "https://jahat.example/",
        "javascript:alert(1)",
        "/works\r\nSet-Cookie: a=b",
        "/" + "a" * 3000,
    ],
)
def test_anything_else_is_not(way: str | None) -> None:
    assert safe_next(way, "/safe") == "/safe"


@given(st.text(alphabet="/\\:.@?#[]%\t\n\r ab\u2215\uff0f", max_size=12))
def test_whatever_is_kept_stays_on_this_site(way: str) -> None:
    kept = safe_next(way, "/")
    assert urlsplit(urljoin("https://pustaka.example/a/b", kept)).netloc == "pustaka.example"
    assert "\\" not in kept
    assert not any(ord(c) < 32 for c in kept)
