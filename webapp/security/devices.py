"""The paired screens of an office: which one asks, known by a cookie that no script can read."""

from __future__ import annotations

from flask import g, request
from werkzeug.wrappers import Response

from library.floor import devices
from library.floor.views import DeviceView
from webapp.current import current_library

TERMINAL, BOARD, SCANNER = "terminal", "board", "scanner"
ONE_YEAR = 31_536_000


def cookie_name() -> str:
    """Give the cookie's name; `__Host-` ties it to this host and to HTTPS."""
    return "__Host-device" if current_library().settings.secure_cookies else "device"


def current_device() -> DeviceView | None:
    """Say which paired screen this request comes from; None for every other browser."""
    if "device" not in g:
        secret = request.cookies.get(cookie_name(), "")
        g.device = _look_up(secret) if secret else None
    found: DeviceView | None = g.device
    return found


def _look_up(secret: str) -> DeviceView | None:
    library = current_library()
    now = library.clock()
    with library.database.read() as records:
        device = devices.by_secret(records, secret)
    if device is not None and devices.is_stale(device, now):
        with library.database.write() as records:
            devices.touch(records, now, device.id)
    return device


def is_terminal() -> bool:
    """Say whether visitors read at this screen: a terminal or a scanning station, not a board."""
    device = current_device()
    return device is not None and device.kind in (TERMINAL, SCANNER)


def remember(response: Response, secret: str) -> None:
    """Give the browser the device's secret."""
    secure = current_library().settings.secure_cookies
    response.set_cookie(cookie_name(), secret, max_age=ONE_YEAR, secure=secure, httponly=True, samesite="Lax")
