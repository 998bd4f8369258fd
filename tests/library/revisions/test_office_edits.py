"""What administrators change of an office, over its file."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from library import Library
from library.errors import BadInput, LostRace
from library.offices import packaged_offices
from library.revisions import office_edits, offices
from library.revisions.office_checks import office_checks, offices_today
from library.store.models import OfficeVersion
from tests.library.conftest import HandClock

METRO = "1872"
WEDNESDAY = date(2026, 11, 25)
SHORT = ["08:00-12:00", "13:00-15:30"]
USUAL = {"mon": SHORT, "tue": SHORT, "thu": SHORT, "fri": ["08:00-11:30", "13:00-16:00"]}
LONGER = {"calendar": {"hours": USUAL | {"wed": ["08:00-12:00", "12:30-17:00"]}}}


def change(library: Library, piece: dict[str, object], **more: object) -> int:
    with library.database.read() as session:
        body = office_edits.with_piece(session, library.clock().date(), METRO, piece)
    return library.editing.draft(offices.KIND, METRO, body, "budi", **more).id  # type: ignore[arg-type]


def shown(library: Library, day: date) -> list[str]:
    return [str(each) for each in library.offices[METRO].calendar.intervals(day)]


def metro_file() -> str:
    return (packaged_offices() / "metro.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("08.00–12.00, 13.00–15.30", ["08:00-12:00", "13:00-15:30"]),
        ("8:00 - 12:00 dan 13.00 s/d 16.00", ["08:00-12:00", "13:00-16:00"]),
        (" Tutup ", []),
        ("", []),
        ("pagi", ["pagi"]),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, read: list[str]) -> None:
    assert office_edits.read_day_hours(typed) == read


def test_pieces_add_up_and_the_rest_stays_as_the_file_has_it(library: Library) -> None:
    monday = shown(library, date(2026, 11, 23))
    version = library.offices[METRO].version
    library.editing.publish(change(library, LONGER), "budi")
    library.editing.publish(change(library, {"letterhead": {"phone": "0725-1"}}), "budi")
    assert shown(library, WEDNESDAY) == ["08.00–12.00", "12.30–17.00"]
    assert shown(library, date(2026, 11, 23)) == monday
    assert library.offices[METRO].letterhead.phone == "0725-1"
    assert library.offices[METRO].letterhead.site == "https://metrokota.bps.go.id/"
    assert library.offices[METRO].version != version
    with library.database.read() as session:
        assert session.get(OfficeVersion, (METRO, library.offices[METRO].version)) is not None
        assert session.get(OfficeVersion, (METRO, version)) is not None


def test_hours_alone_make_no_new_standard_and_are_no_default_any_more(library: Library) -> None:
    before = library.offices[METRO]
    library.editing.publish(change(library, LONGER), "budi")
    assert library.offices[METRO].version == before.version
    assert before.hours.hours.is_default
    assert not library.offices[METRO].hours.hours.is_default


def test_a_change_with_a_day_begins_on_that_day(library: Library, clock: HandClock) -> None:
    library.editing.publish(change(library, LONGER, valid_from=date(2026, 11, 24)), "budi")
    assert shown(library, WEDNESDAY) != ["08.00–12.00", "12.30–17.00"]
    clock.forward(days=3)
    library.offices_in_force.refresh()
    assert shown(library, WEDNESDAY) == ["08.00–12.00", "12.30–17.00"]


def test_a_change_for_today_is_not_lost_when_a_published_one_begins(library: Library) -> None:
    tomorrow = date(2026, 11, 24)
    library.editing.publish(change(library, LONGER, valid_from=tomorrow), "budi")
    phone = {"letterhead": {"phone": "0725-1"}}
    today = change(library, phone)
    assert "2026-11-24" in library.editing.preview(today).problems[0]
    with pytest.raises(BadInput):
        library.editing.publish(today, "budi")
    library.editing.publish(change(library, phone, valid_from=tomorrow), "budi")


def test_of_two_drafts_from_the_same_day_the_second_is_not_published_over_the_first(
    library: Library, clock: HandClock
) -> None:
    first = change(library, LONGER)
    second = change(library, {"letterhead": {"phone": "0725-1"}})
    clock.forward(minutes=1)
    library.editing.publish(first, "budi")
    with pytest.raises(LostRace):
        library.editing.publish(second, "wati")
    assert shown(library, WEDNESDAY) == ["08.00–12.00", "12.30–17.00"]


def test_a_file_whose_calendar_is_none_is_refused_and_its_draft_can_be_looked_at(library: Library) -> None:
    for wrong in ("days = 5", "overrides = true", "days = [{ day = 08:00:00 }]"):
        code, body = office_edits.as_whole(f'[office]\ncode = "{METRO}"\n[calendar]\n{wrong}\n')
        draft = library.editing.draft(offices.KIND, code, body, "budi")
        assert library.editing.preview(draft.id).problems


@pytest.mark.parametrize(
    ("piece", "named"),
    [
        ({"calendar": {"hours": {"mon": ["12:00-08:00"]}}}, "calendar.hours"),
        ({"calendar": {"hours": {"mon": ["pagi"]}}}, "calendar.hours"),
        (
            {
                "calendar": {
                    "overrides": [{"name": {"id": "a", "en": "a"}, "first": "kapan", "last": "2026-01-02", "hours": {}}]
                }
            },
            "first",
        ),
        ({"letterhead": {"fax": "1"}}, "letterhead.fax"),
        ({"rules": {"floor": {"counters": 0}}}, "rules.floor.counters"),
    ],
)
def test_what_does_not_fit_is_named_in_the_preview_and_cannot_be_published(
    library: Library, piece: dict[str, object], named: str
) -> None:
    draft = change(library, piece)
    problems = library.editing.preview(draft).problems
    assert len(problems) >= 1
    assert named in problems[0]
    with pytest.raises(BadInput):
        library.editing.publish(draft, "budi")
    assert library.offices[METRO].letterhead.phone == "07257859853"


def test_a_promise_that_is_printed_cannot_be_hidden(library: Library) -> None:
    draft = change(library, {"rules": {"consultation": {"queue": False}}})
    assert library.editing.preview(draft).problems != []


def test_other_hours_for_a_while_come_back_as_dates(library: Library) -> None:
    ramadan = {
        "name": {"id": "Ramadan", "en": "Ramadan"},
        "first": "2026-11-24",
        "last": "2026-11-26",
        "hours": office_edits.read_week({"wed": "09.00–14.00", "thu": "tutup"}, keep_blank=True),
    }
    library.editing.publish(change(library, {"calendar": {"overrides": [ramadan]}}), "budi")
    assert shown(library, WEDNESDAY) == ["09.00–14.00"]
    assert shown(library, date(2026, 11, 26)) == []
    assert len(shown(library, date(2026, 11, 24))) == 2


def test_the_file_that_is_given_out_makes_the_same_office(library: Library, tmp_path: Path) -> None:
    library.editing.publish(change(library, LONGER), "budi")
    with library.database.read() as session:
        table = library.offices_in_force.table(session, library.clock().date(), METRO)
    text = office_edits.as_file(table)
    assert tomllib.loads(text) == table
    code, body = office_edits.as_whole(text)
    draft = library.editing.draft(offices.KIND, code, body, "budi")
    assert library.editing.preview(draft.id).differences == []


def test_a_whole_file_replaces_everything_but_code_and_address(library: Library) -> None:
    text = metro_file().replace('phone = "07257859853"\n', "").replace('slug = "metro"', 'slug = "lain"')
    code, body = office_edits.as_whole(text)
    draft = library.editing.draft(offices.KIND, code, body, "budi")
    changed = {each.what: each.after for each in library.editing.preview(draft.id).differences}
    assert changed == {"letterhead.phone": None}
    library.editing.publish(draft.id, "budi")
    assert (library.offices[METRO].letterhead.phone, library.offices[METRO].slug) == (None, "metro")


def test_a_new_office_comes_by_its_file_and_its_mistakes_are_named_by_line(library: Library) -> None:
    text = (
        metro_file()
        .replace('"1872"', '"1805"')
        .replace('slug = "metro"', 'slug = "contoh"')
        .replace("order = 1\n", "order = 9\n")
    )
    for wrong, named in ((text.replace("order = 9", "order = 1"), "contoh.toml:6: office.order"), (text, "")):
        code, body = office_edits.as_whole(wrong)
        assert code == "1805"
        slug = office_edits.slug_of(body)
        draft = library.editing.draft(offices.NEW, slug, {"text": wrong}, "budi")
        problems = library.editing.preview(draft.id).problems
        assert (named in problems[0]) if named else problems == []
    library.editing.publish(draft.id, "budi")
    assert list(library.offices)[-1] == "1805"
    assert library.first_office.code == METRO


@pytest.mark.parametrize(
    "text", ["[office", "x = 1", '[office]\ncode = "18"', "a = " + "[" * 5000, '[office]\ncode = "1805"\nslug = "../x"']
)
def test_what_is_no_office_s_file_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        office_edits.slug_of(office_edits.as_whole(text)[1])


def test_the_doctor_says_where_an_office_differs_from_its_file(library: Library) -> None:
    assert list(office_checks(library.settings)) == []
    library.editing.publish(change(library, {"letterhead": {"phone": "0725-1"}}), "budi")
    said = list(office_checks(library.settings))
    # By the clock of this machine, which may stand before that of the test.
    assert [each.state for each in said] in ([], ["ok"])
    named = {office.code: office.letterhead.phone for office in offices_today(library.settings, library.clock())}
    assert named[METRO] == "0725-1"
