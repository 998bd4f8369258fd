"""Where a table or figure is called by its number: "Tabel 3.2.4", alone, over "Table", or before its title.

BPS sets the label at the left, the word in two languages below each other and the number beside them; other
offices write it in one line. Recognised text has its own spelling of both ("TabeI 3 . 2,4").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.text.lines import Box, Line
from ingest.text.mending import around

LabelKind = Literal["table", "figure"]
_KINDS: dict[str, LabelKind] = {"tabel": "table", "table": "table"}
_ENGLISH = ("table", "figure", "figures", "graph", "chart", "map")
# I, 1 and | are what recognition makes of an l.
_WORD = r"(?:Tabe[l1I|]|Tab[l1I|]e|Gambar|Figures?|Grafik|Graph|Peta)"
NUMBER = r"(?:[A-Z][.\s]\s?)?\d{1,3}(?:\s?[.,]\s?\d{1,3})*[a-z]?"
_CALLED = rf"(?P<word>{_WORD})(?:\s*[/.:]?\s*(?:{_WORD}))?"
_ALONE = re.compile(rf"{_CALLED}(?:\s*[.:]?\s*(?P<number>{NUMBER})\.?)?\s*:?", re.IGNORECASE)
_WITH_TITLE = re.compile(
    rf"{_CALLED}\s*[.:]?\s*(?P<number>{NUMBER})\s*[.:)]?\s+(?P<title>[^\s.,:;)].{{4,}})", re.IGNORECASE
)
_CALL = re.compile(rf"{_WORD}\s*[.:]?\s*\d", re.IGNORECASE)
_NUMBER_ALONE = re.compile(rf"(?P<number>{NUMBER})\.?")
_NUMBER_FIRST = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,3})+)\.?\s+(?P<title>[A-Z(].{4,})")
# A title begins large; "Tabel 1.2.1 menyajikan …" is a sentence about the table, "Table 3 and 4" a mention.
TITLE_BEGINS = re.compile(r"[^\W\d_a-z]|\d|[(\"“±]")
_STACK = 6.5  # heights of a line within which the word stands below itself in the other language
_SAME_EDGE = 15.0  # pt
_BESIDE = 75.0  # pt from the word to its number
_ASIDE = 0.9  # heights of a line by which a number may stand above or below its words


@dataclass(frozen=True)
class Label:
    """A table or figure called by its number. `title` is what of the title stands in the label's own line."""

    kind: LabelKind
    english: bool
    number: str
    title: str
    lines: tuple[Line, ...]
    title_line: Line | None = None

    @property
    def box(self) -> Box:
        """The place of the words and the number."""
        return around(line.box for line in self.lines)

    @property
    def height(self) -> float:
        """The height of a line of it, pt."""
        return max(1.0, self.lines[0].box[3] - self.lines[0].box[1])


def labels(lines: Sequence[Line]) -> Iterator[Label]:
    """Yield the labels of a page in the order of its lines."""
    stacked: set[int] = set()
    for line in lines:
        text = plain(line)
        if match := _WITH_TITLE.fullmatch(text):
            if TITLE_BEGINS.match(match["title"]):
                yield _label(match["word"], match["number"], (line,), match["title"], line)
        elif id(line) not in stacked and (match := _ALONE.fullmatch(text)):
            stack = _stack(line, lines)
            stacked.update(id(each) for each in stack)
            numbered = _numbered(match, stack, lines)
            if numbered:
                yield numbered


def is_label(line: Line) -> bool:
    """Tell whether a line calls a table or figure, with or without its title."""
    text = plain(line)
    return bool(_ALONE.fullmatch(text) or _WITH_TITLE.fullmatch(text))


def is_called(text: str) -> bool:
    """Tell whether a text begins by calling a table or figure by its number."""
    return bool(_CALL.match(text))


def plain(line: Line) -> str:
    """Give a line's text with single spaces."""
    return " ".join(line.text.split())


def kind_of(word: str) -> LabelKind:
    """Tell a table's word from a figure's."""
    return _KINDS.get(word.lower().replace("1", "l").replace("|", "l"), _KINDS.get(_repaired(word), "figure"))


def tidy_number(number: str) -> str:
    """Write a number without spaces, its parts joined by points."""
    return re.sub(r"\s", "", number).replace(",", ".").rstrip(".")


def _repaired(word: str) -> str:
    return "tabel" if word.lower().startswith("tab") else word.lower()


def _label(word: str, number: str, lines: tuple[Line, ...], title: str = "", at: Line | None = None) -> Label:
    return Label(kind_of(word), word.lower() in _ENGLISH, tidy_number(number), title, lines, at)


def _stack(line: Line, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Find the word in the other language below its first."""
    height = line.box[3] - line.box[1]
    match = _ALONE.fullmatch(plain(line))
    below = [
        other
        for other in lines
        if other is not line
        and 0 < other.box[1] - line.box[1] <= _STACK * height
        and abs(other.box[0] - line.box[0]) <= _SAME_EDGE
        and (found := _ALONE.fullmatch(plain(other)))
        and match
        and kind_of(found["word"]) == kind_of(match["word"])
        and found["word"].lower() != match["word"].lower()
    ]
    return (line, *sorted(below, key=lambda other: other.box[1])[:1])


def _numbered(match: re.Match[str], stack: tuple[Line, ...], lines: Sequence[Line]) -> Label | None:
    own = [found["number"] for each in stack if (found := _ALONE.fullmatch(plain(each))) and found["number"]]
    if own:
        return _label(match["word"], own[0], stack)
    beside = _number_line(stack, lines)
    if beside is None:
        return None
    text = plain(beside)
    if alone := _NUMBER_ALONE.fullmatch(text):
        return _label(match["word"], alone["number"], (*stack, beside))
    first = _NUMBER_FIRST.fullmatch(text)
    return _label(match["word"], first["number"], stack, first["title"], beside) if first else None


def _number_line(stack: tuple[Line, ...], lines: Sequence[Line]) -> Line | None:
    """Choose the number that stands beside the words, nearest to their middle; headings have numbers too."""
    x0, y0, x1, y1 = around(line.box for line in stack)
    reach = _ASIDE * (stack[0].box[3] - stack[0].box[1])
    middle = (y0 + y1) / 2
    near = [
        line
        for line in lines
        if line not in stack
        and x0 - 2 <= line.box[0] <= x1 + _BESIDE
        and y0 - reach <= _middle(line) <= y1 + reach
        and (_NUMBER_ALONE.fullmatch(plain(line)) or _NUMBER_FIRST.fullmatch(plain(line)))
    ]
    return min(near, key=lambda line: (abs(_middle(line) - middle), line.box[0]), default=None)


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2
