"""What a trace answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.pixels import Grey

Outcome: TypeAlias = Literal["identified", "lead", "nobody"]


@dataclass(frozen=True)
class TracedPage:
    """One page or picture of the leak.

    Attributes:
        file: name of the leaked file.
        file_page: page or picture in it, from 1.
        work: the work it shows, or None.
        version: the master version that fits best, or None.
        page: page of the work, from 1, or None.
        slots: how many slots could be read.
        agree: how many of them read as the code of the first one accused of that work says; None without such a one.
        likeness: correlation of the aligned leak with the page, −1 … 1.
        reason: why nothing was read, or empty.
    """

    file: str
    file_page: int
    work: str | None = None
    version: str | None = None
    page: int | None = None
    slots: int = 0
    agree: int | None = None
    likeness: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Accused:
    """One identity and what speaks against it.

    Attributes:
        identity: as the caller gave it.
        work, version, key_id: which mark was found.
        bound: upper bound of the probability that an innocent one is accused so, after all multiplication.
        log10_bound: the same as a power of ten; it does not underflow.
        score: in the unit of the decoder.
        decoder: the decoder with the lowest bound.
        innocent_best: highest score among `innocents` codes that were never issued.
        slots, agree: readable slots of the region, and those that read as the accused one's code says.
        region: which part of the leak spoke, such as ``all pages`` or ``page 61``.
    """

    identity: str
    work: str
    version: str
    key_id: str
    bound: float
    log10_bound: float
    score: float
    decoder: str
    innocent_best: float
    innocents: int
    slots: int
    agree: int
    region: str


@dataclass(frozen=True)
class PageEvidence:
    """Pictures of one page for the report, about 100 dpi.

    Attributes:
        title: file, file page, work and page in words.
        leak: the aligned leak, grey.
        original: the page half way between A and B, grey.
        boxes: float (k, 4), slots that were read, px of the pictures.
        agrees: bool (k,), whether the slot reads as the accused one's code says.
    """

    title: str
    leak: Grey
    original: Grey
    boxes: NDArray[Any]
    agrees: NDArray[Any]


@dataclass(frozen=True)
class Verdict:
    """The answer of a trace.

    Attributes:
        outcome: `identified` (bound ≤ 1e-6), `lead` (≤ 1e-3) or `nobody`.
        reason: one sentence that says why.
        pages: every page looked at.
        accused: lowest bound first; leads are left out when somebody is identified.
        trials: regions × keys × looks that could be scored; every bound pays for all of them.
        identities: how many identities were scored.
        seconds: how long it took.
        evidence: pictures for the report.
        unread: pages of the leak that were not read: somebody was identified before, or there were too many.
    """

    outcome: Outcome
    reason: str
    pages: tuple[TracedPage, ...]
    accused: tuple[Accused, ...]
    trials: int
    identities: int
    seconds: float
    evidence: tuple[PageEvidence, ...] = ()
    unread: int = 0

    def to_json(self) -> dict[str, Any]:
        """Give the plain form: `verdict`, `reason`, `pages`, `accused`, and how much was tried."""
        return {
            "verdict": self.outcome,
            "reason": self.reason,
            "pages": [
                {
                    "file": one.file, "file_page": one.file_page, "work": one.work, "page": one.page,
                    "slots": one.slots, "agree": one.agree, "reason": one.reason,
                }
                for one in self.pages
            ],
            "accused": [
                {
                    "id": one.identity, "work": one.work, "version": one.version, "key": one.key_id,
                    "bound": one.bound, "log10_bound": round(one.log10_bound, 2), "score": round(one.score, 3),
                    "decoder": one.decoder, "slots": one.slots, "agree": one.agree,
                    "never_issued": {"codes": one.innocents, "best": round(one.innocent_best, 3)},
                }
                for one in self.accused
            ],
            "trials": self.trials,
            "pages_not_read": self.unread,
            "identities": self.identities,
            "seconds": round(self.seconds, 2),
        }  # fmt: skip
