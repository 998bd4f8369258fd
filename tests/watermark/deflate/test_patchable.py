"""A packed stream whose digits are exchanged reads as if it had been written so."""

from __future__ import annotations

import zlib

import deflate
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watermark.deflate import Field, pack_patchable


def chosen(packed, choices: list[int]) -> tuple[bytes, int]:
    """Flip the bits of the choices, one for each slot; give the unpacked content and the Adler-32 by the tables."""
    rows, columns = np.arange(len(packed.first)), np.array(choices, int)[packed.first]
    data = np.frombuffer(packed.data + bytes(8), np.uint8).copy()
    octets = packed.flips[rows, columns].astype("<u8").view(np.uint8).reshape(-1, 8)
    for shift in range(8):
        data[packed.at + shift] ^= octets[:, shift]
    low = ((packed.adler & 0xFFFF) + packed.low[rows, columns].sum()) % 65521
    high = ((packed.adler >> 16) + packed.high[rows, columns].sum()) % 65521
    return zlib.decompress(data[: len(packed.data)].tobytes(), -15), int(high << 16 | low)


@st.composite
def contents(draw):
    """Draw content like a page's: text between numbers, each number with four readings of equal length."""
    parts, fields, choices, size = [], [], [], 0
    for _ in range(draw(st.integers(0, 40))):
        plain = draw(st.sampled_from([b" Td (Kecamatan) Tj ", b" 0 ", b"]TJ\n1 0 0 1 ", b"\x80\xff)-", b" "]))
        texts = draw(st.lists(st.from_regex(rb"-?[0-9]{1,3}\.[0-9]{3}", fullmatch=True), min_size=5, max_size=5))
        longest = max(map(len, texts))
        neutral, *four = (text.ljust(longest, b"0") for text in texts)
        fields.append(Field(size + len(plain), neutral, tuple(four), len(fields)))
        choices.append(draw(st.integers(0, 3)))
        parts += [plain, neutral]
        size += len(plain) + longest
    return b"".join(parts) + b" ET", fields, choices


@given(contents())
@settings(max_examples=60)
def test_choosing_digits_in_packed_bytes_equals_writing_them(drawn) -> None:
    content, fields, choices = drawn
    packed = pack_patchable(content, fields, last=True)
    assert zlib.decompress(packed.data, -15) == content
    wanted = bytearray(content)
    for field, choice in zip(fields, choices, strict=True):
        wanted[field.start : field.start + len(field.neutral)] = field.choices[choice]
    got, adler = chosen(packed, choices)
    assert got == bytes(wanted)
    assert adler == zlib.adler32(bytes(wanted))


def test_a_number_of_many_rare_digits_is_exchanged_in_parts() -> None:
    """Where digits are rare their codes are long: eighteen of them do not fit into 64 bits."""
    words = b"".join(b"(%c%c) Tj " % (97 + k % 26, 65 + k // 26 % 26) for k in range(4000))
    neutral, other = b"-12345678.90123456", b"-98765432.10987654"
    content = words + neutral + b" Td "
    field = Field(len(words), neutral, (neutral, other, neutral, other), 0)
    packed = pack_patchable(content, [field], last=True)
    assert len(packed.first) > 1
    for choice, text in enumerate(field.choices):
        got, adler = chosen(packed, [choice])
        assert got == words + text + b" Td "
        assert adler == zlib.adler32(got)


def test_content_with_every_byte_value_and_many_blocks_is_packed() -> None:
    """Binary inline images leave no value to mask the digits with, and long pages take several blocks."""
    noise = np.random.default_rng(3).integers(0, 256, 40_000).astype(np.uint8).tobytes()
    content = noise + b"12.5" + noise
    fields = [Field(len(noise), b"12.5", (b"12.3", b"12.7", b"99.9", b"-0.1"), 0, 1)]
    packed = pack_patchable(content, fields, last=True)
    for choice in range(4):
        got, _ = chosen(packed, [choice])
        assert got == noise + fields[0].choices[choice] + noise


def paths(count: int, seed: int) -> bytes:
    """Write lines at random places: digits that pack badly where all of them need codes of one length."""
    ends = np.random.default_rng(seed).integers(1000, 2999, (count, 2)) / 100
    return b"".join(b"%.2f %.2f m %.2f %.2f l S\n" % (x, y, x + 1, y) for x, y in ends)


def test_fields_between_long_parts_that_nothing_changes_are_exchanged() -> None:
    parts = [paths(300 * (k % 3), k) for k in range(7)]
    content, fields = b"", []
    for index, part in enumerate(parts[:-1]):
        content += part
        fields.append(Field(len(content), b"12.5", (b"12.3", b"12.7", b"99.9", b"-0.1"), index))
        content += b"12.5"
    content += parts[-1]
    packed = pack_patchable(content, fields, last=True)
    choices = [0, 1, 2, 3, 2, 1]
    got, adler = chosen(packed, choices)
    wanted = b"".join(part + field.choices[choice] for part, field, choice in zip(parts, fields, choices, strict=False))
    assert got == wanted + parts[-1]
    assert adler == zlib.adler32(got)


def test_text_and_a_drawing_get_blocks_of_their_own() -> None:
    coin = np.random.default_rng(5)
    words = b"".join(b"(%s) Tj " % bytes(coin.choice(list(b"aeiknrstu"), coin.integers(3, 9))) for _ in range(400))
    content = words + b"12.5" + paths(400, 1)
    field = Field(len(words), b"12.5", (b"12.3", b"12.7", b"99.9", b"-0.1"), 0)
    packed = pack_patchable(content, [field], last=True)
    assert len(packed.data) < 1.03 * len(deflate.deflate_compress(content, 12))


def test_a_stream_that_is_not_the_last_can_be_continued() -> None:
    packed = pack_patchable(b"q 1 0 0 1 5 5 cm", [], last=False)
    assert zlib.decompress(packed.data + b"\x03\x00", -15) == b"q 1 0 0 1 5 5 cm"


@pytest.mark.parametrize("content", [b"", b"a", b"aaaa" * 5000])
def test_short_and_monotonous_content_is_packed(content: bytes) -> None:
    assert zlib.decompress(pack_patchable(content, [], last=True).data, -15) == content
