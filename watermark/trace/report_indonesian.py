"""The evidence report in Indonesian, the language of those who decide on it."""

from __future__ import annotations

from typing import Final

from watermark.trace.report_words import ReportWords

_REASONS: Final = {
    "picture is blank": "Gambarnya kosong.",
    "No page of the library": "Tidak ada halaman perpustakaan ini yang dikenali di dalamnya.",
    "no slot that could be read": "Halamannya dikenali, tetapi tidak ada tanda yang dapat dibaca.",
    "file is empty": "Berkasnya kosong.",
    "asks for a password": "PDF ini meminta kata sandi; hapus kata sandinya dahulu.",
    "has no pages": "PDF ini tidak memiliki halaman.",
    "megapixels": "Gambarnya lebih dari 260 megapiksel; perkecil dahulu.",
    "larger than 1 GiB": "Berkasnya lebih dari 1 GiB; berikan hanya halaman yang dimaksud.",
    "more memory": "Berkas ini memerlukan memori lebih dari yang disediakan.",
    "takes too long": "Membaca berkas ini terlalu lama.",
    "is damaged": "Berkasnya rusak, atau bukan PDF maupun gambar.",
    "There is no file": "Berkasnya sudah tidak ada.",
}

INDONESIAN: Final = ReportWords(
    language="id",
    decimal=",",
    thousands=".",
    title="Penelusuran kebocoran: laporan bukti",
    verdict="Hasil",
    outcomes={
        "identified": "Salinan teridentifikasi",
        "lead": "Petunjuk, bukan bukti",
        "nobody": "Tidak seorang pun ditemukan",
    },
    why_found="{agree} dari {slots} tanda yang terbaca cocok dengan satu kode; peluang kode yang tidak ada "
    "hubungannya dengan kebocoran ini cocok sebaik itu paling tinggi {bound}, dengan memperhitungkan semua yang "
    "dicoba.",
    why_nobody="{slots} tanda terbaca, tetapi tidak cocok dengan kode pembaca mana pun melebihi kebetulan.",
    why_nothing="Tidak ada yang dapat dibaca.",
    named="{name} – {work}: batas peluang {bound}",
    how_to_read="Cara membaca laporan ini",
    explanation="Pada setiap salinan yang diserahkan, tiap tempat bertanda (tanda) di suatu halaman tampak dengan "
    "salah satu dari dua cara. Batas peluang adalah batas atas peluang bahwa siapa pun yang tidak ada hubungannya "
    "dengan kebocoran ini tertunjuk sekuat itu; batas ini tidak mengandaikan apa pun tentang apa yang telah dilakukan "
    "terhadap halaman yang bocor, dan memperhitungkan semua yang dicoba.",
    caution="Tanda itu menunjuk salinan, bukan pelaku: salinan bisa hilang, dipinjam, dicuri, atau dibuka di perangkat "
    "orang lain. Dengarkan pembacanya sebelum memutuskan apa pun.",
    limits="Teridentifikasi: batas peluang {identified} atau lebih rendah. Petunjuk: {lead} atau lebih rendah; "
    "petunjuk bukan bukti.",
    identities="Identitas yang dibandingkan",
    trials="Bagian kebocoran dan kunci yang dicoba",
    unread="Halaman bocoran yang tidak dibaca",
    program="Program",
    traced="Ditelusuri",
    pages="Halaman yang bocor",
    leaf="{file}, halaman {number}: {shown}",
    shows="{work}, halaman {page}",
    marks="{slots} tanda terbaca",
    agreeing="{agree} cocok",
    unrecognised="tidak dikenali",
    identity="Identitas",
    work="Publikasi",
    mark="{work}, versi berkas induk {version}, kunci {key}",
    bound="Batas peluang",
    region="Bagian kebocoran",
    one_page="halaman {page}",
    all_pages="semua halaman",
    decoder="Dekoder",
    slots="Tanda",
    fitting="{agree} dari {slots} yang terbaca cocok",
    never_issued="Dibandingkan dengan kode yang tidak pernah diberikan",
    compared="Nilai {score}; nilai tertinggi dari {innocents} kode yang diundi dengan cara yang sama dan tidak "
    "diberikan kepada siapa pun adalah {best}. {identities} identitas dibandingkan.",
    this_copy="salinan ini",
    best_never_issued="kode tak diberikan",
    chain="Rangkaian catatan",
    no_chain="Tidak ada catatan yang menyertai penelusuran ini.",
    evidence="Halaman yang bocor di samping aslinya",
    pictures="Atas: halaman yang bocor, ditepatkan pada aslinya, dan halaman asli. Bawah: keduanya ditumpuk (merah: "
    "hanya pada yang bocor, sian: hanya pada aslinya), dan tanda-tandanya: {agree} cocok (biru), {differ} tidak cocok "
    "(jingga).",
    reasons=_REASONS,
    other_reason="Tidak ada yang dapat dibaca darinya.",
)
