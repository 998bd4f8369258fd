"""The words of the mails about new works, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from library.mail.mail_text import MailText


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one search in a mail."""

    found: str
    more: str
    see: str
    stop: str


_INDONESIAN = Words(
    found="“{words}” – {count} publikasi baru:",
    more="  … dan {count} lagi",
    see="  Lihat semua temuan: {link}",
    stop="  Berhenti menerima kabar pencarian ini: {link}",
)
_ENGLISH = Words(
    found="“{words}” – new publications: {count}",
    more="  … and {count} more",
    see="  See all that was found: {link}",
    stop="  Stop the mails about this search: {link}",
)

INDONESIAN = {
    "saved-search": MailText(
        "Publikasi baru untuk pencarian yang Anda simpan",
        "Halo {name},\n\nAda publikasi baru yang menjawab pencarian yang Anda simpan.\n\n{list}\n\n"
        "Semua pencarian tersimpan: {link}\n\nPaling banyak satu surel sehari.",
    ),
}
ENGLISH = {
    "saved-search": MailText(
        "New publications for a search that you keep",
        "Hello {name},\n\nNew publications answer a search that you keep.\n\n{list}\n\n"
        "All saved searches: {link}\n\nThere is one mail a day at most.",
    ),
}


def words_in(language: str) -> Words:
    """Give the sentences in a language ("id" or "en")."""
    return _ENGLISH if language == "en" else _INDONESIAN
