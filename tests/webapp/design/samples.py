"""Plain values for the style guide: what pages would get from the library."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from webapp.shell import Account, Language, Link, Shell

_PAGE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 595"><rect width="420" height="595" fill="#fff"/>
<g fill="#33475b" font-family="sans-serif" font-size="11"><text x="60" y="100"
>Tabel 3.1.1 Jumlah Penduduk Menurut Desa</text>
<text x="60" y="310">Jumlah penduduk Kecamatan Ajung tahun 2021: 81.234</text></g>
<g stroke="#9fb3c8"><path d="M60 120h300M60 145h300M60 170h300M60 195h300M60 220h300M60 245h300"/></g></svg>"""


def page_picture() -> bytes:
    """Give a page drawn as SVG; it stands in for a rendered page."""
    return _PAGE.encode()


def shell(language: str, theme: str, view: str, *, signed_in: bool) -> Shell:
    """Give the frame of the style guide."""
    indonesian = language == "id"
    account = Account("Siti Rahmawati", (Link("Salinan" if indonesian else "Copies", "#copies", "file-check"),), "#out")
    return Shell(
        language=language,
        languages=(
            Language("id", "Indonesia", "?language=id", indonesian),
            Language("en", "English", "?language=en", not indonesian),
        ),
        office="BPS Kota Metro",
        home_url="/",
        search_url="#search",
        suggest_url="/suggest",
        theme=theme,  # type: ignore[arg-type]
        theme_url="/theme",
        view=view,  # type: ignore[arg-type]
        account=account if signed_in else None,
        login_url="#login",
        register_url="#register",
        navigation=()
        if view == "kiosk"
        else (
            Link("Katalog" if indonesian else "Catalogue", "#catalogue", "library", current=True),
            Link("Konsultasi" if indonesian else "Consultation", "#ask", "message-circle"),
            Link("Standar pelayanan" if indonesian else "Service standard", "#standard", "clipboard-check"),
        ),
        footer=(Link("Privasi" if indonesian else "Privacy", "#privacy"),),
        office_lines=("Jalan AR Prawiranegara, Metro", "(0725) 41758"),
    )


def _works() -> list[dict[str, Any]]:
    titles = ("Kecamatan Ajung Dalam Angka 2022", "Kota Metro Dalam Angka 2021", "Statistik Daerah Lubuklinggau 2020")
    return [
        {
            "title": title,
            "url": f"#work-{n}",
            "src": "/page.svg" if n == 0 else "",
            "facts": (title[-4:], "BPS Kota Metro"),
            "status": "",
        }
        for n, title in enumerate(titles)
    ]


def _hits() -> list[dict[str, Any]]:
    snippet = Markup("… jumlah <mark>penduduk</mark> Kecamatan <mark>Ajung</mark> tahun 2021 ialah 81.234 jiwa …")
    return [
        {
            "title": "Kecamatan Ajung Dalam Angka 2022",
            "url": f"#hit-{page}",
            "page": page,
            "snippet": snippet,
            "src": "/page.svg",
            "caption": "Tabel 3.1.1 Jumlah Penduduk Menurut Desa",
            "facts": ("2022", "BPS Kabupaten Jember"),
        }
        for page in (34, 36)
    ]


def _facets() -> list[dict[str, Any]]:
    years = [{"label": str(y), "count": y - 1000, "url": f"#y{y}", "selected": y == 2022} for y in (2022, 2021)]
    return [{"title": "Tahun", "items": years}]


@dataclass(frozen=True)
class Sample:
    """One value for each component of the style guide."""

    instant: datetime = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)
    page_src: str = "/page.svg"
    works: list[dict[str, Any]] = field(default_factory=_works)
    hits: list[dict[str, Any]] = field(default_factory=_hits)
    facets: list[dict[str, Any]] = field(default_factory=_facets)
    errors: list[tuple[str, str]] = field(
        default_factory=lambda: [("email", "Tulis alamat lengkap."), ("declare", "Centang pernyataan.")]
    )
    purposes: list[tuple[str, str]] = field(
        default_factory=lambda: [("study", "Tugas sekolah/kuliah"), ("research", "Penelitian")]
    )
    uses: list[tuple[str, str, str]] = field(
        default_factory=lambda: [("study", "Tugas sekolah/kuliah", "termasuk skripsi"), ("work", "Pemerintahan", "")]
    )
    columns: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"key": "name", "label": "Kecamatan"},
            *({"key": str(year), "label": str(year), "number": True} for year in range(2016, 2023)),
        ]
    )
    rows: list[dict[str, str]] = field(
        default_factory=lambda: [
            {"name": name, **{str(year): f"{81 + n}.{year - 1900:03d}" for year in range(2016, 2023)}}
            for n, name in enumerate(("Metro Pusat", "Metro Timur", "Metro Barat"))
        ]
    )
    copy_columns: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"key": "title", "label": "Judul"},
            {"key": "state", "label": "Status"},
            {"key": "pages", "label": "Halaman", "number": True},
        ]
    )
    copies: list[dict[str, str]] = field(
        default_factory=lambda: [
            {"title": "Kecamatan Ajung Dalam Angka 2022", "state": "Siap", "pages": "354"},
            {"title": "Statistik Daerah 2021", "state": "Diproses", "pages": "61"},
        ]
    )

    @staticmethod
    def page_url(page: int) -> str:
        return f"?page={page}"
