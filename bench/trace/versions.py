"""Which code a measurement was made with: short fingerprints that comments and layout do not change."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_ENGINE = ROOT / "watermark"
_ACCUSING = ("accusation.py", "bound.py", "codes.py", "scores.py")
_BESIDE = ("seal.py", "seal_check.py", "seal_keys.py", "errors.py")  # neither draws nor reads a mark
_REPORT = "report"  # report.py and report_*.py
_ATTACKS = (
    "covers.py", "documents.py", "made.py", "mixing.py", "others_damage.py", "paper.py", "pictures.py", "saving.py"
)  # fmt: skip


@lru_cache(maxsize=1)
def carriers() -> str:
    """Fingerprint what makes masters and copies."""
    apart = {*_ACCUSING, *_BESIDE}
    return fingerprint(path for path in _ENGINE.rglob("*.py") if path.parent.name != "trace" and path.name not in apart)


@lru_cache(maxsize=1)
def tracer() -> str:
    """Fingerprint what reads leaks and names readers; the report neither reads a mark nor names anybody."""
    reading = (path for path in (_ENGINE / "trace").glob("*.py") if not path.name.startswith(_REPORT))
    return fingerprint([*reading, *(_ENGINE / name for name in _ACCUSING)])


@lru_cache(maxsize=1)
def accusing() -> str:
    """Fingerprint what names readers from readings."""
    return fingerprint(_ENGINE / name for name in _ACCUSING)


@lru_cache(maxsize=1)
def attacks() -> str:
    """Fingerprint what makes leaks."""
    return fingerprint(ROOT / "bench" / "trace" / name for name in _ATTACKS)


@lru_cache(maxsize=1)
def viewers() -> str:
    """Fingerprint what makes screenshots as viewers draw them, which other leaks do not depend on."""
    return fingerprint([ROOT / "bench" / "trace" / "viewers.py"])


def version(*, viewed: bool = False) -> str:
    """Give all three, as a row carries them; and that of the viewers, where one of them drew the leak."""
    return "-".join([carriers(), tracer(), attacks(), *([viewers()] if viewed else [])])


def fingerprint(files: Iterable[Path]) -> str:
    """Six hexadecimal figures of what the files say to the interpreter."""
    digest = hashlib.blake2b(digest_size=3)
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + ast.unparse(_bare(path.read_text("utf-8"))).encode() + b"\0")
    return digest.hexdigest()


def _bare(source: str) -> ast.Module:
    """Parse a module, and take its docstrings out."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return tree
