"""An advice service in the browser: readers and officers of four offices, their mails, and a clock to push."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from math import ceil
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page, expect

from library.consultations import AskForm
from library.feedback.complaints.filing import ComplaintForm
from library.readers import accounts, sessions
from library.readers.roles import Role
from library.store.models import Account
from tests.journeys.hall import TUESDAY, Hall
from tests.library.mail.post_office import PostOffice, new_letter, words_of
from webapp.app import create_app
from webapp.cli.serving import order_rounds
from webapp.security.sessions import COOKIE_KEY, lifetime

QUESTION = "Berapa luas panen padi sawah menurut kecamatan pada tahun 2025?"
ANSWER = "Lihat Tabel 5.1.3 pada publikasi terlampir."
SOON = 15_000  # ms; a page asks every two seconds what is new
_LINK = re.compile(r"http://[^\s]+(/rate/[\w-]+)")


@dataclass
class Service:
    """The office with its mail, and whoever sits before a browser."""

    hall: Hall
    post: PostOffice
    inbox: Path
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        """Prepare to sign people in without the form, which other journeys fill."""
        self.app = create_app(self.hall.library)
        order_rounds(self.hall.library)

    def person(self, email: str, name: str, role: Role = Role.READER, office: str | None = None) -> str:
        with self.hall.library.database.write() as records:
            now = self.hall.library.clock()
            return accounts.add(records, now, email=email, name=name, role=role, office=office).id

    def window(self, account: str, width: int = 1280, height: int = 900, **more: object) -> Page:
        """Open a browser in which an account is signed in."""
        page = self.hall.window(width, height, **more)  # type: ignore[arg-type] # what more a browser takes
        library = self.hall.library
        with self.app.app_context(), library.database.write() as records:
            person = records.get_one(Account, account)
            secret = sessions.begin(records, library.clock(), person, lifetime())
        sealer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        cookie = {"name": "pustaka", "value": sealer.dumps({COOKIE_KEY: secret}), "url": self.hall.address}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        return page

    def go_on(self, **time: float) -> None:
        """Let time pass, and all that is due then happen."""
        self.hall.clock.forward(**time)
        self.hall.library.workers.drain()

    def go_on_to_tuesday(self) -> None:
        """Let time pass until nine o'clock (WIB) on the next Tuesday, or today if that is still to come."""
        now = self.hall.clock()
        nine = TUESDAY + timedelta(days=7 * ceil((now - TUESDAY) / timedelta(days=7)))
        self.go_on(seconds=(nine - now).total_seconds())

    def deliver(self, letter: EmailMessage) -> None:
        """Put a letter into the mailbox of the office, and let the next minute come."""
        mailbox.Maildir(self.inbox, create=True).add(letter)
        self.go_on(minutes=2)

    def rating_link(self, address: str) -> str:
        """Give the path in the invitation that was mailed to an address."""
        found = [link[1] for letter in self.post.to(address) if (link := _LINK.search(words_of(letter)))]
        assert len(found) == 1, found
        return found[0]

    def opened(self, reader: str, office: str) -> str:
        """Open a case without a browser; give its id."""
        desk = self.hall.library.consultations
        search = desk.look(reader, office, "padi")
        return desk.submit(reader, office, AskForm(title="Luas panen padi", question=QUESTION, search_id=search.id))

    def shown_everywhere(self, reader: str, officer: str, office: str) -> tuple[str, str, str]:
        """Let each page have something to show; give a case, a search and the token of a rating."""
        library = self.hall.library
        desk = library.consultations
        case = self.opened(reader, office)
        for text in (ANSWER, "Tabel yang sama ada untuk setiap tahun."):
            desk.answer(case, text, by=officer)
        closed = self.opened(reader, office)
        desk.answer(closed, ANSWER, by=officer)
        desk.close(closed, "resolved", by=officer)
        raw = new_letter("Apakah ada data kelapa sawit?", "Tono <lain@example.org>", "tanya@pustaka.example").as_bytes()
        desk.take_mail(raw, len(raw))
        library.complaints.file(office, ComplaintForm(text="Jawaban datang terlambat.", name="Tono"))
        self.go_on(hours=2)
        token = self.rating_link("tono@example.org").rpartition("/")[2]
        return case, desk.look(reader, office, "padi").id, token


