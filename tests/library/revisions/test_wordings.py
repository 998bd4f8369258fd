"""Questionnaires, ready-made sentences and mails as administrators word them."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from library import Library
from library.consultations.replies import ReplyTemplate
from library.errors import BadInput
from library.feedback.instruments import Instrument, instrument_of
from library.mail import post
from library.mail.mail_text import MailText
from library.mail.texts import bare_text, mail_text
from library.offices import Words
from library.periods import Period
from library.readers import accounts
from library.revisions import instruments, mails, replies
from library.revisions.placeholders import checked, placeholders
from library.settings import Settings
from library.store.models import Account, Mail, Rating, RatingInvitation
from tests.library.conftest import HandClock

METRO, LUBUKLINGGAU = "1872", "1674"


def publish(library: Library, kind: str, subject: str, body: dict[str, Any], **more: Any) -> None:
    library.editing.publish(library.editing.draft(kind, subject, body, "budi", **more).id, "budi")


def form_of(instrument: Instrument, **changed: str) -> dict[str, str]:
    """Give the form of a questionnaire as a browser sends it unchanged, with some fields typed anew."""
    typed = {"version": instrument.version, "name-id": instrument.name.id, "name-en": instrument.name.en}
    for question in instrument.question:
        answers = {f"answer-{n}": words for n, words in enumerate(question.answers, start=1)}
        for part, words in {"name": question.name, "text": question.text, **answers}.items():
            typed |= {f"{question.code}-{part}-{key}": text for key, text in asdict(words).items()}
    return typed | changed


def test_a_form_sent_unchanged_changes_nothing(library: Library) -> None:
    skm = library.ratings.instrument(METRO)
    assert instruments.reworded(skm, form_of(skm)) == skm
    row = library.editing.draft("instrument", "skm", instruments.body_of(skm), "budi")
    assert instruments.read(row) == skm


@pytest.mark.parametrize(
    "wrong", [{"version": " "}, {"version": "x" * 21}, {"time-text-en": ""}, {"name-id": "x" * 401}]
)
def test_an_empty_or_endless_text_is_refused(wrong: dict[str, str]) -> None:
    skm = instrument_of(Settings().catalog, METRO)
    with pytest.raises(BadInput):
        instruments.reworded(skm, form_of(skm, **wrong))


def test_a_better_wording_is_asked_at_once_and_counted_together_with_the_old(
    library: Library, clock: HandClock
) -> None:
    _rate(library, clock)
    skm = library.ratings.instrument(METRO)
    better = instruments.reworded(skm, form_of(skm, **{"time-text-id": "Secepat apa Anda dilayani?"}))
    publish(library, "instrument", "skm", instruments.body_of(better))
    assert library.ratings.instrument(METRO) == better
    _rate(library, clock)
    assert _answers(library, Period(2026, 11)) == 2


def test_other_questions_are_another_version_and_never_joined(library: Library, clock: HandClock) -> None:
    _rate(library, clock)
    skm = library.ratings.instrument(METRO)
    other = replace(skm, version="2027")
    publish(library, "instrument", "skm", instruments.body_of(other), valid_from=date(2026, 12, 1))
    assert library.ratings.instrument(METRO) == skm
    clock.forward(days=12)
    assert library.ratings.instrument(METRO).version == "2027"
    _rate(library, clock)
    # November is shown by the questions of November, December by its own.
    assert _answers(library, Period(2026, 11)) == 1
    assert _answers(library, Period(2026, 12)) == 1
    with library.database.read() as session:
        assert sorted(session.scalars(select(Rating.instrument_version))) == ["2017", "2027"]


def test_a_questionnaire_that_is_none_is_refused(library: Library) -> None:
    body = instruments.body_of(library.ratings.instrument(METRO))
    for wrong in ({}, {**body, "question": body["question"][:8]}, {**body, "kind": "lain"}, {**body, "color": "red"}):
        with pytest.raises(BadInput):
            library.editing.draft("instrument", "skm", wrong, "budi")
    assert library.editing.drafts() == []


def _rate(library: Library, clock: HandClock) -> None:
    skm, now = library.ratings.instrument(METRO), clock()
    with library.database.write() as session:
        number = len(session.scalars(select(RatingInvitation)).all())
        invitation = RatingInvitation(
            token_hash=f"{number:064}",
            subject=f"leg:{number}",
            office=METRO,
            service="library",
            channel="walk_in",
            created_at=now,
            expires_at=now,
        )
        session.add(invitation)
        session.flush()
        session.add(
            Rating(
                invitation_id=invitation.id,
                office=METRO,
                service="library",
                channel="walk_in",
                instrument=skm.code,
                instrument_version=skm.version,
                language="id",
                at=now,
                service_date=now.date(),
                answers=dict.fromkeys(skm.codes, 4),
            )
        )


def _answers(library: Library, period: Period) -> int:
    return library.ratings.scores([METRO], period, library.ratings.instrument(METRO, period)).total.answers


# sentences

SENTENCE = ReplyTemplate("which_years", "clarification", Words("Tahun?", "Years?"), Words("Yth. {name}", "Dear {name}"))


def offered(library: Library, office: str) -> dict[str, str]:
    with library.database.read() as session:
        found = replies.in_force(session, library.clock().date(), library.settings.catalog, office)
    return {each.code: each.title.id for each in found}


def test_an_office_s_own_sentence_goes_before_that_for_all(library: Library) -> None:
    publish(library, "reply", "all:which_years", replies.body_of(SENTENCE))
    own = replace(SENTENCE, title=Words("Tahun berapa?", "Which?"))
    publish(library, "reply", f"{METRO}:which_years", replies.body_of(own))
    assert offered(library, METRO)["which_years"] == "Tahun berapa?"
    assert offered(library, LUBUKLINGGAU)["which_years"] == "Tahun?"


def test_sentences_are_added_and_taken_away(library: Library) -> None:
    before = offered(library, METRO)
    publish(library, "reply", "all:own_1", replies.body_of(replace(SENTENCE, code="own_1")))
    publish(library, "reply", f"{METRO}:which_region", {"gone": True})
    assert set(offered(library, METRO)) == set(before) - {"which_region"} | {"own_1"}
    assert set(offered(library, LUBUKLINGGAU)) == set(before) | {"own_1"}


@pytest.mark.parametrize(
    "text", ["{nama}", "{name", "{}", "{name.password}", "{name!r}", "{0}", "{name:>9}", " ", "x" * 4001]
)
def test_a_sentence_with_a_brace_that_nothing_fills_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        replies.body_of(replace(SENTENCE, body=Words(text, "Dear {name}")))


def test_braces_are_told_from_doubled_ones() -> None:
    assert placeholders("{name} {{name}} {number}") == {"name", "number"}
    assert checked("{{x}}", known=()) == "{{x}}"


# mails


def worded(kind: str, **changed: MailText) -> dict[str, Any]:
    texts = {
        language: MailText("Salinan {title}", "Halo {name}, buka {link} sampai {until} ({number})")
        for language in ("id", "en")
    }
    return mails.body_of(kind, texts | changed)


def test_a_mail_goes_out_in_the_new_words_with_its_foot(library: Library, clock: HandClock) -> None:
    publish(library, "mail", "copy-ready", worded("copy-ready"))
    values = {"title": "Metro", "number": "7", "until": "besok", "path": "/copies/7"}
    with library.database.write() as session:
        account = accounts.add(session, clock(), email="siti@contoh.id", name="Siti")
        post.write(session, clock(), session.get_one(Account, account.id), "copy-ready", values)
        mail = session.scalars(select(Mail)).one()
        assert mail.subject == "Salinan Metro"
        assert "/copies/7 sampai besok" in mail.text
        assert "perpustakaan digital" in mail.text


@pytest.mark.parametrize(
    "text",
    [
        MailText("Salinan", "Halo {name}"),
        MailText("Salinan {link}", "{link}"),
        MailText("Salinan", "{link} {password}"),
        MailText("", "{link}"),
        MailText("a\nBcc: b@contoh.id", "{link}"),
        MailText("Salinan", "{link.__class__}"),
        MailText("s" * 201, "{link}"),
    ],
)
def test_a_mail_that_would_be_useless_or_break_out_is_refused(text: MailText) -> None:
    with pytest.raises(BadInput):
        worded("copy-ready", en=text)


def test_mails_that_guard_accounts_stay_as_they_are(library: Library) -> None:
    with library.database.read() as session:
        for kind in ("reset", "visit-code", "second-step-on", "case-answer"):
            assert mails.text_of(session, library.clock().date(), kind, "id") == mail_text(kind, "id")
            with pytest.raises(BadInput):
                mails.wording(session, library.clock().date(), kind, "id")


@pytest.mark.parametrize("kind", mails.EDITABLE)
def test_every_mail_fits_its_own_rule_and_can_be_shown_with_sample_data(kind: str) -> None:
    texts = {each: bare_text(kind, each) for each in mails.LANGUAGES}
    mails.body_of(kind, texts)
    assert all("{" not in mails.sample(text).body for text in texts.values())
