"""The title of an Indonesian regulation, which its first page spells out: kind, number, year, subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.metadata.page import Row
from ingest.metadata.titles import title_case
from ingest.reading import Found

_KIND = re.compile(r"^(?:SALINAN\s+)?(?:UNDANG-UNDANG|PERATURAN|KEPUTUSAN|INSTRUKSI|SURAT EDARAN|QANUN)\b[^a-z]*$")
_NUMBER = re.compile(r"^(?:NOMOR|NO\.?)\s*:?\s*\S.*$")
_END = re.compile(r"^(?:DENGAN RAHMAT|MENIMBANG|MENGINGAT|KEPALA|MENTERI|PRESIDEN|GUBERNUR|BUPATI|WALI)", re.IGNORECASE)
_MOST_ROWS = 16


def regulation_title(rows: Sequence[Row]) -> Found | None:
    """Join "PERATURAN …", "NOMOR … TAHUN …", "TENTANG" and the subject in capitals below it; None for other pages."""
    start = next((i for i, row in enumerate(rows) if _KIND.match(row.text)), None)
    if start is None:
        return None
    head = rows[start : start + _MOST_ROWS]
    about = next((i for i, row in enumerate(head) if row.text.strip().upper() == "TENTANG"), None)
    number = next((i for i, row in enumerate(head) if _NUMBER.match(row.text)), None)
    if about is None or number is None or number > about:
        return None
    subject: list[Row] = []
    for row in head[about + 1 :]:
        if (_END.match(row.text) and subject) or row.text != row.text.upper():
            break
        subject.append(row)
    if not subject:
        return None
    raw = " ".join(row.text for row in (*head[: about + 1], *subject))
    return head[0].found(title_case(raw), raw, "regulation")
