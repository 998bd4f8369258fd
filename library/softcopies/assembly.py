"""From a master and an identity to a marked file: the only place where a reader's bytes are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from library.errors import NotFound, Unavailable
from library.softcopies.stamps import as_stamp
from library.store.blobs import BlobStore
from library.store.models import Master
from watermark.codes import code
from watermark.errors import WatermarkError
from watermark.keys import KeyRing
from watermark.slots import read_head

if TYPE_CHECKING:
    from watermark.assemble import Copy as MarkedFile

Assemble = Callable[..., "MarkedFile"]
PURPOSE = "code"


@dataclass(frozen=True, slots=True)
class MarkOrder:
    """What a marked file is made from. Equal orders give equal bytes."""

    master: str
    body: str
    slots: str
    key_id: str
    identity: str
    stamp: dict[str, Any]


def order_for(master: Master, identity: str, stamp: dict[str, Any]) -> MarkOrder:
    """Write an order for one identity: the key is the master's own, so the same reader always gets the same mark."""
    return MarkOrder(master.id, master.body, master.slots, master.key_id, identity, stamp)


class Assembler:
    """Makes marked files from masters in the blob store."""

    def __init__(self, blobs: BlobStore, keys: KeyRing) -> None:
        self._blobs = blobs
        self._keys = keys

    @staticmethod
    def warm() -> Assemble:
        """Load the engine (a second of typesetting libraries); a server does it before the first reader waits."""
        from watermark.assemble import assemble

        return assemble

    def make(self, order: MarkOrder, out: Path) -> MarkedFile:
        """Assemble into `out`, whole or not at all.

        Raises:
            Unavailable: the master is missing or damaged, or the disk refused; nothing is left behind.
        """
        assemble = self.warm()
        out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            body, slots = self._blobs.path(order.body), self._blobs.path(order.slots)
            key = self._keys.derive(order.key_id, order.master, PURPOSE)
            bits = code(key, order.identity, read_head(slots).slots)
            made = assemble(body, slots, code=bits, stamp=as_stamp(order.stamp), out=out)
        except (WatermarkError, NotFound) as exc:
            raise Unavailable(f"master {order.master}: {exc}") from exc
        out.chmod(0o400)
        return made
