"""What the room hears: a call as a row of clips, in Indonesian as it is spoken at a counter."""

from __future__ import annotations

OPENING = "nomor-antrian"
PLACE = "silakan-menuju-loket"
# The names of the letters in Indonesian, written as they are read.
_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "a be ce de e ef ge ha i je ka el em en o pe ki er es te u ve we eks ye zet".split(),  # noqa: SIM905 - reads better
        strict=True,
    )
)
_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_OTHERS = ("sepuluh", "sebelas", "belas", "puluh", "seratus", "ratus")

CLIPS: dict[str, str] = {
    OPENING: "nomor antrian",
    PLACE: "silakan menuju loket",
    **{f"huruf-{letter.lower()}": name for letter, name in _LETTERS.items()},
    **{word: word for word in (*_DIGITS, *_OTHERS)},
}
"""Every clip by its name, with the words that are spoken in it."""


def call(label: str, counter: int) -> tuple[str, ...]:
    """Give the clips of a call: "A 012" to counter 2 is *nomor antrian, A, nol, satu, dua, silakan menuju loket, dua*.

    A number is read figure by figure, as it is printed; a counter as a number.
    """
    return (OPENING, *_label(label), PLACE, *number(counter))


def _label(label: str) -> tuple[str, ...]:
    clips: list[str] = []
    for sign in label.upper():
        if sign in _LETTERS:
            clips.append(f"huruf-{sign.lower()}")
        elif sign.isascii() and sign.isdigit():
            clips.append(_DIGITS[int(sign)])
    return tuple(clips)


def number(n: int) -> tuple[str, ...]:
    """Read a whole number from 0 to 999 in Indonesian words; beyond that figure by figure."""
    if not 0 <= n <= 999:
        return _label(str(abs(n)))
    if n < 10:
        return (_DIGITS[n],)
    if n < 20:
        return ("sepuluh",) if n == 10 else ("sebelas",) if n == 11 else (_DIGITS[n - 10], "belas")
    if n < 100:
        return (_DIGITS[n // 10], "puluh", *_rest(n % 10))
    hundreds = ("seratus",) if n < 200 else (_DIGITS[n // 100], "ratus")
    return (*hundreds, *_rest(n % 100))


def _rest(n: int) -> tuple[str, ...]:
    return number(n) if n else ()
