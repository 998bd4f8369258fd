"""A folder of office files: loaded whole, or refused with every mistake at its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from library.offices import (
    OfficeFileError,
    Problem,
    find_office,
    load_offices,
    packaged_offices,
    read_standard,
    standard_document,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "offices"
    shutil.copytree(packaged_offices(), target)
    return target


def edit(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")


def line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if text in line)


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(OfficeFileError) as caught:
        load_offices(folder)
    return caught.value.problems


def test_the_packaged_offices_come_in_their_order() -> None:
    assert [office.code for office in load_offices(packaged_offices())] == ["1872", "1808", "1600", "1674"]


def test_an_office_is_found_by_code_or_slug() -> None:
    offices = load_offices(packaged_offices())
    assert find_office(offices, "1674") is find_office(offices, "lubuklinggau") is offices[3]
    assert find_office(offices, "9999") is None


def test_adding_an_office_is_writing_one_file(folder: Path) -> None:
    new = folder / "contoh.toml"
    shutil.copy(folder / "metro.toml", new)
    for old, text in (('"1872"', '"9471"'), ("order = 1", "order = 9"), ('slug = "metro"', 'slug = "jayapura"')):
        edit(new, old, text, 2)
    new.write_text(new.read_text("utf-8") + '\n[calendar]\ntime_zone = "Asia/Jayapura"\n', "utf-8")
    office = find_office(load_offices(folder), "9471")
    assert office is not None
    assert office.hours.time_zone.value == "Asia/Jayapura"
    assert not office.hours.time_zone.is_default
    assert office.hours.hours.is_default


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ("queue = true", "queu = true", "rules.consultation.queu", "is not a key of this table"),
        ("limit_minutes = 5", 'limit_minutes = "5"', "rules.library.limit_minutes", "valid integer"),
        ("limit_minutes = 10", "limit_minutes = 0", "rules.consultation.limit_minutes", "greater than or equal to 1"),
        ("custody = true", "custody = 1", "rules.library.custody", "valid boolean"),
        ('"submitted"', '"sometime"', None, "'clear' or 'submitted'"),
        ('level = "city"', 'level = "town"', "region.level", "'country', 'province', 'regency' or 'city'"),
        ('lines = ["L1"]', 'lines = ["L9"]', "services.library.steps[3].lines[1]", "'L1'"),
        ("number = 3", "number = 4", "services.consultation.requirements[3].number", "has reached 3"),
        ('bps = "1872"', 'bps = "1871"', "region.bps", "is not the office's code 1872"),
        ('path = ["arrived", "guest_book", "ticketed"', 'path = ["arrived", "ticketed", "guest_book"',
         "rules.consultation.path", "does not follow the printed steps"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_and_key(
    folder: Path, old: str, new: str, key: str | None, message: str
) -> None:
    name = "sumatera-selatan.toml" if old == '"submitted"' else "metro.toml"
    edit(folder / name, old, new)
    (problem,) = problems_of(folder)
    assert problem.file == name
    assert problem.line == line_of(folder / name, new)
    assert key is None or problem.key == key
    assert message in problem.message


def test_a_path_that_holds_a_card_before_the_guest_book_is_refused(folder: Path) -> None:
    edit(folder / "metro.toml", '"guest_book", "id_held", "locker"', '"id_held", "locker", "guest_book"')
    assert any('"guest_book" before "id_held"' in problem.message for problem in problems_of(folder))


def test_all_mistakes_of_all_files_come_in_one_report(folder: Path) -> None:
    edit(folder / "metro.toml", "queue = true", "queue = 3")
    edit(folder / "lubuklinggau.toml", "order = 4\n", "")
    (folder / "broken.toml").write_text('[office]\ncode = "1\n', "utf-8")
    (folder / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    found = {(problem.file, problem.key) for problem in problems_of(folder)}
    assert found == {
        ("metro.toml", "rules.consultation.queue"),
        ("lubuklinggau.toml", "office.order"),
        ("broken.toml", ""),
        ("bytes.toml", ""),
    }


def test_a_missing_key_is_placed_at_its_table(folder: Path) -> None:
    edit(folder / "lubuklinggau.toml", "order = 4\n", "")
    (problem,) = problems_of(folder)
    assert (problem.line, problem.message) == (line_of(folder / "lubuklinggau.toml", "[office]"), "is missing")


def test_broken_toml_is_named_with_its_line(folder: Path) -> None:
    (folder / "broken.toml").write_text('[office]\ncode = "1\n', "utf-8")
    (problem,) = problems_of(folder)
    assert (problem.file, problem.line) == ("broken.toml", 2)


@pytest.mark.parametrize(
    ("hours", "message"),
    [
        ('["08:00-12:00", "11:00-15:30"]', "overlap"),
        ('["13:00-15:30", "08:00-12:00"]', "out of order"),
        ('["8:00-12:00"]', "is not an interval"),
        ('["08:00-25:00"]', "is not an interval"),
        ('["12:00-08:00"]', "ends before it starts"),
        ("[800]", "is not an interval"),
        ('"08:00-12:00"', "valid tuple"),
    ],
)
def test_bad_hours_are_refused_in_words(folder: Path, hours: str, message: str) -> None:
    path = folder / "metro.toml"
    week = "".join(f'{day} = ["08:00-12:00"]\n' for day in ("mon", "tue", "wed", "thu"))
    path.write_text(f"{path.read_text('utf-8')}\n[calendar.hours]\n{week}fri = {hours}\n", "utf-8")
    (problem,) = problems_of(folder)
    assert problem.key.startswith("calendar.hours.fri")
    assert problem.line == line_of(path, "fri = ")
    assert message in problem.message


def test_an_unknown_time_zone_and_a_backward_override_are_refused(folder: Path) -> None:
    path = folder / "metro.toml"
    zone = '\n[calendar]\ntime_zone = "Asia/Metro"\n'
    path.write_text(path.read_text("utf-8") + zone, "utf-8")
    backward = (
        '\n[[calendar.overrides]]\nname = { id = "Ramadan", en = "Ramadan" }\n'
        'first = 2026-03-19\nlast = 2026-02-18\nhours = { fri = ["08:00-11:30"] }\n'
    )
    other = folder / "lubuklinggau.toml"
    other.write_text(other.read_text("utf-8") + backward, "utf-8")
    problems = problems_of(folder)
    assert [problem.key for problem in problems] == ["calendar", "calendar.time_zone"]
    assert "ends before it starts" in problems[0].message


def test_two_offices_with_one_code_are_refused(folder: Path) -> None:
    shutil.copy(folder / "metro.toml", folder / "zwilling.toml")
    problems = problems_of(folder)
    assert {(problem.file, problem.key) for problem in problems} == {
        ("zwilling.toml", "office.code"), ("zwilling.toml", "office.order"), ("zwilling.toml", "office.slug"),
    }  # fmt: skip


def test_a_stated_promise_without_a_rule_does_not_hide_behind_a_default(folder: Path) -> None:
    edit(folder / "metro.toml", "[rules.library]\nlimit_minutes = 5\n", "[rules.library]\n")
    (problem,) = problems_of(folder)
    assert (problem.key, problem.message) == (
        "rules.library.limit_minutes", "is missing although the document states T3",
    )  # fmt: skip


def test_a_folder_without_defaults_or_offices_is_refused(folder: Path) -> None:
    for path in folder.glob("*.toml"):
        if path.name != "defaults.toml":
            path.unlink()
    assert "holds no office file" in problems_of(folder)[0].message
    (folder / "defaults.toml").unlink()
    assert problems_of(folder)[0].file == "defaults.toml"


def test_the_report_is_a_sentence_in_both_languages(folder: Path) -> None:
    edit(folder / "metro.toml", "queue = true", "queue = 3")
    with pytest.raises(OfficeFileError) as caught:
        load_offices(folder)
    assert "metro.toml:" in caught.value.sentence("id")
    assert caught.value.sentence("en").startswith("The office files need mending (1 mistake")


def test_the_version_follows_the_standard_and_not_the_calendar(folder: Path) -> None:
    before = {office.slug: office.version for office in load_offices(folder)}
    path = folder / "metro.toml"
    path.write_text(path.read_text("utf-8") + '\n[calendar]\ntime_zone = "Asia/Makassar"\n', "utf-8")
    assert {office.slug: office.version for office in load_offices(folder)} == before
    edit(path, "The user takes a queue number", "The user takes a number")
    after = {office.slug: office.version for office in load_offices(folder)}
    assert after.pop("metro") != before.pop("metro")
    assert after == before


def test_a_stored_standard_reads_back_to_the_same_value() -> None:
    for office in load_offices(packaged_offices()):
        assert read_standard(standard_document(office.standard)) == office.standard


@pytest.mark.parametrize(
    "content",
    [
        b"x = " + b"[" * 100_000,
        b"x = " + b"9" * 5_000,
        b"x = " + b"{a=" * 50_000,
        b"\x00",
        b"[office]\n" * 2,
        b"office = 3\nrules = 4\ncalendar = []\nservices = 'x'\n",
        b"[rules]\nconsultation = 1\n[calendar]\nhours = 'always'\n",
        b"[[services.consultation.steps]]\n" * 3_000,
        b" " * 1_000_001,
    ],
)
def test_a_hostile_file_is_a_report_and_never_a_crash(folder: Path, content: bytes) -> None:
    (folder / "hostile.toml").write_bytes(content)
    problems = problems_of(folder)
    assert {problem.file for problem in problems} == {"hostile.toml"}


def test_a_folder_in_the_place_of_a_file_is_named(folder: Path) -> None:
    (folder / "folder.toml").mkdir()
    (problem,) = problems_of(folder)
    assert problem.file == "folder.toml"
