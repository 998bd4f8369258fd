"""What the stamp says, in the reader's language."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from library.readers.accounts import masked
from library.store.models import Account
from watermark.stamp import Stamp

_NOTICE = {"id": "Salinan untuk", "en": "Copy for"}
_TERMS = {
    "id": "Salinan ini dibuat khusus untuk pembaca yang namanya tertera; setiap halaman memuat identitasnya, terlihat "
    "dan tidak terlihat. Dilarang menyebarkan atau memperjualbelikan. Data boleh dikutip dengan menyebutkan sumbernya. "
    "Salinan yang tersebar dapat ditelusuri. Keaslian nomor salinan dapat diperiksa lewat kode QR.",
    "en": "This copy was made for the reader named here alone; every page carries her or his identity, visibly and "
    "invisibly. It must not be passed on or sold. Figures may be quoted with their source. A copy that was passed on "
    "can be traced. Scan the QR code to check that the copy number is genuine.",
}
_ON_SCREEN = {"id": "baca di layar", "en": "read on screen"}


def local_date(now: datetime, zone: str, language: str) -> str:
    """Write the office's date as people there do: 21 November 2026."""
    return str(format_date(now.astimezone(ZoneInfo(zone)).date(), "d MMMM y", locale=language))


def stamp_lines(
    account: Account, *, office: str, date: str, request: str | None, number: str, base_url: str, language: str
) -> dict[str, Any]:
    """Give the stamp as plain values, to be kept with the copy."""
    return {
        "name": account.name,
        # What was typed into the guest book and never proven may be a stranger's: no page may point to her.
        "contact": masked(account.email if account.verified_at else None),
        "office": office,
        "date": date,
        "request": request or _ON_SCREEN[language],
        "verify_url": f"{base_url.rstrip('/')}/verify/{number}",
        "notice": _NOTICE[language],
        "terms": _TERMS[language],
    }


def as_stamp(lines: dict[str, Any]) -> Stamp:
    """Make the engine's stamp from kept values."""
    return Stamp(**lines)
