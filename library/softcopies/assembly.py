"""From a master and an identity to a marked file: the only place where a reader's bytes are made, and sealed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from library.errors import NotFound, Unavailable
from library.softcopies.seals import Seals
from library.softcopies.stamps import as_stamp
from library.store.blobs import BlobStore
from library.store.models import Copy, Master
from watermark.codes import code
from watermark.errors import WatermarkError
from watermark.keys import KeyRing
from watermark.seal import seal_file
from watermark.slots import read_head

if TYPE_CHECKING:
    from watermark.assemble import Copy as MarkedFile

Assemble = Callable[..., "MarkedFile"]
PURPOSE = "code"


@dataclass(frozen=True, slots=True)
class SealOrder:
    """Which seal a file gets, by its certificate's fingerprint, and the time that it names."""

    fingerprint: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MarkOrder:
    """What a marked file is made from. Equal orders give equal bytes."""

    master: str
    body: str
    slots: str
    key_id: str
    identity: str
    stamp: dict[str, Any]
    seal: SealOrder | None = None


def order_for(master: Master, identity: str, stamp: dict[str, Any]) -> MarkOrder:
    """Write an order for one identity: the key is the master's own, so the same reader always gets the same mark."""
    return MarkOrder(master.id, master.body, master.slots, master.key_id, identity, stamp)


def order_for_copy(master: Master, copy: Copy) -> MarkOrder:
    """Write an order for the file of a copy, sealed as its row says."""
    order = order_for(master, copy.account_id, copy.stamp)
    if copy.seal is None or copy.sealed_at is None:
        return order
    return replace(order, seal=SealOrder(copy.seal, copy.sealed_at))


class Assembler:
    """Makes marked files from masters in the blob store."""

    def __init__(self, blobs: BlobStore, keys: KeyRing, seals: Seals) -> None:
        self._blobs = blobs
        self._keys = keys
        self._seals = seals

    @staticmethod
    def warm() -> Assemble:
        """Load the engine (a second of typesetting libraries); a server does it before the first reader waits."""
        from watermark.assemble import assemble

        return assemble

    def make(self, order: MarkOrder, out: Path) -> MarkedFile:
        """Assemble into `out`, sealed if that was ordered, whole or not at all.

        Raises:
            Unavailable: the master is missing or damaged, the seal is not here or has run out, or the disk refused;
                nothing is left behind.
        """
        out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            made = self._marked(order, out) if order.seal is None else self._sealed(order, order.seal, out)
        except (WatermarkError, NotFound) as exc:
            raise Unavailable(f"master {order.master}: {exc}") from exc
        out.chmod(0o400)
        return made

    def _marked(self, order: MarkOrder, out: Path) -> MarkedFile:
        assemble = self.warm()
        body, slots = self._blobs.path(order.body), self._blobs.path(order.slots)
        key = self._keys.derive(order.key_id, order.master, PURPOSE)
        bits = code(key, order.identity, read_head(slots).slots)
        return assemble(body, slots, code=bits, stamp=as_stamp(order.stamp), out=out)

    def _sealed(self, order: MarkOrder, wanted: SealOrder, out: Path) -> MarkedFile:
        """Seal the file before it gets its name: one without a seal never lies where readers' files lie."""
        start, seal = time.perf_counter(), self._seals.of(wanted.fingerprint)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".seal-") as folder:
            made = self._marked(order, Path(folder) / out.name)
            sealed = seal_file(made.path, seal, wanted.at, out)
        seconds = time.perf_counter() - start
        return replace(made, path=out, sha256=sealed.sha256, size=sealed.size, seconds=seconds)
