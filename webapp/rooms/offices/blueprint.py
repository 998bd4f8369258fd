"""The room of the offices' standards."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("offices", __name__)
