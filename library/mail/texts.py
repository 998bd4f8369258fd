"""The mails, in both languages. Braces are filled by `post.write`; every text says what to do next."""

from __future__ import annotations

from library.mail import alert_texts, case_texts, factor_texts, keeping_texts
from library.mail.mail_text import MailText
from library.mail.privacy_texts import ENGLISH as ENGLISH_OF_PRIVACY
from library.mail.privacy_texts import INDONESIAN as INDONESIAN_OF_PRIVACY

_FOOT_ID = "\n\n—\nPustaka, perpustakaan digital Pelayanan Statistik Terpadu\n{base_url}\n"
_FOOT_EN = "\n\n—\nPustaka, the digital library of the integrated statistical service\n{base_url}\n"

_INDONESIAN = {
    "visit-code": MailText(
        "Kode Anda: {code}",
        "Halo {name},\n\nKode untuk membuka akun di terminal perpustakaan: {code}\n\n"
        "Kode berlaku 10 menit dan hanya satu kali. Bila Anda tidak sedang di kantor kami, abaikan surel ini.",
    ),
    "proof-code": MailText(
        "Kode Anda: {code}",
        "Halo {name},\n\nKode untuk membuktikan di terminal perpustakaan bahwa akun ini milik Anda: {code}\n\n"
        "Kode berlaku 10 menit dan hanya satu kali. Bila Anda tidak sedang di kantor kami, orang lain memegang kode "
        "kunjungan Anda: abaikan surel ini dan beri tahu petugas.",
    ),
    "account-opened": MailText(
        "Akun Pustaka Anda sudah dibuka",
        "Halo {name},\n\nAkun Anda sudah dibuka saat kunjungan hari ini. Buat kata sandi lewat tautan ini, supaya "
        "salinan Anda dapat diunduh dari rumah.\n\n{link}\n\n"
        "Tautan berlaku 7 hari dan hanya satu kali. Bila sudah lewat, pilih “Lupa kata sandi” di halaman masuk.",
    ),
    "verify": MailText(
        "Konfirmasi alamat surel Anda",
        "Halo {name},\n\nSatu langkah lagi: buka tautan ini untuk mengonfirmasi alamat surel Anda.\n\n{link}\n\n"
        "Tautan berlaku 2 hari dan hanya satu kali. Bila Anda tidak mendaftar, abaikan surel ini.",
    ),
    "already-registered": MailText(
        "Alamat surel ini sudah terdaftar",
        "Halo {name},\n\nSeseorang (mungkin Anda) mencoba mendaftar dengan alamat surel ini. Akun Anda sudah ada: "
        "masuklah di {base_url}/account/login, atau pilih “Lupa kata sandi” di sana.",
    ),
    "invitation": MailText(
        "Akun Pustaka Anda menunggu",
        "Halo {name},\n\nPengelola Pustaka telah membuatkan akun untuk Anda. Buka tautan ini untuk membuat kata sandi; "
        "setelah itu akun Anda siap dipakai.\n\n{link}\n\n"
        "Tautan berlaku 7 hari dan hanya satu kali. Bila sudah lewat, minta pengelola mengirimnya lagi.",
    ),
    "reset": MailText(
        "Buat kata sandi baru",
        "Halo {name},\n\nBuka tautan ini untuk membuat kata sandi baru.\n\n{link}\n\n"
        "Tautan berlaku 1 jam dan hanya satu kali. Bila Anda tidak memintanya, abaikan surel ini; "
        "kata sandi Anda tidak berubah.",
    ),
    "password-changed": MailText(
        "Kata sandi Anda telah diganti",
        "Halo {name},\n\nKata sandi akun Anda baru saja diganti dan semua perangkat telah dikeluarkan. "
        "Bila bukan Anda yang menggantinya, buat kata sandi baru di {base_url}/account/forgot dan beri tahu petugas.",
    ),
    "copy-ready": MailText(
        "Salinan Anda siap: {title}",
        "Halo {name},\n\nSalinan “{title}” (permintaan {number}) sudah siap di akun Anda.\n\n{link}\n\n"
        "Masuk dengan akun Anda untuk mengunduhnya, sampai {until}. Setiap halaman memuat nama Anda, terlihat dan "
        "tidak terlihat: jangan sebarkan salinan ini.",
    ),
    "request-pending": MailText(
        "Permintaan Anda sedang ditinjau: {title}",
        "Halo {name},\n\nPermintaan {number} untuk “{title}” menunggu persetujuan pustakawan. "
        "Kami mengabari Anda lewat surel.\n\n{link}",
    ),
    "request-question": MailText(
        "Pertanyaan tentang permintaan Anda: {title}",
        "Halo {name},\n\nSebelum memutuskan permintaan {number} untuk “{title}”, pustakawan ingin bertanya:\n\n"
        "{question}\n\nJawablah di sini; setelah itu permintaan Anda ditinjau kembali.\n\n{link}",
    ),
    "request-rejected": MailText(
        "Permintaan Anda tidak dapat dipenuhi: {title}",
        "Halo {name},\n\nPermintaan {number} untuk “{title}” tidak dapat dipenuhi.\n\nAlasan: {reason}\n\n{link}",
    ),
    "rating-invitation": MailText(
        "Bagaimana pelayanan kami? – {office}",
        "Halo {name},\n\nAnda baru saja dilayani oleh {office}. Sudilah menilai pelayanan kami: hanya satu menit, dan "
        "tidak wajib.\n\n{link}\n\nTautan berlaku sampai {until} dan hanya satu kali.",
    ),
    "complaint-news": MailText(
        "Kabar tentang pengaduan {number}",
        "Halo {name},\n\nAda kabar tentang pengaduan {number}. Bacalah dan, bila perlu, jawablah di sini:\n\n{link}",
    ),
}

