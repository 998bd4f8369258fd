"""The matrix of requirements, row by row: who states what, in which channel."""

from __future__ import annotations

from typing import Literal

import pytest

from library.offices import Office, load_offices, packaged_offices

OFFICES = {office.slug: office for office in load_offices(packaged_offices())}
DOCUMENTS: dict[str, tuple[str, Literal["consultation", "library"]]] = {
    "MK": ("metro", "consultation"),
    "ML": ("metro", "library"),
    "TB": ("tulang-bawang", "consultation"),
    "SS": ("sumatera-selatan", "consultation"),
    "LL": ("lubuklinggau", "consultation"),
}
WALK_IN = {
    "R1": "MK ML SS LL", "R2": "MK ML TB LL", "R3": "MK ML TB SS LL", "R4": "MK ML TB SS LL", "R5": "MK TB SS LL",
    "R6": "", "R7": "",
    "P1": "MK ML SS LL", "P2": "MK SS ML TB LL", "P3": "MK SS LL", "P4": "MK SS LL", "P5": "MK TB SS LL",
    "P6": "MK TB SS LL", "P7": "MK TB LL", "P8": "MK ML TB SS LL", "P9": "MK TB LL SS",
    "L1": "ML", "L2": "ML", "L3": "ML", "L4": "ML", "T1": "MK TB SS LL", "T3": "ML",
}  # fmt: skip
ONLINE = {
    "R3": "MK ML TB LL", "R6": "MK ML TB LL SS", "R7": "MK TB LL SS", "R1": "", "R2": "", "R4": "", "R5": "",
    "O1": "TB LL SS", "O2": "TB LL", "O3": "TB LL SS", "O4": "TB LL SS", "O5": "TB LL SS", "O6": "TB LL", "O7": "SS",
    "O8": "TB LL", "O9": "TB LL", "O10": "TB LL", "T2": "MK TB LL SS", "T1": "", "T3": "",
}  # fmt: skip


def stating(line: str, channel: str) -> set[str]:
    found = set()
    for name, (slug, service) in DOCUMENTS.items():
        document = OFFICES[slug].service(service)
        assert document is not None
        if document.states(line, channel):
            found.add(name)
    return found


@pytest.mark.parametrize(("line", "documents"), WALK_IN.items())
def test_a_walk_in_row_is_stated_by_exactly_its_documents(line: str, documents: str) -> None:
    assert stating(line, "walk_in") == set(documents.split())


@pytest.mark.parametrize(("line", "documents"), ONLINE.items())
def test_an_online_row_is_stated_by_exactly_its_documents(line: str, documents: str) -> None:
    assert stating(line, "online") == set(documents.split())


def test_only_metro_has_a_library_document_and_its_product_is_watermarked() -> None:
    assert {slug for slug, office in OFFICES.items() if office.service("library")} == {"metro"}
    assert {slug for slug, office in OFFICES.items() if office.states("L5")} == {"metro"}


@pytest.mark.parametrize(
    ("slug", "path"),
    [
        ("metro", "arrived guest_book ticketed called in_service leaving closed"),
        ("sumatera-selatan", "arrived guest_book ticketed called in_service leaving closed"),
        ("tulang-bawang", "arrived guest_book in_service leaving closed"),
        ("lubuklinggau", "arrived ticketed called guest_book in_service leaving closed"),
    ],
)
def test_the_consultation_follows_the_order_of_the_office(slug: str, path: str) -> None:
    stated = OFFICES[slug].rules.consultation.path
    assert stated.value == tuple(path.split())
    assert not stated.is_default


def test_metros_library_goes_by_id_and_locker_and_the_others_go_straight_in() -> None:
    assert OFFICES["metro"].rules.library.path.value == (
        "arrived", "guest_book", "id_held", "locker", "admitted", "leaving", "closed",
    )  # fmt: skip
    for slug in ("tulang-bawang", "sumatera-selatan", "lubuklinggau"):
        library = OFFICES[slug].rules.library
        assert library.path.is_default
        assert not library.custody.value
        assert (library.limit_minutes.value, library.limit_minutes.is_default) == (5, True)


def test_a_printed_zero_is_kept_and_is_no_limit() -> None:
    for slug in ("sumatera-selatan", "lubuklinggau"):
        document = OFFICES[slug].service("consultation")
        assert document is not None
        assert document.time_printed == "0"
        assert OFFICES[slug].rules.consultation.limit_minutes.value == 10


