"""Prefix codes in which chosen symbols have one length."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONGEST: Final = 15  # RFC 1951, 3.2.7


def code_lengths(counts: NDArray[np.int64], equal: frozenset[int]) -> NDArray[np.int64]:
    """Find near-optimal code lengths under the constraint that all symbols of `equal` get the same one.

    The group is filled up to a power of two with symbols that are about as frequent, and enters Huffman's
    construction as one leaf.

    Args:
        counts: int64 (symbols,), how often each symbol occurs.
        equal: symbols that must have codes of one length, even if they do not occur.

    Returns:
        int64 (symbols,), 0 where a symbol has no code.
    """
    group, depth = _filled(counts, equal)
    weights = counts.copy()
    while True:
        lengths = _with_group(weights, group, depth)
        if lengths.max() <= _LONGEST:
            return lengths
        weights = np.where(weights > 0, (weights + 1) // 2, 0)  # flatter counts give a shallower tree


def _filled(counts: NDArray[np.int64], equal: frozenset[int]) -> tuple[list[int], int]:
    if not equal:
        return [], 0
    depth = int(np.ceil(np.log2(max(2, len(equal)))))
    mean = max(1.0, float(np.mean([counts[symbol] for symbol in equal])))
    others = [symbol for symbol in np.flatnonzero(counts[:256]).tolist() if symbol not in equal]
    others.sort(key=lambda symbol: abs(np.log(counts[symbol] / mean)))
    unused = [symbol for symbol in range(256) if symbol not in equal and not counts[symbol]]
    group = [*sorted(equal), *others, *unused][: 1 << depth]
    return group, depth


def _with_group(weights: NDArray[np.int64], group: list[int], depth: int) -> NDArray[np.int64]:
    members = set(group)
    leaves: list[tuple[int, tuple[int, ...]]] = [
        (int(weights[symbol]), (symbol,)) for symbol in np.flatnonzero(weights).tolist() if symbol not in members
    ]
    if group:
        leaves.append((max(1, int(weights[group].sum())), tuple(group)))
    lengths = np.zeros(len(weights), np.int64)
    if len(leaves) == 1:
        lengths[list(leaves[0][1])] = max(1, depth) if group else 1
        return lengths
    for symbols, length in _huffman(leaves):
        lengths[list(symbols)] = length + (depth if group and symbols == tuple(group) else 0)
    return lengths


def _huffman(leaves: list[tuple[int, tuple[int, ...]]]) -> list[tuple[tuple[int, ...], int]]:
    """Huffman's algorithm (1952); gives (leaf, depth)."""
    heap: list[tuple[int, int, list[int]]] = [(weight, order, [order]) for order, (weight, _) in enumerate(leaves)]
    heapq.heapify(heap)
    depths, order = [0] * len(leaves), len(leaves)
    while len(heap) > 1:
        low, high = heapq.heappop(heap), heapq.heappop(heap)
        joined = low[2] + high[2]
        for leaf in joined:
            depths[leaf] += 1
        heapq.heappush(heap, (low[0] + high[0], order, joined))
        order += 1
    return [(symbols, depth) for (_, symbols), depth in zip(leaves, depths, strict=True)]


def canonical(lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Assign canonical codes (RFC 1951, 3.2.2), bits reversed so that they can be written low bit first."""
    codes = np.zeros(len(lengths), np.uint64)
    code = 0
    for length in range(1, int(lengths.max(initial=0)) + 1):
        for symbol in np.flatnonzero(lengths == length).tolist():
            codes[symbol] = int(f"{code:0{length}b}"[::-1], 2)
            code += 1
        code <<= 1
    return codes
