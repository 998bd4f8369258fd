"""Fills the frame of a page: office, languages, theme, account, navigation."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from flask import request, url_for

from library.offices import Office
from webapp import navigation
from webapp.current import current_library, current_visitor
from webapp.language.catalogues import LANGUAGES
from webapp.language_choice import choose_language
from webapp.security import terminals
from webapp.security.doors import this_page
from webapp.shell import Account, Language, Link, Shell, Terminal, Theme, View

NOTICED = ("front.home", "administration.overview", "administration.people")
THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
_NAMES = {"id": "Indonesia", "en": "English"}


def make_shell(office: Office, *, words: str = "", view: View = "public") -> Shell:
    """Say what the frame around a page of `office` holds; `words` stand in the search box."""
    language = choose_language()
    terminal = _terminal()
    if terminal is not None:
        return _hall(office, language, words, terminal)
    return Shell(
        language=language,
        languages=_languages(language),
        office=office.name.in_language(language),
        home_url=navigation.address("front.home"),
        search_url=navigation.address("search.results"),
        search_words=words,
        suggest_url=navigation.address("search.suggest", ""),
        theme=_theme(),
        theme_url=url_for("preferences.theme"),
        view=view,
        account=_account(),
        login_url=url_for("account.login", next=_way_back()),
        register_url=url_for("account.register"),
        navigation=navigation.links(navigation.MAIN),
        footer=(*navigation.links(navigation.FOOTER), *_source()),
        factor_due=_factor_due(),
    )


def _hall(office: Office, language: str, words: str, terminal: Terminal) -> Shell:
    """Make the frame of a terminal: large, the search, and the one bar that ends the reading; no rooms, no menus."""
    return Shell(
        language=language,
        languages=_languages(language),
        office=office.name.in_language(language),
        home_url=terminal.home_url,
        search_url=navigation.address("search.results"),
        search_words=words,
        suggest_url=navigation.address("search.suggest", ""),
        view="kiosk",
        terminal=terminal,
    )


def _terminal() -> Terminal | None:
    if not terminals.at_terminal():
        return None
    visitor = current_visitor()
    return Terminal(
        who=visitor.name if visitor else "",
        home_url=url_for("terminal.start"),
        leave_url=url_for("terminal.leave"),
        here_url=url_for("terminal.here"),
        rests=terminals.RESTS,
        warns=terminals.WARNS,
    )


def _factor_due() -> datetime | None:
    """Give the day where the staff land after signing in; elsewhere it would be in the way."""
    visitor = current_visitor()
    return visitor.factor_due if visitor is not None and request.endpoint in NOTICED else None


def _way_back() -> str | None:
    """Give the page to come back to after signing in; the pages of the account itself are none."""
    return None if request.blueprint == "account" else this_page()


def _languages(current: str) -> tuple[Language, ...]:
    here = this_page()
    return tuple(
        Language(code, _NAMES[code], url_for("preferences.language", code=code, next=here), code == current)
        for code in LANGUAGES
    )


def _theme() -> Theme:
    chosen = request.cookies.get(THEME_COOKIE, "")
    return cast("Theme", chosen) if chosen in THEMES else "auto"


def _account() -> Account | None:
    visitor = current_visitor()
    if visitor is None:
        return None
    return Account(visitor.name, navigation.links(navigation.ACCOUNT), url_for("account.logout"))


def _source() -> tuple[Link, ...]:
    # AGPL section 13: who uses the program over the network gets its source.
    url = current_library().settings.source_url
    return (Link("Kode sumber / Source code", url, "external-link"),) if url else ()
