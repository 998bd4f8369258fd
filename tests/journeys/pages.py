"""The rooms as a person uses them: what she fills, presses and sees."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Download, Page, expect

LONG = 300_000  # ms; recognition on a busy machine


class Person:
    """Somebody in front of a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def log_in(self, email: str, password: str) -> None:
        self.page.goto("/account/login")
        self.page.get_by_label("Surel").fill(email)
        self.page.get_by_label("Kata sandi", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Masuk").click()
        self.page.wait_for_url(lambda url: "/account/login" not in url)

    def register(self, name: str, email: str, password: str) -> None:
        self.page.goto("/account/register")
        self.page.get_by_label("Nama").fill(name)
        self.page.get_by_label("Surel").fill(email)
        self.page.get_by_label("Kata sandi", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Daftar").click()

    def upload(self, *files: Path) -> None:
        self.page.goto("/bench")
        self.page.locator("input[name=files]").set_input_files([str(file) for file in files])
        self.page.get_by_role("button", name="Masukkan", exact=True).click()
        self.page.wait_for_url("**/bench/batches/*")

    def open_review(self, file: str) -> None:
        """Wait until the file is read, without touching the page, and open its review."""
        entry = self.page.locator(".entry", has_text=file)
        button = entry.get_by_role("link", name="Periksa")
        expect(button).to_be_visible(timeout=LONG)
        button.click()

    def accept(self) -> None:
        """Press Enter in the first field."""
        self.page.get_by_label("Judul", exact=True).press("Enter")
        expect(self.page.get_by_text("Diterbitkan: “")).to_be_visible()

    def search(self, words: str) -> None:
        self.page.goto("/")
        box = (
            self.page.get_by_role("main")
            .get_by_role("searchbox")
            .or_(self.page.locator("main input[type=search]"))
            .first
        )
        box.fill(words)
        box.press("Enter")
        self.page.wait_for_url("**/search?*")

    def open_first_hit(self) -> None:
        self.page.locator(".hit a").first.click()

    def marks(self) -> int:
        """Count the words that are marked on the page, once its picture has come."""
        picture = self.page.locator('[data-reader="page"] img')
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)")
        return self.page.locator('[data-reader="page"] rect').count()

    def ask_for_copy(self, institution: str) -> None:
        self.page.get_by_role("link", name="Minta salinan").click()
        self.page.get_by_label("Penelitian").check()
        self.page.get_by_label("Sekolah, kampus, instansi, atau perusahaan").fill(institution)
        self.page.get_by_label(re.compile("Saya memakai salinan")).check()
        self.page.get_by_role("button", name="Minta salinan saya").dblclick()
        self.page.wait_for_url("**/requests/*")

    def download(self) -> Download:
        """Wait until the copy is ready and take it."""
        button = self.page.get_by_role("link", name="Unduh PDF")
        expect(button).to_be_visible(timeout=LONG)
        with self.page.expect_download() as coming:
            button.click()
        return coming.value
