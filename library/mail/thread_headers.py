"""Headers that name the mails before: one name a line, as they are, however long they are."""

from __future__ import annotations

from email.policy import EmailPolicy
from typing import Any

_OF_NAMES = frozenset({"message-id", "in-reply-to", "references"})


class ThreadPolicy(EmailPolicy):
    """The usual rules, but for names of mails.

    The usual folding writes what is longer than a line as encoded words, where RFC 2047 (section 5) allows none, and
    no mail program finds the thread any more. A name of 292 characters stays below the 998 of a line (RFC 5322, 2.1.1).
    """

    def fold(self, name: str, value: Any) -> str:
        """Give a header in lines."""
        if name.lower() in _OF_NAMES:
            return f"{name}: " + f"{self.linesep} ".join(str(value).split()) + self.linesep
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Give a header in lines of bytes."""
        if name.lower() in _OF_NAMES:
            return self.fold(name, value).encode("ascii", "replace")
        return bytes(super().fold_binary(name, value))


THREAD_POLICY = ThreadPolicy()
