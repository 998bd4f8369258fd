"""Numbers, dates and sizes as readers here write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from flask import Flask, g, render_template_string
from flask_babel import force_locale

from webapp.language import formats

ID, EN = Locale("id"), Locale("en")
INSTANT = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Jakarta", "21 November 2026, 14.05 WIB"),
        ("Asia/Makassar", "21 November 2026, 15.05 WITA"),
        ("Asia/Jayapura", "21 November 2026, 16.05 WIT"),
        ("Asia/Kathmandu", "21 November 2026, 12.50 UTC+0545"),
    ],
)
def test_an_instant_is_written_in_the_office_s_zone(zone: str, written: str) -> None:
    assert formats.moment(INSTANT, ID, ZoneInfo(zone)) == written


def test_an_instant_before_midnight_utc_falls_on_the_local_day() -> None:
    late = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    assert formats.moment(late, ID, ZoneInfo("Asia/Jakarta")) == "1 Januari 2027, 00.30 WIB"


def test_english_keeps_the_zone_s_own_name() -> None:
    assert formats.clock(INSTANT, EN, ZoneInfo("Asia/Jakarta")) == "14:05 WIB"


def test_a_weekday_is_named() -> None:
    assert formats.day(date(2026, 11, 21), ID, weekday=True) == "Sabtu, 21 November 2026"


def test_numbers_use_the_separators_of_the_language() -> None:
    assert formats.number(1234.5, ID) == "1.234,5"
    assert formats.number(1234.5, EN) == "1,234.5"
    assert formats.number(1234, ID, digits=2) == "1.234,00"
    assert formats.percent(0.1234, ID, digits=1) == "12,3%"


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1610000, "1,6 MB"),
        (16600000, "16,6 MB"),
        (123456789, "123 MB"),
        (10**16, "10.000 TB"),
    ],
)
def test_sizes_are_short(count: int, written: str) -> None:
    assert formats.size(count, ID) == written


def test_a_constant_in_a_template_is_written_anew_for_each_language(guide: Flask) -> None:
    template = guide.jinja_env.from_string("{{ 1354|number }} {{ 16600000|size }}")
    with guide.test_request_context("/"):
        with force_locale("id"):
            assert template.render() == "1.354 16,6 MB"
        with force_locale("en"):
            assert template.render() == "1,354 16.6 MB"


def test_filters_use_the_zone_of_the_request(guide: Flask) -> None:
    with guide.test_request_context("/"), force_locale("id"):
        g.zone = ZoneInfo("Asia/Jayapura")
        assert render_template_string("{{ t|clock }}", t=INSTANT) == "16.05 WIT"