def test_metros_unstated_online_procedure_falls_to_labelled_defaults() -> None:
    online = OFFICES["metro"].rules.online
    document = OFFICES["metro"].service("consultation")
    assert document is not None
    assert document.steps_for("online") == ()
    assert (online.channels.value, online.channels.is_default) == (("application",), True)
    assert (online.search.value, online.search.is_default) == ("offered", True)
    assert (online.inactivity.value.by, online.inactivity.is_default) == ("none", True)
    assert (online.answer_working_days.value, online.answer_working_days.is_default) == (3, False)


@pytest.mark.parametrize(
    ("slug", "channels", "search", "closing"),
    [
        ("tulang-bawang", "application whatsapp social_media email", "required", ("officer", 7, "calendar")),
        ("lubuklinggau", "application whatsapp email", "required", ("officer", 7, "calendar")),
        ("sumatera-selatan", "application", "offered", ("system", 3, "working")),
    ],
)
def test_online_rules_are_those_of_the_document(
    slug: str, channels: str, search: str, closing: tuple[str, int, str]
) -> None:
    online = OFFICES[slug].rules.online
    assert online.channels.value == tuple(channels.split())
    assert online.search.value == search
    silent = online.inactivity.value
    assert (silent.by, silent.days, silent.counts) == closing
    assert [online.channels.origin, online.search.origin, online.inactivity.origin] == ["stated"] * 3


def test_only_sumatera_selatan_counts_three_days_from_submission() -> None:
    starts = {slug: office.rules.online.answer_starts.value for slug, office in OFFICES.items()}
    assert starts == {
        "metro": "clear", "tulang-bawang": "clear", "lubuklinggau": "clear", "sumatera-selatan": "submitted",
    }  # fmt: skip


def test_the_application_has_the_name_that_each_document_gives_it() -> None:
    names = {slug: office.rules.online.application.value for slug, office in OFFICES.items()}
    assert names == {
        "metro": "aplikasi PST",
        "tulang-bawang": "aplikasi pelayanan",
        "sumatera-selatan": "portal pst.bps.go.id",
        "lubuklinggau": "aplikasi pelayanan",
    }
    assert OFFICES["metro"].rules.library.application.value == "aplikasi pelayanan"


def test_tulang_bawang_has_no_queue_and_opening_hours_are_nobodys_statement() -> None:
    queue = OFFICES["tulang-bawang"].rules.consultation.queue
    assert (queue.value, queue.is_default) == (False, True)
    assert all(office.hours.hours.is_default and office.hours.time_zone.is_default for office in OFFICES.values())


@pytest.mark.parametrize(
    ("slug", "decree", "bps", "kemendagri"),
    [
        ("metro", "010 Tahun 2024", "1872", "18.72"),
        ("tulang-bawang", "030 Tahun 2019", "1808", "18.05"),
        ("sumatera-selatan", "Peraturan Kepala Badan Pusat Statistik Nomor 65 Ta", "1600", "16"),
        ("lubuklinggau", "062.L/KPA/2024", "1674", "16.73"),
    ],
)
def test_decree_and_region_codes_are_kept_as_printed(slug: str, decree: str, bps: str, kemendagri: str) -> None:
    office: Office = OFFICES[slug]
    document = office.service("consultation")
    assert document is not None
    assert document.decree == decree
    assert (office.standard.region.bps, office.standard.region.kemendagri) == (bps, kemendagri)


def test_sumatera_selatan_keeps_both_printed_postal_codes() -> None:
    assert OFFICES["sumatera-selatan"].letterhead.postal_codes == ("30114", "30121")


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("metro", "https://s.bps.go.id/pengaduan bps1872@bps.go.id 082170001872"),
        ("tulang-bawang", "https://tulangbawangkab.bps.go.id"),
        (
            "sumatera-selatan",
            "https://www.lapor.go.id https://webapps.bps.go.id/pengaduan bps1600@bps.go.id 081333783485",
        ),
        ("lubuklinggau", "https://lapor.go.id https://pengaduan.bps.go.id ipds1674@bps.go.id"),
    ],
)
def test_complaints_go_where_the_office_says(slug: str, expected: str) -> None:
    document = OFFICES[slug].service("consultation")
    assert document is not None
    assert document.complaints[0].kind == "box"
    assert [value for channel in document.complaints for value in channel.values] == expected.split()


def test_the_id_tick_box_holds_everywhere_but_in_sumatera_selatan() -> None:
    seen = {slug for slug, office in OFFICES.items() if office.identity_is_seen("consultation")}
    assert seen == {"metro", "tulang-bawang", "lubuklinggau"}
