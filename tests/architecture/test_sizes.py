"""Small files, small functions: read in one sitting."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("library", "ingest", "watermark", "search", "webapp")
# One migration is one deed, however many tables it lays.
WHOLE = ("library/store/migrations/versions",)
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in (ROOT / package).rglob("*.py") if path.name != "__init__.py")


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions() -> Iterator[tuple[str, int]]:
    for path in modules():
        place = str(path.relative_to(ROOT))
        if place.startswith(WHOLE):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{place}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_over_500_lines_and_most_are_short() -> None:
    sizes = {str(path.relative_to(ROOT)): lines(path) for path in modules()}
    assert {place: size for place, size in sizes.items() if size > 500} == {}
    assert statistics.median(sizes.values()) <= 120
    assert statistics.quantiles(sizes.values(), n=10)[8] <= 350


def test_no_function_is_over_60_lines_and_most_are_short() -> None:
    sizes = dict(functions())
    assert {place: size for place, size in sizes.items() if size > 60} == {}
    assert statistics.median(sizes.values()) <= 8
    assert statistics.quantiles(sizes.values(), n=10)[8] <= 25


def test_no_file_is_named_after_nothing() -> None:
    assert [str(path.relative_to(ROOT)) for path in modules() if path.stem in VAGUE] == []
