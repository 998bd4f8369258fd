"""The form in which a librarian says how a page is to be read once more."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from ingest.redoing.settings import RESOLUTIONS, TURNS, PageSettings
from library.errors import BadForm

_LANGUAGES = ("ind+eng", "ind", "eng")


@dataclass(frozen=True, slots=True)
class AgainForm:
    """What was typed, as it was typed."""

    languages: str = "ind+eng"
    segmentation: str = "0"
    resolution: str = "300"
    turn: str = "0"
    skew: str = ""
    split: str = ""
    straighten: bool = False
    despeckle: bool = False

    @classmethod
    def from_request(cls) -> AgainForm:
        """Read the form that was sent; the plain one where none was."""
        form = request.form
        fresh = cls()
        return cls(
            languages=form.get("languages", fresh.languages)[:40],
            segmentation=form.get("segmentation", fresh.segmentation)[:4],
            resolution=form.get("resolution", fresh.resolution)[:4],
            turn=form.get("turn", fresh.turn)[:4],
            skew=form.get("skew", "").strip()[:10],
            split=form.get("split", "").strip()[:10],
            straighten="straighten" in form,
            despeckle="despeckle" in form,
        )

    def settings(self) -> PageSettings:
        """Give the settings.

        Raises:
            BadForm: one of them cannot be.
        """
        if self.languages not in _LANGUAGES:
            raise BadForm({"languages": "choice-invalid"})
        try:
            return PageSettings(
                languages=tuple(self.languages.split("+")),
                segmentation=_whole(self.segmentation),
                resolution=_whole(self.resolution),
                turn=_whole(self.turn),
                straighten=self.straighten,
                skew=_number("skew", self.skew),
                despeckle=self.despeckle,
                split=_number("split", self.split.removesuffix("%")) / 100,
            )
        except ValueError as error:
            name = str(error)
            raise BadForm({name: "number-invalid" if name in ("skew", "split") else "choice-invalid"}) from error

    @property
    def language_options(self) -> list[tuple[str, str]]:
        """Languages by Tesseract's names."""
        both = _("Indonesian and English")
        return [("ind+eng", both), ("ind", _("Indonesian")), ("eng", _("English"))]

    @property
    def segmentation_options(self) -> list[tuple[str, str]]:
        """Kinds of layout by Tesseract's numbers."""
        return [
            ("0", _("As the machine sees fit")),
            ("4", _("One column of lines of different sizes, or a table")),
            ("6", _("One block of text")),
            ("11", _("Words scattered over the page")),
        ]

    @property
    def resolution_options(self) -> list[tuple[str, str]]:
        """Resolutions, dpi."""
        return [(str(dpi), f"{dpi} dpi") for dpi in RESOLUTIONS]

    @property
    def turn_options(self) -> list[tuple[str, str]]:
        """Quarter turns."""
        words = {0: _("As it is"), 90: _("To the right"), 180: _("Upside down"), 270: _("To the left")}
        return [(str(turn), str(words[turn])) for turn in TURNS]


def trial_states() -> dict[str, tuple[str, str]]:
    """Word the state of a trial, with the tone of its chip."""
    return {
        "ordered": (_("being read"), "info"),
        "ready": (_("ready to look at"), "good"),
        "accepted": (_("being put in place"), "info"),
        "applied": (_("in place"), "good"),
        "failed": (_("came to nothing"), "bad"),
        "dismissed": (_("not taken"), ""),
    }


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else -1


def _number(name: str, text: str) -> float:
    """Read a number as it is written in either language; nothing is 0.

    Raises:
        ValueError: `name`, where it is none.
    """
    try:
        number = float(text.replace(",", ".") or 0)
    except ValueError:
        raise ValueError(name) from None
    if not math.isfinite(number):
        raise ValueError(name)
    return number
