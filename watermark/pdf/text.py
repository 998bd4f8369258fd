"""Where a content stream puts its words.

The text machine of ISO 32000-2, 9.4 is run once; what comes out are *shows* (operations that paint text) and the
*words* in them, with the bytes each begins at, so that a carrier can move a word by changing numbers nearby.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from watermark.pdf.matrix import IDENTITY, Matrix
from watermark.pdf.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from watermark.pdf.lexer import Operation, Token

_GAP: Final = 0.15  # em: more than this between two glyphs parts words
_RAISED: Final = 0.6  # em: raised and lowered figures belong to the word they stand at
_CHAR: Final = re.compile(rb"\\(?:[0-7]{1,3}|\r\n|[\s\S])|\r\n|[\s\S]")
_ESCAPES: Final = {b"n": 10, b"r": 13, b"t": 9, b"b": 8, b"f": 12}


@dataclass(slots=True)
class Word:
    """A run of glyphs without a gap inside one show.

    `x0`, `x1` are distances along the line from the line matrix (text space units); `raw` is the offset of its
    first glyph in the content; `opens` tells that this glyph is the first of its string, and `number` the TJ number
    before that string. `joined` says that it goes on with the last word of the show before. A carrier sets `height`
    and `place`, the slots that move the word (−1: none), and `split`, that it gets a line matrix of its own.
    """

    x0: float
    x1: float
    raw: int
    opens: bool
    number: Token | None
    gap: float
    glyphs: int = 0
    digits: bool = False
    joined: bool = False
    height: int = -1
    place: int = -1
    split: bool = False


@dataclass(slots=True)
class Show:
    """One operation that paints text.

    `placer` is the index of the operation that put its line there (−1: it continues a line); `line` the line matrix
    before any glyph of the line, `ctm` the current matrix; `start` the distance already painted on that line;
    `to_page` maps text space at the line's start to the space the content stands in.
    """

    index: int
    placer: int
    line: Matrix
    ctm: Matrix
    start: float
    size: float
    stretch: float
    rise: float
    visible: bool
    exact: bool
    plain: bool
    standard: bool = False
    words: list[Word] = field(default_factory=list)
    to_page: Matrix = field(init=False)

    def __post_init__(self) -> None:
        self.to_page = self.line @ self.ctm

    def is_upright(self, to_seen: Matrix) -> bool:
        """Whether the text runs along an edge of the page as seen."""
        x, y = (self.to_page @ to_seen).vector(1, 0)
        return min(abs(x), abs(y)) < 1e-3 * max(abs(x), abs(y))


@dataclass
class _State:
    ctm: Matrix = IDENTITY
    font: Metrics = field(default_factory=Metrics)
    size: float = 0.0
    chars: float = 0.0
    words: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copy(self) -> _State:
        return _State(**{name: getattr(self, name) for name in self.__dataclass_fields__})


class TextMachine:
    """Runs over the operations of one stream; `shows` are what it found, `forms` the forms it drew."""

    def __init__(self, data: bytes, ctm: Matrix, font_of: Callable[[str], Metrics]) -> None:
        """Take decoded content, the matrix it is drawn with, and a look-up of fonts by resource name."""
        self.data = data
        self.shows: list[Show] = []
        self.forms: list[tuple[str, Matrix]] = []
        self.leading_at: dict[int, float] = {}
        self._font_of = font_of
        self._state = _State(ctm=ctm)
        self._stack: list[_State] = []
        self._line, self._done, self._placer = IDENTITY, 0.0, -1
        self._last: tuple[Matrix, float, float, bool] | None = None

    def run(self, operations: list[Operation]) -> TextMachine:
        for index, operation in enumerate(operations):
            handler = _HANDLERS.get(operation.operator)
            if handler:
                try:
                    handler(self, index, operation)
                except (ValueError, IndexError):  # operands that make no sense: readers skip the operation
                    continue
        return self

    def numbers(self, operation: Operation, count: int) -> list[float]:
        """Read the last operands as numbers."""
        values = [float(self.data[token.start : token.end]) for token in operation.operands[-count:]]
        if len(values) < count:
            raise ValueError(operation.operator)
        return values

    def push(self, _index: int, _operation: Operation) -> None:
        self._stack.append(self._state.copy())

    def pop(self, _index: int, _operation: Operation) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def concat(self, _index: int, operation: Operation) -> None:
        self._state.ctm = Matrix(*self.numbers(operation, 6)) @ self._state.ctm

    def begin(self, _index: int, _operation: Operation) -> None:
        self._line, self._done, self._placer = IDENTITY, 0.0, -1

    def set_font(self, _index: int, operation: Operation) -> None:
        name = operation.operands[-2]
        self._state.font = self._font_of(self.data[name.start : name.end].decode("latin-1"))
        self._state.size = self.numbers(operation, 1)[0]

    def set_value(self, _index: int, operation: Operation) -> None:
        value = self.numbers(operation, 1)[0]
        match operation.operator:
            case b"Tc":
                self._state.chars = value
            case b"Tw":
                self._state.words = value
            case b"Tz":
                self._state.stretch = value / 100
            case b"TL":
                self._state.leading = value
            case b"Ts":
                self._state.rise = value
            case _:
                self._state.mode = int(value)

    def place(self, index: int, operation: Operation) -> None:
        if operation.operator == b"Tm":
            self._line = Matrix(*self.numbers(operation, 6))
        else:
            self.leading_at[index] = self._state.leading
            x, y = (0.0, -self._state.leading) if operation.operator == b"T*" else self.numbers(operation, 2)
            if operation.operator == b"TD":
                self._state.leading = -y
            self._line = Matrix(1, 0, 0, 1, x, y) @ self._line
        self._done, self._placer = 0.0, index

    def next_line(self, index: int, operation: Operation) -> None:
        """Paint after ' or ": such text is followed but never moved."""
        self.leading_at[index] = self._state.leading
        if operation.operator == b'"':
            self._state.words, self._state.chars = self.numbers_of(operation.operands[-3:-1])
        self._line = Matrix(1, 0, 0, 1, 0, -self._state.leading) @ self._line
        self._done, self._placer = 0.0, -1
        self.show(index, operation)
        self.shows[-1].visible = False

    def numbers_of(self, tokens: tuple[Token, ...]) -> list[float]:
        return [float(self.data[token.start : token.end]) for token in tokens]

    def draw_form(self, _index: int, operation: Operation) -> None:
        name = operation.operands[-1]
        self.forms.append((self.data[name.start : name.end].decode("latin-1"), self._state.ctm))

    def show(self, index: int, operation: Operation) -> None:
        state = self._state
        show = Show(
            index, self._placer, self._line, state.ctm, self._done, state.size, state.stretch, state.rise,
            visible=state.mode in (0, 1, 2, 4, 5, 6) and not state.font.vertical and state.size != 0,
            exact=state.font.exact, plain=True, standard=state.font.standard,
        )  # fmt: skip
        self._done = self._read(show, operation)
        if show.words:  # spaces leave the next text where their line was placed
            self._placer = -1
        self.shows.append(show)

    def _read(self, show: Show, operation: Operation) -> float:
        """Walk over strings and numbers; fill the show's words; give the distance painted so far."""
        state, font = self._state, self._state.font
        x, number = self._done, None
        word: Word | None = None
        after_space = True
        for token in operation.operands:
            if token.kind == "number":
                x -= self.numbers_of((token,))[0] / 1000 * state.size * state.stretch
                number = token
            if token.kind not in ("string", "hex"):
                continue
            glyphs = list(_glyphs(self.data, token, font.wide))
            if token.kind == "hex" and (token.end - token.start - 2) != 2 * font.wide * len(glyphs):
                show.plain = False  # white space or half a byte inside: not to be cut
            for position, (code, raw) in enumerate(glyphs):
                spaced = font.wide == 1 and code == 32
                advance = font.width(code) * state.size + state.chars + (state.words if spaced else 0.0)
                if font.is_space(code):
                    after_space = True
                else:
                    gap = x - word.x1 if word else 0.0
                    if word is None or after_space or abs(gap) > _GAP * abs(state.size):
                        word = Word(x, x, raw, position == 0, number if position == 0 else None, gap)
                        word.joined = not show.words and self._joins(show, x)
                        show.words.append(word)
                    word.glyphs += 1
                    word.digits = word.digits or font.is_digit(code)
                    after_space = False
                    word.x1 = x + font.width(code) * state.size * state.stretch
                x += advance * state.stretch
                number = None
        self._remember(show, word, after_space=after_space)
        return x

    def _joins(self, show: Show, x: float) -> bool:
        """Whether a show's first glyph goes on with the word that the last show ended in."""
        if self._last is None:
            return False
        matrix, end, size, open_word = self._last
        try:
            back = matrix @ show.to_page.inverse()
        except ZeroDivisionError:
            return False
        across, up = back.point(end, 0)
        high = max(abs(show.size), abs(back.d * size))  # of the larger of the two: a raised figure is small
        return open_word and abs(across - x) <= _GAP * high and abs(up) <= _RAISED * high

    def _remember(self, show: Show, word: Word | None, *, after_space: bool) -> None:
        if word is not None:
            self._last = (show.to_page, word.x1, show.size, not after_space)
        elif after_space:
            self._last = None


