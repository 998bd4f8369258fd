"""Phones with an authenticator app, as the staff in tests carry them."""

from __future__ import annotations

import base64
import html
import re
from datetime import datetime

from flask.testing import FlaskClient

from library.readers import totp
from tests.webapp.people import PASSWORD, post

PAGE = "/account/second-factor"


class Phone:
    """Shows the code of a time; it was given the secret that a page spelled out."""

    def __init__(self, spelled: str) -> None:
        text = spelled.replace(" ", "")
        self._secret = base64.b32decode(text + "=" * (-len(text) % 8))

    def code(self, at: datetime) -> str:
        return totp.code_at(self._secret, int(at.timestamp()) // totp.STEP)


def set_up(client: FlaskClient, at: datetime) -> tuple[Phone, list[str]]:
    """Set a phone up for whoever is signed in: the phone, and the recovery codes that are shown."""
    assert post(client, f"{PAGE}/begin", {"password": PASSWORD}, page=PAGE).status_code == 303
    phone = Phone(spelled_in(client.get(f"{PAGE}/phone").text))
    shown = post(client, f"{PAGE}/phone", {"code": phone.code(at)})
    assert shown.status_code == 200, shown.text
    return phone, re.findall(r"<li><code>([a-z0-9-]+)</code></li>", shown.text)


def spelled_in(page: str) -> str:
    """Read the key that a page spells out for typing."""
    found = re.search(r'<p class="phone-key"><code>([^<]+)</code>', page)
    assert found, page
    return html.unescape(found.group(1))
