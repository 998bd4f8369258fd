"""A mail claims one sender or none; no display name passes as another."""

from __future__ import annotations

import email
import email.policy

import pytest

from library.mail.sender import sender_of

TRUE = [
    ("Siti <siti@example.org>", "siti@example.org"),
    ("=?utf-8?q?Jos=C3=A9=2C_S=2EE=2E?= <jose@example.org>", "jose@example.org"),
    ('"José, S.E." <jose@example.org>', "jose@example.org"),
    ("Budi S.E. <budi@example.org>", "budi@example.org"),
    ("Siti Rahmawati\r\n <siti@example.org>", "siti@example.org"),
    ("=?utf-8?q?siti=40example=2Eorg=2C_?= <evil@example.net>", "evil@example.net"),
    ("=?utf-8?b?U2l0aSA8c2l0aUBleGFtcGxlLm9yZz4s?= <evil@example.net>", "evil@example.net"),
    ('"siti@example.org" <evil@example.net>', "evil@example.net"),
]
UNCLEAR = [
    "",
    "siti@example.org, evil@example.net",
    "siti@example.org <evil@example.net>",
    "<siti@example.org>evil@example.net",
    "siti@example.org)evil@example.net",
    "siti@example.org\r\nFrom: evil@example.net",
    "a" * 3000 + " <siti@example.org>",
]


def sender(header: str) -> str:
    return sender_of(email.message_from_bytes(f"From: {header}\r\n\r\n".encode(), policy=email.policy.compat32))


@pytest.mark.parametrize(("header", "address"), TRUE)
def test_the_address_behind_the_name_is_the_sender(header: str, address: str):
    assert sender(header) == address


@pytest.mark.parametrize("header", UNCLEAR)
def test_a_header_that_can_be_read_in_two_ways_names_nobody(header: str):
    assert sender(header) == ""