_ENGLISH = {
    "visit-code": MailText(
        "Your code: {code}",
        "Hello {name},\n\nThe code that opens an account at the library's terminal: {code}\n\n"
        "It works once, within 10 minutes. If you are not at our office, ignore this mail.",
    ),
    "proof-code": MailText(
        "Your code: {code}",
        "Hello {name},\n\nThe code that proves at the library's terminal that this account is yours: {code}\n\n"
        "It works once, within 10 minutes. If you are not at our office, somebody else holds the code of your visit: "
        "ignore this mail and tell an officer.",
    ),
    "account-opened": MailText(
        "Your Pustaka account is open",
        "Hello {name},\n\nYour account was opened at your visit today. Choose a password by this link, so that you can "
        "download your copies at home.\n\n{link}\n\n"
        "The link works once, within 7 days. If it is too old, choose “Forgot password” on the sign-in page.",
    ),
    "verify": MailText(
        "Confirm your e-mail address",
        "Hello {name},\n\nOne more step: open this link to confirm your e-mail address.\n\n{link}\n\n"
        "The link works once, within 2 days. If you did not register, ignore this mail.",
    ),
    "already-registered": MailText(
        "This e-mail address is registered already",
        "Hello {name},\n\nSomebody (perhaps you) tried to register with this address. You have an account already: "
        "sign in at {base_url}/account/login, or choose “Forgot password” there.",
    ),
    "invitation": MailText(
        "Your Pustaka account is waiting",
        "Hello {name},\n\nThe administrator of Pustaka has opened an account for you. Open this link to choose a "
        "password; then it is ready to use.\n\n{link}\n\n"
        "The link works once, within 7 days. If it is too old, ask the administrator to send it again.",
    ),
    "reset": MailText(
        "Choose a new password",
        "Hello {name},\n\nOpen this link to choose a new password.\n\n{link}\n\n"
        "The link works once, within 1 hour. If you did not ask for it, ignore this mail; "
        "your password has not changed.",
    ),
    "password-changed": MailText(
        "Your password was changed",
        "Hello {name},\n\nThe password of your account was just changed and every device was signed out. "
        "If it was not you, choose a new one at {base_url}/account/forgot and tell an officer.",
    ),
    "copy-ready": MailText(
        "Your copy is ready: {title}",
        "Hello {name},\n\nYour copy of “{title}” (request {number}) is ready in your account.\n\n{link}\n\n"
        "Sign in to download it, until {until}. Every page carries your name, visibly and invisibly: "
        "please do not pass it on.",
    ),
    "request-pending": MailText(
        "Your request is being looked at: {title}",
        "Hello {name},\n\nRequest {number} for “{title}” waits for a librarian. "
        "We will let you know by mail.\n\n{link}",
    ),
    "request-question": MailText(
        "A question about your request: {title}",
        "Hello {name},\n\nBefore deciding about request {number} for “{title}” a librarian asks:\n\n"
        "{question}\n\nPlease answer here; then your request is looked at again.\n\n{link}",
    ),
    "request-rejected": MailText(
        "Your request cannot be granted: {title}",
        "Hello {name},\n\nRequest {number} for “{title}” cannot be granted.\n\nReason: {reason}\n\n{link}",
    ),
    "rating-invitation": MailText(
        "How was our service? – {office}",
        "Hello {name},\n\n{office} has just served you. Please tell us how it was: it takes a minute, and you need "
        "not.\n\n{link}\n\nThe link works once, until {until}.",
    ),
    "complaint-news": MailText(
        "News about complaint {number}",
        "Hello {name},\n\nThere is news about your complaint {number}. Read it here, and answer if needed:\n\n{link}",
    ),
}

_INDONESIAN |= case_texts.INDONESIAN | factor_texts.INDONESIAN
_ENGLISH |= case_texts.ENGLISH | factor_texts.ENGLISH

_INDONESIAN |= alert_texts.INDONESIAN
_ENGLISH |= alert_texts.ENGLISH

_INDONESIAN |= keeping_texts.INDONESIAN
_ENGLISH |= keeping_texts.ENGLISH

_INDONESIAN |= INDONESIAN_OF_PRIVACY
_ENGLISH |= ENGLISH_OF_PRIVACY


def mail_text(kind: str, language: str) -> MailText:
    """Give a mail's text with the foot of its language."""
    text = bare_text(kind, language)
    return MailText(text.subject, text.body + (_FOOT_EN if language == "en" else _FOOT_ID))


def bare_text(kind: str, language: str) -> MailText:
    """Give a mail's text without the foot."""
    return _ENGLISH[kind] if language == "en" else _INDONESIAN[kind]


KINDS = frozenset(_INDONESIAN)
assert frozenset(_ENGLISH) == KINDS, "a mail without its other language"
