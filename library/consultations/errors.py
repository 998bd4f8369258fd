"""What a consultation refuses, in words for the reader and the officer.

Refused
├── LostRace
│   └── CaseMovedOn      the case is not at that point any more
└── NotYet               closed as "no answer" before the days of the office are over
"""

from __future__ import annotations

from typing import ClassVar

from library.errors import LostRace, Refused, Texts


class CaseMovedOn(LostRace):
    code = "case-moved-on"
    texts: ClassVar[Texts] = {
        "id": "Konsultasi ini sudah berubah keadaannya. Muat ulang halaman untuk melihat keadaan terbaru.",
        "en": "This consultation has moved on meanwhile. Reload the page to see how it stands now.",
    }


class NotYet(Refused):
    """The user's days are not over."""

    code = "not-yet"
    texts: ClassVar[Texts] = {
        "id": "Belum dapat ditutup sebagai “tidak ada jawaban”: pengguna masih punya waktu untuk menjawab.",
        "en": "This cannot be closed as “no answer” yet: the user still has time to reply.",
    }
