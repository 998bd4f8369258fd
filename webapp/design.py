"""The design system's part of the application: filters for local forms, and addresses of assets."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, g, url_for
from flask_babel import get_locale
from jinja2 import pass_context
from jinja2.runtime import Context

from webapp.assets.places import STATIC
from webapp.assets.sheets import SHEETS
from webapp.language import formats

DEFAULT_ZONE = ZoneInfo("Asia/Jakarta")


def install_design(app: Flask) -> None:
    """Give templates the filters `number percent day clock moment size` and the globals `asset`, `stylesheets`.

    The time zone of `clock` and `moment` is `g.zone`, the office's, where a request has set it.
    """
    app.jinja_env.filters.update(number=_number, percent=_percent, day=_day, clock=_clock, moment=_moment, size=_size)
    digests: dict[tuple[str, float], str] = {}
    app.jinja_env.globals["asset"] = lambda name: _asset(name, digests)
    app.jinja_env.globals["stylesheets"] = lambda: _stylesheets(app, digests)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _asset(name: str, digests: dict[tuple[str, float], str]) -> str:
    """Give the address of a static file with its hash, so that it may be cached for ever.

    A page of results has seventy icons of one file: what was asked for once in a request is not worked out again.
    """
    known: dict[str, str] = g.setdefault("assets", {})
    if name not in known:
        known[name] = url_for("static", filename=name, v=_digest(STATIC / name, digests))
    return known[name]


def _stylesheets(app: Flask, digests: dict[tuple[str, float], str]) -> list[str]:
    """Give the addresses of the style sheets: one joined file, or in development each by itself."""
    names = [f"css/{name}.css" for name in SHEETS] if app.debug else ["vendor/pustaka.css"]
    return [_asset(name, digests) for name in names]


def _digest(path: Path, known: dict[tuple[str, float], str]) -> str:
    try:
        key = (str(path), path.stat().st_mtime)
    except FileNotFoundError:
        return "missing"
    if key not in known:
        known[key] = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return known[key]


def _zone() -> ZoneInfo:
    zone = g.get("zone", DEFAULT_ZONE)
    return zone if isinstance(zone, ZoneInfo) else DEFAULT_ZONE


# `pass_context` keeps Jinja from computing a filter of a constant once, in the language of the first reader.
@pass_context
def _number(_context: Context, value: float, digits: int | None = None) -> str:
    return formats.number(value, get_locale(), digits=digits)


@pass_context
def _percent(_context: Context, value: float, digits: int = 0) -> str:
    return formats.percent(value, get_locale(), digits=digits)


@pass_context
def _day(_context: Context, value: date | datetime, weekday: bool = False) -> str:
    local = value.astimezone(_zone()).date() if isinstance(value, datetime) else value
    return formats.day(local, get_locale(), weekday=weekday)


@pass_context
def _clock(_context: Context, value: datetime) -> str:
    return formats.clock(value, get_locale(), _zone())


@pass_context
def _moment(_context: Context, value: datetime) -> str:
    return formats.moment(value, get_locale(), _zone())


@pass_context
def _size(_context: Context, count: int) -> str:
    return formats.size(count, get_locale())
