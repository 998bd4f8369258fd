"""One title in two languages, taken apart: "Luas Daerah Menurut Desa, 2019 / Total Area by Village, 2019"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.text.titles import leaning

_SLASH = re.compile(r"(?<!\d)\s*/\s*|(?<=\d)\s*/\s*(?!\d)")
_FEWEST_WORDS = 2  # on either side of a slash; "Desa/Kelurahan" is one name


def split_languages(lines: Sequence[str]) -> tuple[str, str]:
    """Give the Indonesian (or only) title and its English translation, "" where there is none.

    The break is sought between two lines first, then at a slash; it stands where what comes before leans most to
    Indonesian and what follows most to English.
    """
    texts = [" ".join(line.split()) for line in lines]
    # Of equal breaks the last: a year or a name alone on a line ends the title before it.
    best = max(range(1, len(texts)), key=lambda at: (_contrast(texts[:at], texts[at:]), at), default=0)
    whole = " ".join(filter(None, texts))
    slash = _at_slash(whole)
    by_line = _contrast(texts[:best], texts[best:]) if best else 0
    if slash and _contrast([slash[0]], [slash[1]]) >= max(1, by_line):
        return slash
    if best and by_line > 0:
        return _tidy(texts[:best]), _tidy(texts[best:])
    return whole, ""


def split_name(name: str) -> tuple[str, str]:
    """Take a short name apart at its only slash: "Pemerintahan/Government", as BPS writes chapters in contents."""
    own, parallel = split_languages([name])
    if parallel or name.count("/") != 1:
        return own, parallel
    left, right = (side.strip() for side in name.split("/"))
    return (left, right) if left and right and leaning(right) >= leaning(left) else (own, "")


def _at_slash(text: str) -> tuple[str, str] | None:
    """Break at the slash with the greatest contrast between both sides."""
    breaks = [(text[: match.start()], text[match.end() :]) for match in _SLASH.finditer(text)]
    telling = [pair for pair in breaks if min(len(side.split()) for side in pair) >= _FEWEST_WORDS]
    best = max(telling, key=lambda pair: _contrast([pair[0]], [pair[1]]), default=None)
    return best if best and _contrast([best[0]], [best[1]]) > 0 else None


def _contrast(before: Sequence[str], after: Sequence[str]) -> int:
    """Say how much more Indonesian the one is than the other; 0 where the second is not English."""
    english = leaning(" ".join(after))
    return english - leaning(" ".join(before)) if english > 0 else 0


def _tidy(lines: Sequence[str]) -> str:
    return " ".join(filter(None, lines)).strip(" /")
