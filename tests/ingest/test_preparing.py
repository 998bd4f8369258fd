"""A child in the hands of its file: what it says and leaves is believed no further than it can be checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ingest.preparing
from ingest.errors import IngestError
from ingest.limits import Limits
from ingest.preparing import prepare_file

Child = Callable[[Path, Callable[[dict[str, Any]], None]], None]


@pytest.fixture
def captured(monkeypatch: pytest.MonkeyPatch) -> Callable[[Child], None]:
    """Put something else in the child's place."""

    def put(child: Child) -> None:
        def run(_module: str, _order: object, *, workdir: Path, limits: Limits, report: Any) -> int:
            child(workdir, report)
            return 0

        monkeypatch.setattr(ingest.preparing, "run_child", run)

    return put


REPORT = {"pages": 2, "single_page": 1, "slots": 90, "traceable": True, "per_page": [90, 0], "removed": {"script": 1}}


def _claim(folder: Path, body: str, slots: str, report: object = REPORT) -> None:
    plain = {"body": body, "slots": slots, "engine": "1", "traceability": report}
    (folder / "prepared.json").write_text(json.dumps(plain), "utf-8")


def test_a_link_to_somebody_elses_file_is_no_master(captured, tmp_path: Path):
    keys = tmp_path / "keys.json"
    keys.write_text("secret")

    def child(folder: Path, _report: object) -> None:
        (folder / "body").symlink_to(keys)
        (folder / "slots").write_bytes(b"x")
        _claim(folder, "body", "slots")

    captured(child)
    with pytest.raises(IngestError):
        prepare_file(tmp_path / "a.pdf", tmp_path / "work", limits=Limits())


@pytest.mark.parametrize("said", [{}, {"done": "x", "total": 1}, {"error": "damaged"}, {"done": None, "total": []}])
def test_a_child_that_talks_nonsense_fails_its_file_and_not_the_worker(captured, tmp_path: Path, said):
    captured(lambda _folder, report: report(said))
    with pytest.raises(IngestError, match="protocol"):
        prepare_file(tmp_path / "a.pdf", tmp_path / "work", limits=Limits(), progress=lambda _progress: None)


def _report_kept(captured, tmp_path: Path, report: object) -> dict[str, Any]:
    def child(folder: Path, _report: object) -> None:
        for name in ("body", "slots"):
            (folder / name).write_bytes(b"x")
        _claim(folder, "body", "slots", report)

    captured(child)
    return prepare_file(tmp_path / "a.pdf", tmp_path / "work", limits=Limits()).traceability


def test_the_report_is_taken_over_and_nothing_beside_it(captured, tmp_path: Path):
    said = {**REPORT, "removed": {"x" * 9000: 1}, "more": "<script>"}
    assert _report_kept(captured, tmp_path, said) == {**REPORT, "removed": {"x" * 40: 1}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"per_page": ["many", 0]},
        {"per_page": [-1, 91]},
        {"per_page": [90]},
        {"per_page": [80, 0]},
        {"per_page": 90},
        {"pages": 1 << 40},
        {"removed": ["script"]},
        {"removed": {"script": None}},
    ],
)
def test_a_report_that_cannot_be_never_gets_as_far_as_a_page(captured, tmp_path: Path, wrong: dict[str, object]):
    with pytest.raises(IngestError, match="no master"):
        _report_kept(captured, tmp_path, {**REPORT, **wrong})
    with pytest.raises(IngestError, match="no master"):
        _report_kept(captured, tmp_path, {name: REPORT[name] for name in REPORT if name not in wrong})
