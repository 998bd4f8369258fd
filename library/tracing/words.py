"""The words in which a trace speaks of people, records and what it could not look at, in both languages."""

from __future__ import annotations

from library.offices.words import Words

UNPROVEN = Words("akun {identity}, alamatnya belum pernah dibuktikan", "account {identity}, address never proven")
ERASED = Words("akun terhapus", "erased account")
VISIT = Words("Kunjungan{where}: {who}", "Visit{where}: {who}")
WHERE = Words(" {id} pada {day} di kantor {office}", " {id} of {day} at office {office}")
CLAIMED = Words(
    "“{name}” menurut buku tamu, tidak dibuktikan siapa pun", "“{name}” is what the guest book says, proven by nobody"
)
NAMELESS = Words("namanya sudah dihapus", "its name was erased")
SINCE = Words("{person}, sejak {at} UTC", "{person}, since {at} UTC")

LEFT_OUT = {
    "file-missing": Words("ada berkas induknya yang hilang", "a file of its master is missing"),
    "key-missing": Words("kunci salinannya hilang", "the key of its copies is missing"),
    "damaged": Words("berkas induknya rusak", "its master is damaged"),
}

RECORDS = {
    "request": Words("permintaan", "request"),
    "copy": Words("nomor salinan", "copy"),
    "master": Words("berkas induk", "master"),
    "original": Words("SHA-256 berkas asli", "SHA-256 of the original file"),
    "body": Words("SHA-256 isi berkas induk", "SHA-256 of the master's body"),
    "slots": Words("SHA-256 peta tanda", "SHA-256 of the slot map"),
    "key": Words("kunci", "key"),
    "sha256": Words("SHA-256 salinan", "SHA-256 of the copy"),
    "dispatched": Words("dikirim kepada pembaca", "dispatched"),
    "downloaded": Words("diunduh", "downloaded"),
    "read on screen": Words("dibaca di layar", "read on screen"),
    "since": Words("sejak", "since"),
}
LINKED = Words("kunjungan beralih ke", "the visit went over to")

LEAKED_FILES = Words("Berkas yang bocor", "Leaked files")
NO_NAME = Words("tanpa nama", "without its name")
MISSED = Words("Tidak dapat diperiksa", "Could not be looked at")
MISSED_MEANS = Words(
    "Kebocoran ini tidak dibandingkan dengan salinan publikasi berikut; tentangnya tidak ada yang diketahui.",
    "The leak was not compared with copies of these publications; nothing is known about them.",
)
