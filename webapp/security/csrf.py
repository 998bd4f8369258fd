"""Every form proves that it is ours. There are no exemptions."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect


def install(app: Flask) -> None:
    """Check the token of every request that may change something."""
    CSRFProtect(app)
