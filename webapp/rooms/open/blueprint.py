"""The room of other systems: its answers carry no cookie and may be read from any site."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("open", __name__)
