"""Everything that one person gave comes out, nothing of anybody else, and no secret."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pymupdf
import pytest
from sqlalchemy import insert

from library.errors import BadForm, NotFound
from library.privacy.exporting import Wanted
from library.privacy.looks import Looker
from library.readers import accounts
from library.store.models import Account, AuditEntry, InboundMail, RecordView, SignIn, Visit
from tests.library.privacy.conftest import NAME, WORDS, Life, visit

DOCUMENT = Path(__file__).parents[3] / "docs" / "personal-data.md"


def exported(life: Life, subject: str = "", form: str = "json", by: str = "") -> bytes:
    wanted = Wanted(subject or life.subject, form, "en", "Asia/Jakarta")  # type: ignore[arg-type]
    with life.library.privacy.export(wanted, by=Looker(by or life.reader)) as file:
        return file.read()


def test_every_word_that_she_wrote_is_in_it_and_no_word_of_anybody_else(life: Life) -> None:
    text = exported(life).decode().lower()
    assert [word for word in WORDS if word not in text] == []
    assert "lontar" not in text
    assert "budi@" not in text


def test_each_of_its_sections_is_in_the_document(life: Life) -> None:
    data = json.loads(exported(life))
    documented = re.findall(r"^\| `(\w+)` \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert set(data) - {"schema", "made_at", "subject"} <= set(documented)
    assert data["schema"] == "pustaka-personal-data 1"
    assert [row["name"] for row in data["account"]] == [NAME]
    assert data["requests"][0]["copy"]["stamp"]["name"] == NAME


def test_no_secret_leaves_with_it(life: Life) -> None:
    with life.library.database.read() as session:
        account = session.get_one(Account, life.reader)
        hashes = [row.secret_hash for row in session.query(SignIn)]
    text = exported(life).decode()
    assert account.password is not None
    assert [secret for secret in (account.password, *hashes) if secret in text] == []
    assert '"password":' not in text


def test_the_printed_form_says_the_same_in_words_and_draws_markup_as_text(life: Life) -> None:
    with life.library.database.write() as session:
        session.get_one(Account, life.reader).institution = "<b>Kampus</b> &lt; <img src=x>\u202e"
    with pymupdf.open(stream=exported(life, form="pdf"), filetype="pdf") as document:
        text = " ".join(page.get_text() for page in document)
    assert "<b>Kampus</b> &lt; <img src=x>" in text
    assert "Personal data that we keep about you" in text
    assert all(word in text.lower() for word in ("kenanga", "cempaka", "kamboja"))
    assert "23 November 2026 09:" in text


def test_the_pack_holds_both_and_the_files_that_she_sent_under_tame_names(life: Life) -> None:
    life.library.workers.drain()  # the file that she sent is read
    with life.library.database.write() as session:
        session.connection().exec_driver_sql("UPDATE consultation_file SET name = '../../flamboyan.pdf'")
    with zipfile.ZipFile(io.BytesIO(exported(life, form="zip"))) as pack:
        names = pack.namelist()
    assert names[:2] == ["data.json", "data.pdf"]
    assert names[2:] == ["files/001-flamboyan.pdf"]


def test_mails_from_an_address_that_nobody_has_confirmed_are_not_hers(life: Life) -> None:
    with life.library.database.write() as session:
        stranger = accounts.add(session, life.clock(), email="korban@example.org", name="Orang Lain")
        stranger.verified_at = None
        mail = {"message_id": "<a@b>", "received_at": life.clock(), "sender": "korban@example.org", "state": "waiting"}
        session.add(InboundMail(**mail, subject="Rahasia korban", text="isi"))
    assert "Rahasia korban" not in exported(life, f"account:{stranger.id}").decode()
    with life.library.database.write() as session:
        session.get_one(Account, stranger.id).verified_at = life.clock()
    assert "Rahasia korban" in exported(life, f"account:{stranger.id}").decode()


def test_a_visit_that_wrote_somebody_elses_address_gives_only_itself(life: Life) -> None:
    guest = visit(life.room, None, name="Tamu Asing", email="siti.kenanga@example.org")
    data = json.loads(exported(life, f"visit:{guest}", by=life.room.officer))
    text = json.dumps(data)
    assert data["visits"][0]["name"] == "Tamu Asing"
    assert [word for word in ("Siti Kenanga", "melati", "cempaka", "kamboja") if word in text] == []
    assert life.reader not in text
    assert [row["text"] for row in data["consent"]] == ["guest-book"]


def test_two_visits_with_one_address_stay_apart(life: Life) -> None:
    first, second = (visit(life.room, None, name=name, email="keluarga@example.org") for name in ("Ayah", "Anak"))
    assert "Anak" not in exported(life, f"visit:{first}").decode()
    assert "Ayah" not in exported(life, f"visit:{second}").decode()


def test_who_had_it_is_on_record_but_her_own_export_is_no_look_of_the_staff(life: Life) -> None:
    exported(life)
    exported(life, by=life.room.officer)
    with life.library.database.read() as session:
        assert [(row.actor, row.kind, row.person) for row in session.query(RecordView)] == [
            (life.room.officer, "export", life.reader)
        ]
        actors = [row.actor for row in session.query(AuditEntry).filter(AuditEntry.action == "export.person")]
    assert actors == [life.reader, life.room.officer]


def test_what_is_not_there_or_in_no_form_that_we_know_is_refused(life: Life) -> None:
    for subject in ("account:nobody", "visit:nothing"):
        with pytest.raises(NotFound):
            exported(life, subject)
    with pytest.raises(BadForm):
        exported(life, form="exe")


def test_an_account_with_ten_thousand_rows_is_written_row_by_row(life: Life) -> None:
    """And every row of it is there."""
    now = life.clock()
    plain = {
        "account_id": life.reader,
        "created_at": now,
        "seen_at": now,
        "expires_at": now,
        "agent": "x",
        "how": "password",
    }
    rows = [{**plain, "id": f"many-{n}", "secret_hash": f"{n:064}"} for n in range(10_000)]
    with life.library.database.write() as session:
        session.execute(insert(SignIn), rows)
    data = json.loads(exported(life))
    assert len(data["sign_in"]) == 10_001


def test_half_a_letter_that_was_stored_does_not_stop_the_export(life: Life) -> None:
    with life.library.database.write() as session:
        row = session.query(Visit).filter(Visit.account_id == life.reader).one()
        row.answers = {**row.answers, "purpose_text": "\ud83d half"}
    assert b"half" in exported(life)
    assert exported(life, form="pdf").startswith(b"%PDF")
