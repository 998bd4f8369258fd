"""From a leak to the copy it came from, for those who may know."""

from __future__ import annotations

import io

import pymupdf
import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from library.store.models import AuditEntry, TraceCase
from library.tracing.desk import MOST_FILES
from library.wiring import Library
from tests.webapp.people import People, hidden_fields, post, sign_in
from tests.webapp.rooms.conftest import Stock
from tests.webapp.rooms.requests.test_requests import get_copy

NAMES = ("Siti", "siti@contoh.id")


@pytest.fixture
def librarian(client: FlaskClient, people: People) -> FlaskClient:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    return client


@pytest.fixture
def leak(other: FlaskClient, people: People, library: Library, stock: Stock) -> bytes:
    """Give a page of Siti's copy as a screenshot."""
    people.reader()
    sign_in(other, "siti@contoh.id")
    copy_id = get_copy(other, library, stock.open).split("/")[2]
    return screenshot(other.get(f"/copies/{copy_id}/file").data, 3)


def screenshot(pdf: bytes, page: int) -> bytes:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        drawn = document[page - 1].get_pixmap(dpi=200)
        picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def told(report: TestResponse) -> str:
    with pymupdf.open(stream=report.data, filetype="pdf") as document:
        return "".join(page.get_text() for page in document)


def hand_in(client: FlaskClient, *files: tuple[bytes, str], **fields: object) -> TestResponse:
    return post(client, "/trace", {"files": [(io.BytesIO(data), name) for data, name in files], **fields})


def traced(client: FlaskClient, library: Library, *files: tuple[bytes, str]) -> str:
    """Hand files in, let the worker trace them, and give the address of the case."""
    answer = hand_in(client, *files)
    assert answer.status_code == 303, answer.text
    library.workers.drain({"trace.run"})
    return str(answer.location)


def deeds(library: Library) -> list[tuple[str, str]]:
    with library.database.read() as records:
        query = select(AuditEntry).where(AuditEntry.action.like("trace.%")).order_by(AuditEntry.seq)
        return [(entry.action, entry.actor) for entry in records.scalars(query)]


@pytest.mark.parametrize("path", ["/trace", "/trace/{case}", "/trace/{case}/part", "/trace/{case}/report.pdf"])
@pytest.mark.parametrize("who", ["reader", "officer", "nobody"])
def test_whoever_may_not_trace_sees_nothing(
    client: FlaskClient, people: People, library: Library, path: str, who: str
) -> None:
    asker = people.librarian()
    with library.database.write() as records:
        case = TraceCase(id="c" * 16, created_by=asker.id, created_at=library.clock(), state="done", outcome="nobody")
        case.verdict = {"pages": [], "accused": [], "evidence": []}
        records.add(case)
    if who != "nobody":
        sign_in(client, getattr(people, who)().email)
    answer = client.get(path.format(case="c" * 16), headers={"Accept": "text/html"})
    assert answer.status_code == (303 if who == "nobody" else 403)
    assert not any(words in answer.text for words in ("seorang pun", "Yang terbaca", 'id="case"'))
    assert 'href="/trace"' not in client.get("/").text
    sent = client.post("/trace", data={**hidden_fields(client.get("/").text, ""), "files": (io.BytesIO(b"x"), "a.png")})
    assert sent.status_code in (303, 403)
    assert not list(library.folders.leaks.iterdir())
    assert deeds(library) == []


def test_a_screenshot_leads_to_the_copy_with_bound_pictures_report_and_caution(
    librarian: FlaskClient, other: FlaskClient, library: Library, leak: bytes
) -> None:
    address = traced(librarian, library, (leak, "tangkapan layar.jpg"))
    shown = librarian.get(address)
    assert shown.headers["Cache-Control"] == "no-store"
    for words in (*NAMES, "Kurang dari satu kemungkinan dalam 1", "bukan pelaku", "Kecamatan Metro Dalam Angka"):
        assert words in shown.text
    librarian.get("/language/en")
    english = librarian.get(address).text
    assert "Less than one chance in 1" in english
    assert "not a culprit" in english
    for side in ("leak", "original"):
        with Image.open(io.BytesIO(librarian.get(f"{address}/evidence/1/{side}.png").data)) as picture:
            colours = {colour for _, colour in picture.getcolors(1 << 24) or ()}
        assert (0, 114, 178) in colours
    report = librarian.get(f"{address}/report.pdf")
    assert report.headers["Cache-Control"] == "no-store"
    assert "Siti Rahmawati" in told(report)
    assert "Trace: evidence report" in told(report)
    librarian.get("/language/id")
    assert "Penelusuran kebocoran: laporan bukti" in told(librarian.get(f"{address}/report.pdf"))
    asker = next(actor for deed, actor in deeds(library))
    done = ["trace.ask", "trace.run", "trace.view", "trace.view", "trace.report", "trace.report"]
    assert deeds(library) == [(deed, asker) for deed in done]
    listed = librarian.get("/trace").text
    assert "tangkapan layar.jpg" in listed
    assert not any(name in listed for name in NAMES)
    assert other.get(address).status_code == 403


