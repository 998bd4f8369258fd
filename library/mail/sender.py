"""Who a mail claims to be from: one address, or none where the header can be read in two ways."""

from __future__ import annotations

import email.policy
from email.headerregistry import AddressHeader
from email.message import Message
from email.utils import getaddresses

_LONGEST = 2_000  # characters; the parsers take the square of them for quotation marks
_MOST = 254  # characters of an address (RFC 5321, section 4.5.3.1.3, without the angle brackets)


def sender_of(message: Message) -> str:
    """Give the address in From; empty where there is not exactly one header with exactly one address.

    The header is parsed as it came. Encoded words are text of the display name and are never decoded before (RFC
    2047, section 6.2): an encoded comma would end the name and let what follows pass as the sender. Two parsers of
    different make must agree, for each has been led astray by names that look like addresses.
    """
    values = raw_values(message, "From")
    if len(values) != 1 or len(values[0]) > _LONGEST:
        return ""
    simple = [address for _name, address in getaddresses(values)]
    header = email.policy.default.header_factory("From", values[0])
    strict = [one.addr_spec for one in header.addresses] if isinstance(header, AddressHeader) else []
    agreed = len(simple) == 1 and simple == strict and len(simple[0]) <= _MOST
    return simple[0] if agreed and simple[0].isprintable() else ""


def raw_values(message: Message, name: str) -> list[str]:
    """Give all headers of a name, unfolded and not decoded."""
    return [" ".join(str(value).split()) for value in message.get_all(name, [])]
