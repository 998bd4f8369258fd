"""The rooms of the service, one package each: `blueprint.py` with `blueprint`, views beside it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint


def all_rooms() -> Iterator[Blueprint]:
    """Give every room's blueprint, after all its views have been imported."""
    for room in iter_modules(__path__, f"{__name__}."):
        package = import_module(room.name)
        for view in iter_modules(package.__path__, f"{room.name}."):
            import_module(view.name)
        yield import_module(f"{room.name}.blueprint").blueprint
