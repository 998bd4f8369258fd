"""The room of preservation."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("preservation", __name__)
