"""What is asked by programs of other systems: known by its address, so that a wrong one is answered in kind, too."""

from __future__ import annotations

from flask import request

OPEN_ROOM = "open"
_PLACES = ("/api", "/opds", "/oai")


def asks_open_room() -> bool:
    """Say whether the interfaces for other systems are asked, whether there is such an address in them or not."""
    if request.blueprint == OPEN_ROOM:
        return True
    return any(request.path == place or request.path.startswith(f"{place}/") for place in _PLACES)
