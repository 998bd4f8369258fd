"""Whole addresses of manifests, canvases and images.

What is named for everybody begins with the address under which the library is known. What a signed-in reader's viewer
fetches begins with the address under which she came (`webapp.security.hosts` lets no foreign name in): her browser
sends her cookie nowhere else.
"""

from __future__ import annotations

from dataclasses import astuple

from flask import request, url_for

from webapp.rooms.iiif.asked import Address
from webapp.rooms.open.addresses import base

WHOLE_PAGE = Address("full", "max", "0", "default", "jpg")


def canvas(work_id: str, number: int) -> str:
    """Name a page, the same in every manifest of the work."""
    return f"{base()}/iiif/3/{work_id}/canvas/{number}"


def here(endpoint: str, **values: object) -> str:
    """Give the whole address of a view, as this reader reaches it."""
    return request.host_url.rstrip("/") + url_for(endpoint, **values)  # type: ignore[arg-type] # values of a query


def image_service(work_id: str, number: int) -> str:
    """Give the address of a page's image service."""
    return here("iiif.base", work_id=work_id, number=number)


def image_address(work_id: str, number: int, wanted: Address = WHOLE_PAGE) -> str:
    """Give the address of an image; commas and exclamation marks stay as they are, which the specification prefers."""
    region, size, rotation, quality, suffix = astuple(wanted)
    return f"{image_service(work_id, number)}/{region}/{size}/{rotation}/{quality}.{suffix}"
