"""On which line of a TOML file a key stands: the parser of the standard library does not say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
_CLOSERS = ("]", "}", '"""', "'''")  # what can end a value over several lines


@dataclass
class Places:
    """Lines (from 1) of the keys of one TOML text that parses; a key's parts inside one line share its number."""

    text: str
    _lines: dict[Path, int] = field(default_factory=dict)
    _counts: dict[Path, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Walk over the statements once."""
        table: Path = ()
        for number, statement in _statements(self.text.splitlines()):
            if statement.lstrip().startswith("["):
                table = self._open_table(_keys(statement), array=statement.lstrip().startswith("[["))
                self._lines.setdefault(table, number)
            else:
                self._lines.setdefault((*table, *_keys(statement)), number)

    def line(self, path: Path) -> int:
        """Give the line of `path`, else of the nearest table around it, else 0."""
        for length in range(len(path), 0, -1):
            if (number := self._lines.get(path[:length])) is not None:
                return number
        return 0

    def _open_table(self, keys: tuple[str, ...], *, array: bool) -> Path:
        path: Path = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            last = position == len(keys) - 1
            if array and last:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        return path


def _statements(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Give each header or assignment with its first line; values over several lines stay whole."""
    position = 0
    while position < len(lines):
        first, statement = position, lines[position]
        position += 1
        whole = _is_whole(statement)
        while not whole and position < len(lines):
            statement += "\n" + lines[position]
            whole = any(sign in lines[position] for sign in _CLOSERS) and _is_whole(statement)
            position += 1
        if _keys(statement):
            yield first + 1, statement


def _is_whole(statement: str) -> bool:
    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _keys(statement: str) -> tuple[str, ...]:
    """Give the dotted key of one statement: `[[a.b]]` and `a.b = …` both give ("a", "b")."""
    is_header = statement.lstrip().startswith("[")
    node: Any = tomllib.loads(statement if not is_header else statement.split("#", maxsplit=1)[0])
    keys: list[str] = []
    while isinstance(node, dict) and len(node) == 1:
        key, node = next(iter(node.items()))
        keys.append(key)
        if not is_header and _is_value_of(statement, keys):
            break
        if isinstance(node, list) and is_header:
            node = node[0]
    return tuple(keys)


def _is_value_of(statement: str, keys: list[str]) -> bool:
    left = statement.split("=", 1)[0].replace(" ", "").strip()
    return left == ".".join(keys)
