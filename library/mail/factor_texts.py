"""The mails about the second step at sign-in, in both languages."""

from __future__ import annotations

from library.mail.mail_text import MailText

INDONESIAN = {
    "second-step-on": MailText(
        "Langkah kedua saat masuk sudah aktif",
        "Halo {name},\n\nMulai sekarang akun Anda masuk dengan kata sandi dan kode dari ponsel. Perangkat lain telah "
        "dikeluarkan.\n\nBila bukan Anda yang memasangnya, segera beri tahu administrator: orang lain memegang akun "
        "Anda.",
    ),
    "second-step-off": MailText(
        "Langkah kedua saat masuk dihapus",
        "Halo {name},\n\nLangkah kedua akun Anda telah dihapus dan semua perangkat dikeluarkan. Masuklah dengan kata "
        "sandi, lalu pasang lagi dengan ponsel Anda di {base_url}/account/second-factor.\n\n"
        "Bila Anda tidak memintanya, segera beri tahu administrator.",
    ),
    "second-step-paper": MailText(
        "Kode cadangan Anda baru saja dipakai",
        "Halo {name},\n\nSalah satu kode cadangan akun Anda baru saja dipakai; tersisa {left}. Buat yang baru, atau "
        "ganti ponselnya, di {base_url}/account/second-factor.\n\n"
        "Bila bukan Anda, buat kata sandi baru di {base_url}/account/forgot dan beri tahu administrator.",
    ),
    "second-step-tried": MailText(
        "Seseorang mengetahui kata sandi Anda",
        "Halo {name},\n\nHari ini kata sandi akun Anda beberapa kali diikuti kode yang salah. Bila itu bukan Anda, "
        "seseorang mengetahui kata sandi Anda, tetapi tidak memegang ponsel Anda: buat kata sandi baru sekarang di "
        "{base_url}/account/forgot.",
    ),
}
ENGLISH = {
    "second-step-on": MailText(
        "Your second step at sign-in is on",
        "Hello {name},\n\nFrom now on your account signs in with the password and a code from your phone. Other "
        "devices were signed out.\n\nIf it was not you, tell an administrator at once: somebody else holds your "
        "account.",
    ),
    "second-step-off": MailText(
        "Your second step at sign-in was removed",
        "Hello {name},\n\nThe second step of your account was removed and every device signed out. Sign in with your "
        "password, then set it up again with your phone at {base_url}/account/second-factor.\n\n"
        "If you did not ask for this, tell an administrator at once.",
    ),
    "second-step-paper": MailText(
        "One of your recovery codes was just used",
        "Hello {name},\n\nA recovery code of your account was just used; {left} are left. Make new ones, or set up "
        "another phone, at {base_url}/account/second-factor.\n\n"
        "If it was not you, choose a new password at {base_url}/account/forgot and tell an administrator.",
    ),
    "second-step-tried": MailText(
        "Somebody knows your password",
        "Hello {name},\n\nToday the password of your account was followed by wrong codes several times. If that was "
        "not you, somebody knows your password but does not hold your phone: choose a new password now at "
        "{base_url}/account/forgot.",
    ),
}
