"""What an office stamped across its pages: its web address, along the diagonal, up the margin or at the foot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ingest.text.lines import Line, reading_direction

# A line that holds nothing but an address: "https://jemberkab.bps.go.id", "jdih.bapeten.go.id".
_ADDRESS = re.compile(
    r"(?:https?\s*:\s*/\s*/|www\.)?\s*[a-z0-9-]+(?:\s?\.\s?[a-z0-9-]+)*\s?\.\s?(?:id|com|org|net|gov|int)(?:/\S*)?",
    re.IGNORECASE,
)
_STAMPED_SHARE = 0.5  # an address is a stamp when it stands alone on at least this share of the pages


def is_address(text: str) -> bool:
    """Tell whether a line is nothing but a web address, in either reading direction."""
    line = text.strip()
    return bool(_ADDRESS.fullmatch(line) or _ADDRESS.fullmatch(line[::-1]))


def own_lines(lines: list[Line]) -> list[Line]:
    """Leave out the lines that do not stand in the page's reading direction.

    Addresses do not vote on that direction: on some pages the stamp is all there is.
    """
    voters = [line for line in lines if not is_address(line.text)]
    direction = reading_direction(voters)
    return [line for line in lines if line.direction == direction]


def written(lines: Iterable[Line]) -> str:
    """Give the text that counts when a page's own words are sought: no addresses, no single page number."""
    return " ".join(line.text for line in lines if not is_address(line.text))


def repeated_addresses(pages: Iterable[list[Line]]) -> frozenset[str]:
    """Find the addresses that stand on their own line on at least half of the pages."""
    counts: Counter[str] = Counter()
    total = 0
    for lines in pages:
        total += 1
        counts.update({line.text.strip() for line in lines if is_address(line.text)})
    return frozenset(text for text, count in counts.items() if total > 1 and count >= total * _STAMPED_SHARE)
