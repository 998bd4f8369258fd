"""Rows of a measurement as lines of text, so that a run may be stopped, gone on with, and added to on another day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
_READ: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": lambda text: text == "1"}


def read_rows(kind: type[T], path: Path) -> list[T]:
    """Read a file of tab-separated values with a line of names; a last line that was cut off is left out."""
    if not path.exists():
        return []
    names, *lines = path.read_text("utf-8").split("\n")[:-1] or [""]
    columns = fields(kind)  # type: ignore[arg-type]  # every row is a dataclass
    if names.split("\t") != [column.name for column in columns]:
        raise SystemExit(f"{path} holds rows of another form; move it away.")
    read = [_READ[str(column.type)] for column in columns]
    return [kind(*(one(text) for one, text in zip(read, line.split("\t"), strict=True))) for line in lines]


def append_row(path: Path, row: Any) -> None:
    """Add one row; the file is made with its line of names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        if file.tell() == 0:
            file.write(_line(column.name for column in fields(row)))
        file.write(_line(map(_text, astuple(row))))


def write_rows(path: Path, rows: Iterable[Any]) -> None:
    """Write rows anew."""
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    for row in rows:
        append_row(unfinished, row)
    if unfinished.exists():
        unfinished.replace(path)


def _line(texts: Iterable[str]) -> str:
    return "\t".join(texts) + "\n"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return f"{value:.4g}" if isinstance(value, float) else str(value).replace("\t", " ").replace("\n", " ")
