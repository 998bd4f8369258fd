"""Letters about one's own data, in both languages."""

from __future__ import annotations

from library.mail.mail_text import MailText

INDONESIAN = {
    "erasure-asked": MailText(
        "Akun Anda akan dihapus pada {day}",
        "Halo {name},\n\nAnda meminta agar semua data Anda dihapus. Kami menghapusnya pada {day}.\n\n"
        "Berubah pikiran, atau bukan Anda yang meminta? Batalkan lewat tautan ini:\n\n{link}\n\n"
        "Setelah dihapus, data tidak dapat dikembalikan dan kami tidak dapat menulis kepada Anda lagi. Bila bukan Anda "
        "yang meminta, ganti juga kata sandi Anda.",
    ),
    "erasure-taken-back": MailText(
        "Akun Anda tetap ada",
        "Halo {name},\n\nPenghapusan akun Anda dibatalkan. Tidak ada data yang dihapus.",
    ),
}
ENGLISH = {
    "erasure-asked": MailText(
        "Your account will be erased on {day}",
        "Hello {name},\n\nYou asked us to erase all your data. We will do so on {day}.\n\n"
        "You have changed your mind, or it was not you who asked? Take it back by this link:\n\n{link}\n\n"
        "What is erased cannot be brought back, and we cannot write to you any more. If it was not you who asked, "
        "change your password, too.",
    ),
    "erasure-taken-back": MailText(
        "Your account stays",
        "Hello {name},\n\nThe erasure of your account was taken back. Nothing was erased.",
    ),
}
