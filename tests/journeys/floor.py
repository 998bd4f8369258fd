"""The service floor as visitors and officers use it in their browsers."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.pages import Person

MONDAY_NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""09.00 WIB on a working day."""
SETTLE = 500  # ms; a choice leads on by itself after 150 ms


class RunningClock:
    """A clock that runs from a working morning on, and can be pushed forward."""

    def __init__(self) -> None:
        self._began, self._pushed = time.monotonic(), timedelta()

    def __call__(self) -> datetime:
        return MONDAY_NINE + self._pushed + timedelta(seconds=time.monotonic() - self._began)

    def forward(self, **time: float) -> None:
        self._pushed += timedelta(**time)


class Terminal:
    """A screen in the hall, paired with its office, and whoever stands in front of it."""

    def __init__(self, page: Page, slug: str) -> None:
        self.page, self.slug = page, slug

    def pair(self, code: str) -> None:
        self.page.goto("/terminal/pair")
        self.page.locator("#code").fill(code)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(lambda url: "/terminal/pair" not in url)

    def take_number(self) -> None:
        self.page.goto(f"/guest/{self.slug}")
        self.page.get_by_role("button", name=re.compile("Ambil nomor")).click()
        self.page.wait_for_url(f"**/guest/{self.slug}/done")

    def sign_guest_book(self, name: str, service: str) -> None:
        """Go through the guest book one question at a time."""
        self.page.goto(f"/guest/{self.slug}/book")
        self._answer("services", service)
        self._answer("name", name)
        self._answer("email", "tamu@contoh.id")
        self._answer("id_last4", "1234")
        self._answer("institution_kind", "research")
        self._answer("occupation", "student")
        self._answer("education", "d4_s1")
        self._answer("gender", "female")
        self._answer("birth_year", "1999")
        self._answer("purpose", "study")
        self.page.locator("#consent").check()
        self.page.locator("[data-steps-send]").click()
        self.page.wait_for_url(f"**/guest/{self.slug}/done")

    def _answer(self, name: str, value: str) -> None:
        step = self.page.locator(f"section[data-step]:has([name={name}])")
        if step.count() == 0:
            return  # this office does not ask
        expect(step).to_be_visible()
        choice = step.locator(f"[name={name}][value='{value}']") if re.fullmatch(r"\w+", value) else None
        if choice is not None and choice.count():
            choice.check()
        else:
            step.locator(f"[name={name}]").fill(value)
        self.page.wait_for_timeout(SETTLE)
        if step.is_visible():
            self.page.locator("[data-steps-next]").click()
        expect(step).to_be_hidden()

    def finish(self) -> None:
        self.page.get_by_role("main").get_by_role("button", name="Selesai").click()
        self.page.wait_for_url(lambda url: not url.endswith("/done"))


class Officer(Person):
    """An officer at the front desk and at her counter, mostly by keys."""

    def at_desk(self) -> None:
        self.page.goto("/desk")

    def step(self, who: str, label: str) -> None:
        """Press the big button in the row of a visitor."""
        row = self.page.locator(".visit", has_text=who)
        button = row.locator(".visit-step").get_by_text(label, exact=True)
        expect(button).to_be_visible()
        button.click()

    def open_counter(self, number: int) -> None:
        self.page.goto("/desk/counter")
        self.page.locator(f"[name=number][value='{number}']").check()
        self.key("o")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(f"Loket {number}")

    def key(self, key: str) -> None:
        """Press a single key with the focus in no field, once the page's scripts listen."""
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("document.activeElement instanceof HTMLInputElement && document.activeElement.blur()")
        self.page.keyboard.press(key)

    def expect_case(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator(".case-now")).to_contain_text(text)

    def make_pairing_code(self, office: str, kind: str, name: str) -> str:
        self.page.goto(f"/desk/devices?office={office}")
        self.page.locator("#kind").select_option(kind)
        self.page.locator("#name").fill(name)
        self.page.get_by_role("button", name="Buat kode pasangan").click()
        return self.page.locator(".pair-code").inner_text()

    def sign_guest_book(self, name: str) -> None:
        """Fill in the clerk's form on behalf of a visitor."""
        page = self.page
        page.locator("#name").fill(name)
        page.locator("#email").fill("tamu@contoh.id")
        page.locator("#institution_kind").select_option("research")
        page.locator("#institution").fill("Universitas Lampung")
        page.locator("[name=purpose][value=study]").check()
        page.locator("#occupation").select_option("student")
        page.locator("#education").select_option("d4_s1")
        page.locator("#consent").check()
        page.locator("main form .button-primary").last.click()
        page.wait_for_url(lambda url: "guest-book" not in url and "/new" not in url)
