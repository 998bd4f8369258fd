"""The words of reports, in both languages: one source for the screen, the PDF and the spreadsheet."""

from __future__ import annotations

from library.offices.words import Words

TITLE = Words("Laporan pelayanan", "Service report")
ALL_OFFICES = Words("Semua kantor", "All offices")
MADE = Words("Dibuat", "Made")

SERVICES = {
    "consultation": Words("Konsultasi", "Consultation"),
    "library": Words("Perpustakaan", "Library"),
}
CHANNELS = {
    "walk_in": Words("Pengunjung di kantor", "Visitors at the office"),
    "online": Words("Daring", "Online"),
}
ASKED_BY = {
    "application": Words("Lewat aplikasi", "In the application"),
    "whatsapp": Words("WhatsApp", "WhatsApp"),
    "social_media": Words("Media sosial", "Social media"),
    "email": Words("Surel", "E-mail"),
}
CLOSINGS = {
    "resolved": Words("Terjawab", "Answered"),
    "no_response": Words("Tanpa jawaban pengguna", "No reply of the user"),
    "cancelled": Words("Dibatalkan", "Cancelled"),
}
PARTS = {"served": SERVICES, "asked": ASKED_BY, "closed": CLOSINGS, "requested": CHANNELS}
"""Which measures are told in parts."""
CLOCKS = {
    "C1": Words("Konsultasi tatap muka dimulai", "Walk-in consultation begins"),
    "C2": Words("Layanan perpustakaan dimulai", "Library service begins"),
    "C3": Words("Salinan untuk pengunjung", "Copy for a visitor"),
    "C4": Words("Jawaban konsultasi daring", "Answer to an online question"),
    "complaint": Words("Penyelesaian pengaduan", "Settling of a complaint"),
}
OUTCOMES = {
    "identified": Words("Penerima teridentifikasi", "Recipient identified"),
    "lead": Words("Petunjuk", "A lead"),
    "nobody": Words("Tidak ada yang ditunjuk", "Nobody named"),
}
MEASURES = {
    "visits": Words("Kunjungan", "Visits"),
    "served": Words("Dilayani", "Served"),
    "unserved": Words("Belum terlayani sampai akhir hari", "Unserved at the end of the day"),
    "left": Words("Pergi saat menunggu", "Left while waiting"),
    "no_show": Words("Tidak datang saat dipanggil", "Did not come when called"),
    "asked": Words("Konsultasi daring", "Online questions"),
    "answered": Words("Konsultasi daring terjawab", "Online questions answered"),
    "closed": Words("Konsultasi daring ditutup", "Online questions closed"),
    "requested": Words("Permintaan salinan", "Requests for copies"),
    "dispatched": Words("Salinan dikirim", "Copies sent"),
    "rejected": Words("Permintaan ditolak", "Requests turned down"),
    "complaints": Words("Pengaduan", "Complaints"),
    "ratings": Words("Penilaian", "Ratings"),
    "traces": Words("Penelusuran kebocoran", "Leaks traced"),
}

SUMMARY = Words("Ringkasan", "Summary")
MONTHS = Words("Menurut bulan", "By month")
OFFICES = Words("Menurut kantor", "By office")
PROMISES = Words("Janji waktu", "Promises of time")
DELIVERY = Words("Lama pengiriman salinan", "Time until a copy is sent")
WORKS = Words("Paling banyak diminta", "Most asked for")
MISSED = Words("Dicari tetapi tidak ditemukan", "Sought and not found")
RATINGS = Words("Penilaian pengguna", "Ratings by users")
TOPICS = Words("Pengaduan menurut topik", "Complaints by topic")
TRACES = Words("Penelusuran kebocoran menurut hasil", "Leaks traced, by outcome")

WHAT = Words("Uraian", "What")
NUMBER = Words("Jumlah", "Number")
MONTH = Words("Bulan", "Month")
OFFICE = Words("Kantor", "Office")
MET = Words("Ditepati", "Kept")
BREACHED = Words("Tidak ditepati", "Not kept")
EXCLUDED = Words("Tidak dinilai", "Not judged")
RATE = Words("Kepatuhan", "Compliance")
COPIES = Words("Salinan", "Copies")
MEDIAN = Words("Median (menit)", "Median (minutes)")
NINTH = Words("Persentil 90 (menit)", "90th percentile (minutes)")
LONGEST = Words("Terlama (menit)", "Longest (minutes)")
WORK = Words("Publikasi", "Publication")
YEAR = Words("Tahun", "Year")
TIMES = Words("Kali", "Times")
SOUGHT = Words("Kata yang dicari", "Words sought")
DAYS = Words("Hari", "Days")
TOPIC = Words("Topik", "Topic")
UNSORTED = Words("belum dipilah", "not sorted yet")
OUTCOME = Words("Hasil", "Outcome")
ANSWERS = Words("Jawaban", "Answers")
INVITED = Words("Layanan yang selesai", "Services that ended")
NEEDED = Words("Sampel diperlukan", "Sample needed")
SCORE = Words("Nilai", "Score")
GRADE = Words("Mutu", "Class")
