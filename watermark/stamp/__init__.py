"""The visible stamp: what a reader sees on every page of her copy."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Stamp"]


@dataclass(frozen=True)
class Stamp:
    """Ready strings in the reader's language; this package neither translates nor masks anything.

    Attributes:
        name: the reader's name, any Unicode.
        contact: her e-mail address, already masked.
        office: the office that gives the copy.
        date: the day of delivery, as it shall be read.
        request: the request's number.
        verify_url: address of the public verification page; the QR code holds it.
        notice: the words that open the line, such as ``Salinan untuk``; may be empty.
        terms: the terms of use, on the first page only; may be empty.
    """

    name: str
    contact: str
    office: str
    date: str
    request: str
    verify_url: str
    notice: str = ""
    terms: str = ""
