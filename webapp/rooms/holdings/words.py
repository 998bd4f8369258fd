"""Copies in words: their state, their condition, where they stand, and what a visitor does to read one."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
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

_FIELDS: dict[str, LazyString | str] = {
    "title": _l("Title"),
    "parallel_title": _l("Parallel title"),
    "year": _l("Year"),
    "language": _l("Language"),
    "catalogue_number": _l("Catalogue number"),
    "publication_number": _l("Publication number"),
    "issn": "ISSN",
    "isbn": "ISBN",
    "publisher": _l("Publisher"),
    "number": lazy_pgettext("book", "Number of the copy"),
    "shelf_mark": _l("Shelf mark"),
    "room": _l("Room"),
    "cabinet": _l("Cabinet"),
    "shelf": _l("Shelf"),
    "condition": _l("Condition"),
    "state": _l("State"),
    "note": _l("Note for the staff"),
}
_CABINETS = frozenset({"lemari", "cabinet", "kabinet"})
_SHELVES = frozenset({"rak", "shelf"})


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


def field_label(name: str) -> str:
    """Name a field of a printed work or of a copy; the name itself where it has no other."""
    return str(_FIELDS.get(name, name))


def place_of(copy: Holding) -> str:
    """Say where a copy stands: "Ruang Baca, cabinet B, shelf 2"."""
    cabinet, shelf = copy.cabinet, copy.shelf
    if cabinet and not _says_what_it_is(cabinet, _CABINETS):
        cabinet = _("cabinet %(name)s", name=cabinet)
    if shelf and not _says_what_it_is(shelf, _SHELVES):
        shelf = _("shelf %(name)s", name=shelf)
    return ", ".join(filter(None, (copy.room, cabinet, shelf)))


def _says_what_it_is(name: str, words: frozenset[str]) -> bool:
    # Inventory books write "Lemari 2" as often as "2"; "lemari Lemari 2" helps nobody to find it.
    return name.partition(" ")[0].casefold() in words


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
