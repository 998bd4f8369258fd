"""The room of requests and copies."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("requests", __name__)
