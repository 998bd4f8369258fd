"""The screens of the room: announced here, paired by a code that is typed on them, revoked here."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm, NotFound
from library.floor import devices as floor_devices
from library.floor.views import DeviceView
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.navigation import address
from webapp.once import first_post, form_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.door.blueprint import blueprint
from webapp.rooms.door.deeds import do
from webapp.rooms.door.post import own_office
from webapp.rooms.door.screens import frame_values, tabs
from webapp.rooms.door.words import DEVICE_KINDS, say
from webapp.security import audience

FIELDS = ("kind", "name")


@blueprint.get("/devices")
@audience.right(Right.MANAGE_FLOOR)
def devices() -> ResponseReturnValue:
    """List the devices, and offer to add one."""
    return _list()


@blueprint.post("/devices")
@audience.right(Right.MANAGE_FLOOR)
def pair() -> ResponseReturnValue:
    """Announce a device and show its code, once: only its hash is kept."""
    if not first_post("door.pair"):
        return _code_was_shown()
    office, typed = own_office().code, {name: request.form.get(name, "") for name in FIELDS}
    library = current_library()
    try:
        with library.database.write() as records:
            device, code = floor_devices.add(
                records, library.clock(), office=office, actor=signed_in_visitor().id, **typed
            )
    except BadForm as problem:
        return _list(typed, errors=field_errors(problem), status=422)
    return _list(code=code, code_name=device.name)


@blueprint.post("/devices/<device_id>/code")
@audience.right(Right.MANAGE_FLOOR)
def renew(device_id: str) -> ResponseReturnValue:
    """Draw a new code for a screen that has forgotten who it is; the old one is out at once."""
    if not first_post("door.renew"):
        return _code_was_shown()
    device, library = _device_here(device_id), current_library()
    with library.database.write() as records:
        code = floor_devices.renew_code(records, library.clock(), device.id, signed_in_visitor().id)
    return _list(code=code, code_name=device.name)


@blueprint.post("/devices/<device_id>/revoke")
@audience.right(Right.MANAGE_FLOOR)
def revoke(device_id: str) -> ResponseReturnValue:
    """Let a device in no more."""

    def deed() -> str:
        library, device = current_library(), _device_here(device_id)
        with library.database.write() as records:
            floor_devices.revoke(records, library.clock(), device.id, signed_in_visitor().id)
        return str(_("“%(name)s” is let in no more, and whoever was signed in on it is signed out.", name=device.name))

    return do("door.revoke", deed, home="door.devices")


def _device_here(device_id: str) -> DeviceView:
    found = next((device for device in _devices() if device.id == device_id), None)
    if found is None:
        raise NotFound(device_id, what="device")
    return found


def _devices() -> list[DeviceView]:
    with current_library().database.read() as records:
        return floor_devices.of_office(records, own_office().code)


def _code_was_shown() -> ResponseReturnValue:
    flash(_("The code was shown once already. Make a new one if it was not noted down."), "warn")
    return redirect(url_for("door.devices"), 303)


def _list(
    values: dict[str, str] | None = None,
    *,
    errors: dict[str, str] | None = None,
    code: str = "",
    code_name: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    office = own_office()
    return page(
        "door/devices.html",
        status=status,
        view="staff",
        office=office,
        tabs=tabs("door.devices"),
        devices=_devices(),
        kinds=[(kind, say(DEVICE_KINDS, kind)) for kind in floor_devices.KINDS],
        values=values or {"kind": floor_devices.KINDS[0], "name": ""},
        errors=errors or {},
        form_token=form_token(),
        code=code,
        code_name=code_name,
        pairing_address=urljoin(request.host_url, address("terminal.pair", "/terminal")),
        **frame_values(office),
    )