def test_what_is_no_page_of_ours_leads_to_nobody_and_says_why(librarian: FlaskClient, library: Library) -> None:
    address = traced(librarian, library, (b"%PDF-1.7 rusak", "<b>rusak</b>.pdf"), (b"", "kosong.png"))
    text = librarian.get(address).text
    assert "Tidak seorang pun ditemukan" in text
    assert "Berkasnya kosong." in text
    assert "rusak, atau bukan PDF" in text
    assert "<b>" not in text
    assert "/evidence/" not in text
    assert librarian.get(f"{address}/evidence/1/leak.png").status_code == 404
    assert librarian.get(f"{address}/report.pdf").data.startswith(b"%PDF")


def test_a_case_shows_itself_live_until_it_is_answered(librarian: FlaskClient, library: Library) -> None:
    address = str(hand_in(librarian, (b"x", "a.png")).location)
    waiting = librarian.get(address).text
    assert f'hx-get="{address}/part"' in waiting
    assert "<noscript>" in waiting
    library.workers.drain({"trace.run"})
    assert "hx-get" not in librarian.get(f"{address}/part").text


def test_a_case_says_that_new_books_are_looked_over_first(
    librarian: FlaskClient, library: Library, leak: bytes
) -> None:
    address = str(hand_in(librarian, (leak, "a.jpg")).location)
    assert "1 publikasi yang belum pernah ditelusuri dikenali dahulu" in librarian.get(address).text
    library.tracing.describe(lambda _done, _pages: None)
    waiting = librarian.get(f"{address}/part").text
    assert "hx-get" in waiting
    assert "belum pernah ditelusuri" not in waiting


def test_a_case_that_broke_off_says_that_nothing_follows(librarian: FlaskClient, library: Library) -> None:
    address = str(hand_in(librarian, (b"x", "a.png")).location)
    for path in library.folders.leaks.rglob("a.png"):
        path.unlink()
    library.workers.drain({"trace.run"})
    text = librarian.get(address).text
    assert "tidak ada yang dapat disimpulkan darinya" in text
    assert "/report.pdf" not in text


def test_a_case_that_broke_off_is_tried_again_by_a_button(librarian: FlaskClient, library: Library) -> None:
    """Once; and not where the files are gone."""
    address = str(hand_in(librarian, (b"x", "a.png")).location)
    path = next(library.folders.leaks.rglob("a.png"))
    away = path.rename(path.with_suffix(".away"))
    library.workers.drain({"trace.run"})
    away.rename(path)
    assert post(librarian, f"{address}/retry", page=address).status_code == 303
    assert post(librarian, f"{address}/retry", page=address).status_code == 409
    library.workers.drain({"trace.run"})
    assert "Tidak seorang pun ditemukan" in librarian.get(address).text
    assert "trace.retry" in [deed for deed, _ in deeds(library)]


def test_without_its_files_a_case_that_broke_off_cannot_be_tried_again(
    librarian: FlaskClient, library: Library
) -> None:
    address = str(hand_in(librarian, (b"x", "a.png")).location)
    for path in library.folders.leaks.rglob("a.png"):
        path.unlink()
    library.workers.drain({"trace.run"})
    with library.database.write() as records:
        records.get_one(TraceCase, address.rpartition("/")[2]).cleared_at = library.clock()
    assert "/retry" not in librarian.get(address).text
    assert post(librarian, f"{address}/retry", page=address).status_code == 409


def test_the_same_form_twice_is_one_case(librarian: FlaskClient, library: Library) -> None:
    fields = hidden_fields(librarian.get("/trace").text, "/trace")
    sent = [librarian.post("/trace", data={**fields, "files": (io.BytesIO(b"x"), "a.png")}) for _ in range(2)]
    assert sent[0].location == sent[1].location
    assert len(library.traces.recent()) == 1


@pytest.mark.parametrize(
    ("count", "work", "words"),
    [(0, "", "isi"), (MOST_FILES + 1, "", "terlalu banyak"), (1, "tiada", "Pilih")],
    ids=["no-file", "too-many", "no-such-work"],
)
def test_a_form_that_cannot_be_used_says_what_to_do(
    librarian: FlaskClient, library: Library, count: int, work: str, words: str
) -> None:
    answer = hand_in(librarian, *[(b"x", "a.png")] * count, work=work)
    assert answer.status_code == 422
    assert words.lower() in answer.text.lower()
    assert library.traces.recent() == []


def test_the_publications_to_choose_from_are_those_given_out(librarian: FlaskClient, leak: bytes, stock: Stock) -> None:
    text = librarian.get("/trace").text
    assert f'value="{stock.open}"' in text
    assert f'value="{stock.restricted}"' not in text


@pytest.mark.parametrize(
    "path", ["/trace/tiada", "/trace/tiada/part", "/trace/tiada/report.pdf", "/trace/x/evidence/1/y.png"]
)
def test_a_case_that_is_not_there_is_not_found(librarian: FlaskClient, path: str) -> None:
    assert librarian.get(path).status_code == 404
