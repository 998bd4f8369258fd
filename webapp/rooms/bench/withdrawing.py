"""Why a work is withdrawn, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from library.catalogue.works import WITHDRAWAL_CODES

_WORDS: dict[str, LazyString] = {
    "wrong-file": _l("It is the wrong file"),
    "replaced": _l("A corrected edition takes its place"),
    "rights": _l("The office may not give it out"),
    "personal-data": _l("It shows personal data"),
    "other": _l("Something else"),
}


def withdrawal_options() -> list[tuple[str, str]]:
    """Give the codes that the audit trail keeps, with their words."""
    return [(code, str(_WORDS[code])) for code in WITHDRAWAL_CODES]


def withdrawal_words(code: str) -> str:
    """Say a code in words."""
    return str(_WORDS.get(code, _WORDS["other"]))
