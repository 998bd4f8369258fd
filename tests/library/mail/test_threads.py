"""A mail names those before it as they are named, and asks for a reply only where one is received."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage

import pytest

from library import Library
from library.mail import post
from library.readers import accounts

LONG = "<" + "a" * 250 + "@example.org>"
CASE = {"number": "1808-2026-K00001", "title": "Padi", "text": "Ada.", "mark": "·:·:·", "path": "/consultations/x"}


def sent(library: Library, language: str = "id", **settings: str) -> tuple[bytes, EmailMessage]:
    """Write an answer that follows two mails, and send it."""
    messages: list[EmailMessage] = []
    with library.database.write() as session:
        account = accounts.add(session, library.clock(), email="siti@example.org", name="Siti")
        account.language = language
        thread = post.Thread("case:x", "+token", ("<first@example.org>", LONG))
        post.write(session, library.clock(), account, "case-answer", CASE, thread=thread)
    known = replace(library.settings, **settings)  # type: ignore[arg-type]
    sender = post.Sender(library.database, known, library.clock, messages.append)
    library.workers.register(post.JOB, sender.handle)
    library.workers.drain()
    raw = messages[0].as_bytes()
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


def test_the_longest_names_of_mails_go_out_as_they_are(library: Library):
    raw, read = sent(library)
    assert f"In-Reply-To: {LONG}\n".encode() in raw
    assert read["References"].split() == ["<first@example.org>", LONG]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_mail_asks_for_no_reply_where_none_comes_in(library: Library, language: str):
    _raw, read = sent(library, language)
    body = read.get_content()
    assert "·:·:·" not in body
    assert "\0" not in body
    assert f"{library.settings.base_url}/consultations/x" in body


def test_a_mail_asks_for_a_reply_where_it_comes_in(library: Library):
    _raw, read = sent(library, "en", mail_inbox="maildir:/inbox")
    assert "·:·:·\nReply to this mail" in read.get_content()
    assert "\0" not in read.get_content()
