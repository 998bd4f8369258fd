"""Mails as administrators word them. What carries a secret keeps its link or code; the foot stays ours."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from library.errors import BadInput
from library.mail.mail_text import MailText
from library.mail.texts import KINDS, bare_text, mail_text
from library.revisions import shelf
from library.revisions.placeholders import checked, placeholders
from library.store.models import Revision

KIND = "mail"
LANGUAGES = ("id", "en")
MAX_SUBJECT, MAX_BODY = 200, 4000
KEPT = frozenset({"link", "code"})
"""Braces without which a mail would be useless."""
EDITABLE = tuple(
    kind
    for kind in (
        "invitation",
        "account-opened",
        "copy-ready",
        "request-pending",
        "request-question",
        "request-rejected",
        "rating-invitation",
        "complaint-news",
    )
    if kind in KINDS
)
"""The others guard accounts, or are joined with the foot by which replies are known."""
SAMPLE = {
    "name": "Siti Rahmawati",
    "link": "https://pustaka.example/…",
    "base_url": "https://pustaka.example",
    "code": "123 456",
    "title": "Metro Dalam Angka 2026",
    "number": "7KQ2-M9XA",
    "until": "28-11-2026",
    "office": "BPS Kota Metro",
    "question": "…",
    "reason": "…",
}


def text_of(session: Session, day: date, kind: str, language: str) -> MailText:
    """Give a mail's text on a day, with the foot of its language."""
    row = shelf.in_force(session, KIND, day, kind).get(kind) if kind in EDITABLE else None
    plain = mail_text(kind, language)
    if row is None:
        return plain
    worded, foot = read(row, language), plain.body.removeprefix(bare_text(kind, language).body)
    return MailText(worded.subject, worded.body + foot)


def wording(session: Session, day: date, kind: str, language: str) -> MailText:
    """Give a mail's text without its foot, as it is edited.

    Raises:
        BadInput: this mail cannot be edited.
    """
    if kind not in EDITABLE:
        raise BadInput(what=kind)
    row = shelf.in_force(session, KIND, day, kind).get(kind)
    return read(row, language) if row is not None else bare_text(kind, language)


def read(row: Revision, language: str) -> MailText:
    """Read a version.

    Raises:
        BadInput: it is none.
    """
    try:
        return MailText(str(row.body[language]["subject"]), str(row.body[language]["body"]))
    except (KeyError, TypeError) as exc:
        raise BadInput(str(exc), what=shelf.name_of(row)) from exc


def body_of(kind: str, texts: dict[str, MailText]) -> dict[str, Any]:
    """Give both languages of a mail as plain values.

    Raises:
        BadInput: a text is empty or too long, holds braces that nothing fills, or lacks those that it needs.
    """
    body: dict[str, Any] = {}
    for language in LANGUAGES:
        text, known = texts[language], known_braces(kind)
        checked(text.subject, known=known - KEPT)
        checked(text.body, known=known, needed=known & KEPT)
        if not text.subject.strip() or not text.body.strip() or "\n" in text.subject:
            raise BadInput(what=f"{language}: judul, isi / subject, text")
        if len(text.subject) > MAX_SUBJECT or len(text.body) > MAX_BODY:
            raise BadInput(what=f"{language}: terlalu panjang / too long")
        body[language] = {"subject": text.subject, "body": text.body}
    return body


def known_braces(kind: str) -> frozenset[str]:
    """Give the names that are filled in a mail of this kind."""
    plain = bare_text(kind, "id")
    return placeholders(plain.subject) | placeholders(plain.body)


def sample(text: MailText) -> MailText:
    """Fill a mail with sample data."""
    return MailText(text.subject.format_map(_Sample(SAMPLE)), text.body.format_map(_Sample(SAMPLE)))


class _Sample(dict[str, str]):
    """What has no sample shows its own name."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"
