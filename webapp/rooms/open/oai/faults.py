"""The error conditions of OAI-PMH 2.0, section 3.6."""

from __future__ import annotations


class OaiError(Exception):
    """A harvester asked for something that cannot be; `code` is the protocol's, `text` is for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
