"""Which language a single line of a title is in: too short for a statistical model, but full of small words."""

from __future__ import annotations

import re

_ENGLISH_WORDS = (
    "the of in and by for on with from figures statistics statistical district subdistrict sub-district "
    "regency municipality province city village report indicators indicator census survey yearbook "
    "profile population economic social welfare labor labour force poverty gross regional domestic "
    "product quarterly annual number percentage distribution total area average schools students teachers "
    "facilities results to presence rate"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_INDONESIAN_WORDS = (
    "dalam angka kecamatan kabupaten kota provinsi desa kelurahan statistik dan menurut hasil sensus "
    "survei laporan indikator profil penduduk ekonomi sosial kesejahteraan rakyat tenaga kerja kemiskinan "
    "produk domestik regional bruto triwulanan tahunan daerah pertanian harga konsumen tentang tahun "
    "peraturan keputusan jumlah banyaknya persentase distribusi luas rata-rata jenis kelamin sekolah "
    "murid guru di yang fasilitas kepadatan"
)
_INDONESIAN = frozenset(_INDONESIAN_WORDS.split())


def is_english(text: str) -> bool:
    """Tell an English title from an Indonesian one by their small words."""
    return leaning(text) > 0


def leaning(text: str) -> int:
    """Count the small English words of a title less the Indonesian ones."""
    words = re.findall(r"[a-z\-]+", text.lower())
    english, indonesian = (sum(word in known for word in words) for known in (_ENGLISH, _INDONESIAN))
    return english - indonesian
