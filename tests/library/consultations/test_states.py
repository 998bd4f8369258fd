"""A case goes its way: asked, made clear, answered, closed, opened again; and refuses what comes out of turn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from library.consultations import AskForm, EnteredCase, listing
from library.errors import BadForm, LostRace, NotAllowed, NotFound
from library.readers.roles import Role
from tests.library.consultations.conftest import LUBUKLINGGAU, METRO, OFFICES, QUESTION, SUMSEL, TULANG_BAWANG, Talk

ENTERED = EnteredCase(
    channel="whatsapp",
    title="Inflasi",
    question=QUESTION,
    words="inflasi",
    contact_name="Budi",
    contact="0812 3456 7890",
)


@pytest.mark.parametrize("office", OFFICES)
def test_a_case_goes_from_the_question_to_its_end_in_every_office(talk: Talk, office: str):
    talk = talk.at(office)
    case = talk.ask()
    assert talk.case(case).state == "SUBMITTED"
    talk.desk.accept(case, by=talk.officer)
    assert talk.case(case).state == "ACCEPTED"
    talk.desk.answer(case, "Ada pada Tabel 5.1.3.", by=talk.officer)
    assert talk.case(case).state == "AWAITING_USER"
    talk.desk.say(case, "Terima kasih, apakah ada data 2024?", by=talk.reader)
    assert talk.case(case).state == "AWAITING_OFFICER"
    talk.desk.answer(case, "Ada, pada tabel yang sama.", by=talk.officer)
    talk.desk.finish(case, "resolved", by=talk.reader)
    shown = talk.case(case)
    assert (shown.state, shown.outcome) == ("CLOSED", "resolved")
    kinds = [event.kind for event in shown.events]
    assert kinds == ["submitted", "accepted", "answer", "user_message", "answer", "closed"]


@pytest.mark.parametrize("office", [TULANG_BAWANG, LUBUKLINGGAU])
def test_where_the_office_wants_a_search_first_nobody_asks_without_one(talk: Talk, office: str):
    with pytest.raises(BadForm) as refused:
        talk.at(office).ask(search_id=None)
    assert refused.value.fields == {"words": "search-first"}


@pytest.mark.parametrize("office", [METRO, SUMSEL])
def test_where_a_search_is_only_offered_one_may_ask_without_it(talk: Talk, office: str):
    case = talk.at(office).ask(search_id=None)
    assert talk.at(office).case(case).search is None


def test_the_search_is_kept_with_the_case(talk: Talk):
    search = talk.case(talk.ask()).search
    assert search is not None
    assert (search.words, search.found) == ("padi", 0)


def test_another_readers_search_does_not_count(talk: Talk):
    stranger = talk.account("tono@example.org", "Tono")
    search = talk.desk.look(stranger, talk.office, "padi")
    with pytest.raises(NotFound):
        talk.ask(search_id=search.id)


def test_a_question_has_to_be_clear_and_complete(talk: Talk):
    wrong: list[tuple[dict[str, str], dict[str, str]]] = [
        ({"title": "  "}, {"title": "required"}),
        ({"title": "x" * 201}, {"title": "too-long"}),
        ({"question": "padi?"}, {"question": "question-short"}),
        ({"question": "x" * 10_001}, {"question": "too-long"}),
        ({"subject": "999"}, {"subject": "choice-invalid"}),
    ]
    for changes, problem in wrong:
        with pytest.raises(BadForm) as refused:
            talk.ask(**changes)
        assert refused.value.fields == problem


def test_a_form_sent_twice_is_one_case(talk: Talk):
    token = talk.token()
    search = talk.desk.look(talk.reader, talk.office, "padi")
    form = AskForm(title="Padi", question=QUESTION, search_id=search.id)
    first = talk.desk.submit(talk.reader, talk.office, form, token=token)
    assert talk.desk.submit(talk.reader, talk.office, form, token=token) == first
    assert len(talk.desk.own_cases(talk.reader)) == 1


def test_a_message_sent_twice_is_one_message(talk: Talk):
    case, token = talk.ask(), talk.token()
    for _ in range(2):
        talk.desk.say(case, "Saya tambahkan: tahun 2025.", by=talk.reader, token=token)
    assert len(talk.case(case).messages) == 2


def test_a_clarification_is_asked_before_the_first_answer_only(talk: Talk):
    case = talk.ask()
    talk.desk.clarify(case, "Kecamatan mana?", by=talk.officer)
    assert talk.case(case).state == "NEEDS_CLARIFICATION"
    talk.desk.say(case, "Semua kecamatan.", by=talk.reader)
    assert talk.case(case).state == "SUBMITTED"
    talk.desk.answer(case, "Ini datanya.", by=talk.officer)
    with pytest.raises(LostRace):
        talk.desk.clarify(case, "Tahun berapa?", by=talk.officer)


def test_a_closed_case_is_answered_no_more(talk: Talk):
    case = talk.answered()
    talk.desk.close(case, "resolved", by=talk.officer)
    with pytest.raises(LostRace):
        talk.desk.answer(case, "Satu lagi.", by=talk.officer)
    with pytest.raises(LostRace):
        talk.desk.close(case, "cancelled", by=talk.officer)


def test_nothing_is_resolved_that_was_never_answered(talk: Talk):
    case = talk.ask()
    with pytest.raises(BadForm):
        talk.desk.finish(case, "resolved", by=talk.reader)
    talk.desk.finish(case, "cancelled", by=talk.reader)
    assert talk.case(case).outcome == "cancelled"


def test_a_reader_cannot_close_for_her_own_silence(talk: Talk):
    with pytest.raises(BadForm):
        talk.desk.finish(talk.answered(), "no_response", by=talk.reader)


def test_another_readers_case_does_not_exist(talk: Talk):
    case, stranger = talk.ask(), talk.account("tono@example.org", "Tono")
    with pytest.raises(NotFound):
        talk.desk.own_case(case, stranger)
    with pytest.raises(NotFound):
        talk.desk.say(case, "Halo", by=stranger)
    with pytest.raises(NotFound):
        talk.desk.finish(case, "cancelled", by=stranger)


def test_officers_of_another_office_see_and_do_nothing(talk: Talk):
    case, other = talk.ask(), talk.officers[METRO]
    with pytest.raises(NotAllowed):
        talk.desk.case(case, by=other)
    with pytest.raises(NotAllowed):
        talk.desk.answer(case, "Jawaban.", by=other)
    with pytest.raises(NotAllowed):
        talk.desk.queue(talk.office, by=other)


def test_notes_of_the_staff_are_not_shown_to_the_reader_and_move_nothing(talk: Talk):
    case = talk.ask()
    talk.desk.remark(case, "Tanyakan ke seksi pertanian.", by=talk.officer)
    assert [message.kind for message in talk.case(case).messages] == ["message", "note"]
    shown = talk.desk.own_case(case, talk.reader)
    assert [message.kind for message in shown.messages] == ["message"]
    assert shown.events == ()
    assert shown.state == "SUBMITTED"


def test_a_reply_within_the_window_opens_the_case_again(talk: Talk):
    case = talk.answered()
    talk.desk.close(case, "resolved", by=talk.officer)
    talk.clock.forward(days=7)
    assert talk.desk.say(case, "Masih ada satu hal.", by=talk.reader) == case
    shown = talk.case(case)
    assert (shown.state, shown.outcome, shown.closed_at) == ("REOPENED", "", None)
    talk.desk.answer(case, "Silakan.", by=talk.officer)
    assert talk.case(case).state == "AWAITING_USER"


def test_a_reply_after_the_window_opens_a_new_case_that_knows_the_old_one(talk: Talk):
    case = talk.answered()
    talk.desk.close(case, "resolved", by=talk.officer)
    talk.clock.forward(days=8)
    later = talk.desk.say(case, "Masih ada satu hal.", by=talk.reader)
    assert later != case
    assert talk.case(later).previous_id == case
    assert talk.case(case).later_id == later
    assert talk.case(case).state == "CLOSED"
    assert talk.case(later).messages[0].text == "Masih ada satu hal."
    assert talk.desk.say(case, "Dan satu lagi.", by=talk.reader) == later


def test_an_officer_enters_what_came_by_whatsapp_with_the_search_made(talk: Talk):
    case = talk.case(talk.desk.enter(talk.office, ENTERED, by=talk.officer))
    assert (case.channel, case.who, case.contact) == ("whatsapp", "Budi", "0812 3456 7890")
    assert case.search is not None
    assert case.search.words == "inflasi"
    assert talk.letters() == []  # nobody is written to whose address was never confirmed


def test_each_office_has_the_channels_that_its_document_states(talk: Talk):
    stated = {
        (TULANG_BAWANG, "social_media"): True,
        (LUBUKLINGGAU, "social_media"): False,
        (LUBUKLINGGAU, "whatsapp"): True,
        (SUMSEL, "whatsapp"): False,
        (METRO, "email"): False,
    }
    for (office, channel), fits in stated.items():
        desk, entry = talk.at(office), replace(ENTERED, channel=channel)
        if fits:
            assert desk.case(desk.desk.enter(office, entry, by=desk.officer)).channel == channel
            continue
        with pytest.raises(BadForm) as refused:
            desk.desk.enter(office, entry, by=desk.officer)
        assert refused.value.fields == {"channel": "choice-invalid"}


def test_an_entered_mail_of_an_account_belongs_to_that_account(talk: Talk):
    entry = replace(ENTERED, channel="email", contact="Siti@Example.org")
    case = talk.desk.enter(talk.office, entry, by=talk.officer)
    assert talk.desk.own_case(case, talk.reader).who == "Siti Rahmawati"


def test_what_the_user_says_elsewhere_is_recorded_with_its_channel(talk: Talk):
    case = talk.answered()
    talk.desk.record(case, "Beliau menjawab lewat WhatsApp: sudah jelas.", "whatsapp", by=talk.officer)
    shown = talk.case(case)
    assert shown.state == "AWAITING_OFFICER"
    assert (shown.messages[-1].by, shown.messages[-1].channel) == ("user", "whatsapp")


def test_a_case_is_handed_over_within_its_office(talk: Talk):
    case = talk.ask()
    colleague = talk.account("made@example.go.id", "Made", role=Role.OFFICER, office=talk.office)
    talk.desk.hand_to(case, colleague, by=talk.officer)
    assert talk.case(case).officer == "Made"
    with pytest.raises(BadForm):
        talk.desk.hand_to(case, talk.officers[METRO], by=talk.officer)
    with pytest.raises(BadForm):
        talk.desk.hand_to(case, talk.reader, by=talk.officer)


def test_the_case_of_an_officer_who_was_disabled_waits_for_all_again(talk: Talk):
    case = talk.ask()
    colleague = talk.account("made@example.go.id", "Made", role=Role.OFFICER, office=talk.office)
    talk.desk.hand_to(case, colleague, by=talk.officer)
    talk.disable(colleague)
    assert talk.sweep() == 1
    shown = talk.case(case)
    assert (shown.officer_id, shown.events[-1].kind) == (None, "orphaned")
    assert talk.sweep() == 0


def test_two_officers_who_close_at_once_close_it_once(talk: Talk):
    case = talk.answered()
    talk.desk.close(case, "resolved", by=talk.officer)
    with pytest.raises(LostRace):
        talk.desk.close(case, "resolved", by=talk.officer)
    assert [event.kind for event in talk.case(case).events].count("closed") == 1


def test_the_queue_stands_with_what_is_most_urgent_first(talk: Talk):
    calm, late = talk.answered(), talk.ask()
    talk.clock.forward(days=2)
    fresh = talk.ask()
    queue = talk.desk.queue(talk.office, by=talk.officer)
    assert [line.id for line in queue.lines] == [late, fresh, calm]
    assert queue.counts == {"SUBMITTED": 2, "AWAITING_USER": 1}


def test_numbers_run_by_office_and_year(talk: Talk):
    first, second = talk.ask(), talk.ask()
    other = talk.at(METRO).ask()
    assert [talk.case(first).number, talk.case(second).number] == ["1808-2026-K00001", "1808-2026-K00002"]
    assert talk.at(METRO).case(other).number == "1872-2026-K00001"


def test_a_long_queue_is_cut_at_what_presses_least(talk: Talk, monkeypatch: pytest.MonkeyPatch):
    talk.answered()
    owed = talk.ask()
    monkeypatch.setattr(listing, "MOST", 1)
    queue = talk.desk.queue(talk.office, by=talk.officer)
    assert [line.id for line in queue.lines] == [owed]
    assert queue.counts == {"SUBMITTED": 1, "AWAITING_USER": 1}
