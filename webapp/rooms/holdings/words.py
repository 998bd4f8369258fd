"""Copies in words: their state, their condition, where they stand, and what a visitor does to read one."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from library.holdings.copies import CONDITIONS, STATES
from library.store.models import Holding
from webapp.current import current_library
from webapp.shown_works import office_name

_STATES: dict[str, tuple[LazyString, str]] = {
    "shelf": (_l("on the shelf"), "good"),
    "in-use": (_l("in use in the reading room"), "info"),
    "binder": (_l("at the binder"), "warn"),
    "missing": (_l("missing"), "bad"),
    "withdrawn": (_l("withdrawn"), "bad"),
}
_CONDITIONS: dict[str, LazyString] = {"good": _l("good"), "worn": _l("worn"), "damaged": _l("damaged")}


def state_words(state: str) -> str:
    """Say the state of a copy."""
    return str(_STATES[state][0]) if state in _STATES else state


def state_kind(state: str) -> str:
    """Give the kind of chip for a state."""
    return _STATES[state][1] if state in _STATES else ""


def condition_words(condition: str) -> str:
    """Say the condition of a copy."""
    return str(_CONDITIONS.get(condition, condition))


def state_options() -> list[tuple[str, str]]:
    """Give the states to choose from."""
    return [(code, state_words(code)) for code in STATES]


def condition_options() -> list[tuple[str, str]]:
    """Give the conditions to choose from."""
    return [(code, condition_words(code)) for code in CONDITIONS]


def place_of(copy: Holding) -> str:
    """Say where a copy stands: "Ruang Baca, cabinet B, shelf 2"."""
    cabinet = _("cabinet %(name)s", name=copy.cabinet) if copy.cabinet else ""
    shelf = _("shelf %(name)s", name=copy.shelf) if copy.shelf else ""
    return ", ".join(filter(None, (copy.room, cabinet, shelf)))


def shown_copies(copies: list[Holding]) -> list[dict[str, Any]]:
    """Give copies as the page of a work shows them to everybody."""
    return [
        {
            "mark": copy.shelf_mark,
            "place": place_of(copy),
            "office": office_name(copy.office),
            "state": state_words(copy.state),
            "kind": state_kind(copy.state),
            "number": copy.number,
        }
        for copy in copies
    ]


def may_scan(copies: list[Holding]) -> bool:
    """Say whether an office that has one lets readers scan pages themselves."""
    offices = [current_library().offices.get(copy.office) for copy in copies]
    return any(office is not None and bool(office.rules.library.self_scan.value) for office in offices)
