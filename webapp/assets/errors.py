"""What can go wrong while assets are prepared."""

from __future__ import annotations


class AssetError(Exception):
    """A piece is missing; the message is one line that says which and what to do."""