class Reader:
    """Somebody who asks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def ask(self, office: str, title: str, *, search_first: bool) -> None:
        page = self.page
        page.goto(f"/consultations/new?office={office}")
        form = page.get_by_role("button", name="Kirim pertanyaan")
        if search_first:
            expect(form).to_be_hidden()
            page.get_by_label("Apa yang Anda cari?").fill("padi sawah")
            page.get_by_role("main").get_by_role("button", name="Cari", exact=True).click()
        expect(form).to_be_visible()
        page.get_by_label("Pertanyaan Anda dalam satu baris").fill(title)
        page.get_by_label("Semua yang perlu kami ketahui").fill(QUESTION)
        form.dblclick()
        page.wait_for_url(re.compile(r"/consultations/\w{16}$"))
        expect(page.get_by_text("Pada petugas")).to_be_visible()

    def rate_best(self, path: str) -> None:
        """Give the highest answer to each of the nine questions."""
        page = self.page
        page.goto(path)
        questions = page.locator("fieldset.field")
        expect(questions).to_have_count(9)
        for n in range(9):
            questions.nth(n).locator(".choice").last.click()
        page.get_by_role("button", name="Kirim penilaian").click()
        page.wait_for_url("**/rate/thanks")


class Advisor:
    """An officer who answers."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open_case(self, title: str) -> None:
        self.page.goto("/advice")
        self.page.get_by_role("link", name=title).click()
        self.page.wait_for_url(re.compile(r"/advice/\w{16}"))

    def answer(self, text: str = ANSWER) -> None:
        self.page.get_by_label("Jawaban untuk pengguna").fill(text)
        self.page.get_by_role("button", name="Kirim jawaban").click()
        expect(self.page.locator(".conversation").get_by_text(text)).to_be_visible()

    def close(self) -> None:
        """Close with the outcome that the page proposes."""
        self.page.get_by_text("Tutup …").click()
        self.page.get_by_role("button", name="Tutup konsultasi").click()
        expect(self.page.get_by_text("Terbitkan sebagai jawaban untuk semua …")).to_be_visible()


class Complainant:
    """Somebody who is not content. She needs no account: the code of her receipt leads her back."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def file(self, slug: str, text: str, about: str) -> str:
        """Find the form as a visitor does, send it with a double click, and give the code of the receipt."""
        page = self.page
        page.goto(f"/complaints/{slug}")
        page.get_by_role("link", name="Tulis di sini").click()
        page.get_by_label("Apa yang terjadi, dan apa yang Anda harapkan?").fill(text)
        page.get_by_label("Tentang seorang petugas? Namanya").fill(about)
        page.get_by_label("Saya tidak ingin disebut namanya").check()
        page.get_by_role("button", name="Kirim pengaduan").dblclick()
        expect(page.get_by_role("heading", name="Pengaduan Anda sudah kami terima")).to_be_visible()
        return page.locator(".big-number").inner_text()

    def follow(self, code: str) -> None:
        """Come back with the code, typed without its strokes."""
        self.page.goto("/complaints/track")
        self.page.get_by_label("Kode", exact=True).fill(code.replace("-", " ").lower())
        self.page.get_by_role("button", name="Tampilkan").click()
        expect(self.page.get_by_role("heading", name="Yang Anda tulis")).to_be_visible()

    def reopen(self, text: str) -> None:
        self.page.get_by_label("Apa yang belum selesai?").fill(text)
        self.page.get_by_role("button", name="Buka kembali").click()
        expect(self.page.locator(".chip", has_text="Dibuka kembali")).to_be_visible()


class ComplaintsDesk:
    """An officer who deals with complaints."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, number: str) -> None:
        self.page.goto("/complaints/desk")
        self.page.get_by_role("link", name=number).click()

    def do(self, deed: str, fill: Callable[[Page], None] = lambda _page: None) -> None:
        """Unfold a deed, fill what it asks, and press its button."""
        page = self.page
        page.locator("summary").get_by_text(deed, exact=True).click()
        fill(page)
        page.get_by_role("main").get_by_role("button", name=deed, exact=True).click()

    def resolve(self, words: str) -> None:
        self.do("Sampaikan penyelesaiannya", lambda page: page.locator("#text_resolve").fill(words))
        expect(self.page.locator(".chip", has_text="Selesai ditangani")).to_be_visible()
