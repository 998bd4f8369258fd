"""The words of the poster, in both languages."""

from __future__ import annotations

from babel.dates import format_date

from library.offices.lists import ListName
from library.offices.words import Words
from library.periods import Period

TITLES = {
    "skm": Words("Indeks Kepuasan Masyarakat", "Community Satisfaction Index"),
    "importance_satisfaction": Words("Kepuasan pengguna layanan", "User satisfaction"),
}
UNITS = {
    "skm": Words("dari 100", "of 100"),
    "importance_satisfaction": Words("dari 10", "of 10"),
}
GRADES = {
    "A": Words("Sangat baik", "Very good"),
    "B": Words("Baik", "Good"),
    "C": Words("Kurang baik", "Less good"),
    "D": Words("Tidak baik", "Not good"),
}
PARTS = Words("Nilai tiap unsur", "Score of each element")
ANSWERS = Words("Jumlah responden", "Respondents")
NEEDED = Words("Sampel yang diperlukan (Krejcie–Morgan)", "Sample needed (Krejcie–Morgan)")
INVITED = Words("Layanan yang selesai", "Services that ended")
SURE = Words("Selang kepercayaan 95 %", "95% confidence interval")
GROUPINGS: dict[ListName, Words] = {
    "gender": Words("Jenis kelamin", "Gender"),
    "education": Words("Pendidikan", "Education"),
}
UNSAID = Words("tidak diisi", "not stated")
THANKS = Words(
    "Terima kasih atas penilaian Anda. Masukan Anda memperbaiki pelayanan kami.",
    "Thank you for your rating. What you tell us makes our service better.",
)
SMALL = Words(
    "Kelompok dengan kurang dari lima responden tidak ditampilkan.",
    "Groups of fewer than five respondents are not shown.",
)


def decimal(text: object, language: str) -> str:
    """Write a number with the decimal sign of the language."""
    return str(text) if language == "en" else str(text).replace(".", ",")


def period_name(period: Period, language: str) -> str:
    """Name a period: 2026, or November 2026."""
    return str(period.year) if period.month is None else format_date(period.first, "MMMM y", locale=language)