def _glyphs(data: bytes, token: Token, wide: int) -> Iterator[tuple[int, int]]:
    """Read a string's codes with the offset each begins at."""
    pairs = list(_hex_bytes(data, token) if token.kind == "hex" else _literal_bytes(data, token))
    if wide == 1:
        yield from pairs
        return
    for (high, start), (low, _) in zip(pairs[0::2], pairs[1::2], strict=False):
        yield high << 8 | low, start


def _literal_bytes(data: bytes, token: Token) -> Iterator[tuple[int, int]]:
    inner = data[token.start + 1 : token.end - 1]
    if b"\\" not in inner and b"\r" not in inner:
        yield from zip(inner, range(token.start + 1, token.end - 1), strict=True)
        return
    for match in _CHAR.finditer(inner):
        text, start = match[0], token.start + 1 + match.start()
        if text[:1] != b"\\" or len(text) == 1:
            yield (10 if text == b"\r\n" else text[0]), start
        elif text[1:2].isdigit():
            yield int(text[1:], 8) & 255, start
        elif text[1:] not in (b"\n", b"\r", b"\r\n"):  # a line continued is no character
            yield _ESCAPES.get(text[1:], text[1]), start


def _hex_bytes(data: bytes, token: Token) -> Iterator[tuple[int, int]]:
    digits = [offset for offset in range(token.start + 1, token.end - 1) if data[offset] in b"0123456789abcdefABCDEF"]
    for first in range(0, len(digits), 2):
        low = data[digits[first + 1]] if first + 1 < len(digits) else 48
        yield int(bytes([data[digits[first]], low]), 16), digits[first]


_HANDLERS: Final[dict[bytes, Callable[[TextMachine, int, Any], None]]] = {
    b"q": TextMachine.push,
    b"Q": TextMachine.pop,
    b"cm": TextMachine.concat,
    b"BT": TextMachine.begin,
    b"Tf": TextMachine.set_font,
    **dict.fromkeys((b"Tc", b"Tw", b"Tz", b"TL", b"Ts", b"Tr"), TextMachine.set_value),
    **dict.fromkeys((b"Td", b"TD", b"Tm", b"T*"), TextMachine.place),
    **dict.fromkeys((b"Tj", b"TJ"), TextMachine.show),
    **dict.fromkeys((b"'", b'"'), TextMachine.next_line),
    b"Do": TextMachine.draw_form,
}
