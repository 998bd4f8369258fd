"""Texts with braces that are filled in: which braces stand in them, and whether they may."""

from __future__ import annotations

import string
from collections.abc import Iterable

from library.errors import BadInput


def placeholders(text: str) -> frozenset[str]:
    """Give the names in braces.

    Raises:
        BadInput: a brace is open, empty, or holds more than a name.
    """
    names = set()
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as exc:
        raise BadInput(what="kurung kurawal tidak berpasangan / a brace without its other one") from exc
    for _literal, name, form, conversion in parts:
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise BadInput(what=f"{{{name}}}")
        names.add(name)
    return frozenset(names)


def checked(text: str, *, known: Iterable[str], needed: Iterable[str] = ()) -> str:
    """Give the text back.

    Raises:
        BadInput: it holds a brace that nothing fills, or lacks one without which it is useless.
    """
    found = placeholders(text)
    for name in sorted(found - set(known)):
        raise BadInput(what=f"{{{name}}} tidak dikenal di sini / is not known here")
    for name in sorted(set(needed) - found):
        raise BadInput(what=f"{{{name}}} harus ada / has to be in it")
    return text
