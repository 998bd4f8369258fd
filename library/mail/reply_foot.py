"""The foot of a mail that may be answered: whether replies come in is known where it is sent, not where written."""

from __future__ import annotations

import re

_BY_MAIL, _ELSE, _END = "\0reply", "\0else", "\0end"
_FOOT = re.compile(f"{_BY_MAIL}(.*?){_ELSE}(.*?){_END}", re.DOTALL)


def reply_foot(by_mail: str, link_alone: str) -> str:
    """Give a text of two halves for a mail that is written."""
    return f"{_BY_MAIL}{by_mail}{_ELSE}{link_alone}{_END}"


def choose_foot(text: str, *, replies: bool) -> str:
    """Leave of the two halves the one that holds: replies by mail come in, or they do not."""
    return _FOOT.sub(r"\1" if replies else r"\2", text)
