"""Ways to reach somebody who wrote elsewhere."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from email_validator import EmailNotValidError, validate_email

_COUNTRY = "62"
_MOST_WORDS = 1500
"""Characters of a message that go with a link; programs cut longer addresses, and half an answer is worse than none."""


def whatsapp_link(number: str) -> str:
    """Give the address that opens a chat (wa.me takes digits with the country's code); empty for what is no number."""
    digits = re.sub(r"\D", "", number)
    if digits.startswith("0"):
        digits = _COUNTRY + digits[1:]
    return f"https://wa.me/{digits}" if 9 <= len(digits) <= 15 else ""


def reach_link(channel: str, contact: str, subject: str, text: str) -> str:
    """Give the address that opens a mail or a chat with these words in it; empty where the contact is neither."""
    words = text if len(text) <= _MOST_WORDS else ""
    try:
        validate_email(contact, check_deliverability=False)
    except EmailNotValidError:
        chat = whatsapp_link(contact) if channel != "social_media" else ""
        return f"{chat}?{urlencode({'text': words})}" if chat and words else chat
    given = urlencode({"subject": subject, **({"body": words} if words else {})}, quote_via=quote)
    return f"mailto:{quote(contact, safe='@')}?{given}"


def pages_in(text: str) -> list[tuple[str, int | None]]:
    """Read works and pages of the catalogue, one a line: an address of ours or `work page`.

    `/works/ab12cd34ef?page=7`, `https://…/works/ab12cd34ef/read?page=7`, `ab12cd34ef 7`, `ab12cd34ef` are understood.
    """
    found: list[tuple[str, int | None]] = []
    for line in text.splitlines():
        # A host's name may have ten letters as well.
        work = re.search(r"/works/([0-9a-z]{10})\b", line) or re.search(r"\b([0-9a-z]{10})\b", line)
        if work:
            page = re.search(r"(?:page=|[\s:#])(\d{1,5})\b", line[work.end() :])
            found.append((work[1], int(page[1]) if page else None))
    return found
