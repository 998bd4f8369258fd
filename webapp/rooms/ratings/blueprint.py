"""The room of ratings."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("ratings", __name__)
