"""A service is rated once, by whoever was served, and nobody's name stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from library.errors import BadForm, LinkExpired, NotFound
from library.feedback import invitations
from library.feedback.errors import RatingUsed
from library.feedback.instruments import load_instruments
from library.floor import VisitView
from library.periods import Period, parse_period
from library.readers import accounts
from library.store.models import Account, Mail, Rating, RatingInvitation
from tests.library.feedback.filled import form
from tests.library.floor.conftest import METRO, Room, empty_data, room

__all__ = ["empty_data", "room"]
NOVEMBER = Period(2026, 11)


def served(room: Room, **entry: object) -> tuple[VisitView, str]:
    """Serve a visitor; give her visit and the token of her own page."""
    room.open(1)
    leg = room.ticket(**entry)
    room.serve()
    token = room.floor.rating_token(leg.id)
    assert token is not None
    return room.floor.visit(leg.visit_id), token


def test_a_rating_counts_once_and_the_second_is_told_so_kindly(room: Room) -> None:
    ratings, (_visit, token) = room.library.ratings, served(room)
    assert ratings.show(token).instrument.kind == "skm"
    ratings.rate(token, form(4), "id")
    for again in (lambda: ratings.rate(token, form(1), "id"), lambda: ratings.show(token)):
        with pytest.raises(RatingUsed):
            again()
    total = ratings.scores([METRO], NOVEMBER, ratings.instrument(METRO)).total
    assert (total.answers, total.exact) == (1, 100)


def test_an_incomplete_rating_names_every_field_and_spends_nothing(room: Room) -> None:
    ratings, (_visit, token) = room.library.ratings, served(room)
    wrong = {**form(3), "time": "", "conduct": "5", "cost": "٣", "product": "0"}
    with pytest.raises(BadForm) as caught:
        ratings.rate(token, wrong, "id")
    assert caught.value.fields == {
        **dict.fromkeys(("conduct", "cost", "product"), "choice-invalid"),
        "time": "required",
    }
    with pytest.raises(BadForm):
        ratings.rate(token, form(3, comment="x" * 1001), "id")
    ratings.rate(token, form(3), "id")


def test_an_invitation_ends_after_the_offices_days_and_an_unknown_one_looks_the_same(room: Room) -> None:
    ratings, (_visit, token) = room.library.ratings, served(room)
    room.clock.forward(days=14)
    with pytest.raises(LinkExpired):
        ratings.rate(token, form(), "id")
    with pytest.raises(LinkExpired):
        ratings.show("x" * 5000)


def test_the_guest_book_tells_gender_age_and_education_and_no_name_is_kept(room: Room) -> None:
    ratings = room.library.ratings
    _visit, token = served(room, gender="female", birth_year="1990", education="s2")
    assert not ratings.show(token).asks_person
    ratings.rate(token, form(4, gender="male", comment="  Cepat\u202e sekali\r\n\r\nTerima kasih "), "id")
    with room.library.database.read() as session:
        rating = session.scalars(select(Rating)).one()
    assert (rating.gender, rating.age, rating.education) == ("female", "35_44", "s2")
    assert rating.comment == "Cepat  sekali\n\nTerima kasih"
    assert "Siti" not in str(vars(rating))


def test_the_visit_code_opens_the_rating_also_after_the_visit_was_closed(room: Room) -> None:
    visit, _token = served(room)
    room.floor.close(visit.id, by=room.officer)
    token = room.library.ratings.token_of_code(METRO, visit.code.lower().replace("-", " "))
    room.library.ratings.rate(token, form(), "en")
    with pytest.raises(NotFound):
        room.library.ratings.token_of_code(METRO, visit.code)
    with pytest.raises(NotFound):
        room.library.ratings.token_of_code("1674", visit.code)


def member(room: Room, *, proven: bool = True) -> Account:
    with room.library.database.write() as session:
        made = accounts.add(session, room.clock(), email="siti@example.org", name="Siti Rahmawati")
        made.verified_at = room.clock() if proven else None
        return made


def rating_mails(room: Room) -> list[Mail]:
    room.library.workers.drain()
    with room.library.database.read() as session:
        return list(session.scalars(select(Mail).where(Mail.kind == invitations.MAIL_KIND)))


def test_whoever_has_not_rated_within_the_hour_is_mailed_once_and_both_ways_work(room: Room) -> None:
    account = member(room)
    _visit, token = served(room, account_id=account.id)
    assert rating_mails(room) == []
    room.clock.forward(hours=1)
    with room.library.database.write() as session:
        invitation = session.scalars(select(RatingInvitation)).one()
        assert invitations.mail(session, room.clock(), {"invitation": invitation.id}, room.library.offices)
        text = session.scalars(select(Mail.text)).one()
    mailed = text.partition("/rate/")[2].split()[0]
    assert room.library.ratings.show(token)
    assert room.floor.rating_token(f"{invitation.subject.partition(':')[2]}")
    room.library.ratings.rate(mailed, form(), "id")
    assert len(rating_mails(room)) == 1


def test_who_has_rated_was_asked_this_week_or_has_no_proven_address_gets_no_mail(room: Room) -> None:
    account = member(room)
    _visit, token = served(room, account_id=account.id)
    room.library.ratings.rate(token, form(), "id")
    room.clock.forward(hours=1)
    assert rating_mails(room) == []
    for _ in range(2):
        served(room, account_id=account.id)
        room.clock.forward(hours=1)
        assert len(rating_mails(room)) == 1
    served(room)  # an address in the guest book alone
    room.clock.forward(days=8)
    assert len(rating_mails(room)) == 1


def test_a_visitor_takes_her_rating_with_her_and_erasing_her_leaves_the_number_alone(room: Room) -> None:
    visit, token = served(room)
    room.library.ratings.rate(token, form(3, comment="Bu Ani sangat membantu"), "id")
    room.floor.close(visit.id, by=room.officer)
    exported = room.floor.export_visit(visit.id)["ratings"]
    assert [each["comment"] for each in exported] == ["Bu Ani sangat membantu"]
    room.floor.erase_visit(visit.id, by=room.officer)
    assert room.floor.export_visit(visit.id)["ratings"] == []
    scores = room.library.ratings.scores([METRO], NOVEMBER, room.library.ratings.instrument(METRO))
    assert (scores.total.answers, scores.total.exact, scores.invited) == (1, 75, 1)
    assert room.library.ratings.remarks(METRO, NOVEMBER) == []


def test_a_service_of_another_month_counts_in_its_own(room: Room) -> None:
    _visit, token = served(room)
    room.clock.forward(days=13)  # rated in December
    room.library.ratings.rate(token, form(), "id")
    ratings = room.library.ratings
    assert ratings.scores([METRO], NOVEMBER, ratings.instrument(METRO)).total.answers == 1
    assert ratings.scores([METRO], Period(2026, 12), ratings.instrument(METRO)).total.answers == 0


def test_periods_are_read_strictly() -> None:
    assert parse_period("2026-02") == Period(2026, 2)
    assert Period(2024, 2).last.day == 29
    assert Period(2026, 1).before == Period(2025, 12)
    assert [parse_period(text) for text in ("2026-13", "26", "1999", "2026-1", "٢٠٢٦", "")] == [None] * 6


def test_an_instrument_that_is_half_made_is_refused(tmp_path: Path, room: Room) -> None:
    folder = tmp_path / "catalog" / "instruments"
    folder.mkdir(parents=True)
    whole = (room.library.settings.catalog / "instruments" / "skm.toml").read_text("utf-8")
    (folder / "skm.toml").write_text(whole[: whole.rindex("[[question]]")], "utf-8")
    with pytest.raises(ValueError, match="nine elements"):
        load_instruments(tmp_path / "catalog")
