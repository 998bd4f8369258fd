"""The page of the mails that no conversation took leads to their cases."""

from __future__ import annotations

from library.store.models import Consultation
from tests.webapp.rooms.consultations.conftest import talk
from tests.webapp.rooms.consultations.talking import Talk

__all__ = ["talk"]


def test_a_strangers_mail_is_shown_with_its_files_and_its_case(talk: Talk):
    case = talk.ask()
    with talk.library.database.read() as session:
        token = session.get_one(Consultation, case).reply_token
    raw = (
        f"From: Tono <tono@contoh.id>\r\nTo: tanya+{token}@localhost\r\nMessage-ID: <m2@contoh.id>\r\n"
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSaya rekannya.\r\n--x\r\n"
        'Content-Disposition: attachment; filename="tabel.csv"\r\n\r\n1,2\r\n--x--\r\n'
    ).encode()
    assert talk.library.consultations.take_mail(raw, len(raw)) == "waiting"
    page = talk.officer.get("/advice/mails").text
    assert f'href="/advice/{case}"' in page
    assert "tabel.csv, 3 B]" in page
