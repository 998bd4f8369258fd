"""What the evidence report says around its figures. English is the engine's own language; `report_indonesian` follows.

A phrase names in braces what is put into it. Whatever is put in is drawn as it is: file names come from outside.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from watermark.trace.verdict import Outcome

_ONE_PAGE: Final = re.compile(r"page (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """The phrases of one language; a language that lacks one is no `ReportWords`.

    Attributes:
        language: RFC 5646, as the PDF states it.
        decimal, thousands: what stands in figures before the decimals, and between thousands.
        outcomes: what each outcome of a verdict is called.
        why_found, why_nobody, why_nothing: the verdict's sentence where somebody is named, where marks were read in
            vain, and where none were read.
        reasons: what to say in place of a reason of the engine, by words that only this reason has; the engine gives
            its reasons in English.
        other_reason: in place of any other reason; where it is empty, the engine's own words stand.
    """

    language: str
    decimal: str
    thousands: str
    title: str
    verdict: str
    outcomes: Mapping[Outcome, str]
    why_found: str
    why_nobody: str
    why_nothing: str
    named: str
    how_to_read: str
    explanation: str
    caution: str
    limits: str
    identities: str
    trials: str
    unread: str
    program: str
    traced: str
    pages: str
    leaf: str
    shows: str
    marks: str
    agreeing: str
    unrecognised: str
    identity: str
    work: str
    mark: str
    bound: str
    region: str
    one_page: str
    all_pages: str
    decoder: str
    slots: str
    fitting: str
    never_issued: str
    compared: str
    this_copy: str
    best_never_issued: str
    chain: str
    no_chain: str
    evidence: str
    pictures: str
    reasons: Mapping[str, str]
    other_reason: str

    def figure(self, value: float, decimals: int = 0) -> str:
        """Write a number."""
        return f"{value:,.{decimals}f}".translate({ord(","): self.thousands, ord("."): self.decimal})

    def power(self, log10: float, decimals: int = 0) -> str:
        """Write a power of ten, rounded up: no bound is told as lower than it is. An exponent does not underflow."""
        steps = 10**decimals
        return f"10^{self.figure(math.ceil(log10 * steps - 1e-9) / steps, decimals)}"

    def part(self, region: str) -> str:
        """Name a part of the leak, which the engine calls `all pages` or `page 61`."""
        one = _ONE_PAGE.fullmatch(region)
        if one:
            return self.one_page.format(page=one[1])
        return self.all_pages if region == "all pages" else region

    def reason(self, said: str, file: str) -> str:
        """Say why nothing was read of a page; empty where nothing was said.

        Args:
            said: the engine's reason.
            file: the file that it speaks of; its name may stand before the reason, and may hold any words.
        """
        told = said.removeprefix(f"{file}: ").removeprefix(file)
        known = next((sentence for part, sentence in self.reasons.items() if part in told), self.other_reason)
        return known or said if said else ""


ENGLISH: Final = ReportWords(
    language="en",
    decimal=".",
    thousands=",",
    title="Trace: evidence report",
    verdict="Verdict",
    outcomes={"identified": "Identified", "lead": "A lead, no more", "nobody": "Nobody"},
    why_found="{agree} of {slots} readable slots fit one code; an innocent one fits so well with a probability of at "
    "most {bound}, everything tried counted.",
    why_nobody="{slots} slots were read, but they fit no reader's code better than chance.",
    why_nothing="There was nothing to read.",
    named="{name} - {work}: bound {bound}",
    how_to_read="How to read this",
    explanation="Each delivered copy shows every marked place of a page, a slot, in one of two ways. The bound is an "
    "upper limit of the probability that anyone who has nothing to do with the leak is accused as strongly; it makes "
    "no assumption about what was done to the leak, and counts everything that was tried.",
    caution="The marks name a copy, not a culprit: a copy can be lost, lent, stolen, or opened on somebody else's "
    "device. Hear the reader before anything is decided.",
    limits="Identified: bound at or below {identified}. Lead: at or below {lead}; a lead is no proof.",
    identities="Identities scored",
    trials="Parts of the leak and keys tried",
    unread="Pages of the leak that were not read",
    program="Program",
    traced="Traced",
    pages="Pages of the leak",
    leaf="{file}, page {number}: {shown}",
    shows="{work}, page {page}",
    marks="{slots} slots",
    agreeing="{agree} agree",
    unrecognised="not recognised",
    identity="Identity",
    work="Work",
    mark="{work}, master version {version}, key {key}",
    bound="Bound",
    region="Part of the leak",
    one_page="page {page}",
    all_pages="all pages",
    decoder="Decoder",
    slots="Slots",
    fitting="{agree} of {slots} readable ones agree",
    never_issued="Beside codes that were never issued",
    compared="Score {score}; the best of {innocents} codes drawn in the same way and given to nobody reached {best}. "
    "{identities} identities were scored.",
    this_copy="this copy",
    best_never_issued="best never issued",
    chain="Chain of records",
    no_chain="No records were supplied with this trace.",
    evidence="The leak beside the original",
    pictures="Above: the leak laid over the page, and the original. Below: one over the other (red: in the leak only, "
    "cyan: in the original only), and the slots: {agree} agree (blue), {differ} do not (orange).",
    reasons={},
    other_reason="",
)
