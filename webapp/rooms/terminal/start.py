"""The terminal's first page, before and after signing in, and its help."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from library.floor.views import DeviceView
from library.offices import Office
from webapp.current import current_library, current_visitor, use_office
from webapp.pages import page
from webapp.rooms.guest.mine import forget
from webapp.rooms.terminal.blueprint import blueprint
from webapp.rooms.terminal.pair import home_of
from webapp.security import audience, devices


def office_of(device: DeviceView) -> Office:
    """Give the office whose screen this is, and show times in its zone."""
    return use_office(device.office)


@blueprint.get("")
@audience.public
def start() -> ResponseReturnValue:
    """Ask for the visit code or the account; who is in gets the search and her ways."""
    device = devices.current_device()
    if device is None:
        return redirect(url_for("terminal.pair"), 303)
    if not devices.is_terminal():
        return redirect(home_of(device), 303)
    if current_visitor() is None:
        return welcome(device)
    office = office_of(device)
    scans = office.rules.library.self_scan.value
    return page("terminal/home.html", office=office, view="kiosk", device=device, scans=scans)


def welcome(device: DeviceView, *, problem: str = "", email: str = "", status: int = 200) -> ResponseReturnValue:
    """Show the two ways in."""
    office = office_of(device)
    forget()  # whoever signed the guest book here and went on has her code in hand
    return page(
        "terminal/start.html",
        status=status,
        office=office,
        view="kiosk",
        device=device,
        slug=office.slug,
        problem=problem,
        email=email,
    )


@blueprint.get("/help")
@audience.public
def help_page() -> ResponseReturnValue:
    """Say in a few sentences how reading here works."""
    device = devices.current_device()
    office = current_library().first_office if device is None else office_of(device)
    return page("terminal/help.html", office=office, view="kiosk", scans=office.rules.library.self_scan.value)
