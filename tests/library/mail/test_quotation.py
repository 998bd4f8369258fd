"""What the writer wrote is kept, above a quotation or below it; what the mail program quoted is not."""

from __future__ import annotations

import pytest

from library.mail.letter import without_quotation

MARK = "·:·:·"
QUOTED = f"> Halo Siti\n> {MARK}\n> Balas e-mail ini"


@pytest.mark.parametrize(
    "text",
    [
        f"Terima kasih.\n\nPada Sen, 23 Nov 2026 Pustaka menulis:\n{QUOTED}",
        f"Terima kasih.\n\nPada Sen, 23 Nov 2026 Pustaka <tanya@pustaka.example>\nmenulis:\n{QUOTED}",
        f"Pada Sen, 23 Nov 2026 Pustaka menulis:\n{QUOTED}\n\nTerima kasih.",
        f"Pada Sen, 23 Nov 2026 Pustaka <tanya@pustaka.example>\nmenulis:\n{QUOTED}\n\nTerima kasih.",
        f"Terima kasih.\n{MARK}\nBalas e-mail ini\nhttps://pustaka.example",
    ],
)
def test_a_reply_counts_above_the_quotation_and_below_it(text: str):
    assert without_quotation(text, MARK) == "Terima kasih."


def test_a_reply_without_words_has_none():
    assert without_quotation(QUOTED, MARK) == ""
