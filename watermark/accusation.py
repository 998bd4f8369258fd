"""From readings to names: score every identity by every decoder, and state the bound beside each name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from watermark.bound import Terms, log_chernoff, log_tail
from watermark.codes import codes
from watermark.scores import MOST_COLLUDERS, Decoder, Readings, bank, joint_bank

IDENTIFIED = 1e-6
"""A name is *identified* at or below this bound, after all multiplication."""

LEAD = 1e-3
"""A name is a *lead* at or below this bound."""

NEVER_ISSUED = 100_000
"""Codes drawn like a reader's, but never given to anyone; none may reach the accused one's score."""

_ROWS = 512  # codes scored at once
_KEPT_BYTES = 100_000_000
_EXACT_GAIN = 100.0  # the exact tail is seldom better than Chernoff by more


@dataclass(frozen=True)
class Suspects:
    """Who may be named.

    Attributes:
        everyone: every identity, opaque and stable.
        candidates: those who received or read the publication; they are asked first, with half of the allowed
            error, so that a small circle needs less evidence. May be empty.
    """

    everyone: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    _drawn: dict[bytes, NDArray[np.uint8]] = field(default_factory=dict, repr=False, compare=False)

    def codes(self, key: bytes, slots: NDArray[np.int64]) -> NDArray[np.uint8] | None:
        """Draw the codes of :meth:`all`, (names, slots); None where they are too many to keep.

        The last ones are kept: a page is read in several ways, and each reading is scored.
        """
        names, wanted = self.all(), hashlib.blake2b(slots.tobytes(), key=key, digest_size=16).digest()
        if len(names) * len(slots) > _KEPT_BYTES:
            return None
        if wanted not in self._drawn:
            self._drawn.clear()
            self._drawn[wanted] = codes(key, names, slots)
        return self._drawn[wanted]

    def all(self) -> tuple[str, ...]:
        """Candidates first, then the others, each once."""
        return tuple(dict.fromkeys((*self.candidates, *self.everyone)))

    def prices(self) -> NDArray[np.float64]:
        """What a bound is multiplied by for each of :meth:`all`; the reciprocals sum to at most one."""
        first, total = len(set(self.candidates)), len(self.all())
        if first == 0:
            return np.full(total, float(total))
        return np.repeat([2.0 * first, 2.0 * total], [first, total - first])


@dataclass(frozen=True)
class Accusation:
    """One name and everything that speaks for it.

    Attributes:
        identity: as the caller gave it.
        log_bound: natural logarithm of the bound: a probability × everything tried.
        score: the accused one's score, in the decoder's unit (nats or Škorić's).
        decoder: name of the decoder that gave the lowest bound.
        innocent_best: highest of the `innocents` scores of never-issued codes.
        innocents: how many never-issued codes were scored.
        slots: readable slots that entered.
        agree: those of them that read as the accused one's code says.
    """

    identity: str
    log_bound: float
    score: float
    decoder: str
    innocent_best: float
    innocents: int
    slots: int
    agree: int

    @property
    def bound(self) -> float:
        """Upper bound of the probability that anyone innocent is accused so strongly."""
        return float(np.exp(self.log_bound))


@dataclass(frozen=True)
class _Hit:
    row: int
    decoder: Decoder
    terms: Terms
    score: float
    log_bound: float


@dataclass(frozen=True)
class _Case:
    """One region of the leak, the names, and ln of what each name's bound is multiplied by."""

    readings: Readings
    key: bytes
    names: tuple[str, ...]
    prices: NDArray[np.float64]
    drawn: NDArray[np.uint8] | None = None

    def blocks(self) -> Iterator[NDArray[np.uint8]]:
        """Codes of all names, some rows at a time; from `drawn` where they were few enough to keep."""
        for start in range(0, len(self.names), _ROWS):
            if self.drawn is not None:
                yield self.drawn[start : start + _ROWS]
            else:
                yield codes(self.key, self.names[start : start + _ROWS], self.readings.slots)


def accuse(readings: Readings, key: bytes, suspects: Suspects, trials: float) -> tuple[Accusation, ...]:
    """Name those whose codes the readings fit, lowest bound first.

    Args:
        readings: one region of the leak: some slots of one publication version, each once; erasures say nothing.
        key: that version's code key.
        suspects: whom to score.
        trials: what every bound is multiplied by for all that is tried beside this region: other regions, pages,
            works, versions, keys, looks. Their number, or the reciprocal of this one's share of the allowed error.

    Returns:
        Leads and identified ones; empty when nobody's bound is at or below :data:`LEAD`.
    """
    read = np.isfinite(readings.noise)
    names = suspects.all()
    if not read.any() or not names:
        return ()
    drawn = suspects.codes(key, readings.slots)
    prices = np.log(suspects.prices()) + np.log(trials)
    case = _Case(readings.take(read), key, names, prices, None if drawn is None else drawn[:, read])
    hits = _best_by_name(_hits(case, bank(), []))
    named = _accusations(case, hits)
    accused = [hit.row for hit, one in zip(hits, named, strict=True) if _stands(one, IDENTIFIED)]
    named += _jointly(case, accused)
    return tuple(sorted((one for one in named if _stands(one, LEAD)), key=lambda one: one.log_bound))


def _stands(one: Accusation, limit: float) -> bool:
    return one.bound <= limit and one.innocent_best < one.score


def _jointly(case: _Case, accused: list[int]) -> list[Accusation]:
    """Ask who leaked beside those accused; each step counts one more member of the tuple."""
    found: list[Accusation] = []
    while accused and len(accused) < MOST_COLLUDERS:
        decoders = tuple(d for d in joint_bank() if d.colluders > len(accused))
        tuples = replace(case, prices=case.prices + len(accused) * np.log(len(case.names)))
        next_one = _best_by_name(_hits(tuples, decoders, accused))[:1]
        new = _accusations(case, next_one)
        if not new or not _stands(new[0], IDENTIFIED):
            break
        accused = [*accused, next_one[0].row]
        found += new
    return found


def _hits(case: _Case, decoders: Sequence[Decoder], accused: Sequence[int]) -> list[_Hit]:
    """Score all names but those already accused, and keep whose bound is at or below that of a lead."""
    known = codes(case.key, [case.names[row] for row in accused], case.readings.slots) if accused else None
    every = [decoder.terms(case.readings, known) for decoder in decoders]
    scores = _score_all(case, every)
    scores[list(accused)] = -np.inf
    found: list[_Hit] = []
    for decoder, terms, column in zip(decoders, every, scores.T, strict=True):
        prices = case.prices + np.log(decoder.trials)
        for row in np.argsort(-column, kind="stable").tolist():
            score = float(column[row])
            quick = log_chernoff(terms, score)
            if quick + prices.min() > np.log(LEAD) + np.log(_EXACT_GAIN):
                break
            found.append(_Hit(row, decoder, terms, score, quick + float(prices[row])))
    return [hit for hit in _refined(case, found) if hit.log_bound <= np.log(LEAD)]


def _refined(case: _Case, hits: Sequence[_Hit]) -> list[_Hit]:
    """The exact tail costs a tenth of a second: ask for it only where it can change what is said of a name."""
    sure = {hit.row for hit in hits if hit.log_bound <= np.log(IDENTIFIED)}
    return [hit if hit.row in sure else _exact(case, hit) for hit in hits]


def _exact(case: _Case, hit: _Hit) -> _Hit:
    if hit.log_bound >= np.log(LEAD) + np.log(_EXACT_GAIN):
        return hit
    price = float(case.prices[hit.row] + np.log(hit.decoder.trials))
    return replace(hit, log_bound=log_tail(hit.terms, hit.score) + price)


def _score_all(case: _Case, every: Sequence[Terms]) -> NDArray[np.float64]:
    """Scores of all names by all decoders, shape (len(names), len(every))."""
    weights = np.stack([terms.g1 - terms.g0 for terms in every], axis=1)
    base = np.array([terms.g0.sum() for terms in every])
    return np.asarray(np.concatenate([block @ weights for block in case.blocks()]) + base)


def _best_by_name(hits: Sequence[_Hit]) -> list[_Hit]:
    """Keep each name's lowest bound, lowest first."""
    best: dict[int, _Hit] = {}
    for hit in sorted(hits, key=lambda one: one.log_bound):
        best.setdefault(hit.row, hit)
    return list(best.values())


def _accusations(case: _Case, hits: Sequence[_Hit]) -> list[Accusation]:
    """Say of each hit what it rests on."""
    if not hits:
        return []
    bits = codes(case.key, [case.names[hit.row] for hit in hits], case.readings.slots)
    agree = ((case.readings.value > 0) == (bits == 1)).sum(axis=1)
    best = _innocent_best(case, [hit.terms for hit in hits])
    return [
        Accusation(
            identity=case.names[hit.row],
            log_bound=hit.log_bound,
            score=hit.score,
            decoder=hit.decoder.name,
            innocent_best=innocent,
            innocents=NEVER_ISSUED,
            slots=bits.shape[1],
            agree=fitting,
        )
        for hit, fitting, innocent in zip(hits, agree.tolist(), best, strict=True)
    ]


def _innocent_best(case: _Case, every: Sequence[Terms]) -> list[float]:
    """Highest scores among the never-issued codes. Single precision will do: they are shown, not bounded."""
    weights = np.stack([terms.g1 - terms.g0 for terms in every], axis=1).astype(np.float32)
    best = np.full(len(every), -np.inf)
    for block in never_issued(case.key, case.readings.p):
        best = np.maximum(best, (block.astype(np.float32) @ weights).max(axis=0))
    return [float(terms.g0.sum()) + high for terms, high in zip(every, best.tolist(), strict=True)]


def never_issued(key: bytes, p: NDArray[np.float64]) -> Iterator[NDArray[np.uint8]]:
    """Draw :data:`NEVER_ISSUED` codes with biases p, in blocks of shape (rows, n), the same ones every time."""
    seed = hashlib.blake2b(b"never issued", key=key, digest_size=16).digest()
    generator = np.random.SFC64(int.from_bytes(seed, "big"))
    limit = np.round(p * 2**16).astype(np.uint16)
    for start in range(0, NEVER_ISSUED, _ROWS):
        rows = min(_ROWS, NEVER_ISSUED - start)
        count = rows * len(p)
        words = np.asarray(generator.random_raw(-(-count // 4)), "<u8").view("<u2")[:count].reshape(rows, len(p))
        yield (words < limit).view(np.uint8)
