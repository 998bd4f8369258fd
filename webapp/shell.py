"""What every page's frame needs to know: plain values, filled once a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Theme = Literal["auto", "light", "dark"]
View = Literal["public", "staff", "kiosk"]


@dataclass(frozen=True)
class Link:
    """A link in the header, a menu or the footer; `icon` is a name in `assets/icons.txt`.

    `current` where it leads to the page that is shown, or, with `around`, to the room that the page belongs to.
    """

    label: str
    url: str
    icon: str = ""
    current: bool = False
    around: bool = False


@dataclass(frozen=True)
class Language:
    """A language of the pages: its code, its short name (Indonesia, English), and the same page in it."""

    code: str
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Account:
    """Who is signed in: her name, the links of her menu, and where the signing-out form posts."""

    name: str
    links: tuple[Link, ...]
    logout_url: str


@dataclass(frozen=True)
class Terminal:
    """A terminal in the hall: who reads there now ("" for nobody), and where the screen is emptied and life is told."""

    who: str
    home_url: str
    leave_url: str
    here_url: str
    rests: int  # seconds without a touch until the screen is emptied
    warns: int  # the last of these, which are counted aloud


@dataclass(frozen=True)
class Shell:
    """The frame of a page: office, search box, languages, theme, account, navigation, footer."""

    language: str  # "id" or "en"
    languages: tuple[Language, ...]
    office: str
    home_url: str
    search_url: str
    search_words: str = ""
    suggest_url: str = ""  # answers ?q= with [{"words", "detail", "url"}]; empty: no suggestions
    theme: Theme = "auto"
    theme_url: str = ""  # POST theme=auto|light|dark; empty: no theme switch
    view: View = "public"
    account: Account | None = None
    login_url: str = ""
    register_url: str = ""
    navigation: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    office_lines: tuple[str, ...] = ()  # address, telephone, opening hours
    terminal: Terminal | None = None
    factor_due: datetime | None = None  # by when this member of the staff has to set up the second step; shown here
