"""Mails in both directions: one thread, replies into the conversation, and everything that is no reply."""

from __future__ import annotations

import base64
import email
import email.policy
from email.message import EmailMessage

import pytest
from structlog.testing import capture_logs

from library.consultations import EnteredCase, MailView
from library.consultations.letters import MARK
from library.consultations.states import AFTER_REPLY
from library.errors import BadForm, LostRace, NotAllowed
from library.store.models import Consultation, InboundMail
from tests.library.consultations.conftest import METRO, Talk


def token_of(talk: Talk, case: str) -> str:
    with talk.library.database.read() as session:
        return session.get_one(Consultation, case).reply_token


def letter(talk: Talk, case: str, text: str = "Terima kasih.", **headers: str) -> EmailMessage:
    """Write a reply as the reader's mail program does."""
    made = EmailMessage()
    known = {
        "From": "Siti <siti@example.org>",
        "To": f"tanya+{token_of(talk, case)}@pustaka.example",
        "Subject": "Re: Jawaban",
        "Message-ID": "<reply-1@example.org>",
    }
    for name, value in {**known, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        if value:
            made[name] = value
    made.set_content(text)
    return made


def take(talk: Talk, mail: EmailMessage) -> str:
    raw = mail.as_bytes()
    return talk.desk.take_mail(raw, len(raw))


def kept(talk: Talk) -> list[tuple[str, str]]:
    with talk.library.database.read() as session:
        return [(row.state, row.reason) for row in session.query(InboundMail).order_by(InboundMail.received_at)]


def test_the_mails_of_a_case_are_one_thread_with_stable_names(talk: Talk):
    case = talk.ask()
    talk.clock.forward(hours=1)
    talk.desk.answer(case, "Tabel 5.1.3.", by=talk.officer)
    first, second = talk.letters()
    talk.clock.forward(hours=1)
    assert second["In-Reply-To"] == first["Message-ID"]
    assert second["References"] == first["Message-ID"]
    assert second["Reply-To"] == f"tanya+{token_of(talk, case)}@pustaka.example"
    assert second["Auto-Submitted"] == "auto-generated"
    take(talk, letter(talk, case))
    talk.clock.forward(hours=1)
    talk.desk.answer(case, "Sama-sama.", by=talk.officer)
    third = talk.letters()[-1]
    assert third["In-Reply-To"] == "<reply-1@example.org>"
    assert third["References"].split() == [first["Message-ID"], second["Message-ID"], "<reply-1@example.org>"]


def test_a_reply_reaches_the_conversation_without_what_it_quotes(talk: Talk):
    case = talk.answered()
    text = f"Apakah ada data 2024?\n\nPada Sen, 23 Nov 2026 Pustaka menulis:\n> Halo Siti\n> {MARK}\n> Balas"
    assert take(talk, letter(talk, case, text)) == "taken"
    shown = talk.case(case)
    assert (shown.state, shown.messages[-1].text) == ("AWAITING_OFFICER", "Apakah ada data 2024?")
    assert (shown.messages[-1].channel, shown.messages[-1].author) == ("email", "Siti Rahmawati")


def test_a_reply_is_known_by_what_it_refers_to_when_the_address_is_plain(talk: Talk):
    case = talk.answered()
    sent = talk.letters()[-1]
    reply = letter(talk, case, To="tanya@pustaka.example", In_Reply_To=sent["Message-ID"])
    assert take(talk, reply) == "taken"
    assert len(talk.case(case).messages) == 3


def test_the_same_mail_twice_is_one_message(talk: Talk):
    case = talk.answered()
    assert [take(talk, letter(talk, case)) for _ in range(2)] == ["taken", "known"]
    assert len(talk.case(case).messages) == 3


def test_a_strangers_mail_to_the_cases_address_waits_for_a_person(talk: Talk):
    case = talk.answered()
    talk.account("tono@example.org", "Tono")
    assert take(talk, letter(talk, case, From="tono@example.org")) == "waiting"
    assert kept(talk) == [("waiting", "stranger")]
    assert len(talk.case(case).messages) == 2


def test_a_mail_to_nobodys_case_waits_for_a_person_who_enters_it(talk: Talk):
    case = talk.ask()
    asked = "Berapa inflasi Tulang Bawang bulan lalu?"
    mail = letter(talk, case, asked, To="tanya@pustaka.example")
    assert take(talk, mail) == "waiting"
    (waiting,) = talk.desk.mails(by=talk.officer)
    assert (waiting.reason, waiting.sender, waiting.text) == ("new", "siti@example.org", asked)
    entry = EnteredCase(channel="email", title="Inflasi", question=asked, words="inflasi", contact=waiting.sender)
    entered = talk.desk.enter(talk.office, entry, by=talk.officer, mail=waiting.id)
    assert talk.desk.own_case(entered, talk.reader).channel == "email"
    assert talk.desk.mails(by=talk.officer) == []


def test_what_a_machine_wrote_is_no_message_and_gets_no_answer(talk: Talk):
    case = talk.answered()
    before = len(talk.letters())
    machines = [
        ("automatic", {"Auto_Submitted": "auto-replied"}),
        ("automatic", {"X_Autoreply": "yes"}),
        ("list", {"Precedence": "bulk"}),
        ("list", {"List_Id": "<berita.example.org>"}),
    ]
    for n, (_reason, headers) in enumerate(machines):
        talk.clock.forward(seconds=1)
        assert take(talk, letter(talk, case, Message_ID=f"<machine-{n}@example.org>", **headers)) == "dropped"
    assert kept(talk) == [("dropped", reason) for reason, _headers in machines]
    assert len(talk.letters()) == before
    assert talk.case(case).state == "AWAITING_USER"


def test_our_own_mail_that_comes_back_ends_there(talk: Talk):
    talk.answered()
    sent = talk.letters()[-1]
    del sent["Auto-Submitted"]
    assert take(talk, sent) == "dropped"
    assert kept(talk) == [("dropped", "own")]


def test_a_bounce_is_shown_to_the_officer_at_its_case(talk: Talk):
    case = talk.answered()
    sent = talk.letters()[-1]
    report = letter(
        talk,
        case,
        f"Undeliverable: {sent['Message-ID']}",
        From="MAILER-DAEMON@example.org",
        To="pustaka@pustaka.example",
        Return_Path="<>",
    )
    assert take(talk, report) == "waiting"
    assert talk.case(case).events[-1].kind == "bounced"
    assert talk.case(case).state == "AWAITING_USER"


def test_html_is_read_as_text_and_its_scripts_are_gone(talk: Talk):
    case = talk.answered()
    mail = letter(talk, case)
    mail.set_content(
        "<html><head><style>p{}</style><script>alert(1)</script></head><body onload=x()><p>Sudah <b>jelas</b>,"
        " &lt;terima kasih&gt;.</p><script>fetch('//evil')</script></body></html>",
        subtype="html",
    )
    assert take(talk, mail) == "taken"
    assert talk.case(case).messages[-1].text == "Sudah jelas, <terima kasih>."


def test_a_file_of_thirty_megabytes_is_left_out_and_the_words_are_kept(talk: Talk):
    case = talk.answered()
    mail = letter(talk, case, "Terlampir.")
    mail.add_attachment(b"BESAR", maintype="application", subtype="pdf", filename="besar.pdf")
    mail.add_attachment(b"not a pdf", maintype="application", subtype="pdf", filename="kecil.pdf")
    raw = mail.as_bytes().replace(base64.b64encode(b"BESAR"), base64.b64encode(b"x" * 30_000_000))
    assert talk.desk.take_mail(raw, len(raw)) == "taken"
    message = talk.case(case).messages[-1]
    assert message.text.startswith("Terlampir.")
    assert "besar.pdf, 30.0 MB" in message.text
    assert [file.name for file in message.files] == ["kecil.pdf"]


def test_a_reply_to_a_closed_case_opens_it_again(talk: Talk):
    case = talk.answered()
    talk.desk.close(case, "resolved", by=talk.officer)
    assert take(talk, letter(talk, case)) == "taken"
    assert talk.case(case).state == "REOPENED"


def test_a_reply_long_after_opens_a_new_case_with_a_thread_of_its_own(talk: Talk):
    case = talk.answered()
    talk.desk.close(case, "resolved", by=talk.officer)
    talk.clock.forward(days=30)
    assert take(talk, letter(talk, case, "Saya kembali dengan pertanyaan baru.")) == "taken"
    later = talk.case(case).later_id
    assert later is not None
    assert talk.case(later).messages[0].text == "Saya kembali dengan pertanyaan baru."
    assert talk.letters()[-1]["Reply-To"] == f"tanya+{token_of(talk, later)}@pustaka.example"


NONSENSE = [
    b"",
    b"\x00\xff" * 1000,
    b"From: =?utf-8?b?////?=\r\nContent-Type: multipart/mixed\r\n\r\n--",
    b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xff\xfe",
    b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
    + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 3000,
    b"To: " + b"a@b," * 50_000 + b"\r\n\r\nhalo",
    b"Message-ID: <a\r\n b>\r\nSubject: " + b"x" * 100_000 + b"\r\n\r\n",
]


def test_a_mail_that_makes_no_sense_is_kept_for_a_person(talk: Talk):
    for raw in NONSENSE:
        assert talk.desk.take_mail(raw, len(raw)) == "waiting"
        assert talk.desk.take_mail(raw, len(raw)) == "known"


def test_a_mail_too_large_to_read_waits_for_a_person(talk: Talk):
    case = talk.answered()
    raw = letter(talk, case).as_bytes()
    assert talk.desk.take_mail(raw, 200_000_000) == "waiting"
    assert kept(talk) == [("waiting", "too-large")]


def test_a_mail_put_aside_waits_no_more(talk: Talk):
    case = talk.answered()
    take(talk, letter(talk, case, From="tono@example.org"))
    (waiting,) = talk.desk.mails(by=talk.officer)
    talk.desk.settle_mail(waiting.id, by=talk.officer)
    assert talk.desk.mails(by=talk.officer) == []


def test_what_is_written_into_a_mail_is_never_a_form_of_ours(talk: Talk):
    case = talk.ask(title="{reason} {0} {link.__class__}")
    talk.desk.answer(case, "Isi {name} {unknown}", by=talk.officer)
    sent = talk.letters()[-1]
    assert "{reason} {0}" in sent["Subject"]
    body = sent.get_body(("plain",))
    assert body is not None
    assert "Isi {name} {unknown}" in body.get_content()


def test_a_mail_keeps_its_letters_outside_ascii(talk: Talk):
    case = talk.answered()
    mail = email.message_from_bytes(
        letter(talk, case, "Sudah jelas – terima kasih ☺").as_bytes(), policy=email.policy.default
    )
    take(talk, mail)  # type: ignore[arg-type]
    assert talk.case(case).messages[-1].text == "Sudah jelas – terima kasih ☺"


def test_a_long_letter_is_taken_up_to_its_limit_and_says_so(talk: Talk):
    case = talk.answered()
    mail = letter(talk, case, "panjang " * 1250)
    for n in range(6):
        mail.add_attachment(b"1,2", maintype="text", subtype="csv", filename=f"tabel-{n}.csv")
    assert take(talk, mail) == "taken"
    text = talk.case(case).messages[-1].text
    assert len(text) <= 10_000
    assert text.startswith("panjang panjang")
    assert "tabel-5.csv, 3 B]" in text
    assert text.endswith("all of it is in the mailbox]")


def test_what_no_conversation_can_take_waits_for_a_person(talk: Talk, monkeypatch: pytest.MonkeyPatch):
    case = talk.answered()
    monkeypatch.setitem(AFTER_REPLY, "AWAITING_USER", None)  # a state that nobody foresaw
    with capture_logs() as logs:
        assert take(talk, letter(talk, case)) == "waiting"
    assert "mail-not-said" in [log["event"] for log in logs]
    (waiting,) = talk.desk.mails(by=talk.officer)
    assert (waiting.reason, waiting.text, waiting.case_id) == ("failed", "Terima kasih.", case)
    assert len(talk.case(case).messages) == 2
    assert take(talk, letter(talk, case)) == "known"


def test_a_mail_that_waits_names_its_files(talk: Talk):
    case = talk.answered()
    mail = letter(talk, case, From="tono@example.org")
    mail.add_attachment(b"nomor,nilai", maintype="text", subtype="csv", filename="tabel.csv")
    take(talk, mail)
    (waiting,) = talk.desk.mails(by=talk.officer)
    assert waiting.case_id == case
    assert waiting.text.startswith("Terima kasih.\n\n[lampiran")
    assert "tabel.csv, 11 B]" in waiting.text


def test_an_offices_mails_are_listed_however_many_wait_elsewhere(talk: Talk):
    elsewhere = talk.at(METRO).ask()
    with talk.library.database.write() as session:
        for n in range(101):
            known = {"message_id": f"<{n}@example.org>", "received_at": talk.clock(), "case_id": elsewhere}
            session.add(InboundMail(state="waiting", reason="stranger", **known))
    talk.clock.forward(seconds=1)
    case = talk.answered()
    take(talk, letter(talk, case, From="tono@example.org"))
    (waiting,) = talk.desk.mails(by=talk.officer)
    assert waiting.case_id == case


def waiting(talk: Talk) -> MailView:
    (mail,) = talk.desk.mails(by=talk.officer)
    return mail


def test_a_mail_that_waits_is_added_to_the_case_of_its_number_once_and_says_where_it_came_from(talk: Talk):
    case = talk.answered()
    number, token = talk.case(case).number, talk.token()
    assert take(talk, letter(talk, case, "Ini dari ponsel saya.", From="Siti <siti@ponsel.example>")) == "waiting"
    mail = waiting(talk)
    assert (mail.adds, mail.cases) == (True, ((number, "Luas panen padi"),))
    for _ in range(2):
        assert talk.desk.add_mail(mail.id, number.lower(), by=talk.officer, token=token) == case
    shown = talk.case(case)
    assert shown.state == "AWAITING_OFFICER"
    assert [message.text for message in shown.messages].count(
        "[surel dari / mail from: siti@ponsel.example]\n\nIni dari ponsel saya."
    ) == 1
    assert [event.kind for event in shown.events][-1] == "mail_added"
    assert talk.desk.mails(by=talk.officer) == []
    with pytest.raises(LostRace):
        talk.desk.add_mail(mail.id, number, by=talk.officer)


def test_a_first_mail_of_a_reader_is_offered_her_cases_and_one_that_is_closed_for_good_goes_on_in_a_new_one(talk: Talk):
    case = talk.answered()
    talk.desk.close(case, "resolved", by=talk.officer)
    talk.clock.forward(days=30)
    assert take(talk, letter(talk, case, "Halo lagi.", To="tanya@pustaka.example")) == "waiting"
    mail = waiting(talk)
    assert [number for number, _title in mail.cases] == [talk.case(case).number]
    later = talk.desk.add_mail(mail.id, talk.case(case).number, by=talk.officer)
    assert talk.case(later).previous_id == case


def test_a_mail_is_added_to_no_case_of_another_office_nor_to_one_that_is_not_there_and_goes_on_waiting(talk: Talk):
    elsewhere = talk.at(METRO).ask()
    with talk.library.database.read() as session:
        number = session.get_one(Consultation, elsewhere).number
    take(talk, letter(talk, elsewhere, "Halo.", From="a@example.org", To="tanya@pustaka.example"))
    mail = waiting(talk)
    assert mail.cases == ()
    with pytest.raises(NotAllowed):
        talk.desk.add_mail(mail.id, number, by=talk.officer)
    with pytest.raises(BadForm) as refused:
        talk.desk.add_mail(mail.id, "1808-2026-K99999", by=talk.officer)
    assert refused.value.fields == {"number": "no-such-case"}
    assert waiting(talk).id == mail.id


def test_a_bounce_is_no_message_of_a_user(talk: Talk):
    case = talk.answered()
    number = talk.case(case).number
    bounce = letter(talk, case, "Not delivered.", From="<>", Auto_Submitted="auto-replied")
    bounce.replace_header("From", "MAILER-DAEMON@example.org")
    bounce["Return-Path"] = "<>"
    take(talk, bounce)
    for mail in talk.desk.mails(by=talk.officer):
        assert not mail.adds
        with pytest.raises(BadForm):
            talk.desk.add_mail(mail.id, number, by=talk.officer)


def test_who_asks_to_be_forgotten_is_forgotten_in_a_case_that_her_mail_was_added_to(talk: Talk):
    case = talk.answered()
    tono = talk.account("tono@example.org", "Tono")
    take(talk, letter(talk, case, "Saya rekannya.", From="Tono <tono@example.org>"))
    talk.desk.add_mail(waiting(talk).id, talk.case(case).number, by=talk.officer)
    talk.desk.erase(tono, by="cli")
    shown = talk.case(case)
    assert not any("tono@" in message.text or "rekannya" in message.text for message in shown.messages)
    assert shown.messages[0].text
