"""What can go wrong with ratings and complaints, in words.

LinkExpired
└── RatingUsed        this service was rated already
Refused
├── RatingByStaff       officers do not rate for their visitors
├── WrongComplaintStep  the complaint stands elsewhere by now
└── NotImpartial        whoever is complained about cannot deal with it
"""

from __future__ import annotations

from typing import ClassVar

from library.errors import LinkExpired, LostRace, NotAllowed, Refused, Texts


class RatingUsed(LinkExpired):
    code = "rating-used"
    texts: ClassVar[Texts] = {
        "id": "Layanan ini sudah dinilai. Terima kasih, penilaian Anda sudah kami terima.",
        "en": "This service has been rated already. Thank you, we have your rating.",
    }


class RatingByStaff(NotAllowed):
    code = "rating-by-staff"
    texts: ClassVar[Texts] = {
        "id": "Penilaian diisi oleh pengunjung sendiri, di ponselnya atau di layar pelayanan, bukan dari akun petugas.",
        "en": "Visitors rate for themselves, on their phone or a screen of the office, not from an officer's account.",
    }


class WrongComplaintStep(LostRace):
    code = "wrong-complaint-step"
    texts: ClassVar[Texts] = {
        "id": "Langkah ini tidak dapat dilakukan pada keadaan pengaduan sekarang. Muat ulang halaman.",
        "en": "This step does not fit how the complaint stands now. Reload the page.",
    }


class NotImpartial(Refused):
    code = "not-impartial"
    texts: ClassVar[Texts] = {
        "id": "Petugas yang diadukan tidak boleh menangani pengaduan ini. Pilih petugas lain.",
        "en": "The officer who is complained about cannot deal with this complaint. Choose somebody else.",
    }
