"""Content streams are read with their bytes, and made whole without changing what they draw."""

from __future__ import annotations

import pytest

from watermark.pdf.isolate import isolate
from watermark.pdf.lexer import operations
from watermark.pdf.matrix import Matrix
from watermark.pdf.numbers import equally_long, usual_decimals


def test_operations_keep_the_byte_ranges_they_came_from() -> None:
    data = b"q 1 0 0 1 10 20 cm\n[(a\\)b(c)d)-12.5<4142>]TJ % note\nQ"
    found = list(operations(data))
    assert [operation.operator for operation in found] == [b"q", b"cm", b"TJ", b"Q"]
    texts = [data[token.start : token.end] for token in found[2].operands]
    assert texts == [b"[", b"(a\\)b(c)d)", b"-12.5", b"<4142>", b"]"]


@pytest.mark.parametrize("end", [b" " * 100_000, b"%" * 100_000, b"% \n" * 30_000, b" \n" * 50_000 + b"<"])
def test_a_long_end_of_nothing_is_read_in_no_time(end: bytes) -> None:
    assert [operation.operator for operation in operations(b"1 g q" + end)] == [b"g", b"q"]


def test_an_inline_image_that_contains_its_own_end_mark_is_one_operation() -> None:
    data = b"BI /W 2 /H 2 /BPC 8 /CS /G ID \x00 EI \x80\xff\x01 EI Q"
    assert [operation.operator for operation in operations(data)] == [b"BI", b"Q"]


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (b"q BT (a) Tj", b"q\nq BT (a) Tj\nET\nQ\nQ\n"),
        (b"Q 1 g Q", b"q\n1 g\nQ\n"),
        (b"/P BMC 1 g 5 6", b"q\n/P BMC 1 g\nEMC\nQ\n"),
        (b"1 g (never", b"q\n1 g\nQ\n"),
        (b"", b"q\n\nQ\n"),
        (b"1 g BI /W 1 2 g 0 0 5 5 re f", b"q\n1 g  0 0 5 5 re f\nQ\n"),
        (b"1 g ID 2 g", b"q\n1 g ID 2 g\nQ\n"),
    ],
)
def test_isolated_content_closes_what_it_opened_and_nothing_more(content: bytes, whole: bytes) -> None:
    assert isolate(content).content == whole


def test_numbers_of_one_field_have_one_length_and_their_values() -> None:
    for values, decimals in (
        ([-0.02, 0.02, 0.0], 2),
        ([9.98, 10.02], 2),
        ([-17.0, 23.0, 3.0], 0),
        ([99.96, 100.04], 1),
    ):
        texts = equally_long(values, decimals)
        assert len({len(text) for text in texts}) == 1
        assert all(abs(float(text) - value) <= 0.51 * 10**-decimals for text, value in zip(texts, values, strict=True))


def test_a_file_that_writes_four_decimals_gets_four() -> None:
    assert usual_decimals([b"12.3456", b"0.5", b"77.1234", b"3"], 2) == 4
    assert usual_decimals([b"3"], 2) == 2


def test_a_matrix_undoes_its_inverse() -> None:
    matrix = Matrix(0, 2, -3, 0, 5, 7)
    x, y = (matrix @ matrix.inverse()).point(11, 13)
    assert (round(x, 9), round(y, 9)) == (11, 13)
