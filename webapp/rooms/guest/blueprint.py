"""The room of the guest book and the queue."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("guest", __name__)
