"""An answer in the words and pictures of its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from library.store.models import TraceCase, Work
from library.tracing.naming import NamedReader
from library.tracing.results import TraceResult
from webapp.current import current_library
from webapp.rooms.trace import words
from webapp.shown_works import office_name

if TYPE_CHECKING:
    from watermark.trace.verdict import Accused, PageEvidence, TracedPage


@dataclass(frozen=True, slots=True)
class Found:
    """A copy that the marks lead to: for whom it was made, how sure, and what the records know."""

    reader: NamedReader
    accused: Accused
    chance: str

    @property
    def office(self) -> str:
        """The office of the visit, where it was made at one."""
        return office_name(self.reader.visit.office) if self.reader.visit else ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the leak: what it shows, how many marks were read, and why not, if so."""

    page: TracedPage
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the leak beside the original."""

    leaf: Leaf | None
    agree: int
    differ: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page shows."""

    outcome: str
    reasons: list[str]
    left_out: list[str]
    found: list[Found]
    leaves: list[Leaf]
    pictures: list[Picture]
    identities: int
    trials: int
    unread: int
    seconds: float


def answer_of(case: TraceCase, result: TraceResult) -> Answer:
    """Word a finished case."""
    verdict = result.verdict
    titles = _titles({page.work for page in verdict.pages if page.work})
    leaves = [Leaf(page, titles.get(page.work or "", ""), words.reason(page.reason)) for page in verdict.pages]
    return Answer(
        outcome=case.outcome,
        reasons=_reasons(leaves),
        left_out=list(dict.fromkeys(words.left_out(one) for one in result.left_out)),
        found=[
            Found(reader, accused, words.one_chance_in(accused.log10_bound))
            for reader, accused in zip(result.readers, verdict.accused, strict=True)
        ],
        leaves=leaves,
        pictures=[_picture(shown, leaves) for shown in verdict.evidence],
        identities=verdict.identities,
        trials=verdict.trials,
        unread=verdict.unread,
        seconds=verdict.seconds,
    )


def _picture(shown: PageEvidence, leaves: list[Leaf]) -> Picture:
    """Find the page again by the engine's own title of its picture."""
    leaf = next((leaf for leaf in leaves if _engine_title(leaf.page) == shown.title), None)
    return Picture(leaf, int(shown.agrees.sum()), int((~shown.agrees).sum()))


def _engine_title(page: TracedPage) -> str:
    return f"{page.file}, page {page.file_page}: {page.work}, page {page.page}"


def _titles(works: set[str]) -> dict[str, str]:
    with current_library().database.read() as records:
        found = {work: records.get(Work, work) for work in works}
    return {work: known.title for work, known in found.items() if known}


def _reasons(leaves: list[Leaf]) -> list[str]:
    """Say why nobody was found, each reason once."""
    if any(leaf.page.slots for leaf in leaves):
        return [_("Marks were read, but they fit the copy of no reader better than chance would.")]
    return list(dict.fromkeys(leaf.reason for leaf in leaves if leaf.reason)) or [_("There was nothing to read.")]
