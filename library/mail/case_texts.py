"""The mails of a consultation, in both languages. All of a case carry its number, so that they stand together."""

from __future__ import annotations

from library.mail.mail_text import MailText
from library.mail.reply_foot import reply_foot

_REPLY_ID = (
    reply_foot(
        "{mark}\nBalas surel ini, dengan tulisan Anda di atas garis, atau tulis di sini:",
        "Tulis balasan Anda di sini; jangan balas surel ini:",
    )
    + "\n{link}"
)
_REPLY_EN = (
    reply_foot(
        "{mark}\nReply to this mail, with your words above the line, or write here:",
        "Write your reply here; please do not reply to this mail:",
    )
    + "\n{link}"
)

INDONESIAN = {
    "case-received": MailText(
        "[{number}] Konsultasi Anda sudah kami terima: {title}",
        "Halo {name},\n\nPertanyaan Anda “{title}” kami terima dengan nomor {number}. Kami mengabari Anda begitu ada "
        "jawaban.\n\n" + _REPLY_ID,
    ),
    "case-clarification": MailText(
        "[{number}] Kami perlu keterangan: {title}",
        "Halo {name},\n\nSebelum menjawab, petugas perlu mengetahui:\n\n{text}\n\n" + _REPLY_ID,
    ),
    "case-answer": MailText(
        "[{number}] Jawaban: {title}",
        "Halo {name},\n\n{text}\n\n" + _REPLY_ID,
    ),
    "case-meeting-visit": MailText(
        "[{number}] Janji kunjungan: {title}",
        "Halo {name},\n\nKami mengundang Anda untuk melanjutkan konsultasi di kantor.\n\nWaktu: {when}\n"
        "Tempat: {place}\n\n{text}\n\n" + _REPLY_ID,
    ),
    "case-meeting-zoom": MailText(
        "[{number}] Janji Zoom: {title}",
        "Halo {name},\n\nKami mengundang Anda untuk melanjutkan konsultasi lewat Zoom.\n\nWaktu: {when}\n"
        "Tautan: {place}\n\n{text}\n\n" + _REPLY_ID,
    ),
    "case-called-off": MailText(
        "[{number}] Janji dibatalkan: {title}",
        "Halo {name},\n\nJanji untuk konsultasi {number} dibatalkan. Percakapan dapat dilanjutkan secara tertulis."
        "\n\n" + _REPLY_ID,
    ),
    "case-warning-officer": MailText(
        "[{number}] Kami menunggu jawaban Anda: {title}",
        "Halo {name},\n\nKami belum menerima jawaban Anda. Bila sampai {when} tidak ada jawaban, petugas dapat menutup "
        "konsultasi ini.\n\n" + _REPLY_ID,
    ),
    "case-warning-system": MailText(
        "[{number}] Kami menunggu jawaban Anda: {title}",
        "Halo {name},\n\nKami belum menerima jawaban Anda. Bila sampai {when} tidak ada jawaban, konsultasi ini "
        "ditutup secara otomatis.\n\n" + _REPLY_ID,
    ),
    "case-closed-resolved": MailText(
        "[{number}] Konsultasi selesai: {title}",
        "Halo {name},\n\nKonsultasi {number} selesai. Bila masih ada yang kurang, balas sampai {until} dan konsultasi "
        "dibuka kembali.\n\n" + _REPLY_ID,
    ),
    "case-closed-no-response": MailText(
        "[{number}] Konsultasi ditutup: {title}",
        "Halo {name},\n\nKonsultasi {number} ditutup karena tidak ada jawaban. Balas sampai {until} dan konsultasi "
        "dibuka kembali.\n\n" + _REPLY_ID,
    ),
    "case-closed-cancelled": MailText(
        "[{number}] Konsultasi dibatalkan: {title}",
        "Halo {name},\n\nKonsultasi {number} dibatalkan. Balas sampai {until} dan konsultasi dibuka kembali.\n\n"
        + _REPLY_ID,
    ),
    "case-due": MailText(
        "[{number}] Jawaban jatuh tempo {when}: {title}",
        "Halo {name},\n\nKonsultasi {number} “{title}” belum dijawab. Batas waktunya {when}.\n\n{link}",
    ),
}

ENGLISH = {
    "case-received": MailText(
        "[{number}] We have your question: {title}",
        "Hello {name},\n\nYour question “{title}” has reached us under the number {number}. We write to you as soon as "
        "there is an answer.\n\n" + _REPLY_EN,
    ),
    "case-clarification": MailText(
        "[{number}] We need to know more: {title}",
        "Hello {name},\n\nBefore answering, the officer needs to know:\n\n{text}\n\n" + _REPLY_EN,
    ),
    "case-answer": MailText(
        "[{number}] Answer: {title}",
        "Hello {name},\n\n{text}\n\n" + _REPLY_EN,
    ),
    "case-meeting-visit": MailText(
        "[{number}] Appointment at the office: {title}",
        "Hello {name},\n\nWe invite you to continue the consultation at our office.\n\nWhen: {when}\nWhere: {place}"
        "\n\n{text}\n\n" + _REPLY_EN,
    ),
    "case-meeting-zoom": MailText(
        "[{number}] Zoom meeting: {title}",
        "Hello {name},\n\nWe invite you to continue the consultation by Zoom.\n\nWhen: {when}\nLink: {place}"
        "\n\n{text}\n\n" + _REPLY_EN,
    ),
    "case-called-off": MailText(
        "[{number}] Appointment called off: {title}",
        "Hello {name},\n\nThe appointment for consultation {number} is called off. The conversation goes on in writing."
        "\n\n" + _REPLY_EN,
    ),
    "case-warning-officer": MailText(
        "[{number}] We wait for your reply: {title}",
        "Hello {name},\n\nWe have not heard from you. If there is no reply until {when}, an officer may close this "
        "consultation.\n\n" + _REPLY_EN,
    ),
    "case-warning-system": MailText(
        "[{number}] We wait for your reply: {title}",
        "Hello {name},\n\nWe have not heard from you. If there is no reply until {when}, this consultation closes by "
        "itself.\n\n" + _REPLY_EN,
    ),
    "case-closed-resolved": MailText(
        "[{number}] Consultation finished: {title}",
        "Hello {name},\n\nConsultation {number} is finished. If something is still missing, reply until {until} and it "
        "opens again.\n\n" + _REPLY_EN,
    ),
    "case-closed-no-response": MailText(
        "[{number}] Consultation closed: {title}",
        "Hello {name},\n\nConsultation {number} was closed, for there was no reply. Reply until {until} and it opens "
        "again.\n\n" + _REPLY_EN,
    ),
    "case-closed-cancelled": MailText(
        "[{number}] Consultation cancelled: {title}",
        "Hello {name},\n\nConsultation {number} is cancelled. Reply until {until} and it opens again.\n\n" + _REPLY_EN,
    ),
    "case-due": MailText(
        "[{number}] Answer due {when}: {title}",
        "Hello {name},\n\nConsultation {number} “{title}” has no answer yet. It is due {when}.\n\n{link}",
    ),
}
