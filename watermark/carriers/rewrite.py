"""Content written anew with its words movable: the movement goes into Td, Tm and TJ, which place text anyway."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from watermark.deflate.fields import Field
from watermark.pdf.numbers import equally_long, usual_decimals, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watermark.carriers.candidate import Candidate
    from watermark.carriers.ruling.plan import Shift
    from watermark.pdf.lexer import Operation, Token
    from watermark.pdf.matrix import Matrix
    from watermark.pdf.text import Show, TextMachine, Word

_PLACERS: Final = frozenset({b"Td", b"TD", b"T*"})
_SLANT: Final = 1e-3  # of a matrix: text that runs along an edge, as nearly as it can be told
_EXACT: Final = 0.003  # pt: a word that is placed anew stands where it stood, as far as any reader can draw


@dataclass(frozen=True)
class _Term:
    """A slot's share in a number: added for B, taken off for A."""

    slot: int
    amount: float


_NONE: Final = _Term(-1, 0.0)


class Rewriter:
    """Rewrites one stream; `content()` gives the neutral bytes, `fields` what varies in them."""

    def __init__(
        self,
        machine: TextMachine,
        operations: list[Operation],
        candidates: list[Candidate],
        to_seen: Matrix,
        shifts: Sequence[Shift] = (),
    ) -> None:
        """Take a stream that was run, its operations, and the page's candidates that its words point to.

        `to_seen` maps the page's content to the page as seen; `shifts` are changes of numbers that draw paths.
        """
        self._shifts: dict[int, list[_Term]] = {}
        for shift in shifts:
            self._shifts.setdefault(shift.token.start, []).append(_Term(shift.slot, shift.amount))
        self.fields: list[Field] = []
        self._machine, self._data = machine, machine.data
        self._operations, self._candidates = operations, candidates
        self._shows = {show.index: show for show in machine.shows}
        self._placed = {show.placer: show for show in machine.shows if show.placer >= 0}
        self._out: list[bytes] = []
        self._size, self._kept = 0, 0
        self._across = 0.0  # how far our line matrix stands from the source's, text space units
        self._aside, self._up = _NONE, _NONE
        self._steps = {show.index: _steps(show.to_page @ to_seen) for show in machine.shows}
        finest = max((across for across, _ in self._steps.values()), default=1.0)
        exact = math.ceil(math.log10(max(finest, 1e-3) / _EXACT))
        self._place_decimals = max(self._decimals(_PLACERS | {b"Tm"}, 3), min(exact, 6))
        self._kern_decimals = self._decimals(frozenset({b"TJ"}), 1)
        self._spaces_lines = any(operation.operator in (b"T*", b"'", b'"') for operation in operations)

    def _decimals(self, operators: frozenset[bytes], default: int) -> int:
        texts = (
            self._data[token.start : token.end]
            for operation in self._operations
            if operation.operator in operators
            for token in operation.operands
            if token.kind == "number"
        )
        return usual_decimals(texts, default)

    def content(self) -> bytes:
        """Write the stream."""
        for index, operation in enumerate(self._operations):
            match operation.operator:
                case b"BT" | b"ET":
                    self._reset()
                case b"Tm":
                    self._absolute(index, operation)
                case b"Td" | b"TD" | b"T*":
                    self._relative(index, operation)
                case b"'" | b'"':
                    self._return_home(operation)
                case b"Tj" | b"TJ":
                    self._show(self._shows.get(index), operation)
                case b"re" | b"m" | b"l" if self._shifts:
                    self._path(operation)
        self._copy(len(self._data))
        return b"".join(self._out)

    def _path(self, operation: Operation) -> None:
        """Move an edge inside the numbers of its corner or size."""
        for token in operation.operands:
            if token.start in self._shifts:
                text = self._data[token.start : token.end]
                self._copy(token.start)
                self._number(float(text), _summed(self._shifts[token.start]), len(text.partition(b".")[2]))
                self._kept = token.end

    def _reset(self) -> None:
        self._across, self._aside, self._up = 0.0, _NONE, _NONE

    def _copy(self, end: int) -> None:
        self._write(self._data[self._kept : end])
        self._kept = end

    def _write(self, text: bytes) -> None:
        if text:
            self._out.append(text)
            self._size += len(text)

    def _number(self, value: float, terms: list[_Term], decimals: int) -> None:
        """Write a number that up to two slots change."""
        live = [term for term in terms if term.slot >= 0 and term.amount]
        if len(live) == 2 and live[0].slot == live[1].slot:
            total = live[0].amount + live[1].amount
            live = [_Term(live[0].slot, total)] if abs(total) > 1e-12 else []
        if not live:
            self._write(written(value, decimals))
            return
        least = min(abs(term.amount) for term in live)
        while 10.0**-decimals > least / 6 and decimals < 7:  # fine enough to show the movement
            decimals += 1
        first = live[0]
        second = live[1] if len(live) == 2 else _NONE
        values = [value] + [value + a * first.amount + b * second.amount for a in (-1, 1) for b in (-1, 1)]
        texts = equally_long(values, decimals)
        self.fields.append(
            Field(self._size, texts[0], (texts[1], texts[2], texts[3], texts[4]), first.slot, second.slot)
        )
        self._write(texts[0])

    def _height(self, show: Show | None, word: Word | None) -> _Term:
        """Movement of a word's unit in text space units, up for B."""
        if show is None or word is None or word.height < 0:
            return _NONE
        return _Term(word.height, self._candidates[word.height].amplitude / self._steps[show.index][1])

    def _place(self, show: Show, word: Word | None) -> _Term:
        if word is None or word.place < 0:
            return _NONE
        return _Term(word.place, self._candidates[word.place].amplitude / self._steps[show.index][0])

    def _absolute(self, index: int, operation: Operation) -> None:
        """Fold the movement of the words that follow into Tm, which forgets all movement before it."""
        self._reset()
        show = self._placed.get(index)
        if show is None or not show.words:
            return
        up, aside = self._height(show, show.words[0]), self._place(show, show.words[0])
        self._up, self._aside = up, aside
        line = show.line
        least = _SLANT * (abs(line.a) + abs(line.b) + abs(line.c) + abs(line.d))
        for token, value, factors in zip(
            operation.operands[-2:], (line.e, line.f), ((line.c, line.a), (line.d, line.b)), strict=True
        ):
            pairs = zip((up, aside), factors, strict=True)
            terms = [_Term(term.slot, term.amount * by) for term, by in pairs if term.slot >= 0 and abs(by) > least]
            if terms:
                self._copy(token.start)
                self._number(value, terms, self._place_decimals)
                self._kept = token.end

    def _relative(self, index: int, operation: Operation) -> None:
        """Fold the movement of what follows into Td, and take back what moved the line before."""
        show = self._placed.get(index)
        word = show.words[0] if show and show.words else None
        up, aside = (self._height(show, word), self._place(show, word)) if show and word else (self._up, self._aside)
        if not (self._across or aside != self._aside or up != self._up):
            return
        leading = self._machine.leading_at[index]
        x, y = (0.0, -leading) if operation.operator == b"T*" else self._machine.numbers(operation, 2)
        self._copy(operation.start)
        if operation.operator == b"TD" and self._spaces_lines:
            self._write(written(-y, 6) + b" TL ")
        self._move(x - self._across, y, (aside, _back(self._aside)), (up, _back(self._up)))
        self._kept = operation.end
        self._across, self._aside, self._up = 0.0, aside, up

    def _return_home(self, operation: Operation) -> None:
        """Put the line matrix back where the source has it, before an operation that is left alone."""
        if self._across or self._aside.slot >= 0 or self._up.slot >= 0:
            self._copy(operation.start)
            self._move(-self._across, 0.0, (_back(self._aside),), (_back(self._up),))
            self._write(b" ")
            self._reset()

    def _move(self, x: float, y: float, aside: tuple[_Term, ...], up: tuple[_Term, ...]) -> None:
        self._number(x, list(aside), self._place_decimals)
        self._write(b" ")
        self._number(y, list(up), self._place_decimals)
        self._write(b" Td")

    def _show(self, show: Show | None, operation: Operation) -> None:
        if show is None or not any(map(_parts, [None, *show.words], show.words)):
            return
        strings = [token for token in operation.operands if token.kind in ("string", "hex")]
        openers = [self._data[token.start : token.start + 1] for token in strings]
        if operation.operator == b"Tj":
            self._copy(operation.start)
            self._write(b"[")
        last: Word | None = None
        for word in show.words:
            if _parts(last, word):
                opener = openers[max(i for i, token in enumerate(strings) if token.start < word.raw)]
                self._step(show, last, word, opener)
            last = word
        if operation.operator == b"Tj":
            self._copy(strings[-1].end)
            self._write(b"]TJ")
            self._kept = operation.end

    def _step(self, show: Show, last: Word | None, word: Word, opener: bytes) -> None:
        """Write what stands between two words: a line matrix for the second, or a TJ number."""
        closer = b")" if opener == b"(" else b">"
        if word.opens:
            token: Token | None = word.number
            self._copy(token.start if token else word.raw - 1)
            before, after = b"", b""
        else:
            token = None
            self._copy(word.raw)
            before, after = closer, opener
        self._write(before)
        if word.split:
            self._split(show, word)
        else:
            per_unit = 1000 / (show.size * show.stretch)
            base = float(self._data[token.start : token.end]) if token else 0.0
            own, other = self._place(show, word), self._place(show, last)
            terms = [_Term(own.slot, -own.amount * per_unit), _Term(other.slot, other.amount * per_unit)]
            self._number(base, terms, self._kern_decimals)
        if token:
            self._kept = token.end
        self._write(after)

    def _split(self, show: Show, word: Word) -> None:
        aside, up = self._place(show, word), self._height(show, word)
        self._write(b"]TJ ")
        self._move(word.x0 - self._across, 0.0, (aside, _back(self._aside)), (up, _back(self._up)))
        self._write(b"[")
        self._across, self._aside, self._up = word.x0, aside, up


def _steps(to_seen: Matrix) -> tuple[float, float]:
    """Lengths of a step of text space along the line and across it on the page as seen, pt."""
    (ax, ay), (ux, uy) = to_seen.vector(1, 0), to_seen.vector(0, 1)
    return abs(ax) + abs(ay), abs(ux) + abs(uy)


def _parts(last: Word | None, word: Word) -> bool:
    """Whether something moves between two words of a show; what opens a show is moved by what places it."""
    return word.split or (last is not None and word.place != last.place)


def _summed(terms: list[_Term]) -> list[_Term]:
    """Add what one slot says twice about a number."""
    amounts: dict[int, float] = {}
    for term in terms:
        amounts[term.slot] = amounts.get(term.slot, 0.0) + term.amount
    return [_Term(slot, amount) for slot, amount in amounts.items() if abs(amount) > 1e-9]


def _back(term: _Term) -> _Term:
    return _Term(term.slot, -term.amount)
