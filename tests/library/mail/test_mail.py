"""A mail is written with its reason, sent at least once under one Message-ID, and then forgets its secret."""

from __future__ import annotations

import email
import email.policy
import socket
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from library import Library, Settings
from library.errors import BadSettings
from library.mail import post
from library.mail.texts import KINDS, mail_text
from library.mail.transports import SmtpTransport, make_transport
from library.readers import accounts
from library.store.models import Account, Mail


def _write(library: Library, name: str = "Siti {link}") -> str:
    with library.database.write() as session:
        account = accounts.add(session, library.clock(), email="siti@example.org", name=name)
        post.write(session, library.clock(), account, "verify", {"path": "/account/verify/SECRET"})
    with library.database.read() as session:
        return session.query(Mail).one().id


def _sent(library: Library) -> list[EmailMessage]:
    paths = sorted(library.folders.mail.glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]  # type: ignore[misc]


def test_a_mail_goes_to_the_accounts_own_address_with_a_working_link(library: Library):
    _write(library)
    library.workers.drain()
    (message,) = _sent(library)
    assert message["To"] == "siti@example.org"
    assert f"{library.settings.base_url}/account/verify/SECRET" in message.get_content()


def test_a_domain_with_an_accent_is_written_as_every_server_takes_it(library: Library):
    with library.database.write() as session:
        account = accounts.add(session, library.clock(), email="siti@exämple.org", name="Siti")
        post.write(session, library.clock(), account, "verify", {"path": "/x"})
    library.workers.drain()
    (message,) = _sent(library)
    assert message["To"] == "siti@xn--exmple-cua.org"


def test_braces_in_a_name_are_only_a_name(library: Library):
    _write(library, name="Siti {link}")
    library.workers.drain()
    (message,) = _sent(library)
    assert "Siti {link}" in message.get_content()


def test_the_secret_is_gone_from_the_database_after_sending(library: Library):
    mail_id = _write(library)
    library.workers.drain()
    with library.database.read() as session:
        mail = session.get(Mail, mail_id)
    assert mail is not None
    assert mail.sent_at is not None
    assert "SECRET" not in mail.text


def test_sending_twice_keeps_one_message_id(library: Library):
    mail_id = _write(library)
    library.workers.drain()
    sender = post.Sender(library.database, library.settings, library.clock, make_transport(library.settings))
    sender.handle({"mail": mail_id})
    assert len(_sent(library)) == 1


def test_a_refusing_server_means_later_and_not_never(library: Library, clock):
    _write(library)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        dead = f"smtp://127.0.0.1:{taken.getsockname()[1]}"
    settings = Settings(data=library.settings.data, mail=dead)
    sender = post.Sender(library.database, settings, library.clock, make_transport(settings))
    library.workers.register(post.JOB, sender.handle)
    library.workers.drain()
    assert library.outbox.counts() == {"waiting": 1}
    working = post.Sender(library.database, library.settings, library.clock, make_transport(library.settings))
    library.workers.register(post.JOB, working.handle)
    clock.forward(minutes=1)
    library.workers.drain()
    assert len(_sent(library)) == 1


class _Inbox:
    def __init__(self) -> None:
        self.messages: list[bytes] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.messages.append(envelope.content)
        return "250 OK"


def test_a_real_smtp_server_receives_the_mail(library: Library):
    inbox = _Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        transport = SmtpTransport(Settings(mail=f"smtp://127.0.0.1:{port}"))
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "uji"
        message.set_content("halo")
        transport.send(message)
    finally:
        server.stop()
    assert b"halo" in inbox.messages[0]


def test_an_address_that_names_no_server_is_refused_by_its_settings_name():
    with pytest.raises(BadSettings) as caught:
        make_transport(Settings(mail="pigeon://roof"))
    assert "PUSTAKA_MAIL" in caught.value.sentence("en")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_mail_has_the_same_holes_in_both_languages(kind):
    import string

    def holes(language: str) -> set[str]:
        text = mail_text(kind, language)
        return {name for _, name, _, _ in string.Formatter().parse(text.subject + text.body) if name}

    assert holes("id") == holes("en")


def test_a_mail_whose_reader_has_no_address_any_more_is_forgotten_with_its_secret(library: Library):
    mail_id = _write(library)
    with library.database.write() as session:
        mail = session.get_one(Mail, mail_id)
        session.get_one(Account, mail.account_id).email = None
    library.workers.drain()
    assert _sent(library) == []
    with library.database.read() as session:
        assert session.get(Mail, mail_id) is None
    assert library.outbox.counts().get("waiting", 0) == 0
