"""What can go wrong, in words for the person it happens to.

    LibraryError                    70   something we did not foresee
    ├── BadInput                     3   what was given cannot be used
    │   ├── BadForm                  3   a field is missing or wrong (fields: {name: reason})
    │   └── BadSettings              2   a setting cannot be understood
    ├── Refused                      4   a rule or a right says no
    │   ├── NotAllowed               4   the role does not reach so far
    │   ├── LoginFailed              4   e-mail and password do not match
    │   ├── EmailNotVerified         4   the address has not been confirmed yet
    │   ├── SecondStepNeeded         4   the password is right and a code is owed; here none can be given
    │   ├── LinkExpired              4   a one-time link is used up, old or unknown
    │   ├── LostRace                 4   somebody else changed it first
    │   ├── Embargoed                4   its day has not come yet
    │   └── Untraceable              4   too few slots, and no librarian has accepted that
    ├── NotFound                     5   it is not there, or not for this person
    │   └── Withdrawn                5   it was here, and its page says what became of it
    └── Unavailable                 70   a part is out of order; try again
        ├── SearchUnavailable       70   the index is being rebuilt
        └── StorageFailed           70   the disk refused

Every class has a stable `code`, the exit code of the command line, and its sentence in both languages. The one table
from error to HTTP status is `webapp/errors.py`.
"""

from __future__ import annotations

from typing import ClassVar

Texts = dict[str, str]


class LibraryError(Exception):
    """The root. `params` fill the sentence; `detail` is for the log and never shown."""

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 70
    texts: ClassVar[Texts] = {
        "id": "Terjadi kesalahan pada sistem. Silakan coba lagi; bila berulang, hubungi petugas.",
        "en": "Something went wrong on our side. Please try again; if it happens again, tell an officer.",
    }

    def __init__(self, detail: str = "", **params: object) -> None:
        """Keep the sentence's parameters and the log's detail apart."""
        super().__init__(detail or self.code)
        self.detail = detail
        self.params = params

    def sentence(self, language: str = "id") -> str:
        """Say what happened and what to do, in `language` ("id" or "en")."""
        template = self.texts.get(language) or self.texts["id"]
        return template.format_map(_Blanks(self.params))


class _Blanks(dict[str, object]):
    """A sentence with a hole is better than a second error."""

    def __missing__(self, key: str) -> str:
        return "…"


class BadInput(LibraryError):
    code = "bad-input"
    exit_code = 3
    texts: ClassVar[Texts] = {
        "id": "Data yang diberikan tidak dapat dipakai: {what}.",
        "en": "What was given cannot be used: {what}.",
    }


class BadForm(BadInput):
    """`fields` maps a field's name to a reason code that the page words beside the field."""

    code = "bad-form"
    texts: ClassVar[Texts] = {
        "id": "Ada isian yang perlu diperbaiki: {names}.",
        "en": "Some fields need attention: {names}.",
    }

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(f"fields: {fields}", names=", ".join(sorted(fields)))
        self.fields = fields


class BadSettings(BadInput):
    code = "bad-settings"
    exit_code = 2
    texts: ClassVar[Texts] = {
        "id": "Pengaturan {name} tidak dapat dipakai: {why}.",
        "en": "The setting {name} cannot be used: {why}.",
    }


class Refused(LibraryError):
    code = "refused"
    exit_code = 4
    texts: ClassVar[Texts] = {
        "id": "Permintaan ini tidak dapat dilayani: {why}.",
        "en": "This cannot be done: {why}.",
    }


class NotAllowed(Refused):
    code = "not-allowed"
    texts: ClassVar[Texts] = {
        "id": "Akun Anda tidak memiliki wewenang untuk tindakan ini.",
        "en": "Your account has no right to do this.",
    }


class LoginFailed(Refused):
    code = "login-failed"
    texts: ClassVar[Texts] = {
        "id": "Surel atau kata sandi tidak cocok. Periksa kembali, atau pilih “Lupa kata sandi”.",
        "en": "E-mail or password do not match. Check them, or choose “Forgot password”.",
    }


class EmailNotVerified(Refused):
    code = "email-not-verified"
    texts: ClassVar[Texts] = {
        "id": "Alamat surel belum dikonfirmasi. Buka tautan yang kami kirim, atau minta kirim ulang.",
        "en": "The e-mail address is not confirmed yet. Open the link that we sent, or ask for a new one.",
    }


class SecondStepNeeded(Refused):
    code = "second-step-needed"
    texts: ClassVar[Texts] = {
        "id": "Akun ini masuk dengan langkah kedua. Gunakan perangkat Anda sendiri, bukan layar ini.",
        "en": "This account signs in with a second step. Use a device of your own, not this screen.",
    }


class LinkExpired(Refused):
    code = "link-expired"
    texts: ClassVar[Texts] = {
        "id": "Tautan ini sudah dipakai atau kedaluwarsa. Mintalah tautan baru.",
        "en": "This link has been used or is too old. Please ask for a new one.",
    }


class LostRace(Refused):
    code = "lost-race"
    texts: ClassVar[Texts] = {
        "id": "Sudah ada yang mengubahnya lebih dahulu. Muat ulang halaman untuk melihat keadaan terbaru.",
        "en": "Somebody else changed this first. Reload the page to see how it stands now.",
    }


class Embargoed(Refused):
    code = "embargoed"
    texts: ClassVar[Texts] = {
        "id": "Publikasi ini baru boleh terbit pada {moment}. Ubah waktu terbitnya bila harus lebih awal.",
        "en": "This publication may not be released before {moment}. Move that moment if it has to be sooner.",
    }


class Untraceable(Refused):
    code = "untraceable"
    texts: ClassVar[Texts] = {
        "id": "Publikasi ini belum dapat ditelusuri bila bocor; pustakawan perlu menyetujuinya secara tertulis.",
        "en": "A leak of this publication could not be traced; a librarian has to accept that in writing first.",
    }


class NotFound(LibraryError):
    code = "not-found"
    exit_code = 5
    texts: ClassVar[Texts] = {
        "id": "Yang Anda cari tidak ditemukan: {what}.",
        "en": "There is no such thing here: {what}.",
    }


class Withdrawn(NotFound):
    code = "withdrawn"
    texts: ClassVar[Texts] = {
        "id": "Publikasi “{title}” sudah ditarik. Halamannya menjelaskan sebab dan penggantinya: {path}",
        "en": "The publication “{title}” has been withdrawn. Its page says why, and what replaces it: {path}",
    }


class Unavailable(LibraryError):
    code = "unavailable"
    texts: ClassVar[Texts] = {
        "id": "Bagian ini sedang tidak dapat dipakai. Silakan coba beberapa saat lagi.",
        "en": "This part is out of order just now. Please try again in a moment.",
    }


class SearchUnavailable(Unavailable):
    code = "search-unavailable"
    texts: ClassVar[Texts] = {
        "id": "Pencarian sedang diperbaiki. Katalog tetap dapat dibuka; coba cari lagi beberapa saat lagi.",
        "en": "Search is being repaired. The catalogue still opens; try the search again in a moment.",
    }


class StorageFailed(Unavailable):
    code = "storage-failed"
    texts: ClassVar[Texts] = {
        "id": "Berkas tidak dapat disimpan (penyimpanan penuh atau rusak). Tidak ada data yang berubah.",
        "en": "The file could not be stored (the disk is full or broken). Nothing was changed.",
    }
