"""Biases and codes: which of its two renderings each slot of one reader's copy shows.

Bit 0 is rendering A, bit 1 is rendering B. Slot i has a bias p_i, the share of readers whose copies show B
there. About half of the slots have p = 1/2 (the best choice against one leaker); the others follow Tardos'
arcsine density with a cut-off (G. Tardos, "Optimal probabilistic fingerprint codes", J. ACM 55(2), 2008),
which colluders who compare their copies cannot see through.

Both come from keyed streams that can be entered anywhere, so that tracing one page of a book reads only
that page's slots. Everything is a function of the key and the identity alone: a reader who downloads twice
gets the same mark.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Code: TypeAlias = NDArray[np.uint8]

HALF_SHARE = 0.5
"""Share of slots whose bias is exactly 1/2."""

CUT_OFF = 0.05
"""Tardos biases lie in [CUT_OFF, 1 - CUT_OFF]; ``docs/watermark-tracing.md`` shows what was compared."""

_UNIT = 2.0**32
_WORDS_PER_BLOCK = 4  # one AES block is 16 bytes: four slots
_JOIN_GAP = 64  # blocks; two near runs of slots are read in one go


def biases(key: bytes, slots: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the bias of each slot.

    Args:
        key: the publication version's 32-byte code key.
        slots: global slot indices, ascending, shape (n,).

    Returns:
        P(bit = 1) per slot, shape (n,), each an exact multiple of 2**-32, so that the bound computes with
        the very probability that :func:`codes` draws with.
    """
    kind = _words(_subkey(key, b"bias kind"), slots) / _UNIT
    level = (_words(_subkey(key, b"bias level"), slots) + 0.5) / _UNIT
    tardos = _arcsine(level)
    p = np.where(kind < HALF_SHARE, 0.5, tardos)
    return np.asarray(np.round(p * _UNIT) / _UNIT)


def codes(key: bytes, identities: Sequence[str], slots: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Give the bits of many identities at some slots, shape (len(identities), len(slots)).

    Args:
        key: the publication version's 32-byte code key.
        identities: opaque, stable names of accounts or visits.
        slots: global slot indices, ascending, shape (n,).
    """
    threshold = (biases(key, slots) * _UNIT).astype(np.uint32)
    out = np.empty((len(identities), len(slots)), np.uint8)
    plan = _plan(slots)
    for row, identity in enumerate(identities):
        words = _stream(_identity_key(key, identity), plan)
        np.less(words, threshold, out=out[row].view(np.bool_))
    return out


def code(key: bytes, identity: str, n_slots: int) -> Code:
    """Give one identity's whole code, shape (n_slots,): what ``assemble`` is called with."""
    return np.asarray(codes(key, [identity], np.arange(n_slots))[0])


def _arcsine(u: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Invert the distribution of the density 1/sqrt(p(1-p)) cut to [CUT_OFF, 1 - CUT_OFF]."""
    low = np.arcsin(np.sqrt(CUT_OFF))
    return np.asarray(np.sin(low + u * (np.pi / 2 - 2 * low)) ** 2)


def _subkey(key: bytes, purpose: bytes) -> bytes:
    return hashlib.blake2b(purpose, key=key, digest_size=16, person=b"pustaka slots").digest()


def _identity_key(key: bytes, identity: str) -> bytes:
    return hashlib.blake2b(identity.encode(), key=key, digest_size=16, person=b"pustaka reader").digest()


_Plan: TypeAlias = tuple[list[tuple[int, int]], NDArray[np.int64]]


def _plan(slots: NDArray[np.int64]) -> _Plan:
    """Cut the slots' blocks into a few runs (first block, count) and say where each slot's word lies."""
    index = np.asarray(slots, np.int64)
    if index.size == 0:
        return [], index
    if index[0] < 0 or np.any(np.diff(index) <= 0):
        raise ValueError("slots must be ascending, distinct and not negative")
    block = index // _WORDS_PER_BLOCK
    starts = np.flatnonzero(np.diff(block, prepend=block[0] - 2 * _JOIN_GAP) > _JOIN_GAP)
    ends = np.append(starts[1:], len(block)) - 1
    first, count = block[starts], block[ends] - block[starts] + 1
    before = np.concatenate([[0], np.cumsum(count)[:-1]])
    run = np.searchsorted(starts, np.arange(len(block)), side="right") - 1
    where = index - (first - before)[run] * _WORDS_PER_BLOCK
    return list(zip(first.tolist(), count.tolist(), strict=True)), where


def _stream(key: bytes, plan: _Plan) -> NDArray[np.uint32]:
    """Read the uniform 32-bit words of the planned slots from AES-128 in counter mode."""
    runs, where = plan
    parts = []
    for first, count in runs:
        counter = Cipher(AES(key), CTR(first.to_bytes(16, "big"))).encryptor()
        parts.append(counter.update(bytes(16 * count)))
    words: NDArray[np.uint32] = np.frombuffer(b"".join(parts), "<u4")
    return words[where]


def _words(key: bytes, slots: NDArray[np.int64]) -> NDArray[np.uint32]:
    return _stream(key, _plan(slots))
