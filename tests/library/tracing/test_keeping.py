"""A verdict that is kept comes back as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from library.tracing.keeping import kept_verdict, plain_verdict, write_evidence
from library.tracing.pictures import evidence_picture
from watermark.trace.verdict import Accused, PageEvidence, TracedPage, Verdict

SHOWN = PageEvidence(
    title="a.jpg, page 1: padi, page 2",
    leak=np.full((60, 40), 200, np.uint8),
    original=np.full((60, 40), 255, np.uint8),
    boxes=np.array([[2.0, 2, 20, 10], [2, 20, 20, 30], [np.inf, np.inf, -np.inf, -np.inf]]),
    agrees=np.array([True, False, True]),
)
VERDICT = Verdict(
    outcome="identified",
    reason="because",
    pages=(TracedPage("a.jpg", 1, "padi", "m1", 2, 120, np.int64(110), np.float32(0.5)),),  # type: ignore[arg-type] # what the engine really gives
    accused=(Accused("id", "padi", "m1", "key", 1e-9, -9.0, 12.5, "sum", 3.1, 10_000, 120, 110, "all pages"),),
    trials=3,
    identities=22,
    seconds=1.5,
    evidence=(SHOWN,),
)


def test_everything_comes_back_through_json_and_a_file(tmp_path: Path) -> None:
    write_evidence(VERDICT.evidence, tmp_path / "e.npz")
    back = kept_verdict(json.loads(json.dumps(plain_verdict(VERDICT))), tmp_path / "e.npz")
    assert replace(back, evidence=()) == replace(VERDICT, evidence=())
    (shown,) = back.evidence
    assert shown.title == SHOWN.title
    for name in ("leak", "original", "boxes", "agrees"):
        assert np.array_equal(getattr(shown, name), getattr(SHOWN, name))


def test_what_another_version_of_the_engine_wrote_is_still_read() -> None:
    plain = plain_verdict(replace(VERDICT, evidence=()))
    plain["accused"][0]["mood"] = "cloudy"
    assert kept_verdict(plain, None).accused == VERDICT.accused


@pytest.mark.parametrize("side", ["leak", "original"])
def test_slots_that_agree_are_framed_and_the_others_crossed_out(side: str) -> None:
    import io

    from PIL import Image

    drawn = np.asarray(Image.open(io.BytesIO(evidence_picture(SHOWN, side))))  # type: ignore[arg-type]
    blue, orange = (drawn == (0, 114, 178)).all(axis=2), (drawn == (213, 94, 0)).all(axis=2)
    assert blue[2, 2:20].all()
    assert not blue[4:9, 4:19].any()
    assert orange[25, 11]
