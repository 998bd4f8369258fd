"""Whether the boards can call aloud: a wish, never a fault."""

from __future__ import annotations

from collections.abc import Iterator

from library.care.doctor import Check
from library.settings import Settings
from webapp.assets.voice import is_made
from webapp.spoken import CLIPS


def voice_checks(_settings: Settings) -> Iterator[Check]:
    """Look for the clips that `python -m webapp.assets` makes."""
    if is_made():
        yield Check("voice", "ok", f"{len(CLIPS)} clips")
        return
    advice = "For a voice: sudo apt-get install espeak-ng, then: make setup"
    yield Check("voice", "warning", "no clips: boards show calls and are silent", advice)
