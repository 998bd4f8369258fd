"""What a mail's text is made of."""

from __future__ import annotations

from typing import NamedTuple


class MailText(NamedTuple):
    """Subject and body of one mail in one language."""

    subject: str
    body: str
