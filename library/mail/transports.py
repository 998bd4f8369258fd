"""Ways out for a mail: a folder (the default) or an SMTP server."""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from library.errors import BadSettings
from library.mail.post import Transport
from library.settings import Settings, variable
from library.store.blobs import sync_folder

SECONDS = 30


def make_transport(settings: Settings) -> Transport:
    """Choose the way out that the settings name.

    Raises:
        BadSettings: `PUSTAKA_MAIL` is neither `folder` nor an smtp address.
    """
    if settings.mail == "folder":
        return FolderTransport(settings.data / "mail").send
    parts = urlsplit(settings.mail)
    if parts.scheme not in ("smtp", "smtps", "smtp+starttls") or not parts.hostname:
        raise BadSettings(name=variable("mail"), why="must be folder or smtp://host:port")
    return SmtpTransport(settings).send


class FolderTransport:
    """Writes each mail as an .eml file named by its Message-ID; a second sending replaces the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the mail, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stem = str(message["Message-ID"]).strip("<>").partition("@")[0]
        partial = self.folder / f".{stem}.part"
        with partial.open("wb") as stream:
            stream.write(message.as_bytes())
            stream.flush()
            os.fsync(stream.fileno())
        partial.chmod(0o600)
        partial.replace(self.folder / f"{stem}.eml")
        sync_folder(self.folder)


class SmtpTransport:
    """Hands mails to a server; any refusal is raised and tried again by the outbox."""

    def __init__(self, settings: Settings) -> None:
        self._parts = urlsplit(settings.mail)
        self._user = settings.mail_user
        self._password = settings.mail_password

    def send(self, message: EmailMessage) -> None:
        """Connect, encrypt as the address says, sign in when there is a user, send."""
        with self._connect() as server:
            if self._parts.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port or 465, timeout=SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port or 25, timeout=SECONDS)
