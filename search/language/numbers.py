"""Numbers and codes: what is one value, and how it is compared.

A table prints 1.234,5 (Indonesian) or 1,234.5 (English); both are found by 1234,5. A catalogue number such as
1102001.3509110 is one code, found as a whole and by its parts; a table number such as 3.2.4 is one code.
"""

from __future__ import annotations

import re

_INDONESIAN = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_LIST = re.compile(r"\d+(?:,\d+){2,}|\d{4}(?:,\d{4})+")
_CODE = re.compile(r"(\d{4,})\.(\d{2,})")


def value_of(number: str) -> str:
    """Return the number in one spelling: no thousands, a point before decimals; codes stay as they are."""
    if _INDONESIAN.fullmatch(number):
        return number.replace(".", "").replace(",", ".")
    if _ENGLISH.fullmatch(number):
        return number.replace(",", "")
    if _DECIMAL.fullmatch(number):
        return number.replace(",", ".")
    return number


def split_list(number: str) -> list[str]:
    """Take apart what is a list and not a number: `2019,2020,2021`. A number gives itself."""
    if _LIST.fullmatch(number) and not _ENGLISH.fullmatch(number):
        return number.split(",")
    return [number]


def code_parts(number: str) -> tuple[str, ...]:
    """Return the parts by which a catalogue number is also known: series and region."""
    match = _CODE.fullmatch(number)
    return match.groups() if match else ()
