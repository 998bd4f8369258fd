"""The mails about what is kept, in both languages."""

from __future__ import annotations

from library.mail.mail_text import MailText

INDONESIAN = {
    "fixity-alarm": MailText(
        "Berkas simpanan hilang atau rusak: {count}",
        "Halo {name},\n\nPemeriksaan berkala menemukan {count} berkas simpanan yang hilang atau isinya berubah. "
        "Yang mana, dan cara memulihkannya dari cadangan, ada di sini:\n\n{link}\n\n"
        "Periksa juga keadaan disk. Surel ini dikirim satu kali untuk setiap temuan.",
    ),
}
ENGLISH = {
    "fixity-alarm": MailText(
        "Kept files missing or damaged: {count}",
        "Hello {name},\n\nThe regular check has found that {count} kept files are missing, or that their bytes have "
        "changed. Which ones, and how to bring them back from a back-up, stands here:\n\n{link}\n\n"
        "Look at the disk as well. This mail is sent once for each finding.",
    ),
}
