"""What the stamp says, in the reader's language."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
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
        "verify_url": _address(base_url.rstrip("/"), number),
        "notice": _NOTICE[language],
        "terms": _TERMS[language],
    }


def _address(base_url: str, number: str) -> str:
    """Give the address for the QR code.

    In capitals, which scheme and host do not tell apart, it takes a smaller code of larger squares. A path before ours
    may tell them apart.
    """
    return f"{base_url}/verify/{number}" if urlsplit(base_url).path else f"{base_url}/V/{number}".upper()


def as_stamp(lines: dict[str, Any]) -> Stamp:
    """Make the engine's stamp from kept values."""
    return Stamp(**lines)
