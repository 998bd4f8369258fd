"""Closed cases become answers for all; what a person gave is hers to see and to erase."""

from __future__ import annotations

import json
import shutil

import pytest

from library.consultations import EnteredCase
from library.consultations.publishing import names_somebody
from library.errors import BadForm, LostRace, NotAllowed, NotFound
from library.store.models import Consultation, ConsultationMessage, ConsultationSearch, InboundMail, Mail
from tests.library.consultations.conftest import METRO, Talk, at
from tests.library.consultations.test_mails import letter, take

Q, A = "Di mana luas panen padi menurut kecamatan?", "Pada Tabel 5.1.3 Kabupaten Dalam Angka, setiap tahun."


def published(talk: Talk) -> tuple[str, str]:
    case = talk.answered()
    talk.desk.close(case, "resolved", by=talk.officer)
    answer = talk.desk.publish(case, Q, A, by=talk.officer)
    talk.library.workers.drain()
    return case, answer


def test_a_published_answer_is_found_by_its_words(talk: Talk):
    _case, answer = published(talk)
    (hit,) = talk.desk.answers.find("luas panen padi")
    assert (hit.id, hit.question, hit.office) == (answer, Q, talk.office)
    assert "<mark>" in hit.snippet
    assert talk.desk.answers.find("inflasi") == ()


def test_an_answer_taken_back_is_found_no_more(talk: Talk):
    case, answer = published(talk)
    talk.desk.withdraw(answer, by=talk.officer)
    talk.library.workers.drain()
    assert talk.desk.answers.find("padi") == ()
    with pytest.raises(NotFound):
        talk.desk.published(answer)
    assert talk.desk.publish(case, Q, A, by=talk.officer) == answer


def test_the_index_of_answers_is_made_again_when_it_is_lost(talk: Talk):
    _case, answer = published(talk)
    talk.desk.answers.close()
    shutil.rmtree(talk.library.folders.answers)
    assert [hit.id for hit in talk.desk.answers.find("padi")] == [answer]


def test_an_open_case_is_not_published(talk: Talk):
    with pytest.raises(LostRace):
        talk.desk.publish(talk.answered(), Q, A, by=talk.officer)


def test_only_the_cases_office_publishes_and_takes_back(talk: Talk):
    case, answer = published(talk)
    with pytest.raises(NotAllowed):
        talk.desk.publish(case, Q, A, by=talk.officers[METRO])
    with pytest.raises(NotAllowed):
        talk.desk.withdraw(answer, by=talk.officers[METRO])


def test_what_names_somebody_is_not_published(talk: Talk):
    case = talk.answered()
    talk.desk.close(case, "resolved", by=talk.officer)
    for text in (
        "Yth. siti  RAHMAWATI, datanya ada.",
        "Kirim ke siti@example.org saja.",
        "Hubungi orang@lain.go.id",
        "WA 0812-3456-7890",
        "NIK 1808123456780001",
    ):
        with pytest.raises(BadForm) as refused:
            talk.desk.publish(case, Q, text, by=talk.officer)
        assert refused.value.fields == {"answer": "personal-data"}


@pytest.mark.parametrize("text", ["Tahun 2019–2025", "Rp 1.234.567.890", "Katalog 1102001.1808", "15.234,5 ton (2024)"])
def test_figures_of_statistics_name_nobody(text: str):
    assert not names_somebody(text, ["Siti Rahmawati", ""])


def test_everything_that_a_reader_gave_is_exported(talk: Talk):
    case = talk.answered()
    take(talk, letter(talk, case, "Balasan lewat surat elektronik."))
    given = json.dumps(talk.desk.export(talk.reader), ensure_ascii=False)
    for words in ("Luas panen padi", "Balasan lewat surat elektronik.", "Tabel 5.1.3", '"words": "padi"'):
        assert words in given


def test_erasing_leaves_counts_and_no_words(talk: Talk):
    case = talk.answered()
    take(talk, letter(talk, case, "Balasan rahasia.", From="tono@example.org"))
    talk.library.workers.drain()
    talk.desk.erase(talk.reader, by="cli")
    with talk.library.database.read() as session:
        row = session.get_one(Consultation, case)
        assert (row.state, row.title, row.number) == ("CLOSED", "", "1808-2026-K00001")
        texts = [message.text for message in session.query(ConsultationMessage)]
        texts += [mail.text + mail.subject + mail.sender for mail in session.query(InboundMail)]
        texts += [mail.text + mail.subject for mail in session.query(Mail)]
    assert set(texts) == {""}
    assert [row.stopped_at is not None for row in talk.clocks(case)] == [True, True]
    assert talk.desk.own_cases(talk.reader) == []


def test_a_reply_to_an_erased_case_opens_nothing_of_it(talk: Talk):
    case = talk.answered()
    reply = letter(talk, case)
    talk.desk.erase(talk.reader, by="cli")
    assert take(talk, reply) == "waiting"


def test_conversations_are_erased_when_their_years_are_over(talk: Talk):
    old = talk.answered()
    talk.desk.close(old, "resolved", by=talk.officer)
    talk.clock.forward(days=700)
    young = talk.answered()
    talk.desk.close(young, "resolved", by=talk.officer)
    talk.clock.forward(days=40)
    assert talk.desk.forget_old(talk.office) == 1
    assert talk.desk.forget_old(talk.office) == 0
    assert [line.id for line in talk.desk.own_cases(talk.reader)] == [young]


def words_kept(talk: Talk) -> list[tuple[str, list[object]]]:
    with talk.library.database.read() as session:
        return [(row.words, row.hits) for row in session.query(ConsultationSearch)]


def test_searches_that_no_case_shows_expire_as_conversations_do(talk: Talk):
    talk.desk.look(talk.reader, talk.office, "upah buruh")
    talk.ask()
    talk.clock.forward(days=740)
    talk.desk.forget_old(talk.office)
    assert sorted(words for words, _hits in words_kept(talk)) == ["", "padi"]


def test_erasing_a_case_takes_the_search_that_an_officer_made_for_it(talk: Talk):
    entry = EnteredCase(
        channel="whatsapp", title="Padi", question="Berapa luas panen padi?", words="sawah Budi", contact="0812345678"
    )
    talk.desk.close(talk.desk.enter(talk.office, entry, by=talk.officer), "cancelled", by=talk.officer)
    talk.clock.forward(days=740)
    assert talk.desk.forget_old(talk.office) == 1
    assert words_kept(talk) == [("", [])]


def test_her_own_mails_without_a_case_are_exported_and_erased(talk: Talk):
    case = talk.ask()
    take(talk, letter(talk, case, "Pertanyaan pertama.", To="tanya@pustaka.example", From="Siti@Example.org"))
    others = letter(talk, case, "Surat orang lain.", To="tanya@pustaka.example", From="tono@example.org")
    others.replace_header("Message-ID", "<tono-1@example.org>")
    take(talk, others)
    assert [mail["text"] for mail in talk.desk.export(talk.reader)["mails"]] == ["Pertanyaan pertama."]
    talk.desk.erase(talk.reader, by="cli")
    assert [mail.text for mail in talk.desk.mails(by=talk.officer)] == ["Surat orang lain."]


def test_what_warned_the_officer_keeps_no_title_of_an_erased_case(talk: Talk):
    talk.desk.accept(talk.ask(), by=talk.officer)
    talk.clock.now = at(25, 8)
    talk.sweep()
    talk.library.workers.drain()
    talk.desk.erase(talk.reader, by="cli")
    with talk.library.database.read() as session:
        assert {mail.subject for mail in session.query(Mail)} == {""}
