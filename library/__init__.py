"""The institution: its rules and its records. It knows nothing of HTTP."""

from importlib import import_module
from typing import TYPE_CHECKING

from library.settings import Settings, from_environment

if TYPE_CHECKING:
    from library.wiring import Library, open_library

__all__ = ["Library", "Settings", "from_environment", "open_library"]


def __getattr__(name: str) -> object:
    """Wire the library up only for who opens it: a child process that needs an error's name starts at once."""
    if name in {"Library", "open_library"}:
        return getattr(import_module("library.wiring"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
